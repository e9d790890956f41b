"""Posts (岗位) and who sits on them. Risks belong to the post, never to the person [1][4]."""

from django.db import models
from django.db.models import F, Q

from .units import Section, Unit


class Post(models.Model):
    class Tier(models.TextChoices):
        LEADER = "leader", "领导岗位"
        MIDDLE = "middle", "中层岗位"
        ORDINARY = "ordinary", "一般岗位"

    class Forms(models.TextChoices):
        """Whether the post has one form, or every holder fills in one (sixty teachers)."""

        ONE = "one", "一岗一表"
        EACH_HOLDER = "each_holder", "一人一表"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="posts"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室（年级组）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    name = models.CharField("岗位名称", max_length=80)
    tier = models.CharField("岗位层次", max_length=10, choices=Tier, default=Tier.ORDINARY)
    is_key = models.BooleanField("重要岗位", default=False)
    forms = models.CharField("填表方式", max_length=12, choices=Forms, default=Forms.ONE)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["unit__path", "section__order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tier="leader") | Q(section__isnull=False),
                name="post_below_leader_has_section",
                violation_error_message="中层岗位和一般岗位必须属于一个科室（年级组）。",
            ),
            models.UniqueConstraint(
                fields=["unit", "section", "name"],
                condition=Q(closed_on__isnull=True, section__isnull=False),
                name="post_name_once_per_section",
                violation_error_message="该科室已有同名岗位。",
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(closed_on__isnull=True, section__isnull=True),
                name="post_name_once_among_leaders",
                violation_error_message="本单位已有同名领导岗位。",
            ),
        ]

    def __str__(self):
        return self.name

    def holders(self, day):
        """People on this post on the day, regular holders before acting ones."""
        return [
            appointment.person
            for appointment in self.appointments.on(day).select_related(
                "person__unit", "person__account"
            )
        ]


class AppointmentQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts__lte=day).filter(Q(ends__isnull=True) | Q(ends__gte=day))

    def reached(self, posts, day):
        """{post's id: those on it that day who can sign in}; one query for any number of posts."""
        found = {}
        seated = self.on(day).filter(post__in=posts).select_related("person__account")
        for each in seated.filter(person__account__is_active=True):
            found.setdefault(each.post_id, []).append(each.person)
        return found

    def out_of_reach(self, posts, day):
        """{post's id: those on it that day} of posts where somebody sits and nobody can sign in:
        what they sign on paper is entered for them. One query for any number of posts.
        """
        found = {}
        for each in self.on(day).filter(post__in=posts).select_related("person__account"):
            found.setdefault(each.post_id, []).append(each.person)
        return {
            post: people
            for post, people in found.items()
            if not any(person.has_account for person in people)
        }


class Appointment(models.Model):
    """One person on one post for a time; `acting` is leave cover and prints as 代签."""

    post = models.ForeignKey(
        Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="appointments"
    )
    person = models.ForeignKey(
        "organisation.Person",
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    starts = models.DateField("任职起始")
    ends = models.DateField("任职截止", null=True, blank=True)
    acting = models.BooleanField("代理（代签）", default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["acting", "starts", "id"]
        indexes = [models.Index(fields=["person", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="appointment_ends_after_start",
                violation_error_message="任职截止日期不能早于起始日期。",
            ),
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=Q(ends__isnull=True),
                name="appointment_open_once",
                violation_error_message="此人已在该岗位任职。",
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.post}"
