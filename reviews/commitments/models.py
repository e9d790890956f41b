"""公开承诺 [1]: what the people of a unit commit themselves to, by tier or for one post, once a
year and whenever somebody takes a post. What was signed stays, with the words of that day.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Appointment, Post, Unit
from reviews.who_and_when import person


class CommitmentTextQuerySet(models.QuerySet):
    def on(self):
        return self.filter(switched_on_at__isnull=False, retired_at__isnull=True)

    def listed(self):
        order = ("unit__path", F("post").asc(nulls_first=True), "tier", "pk")
        return self.select_related("unit", "post").order_by(*order)


class CommitmentText(models.Model):
    """The words for a tier, or for one post; written, then switched on for a year.

    One is on at a time; another that is switched on takes its place. Units below that have none of
    their own sign the tier's text of the unit above.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="commitment_texts"
    )
    year = models.PositiveIntegerField("年度")
    tier = models.CharField("岗位层次", max_length=10, choices=Post.Tier, blank=True)
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitment_texts",
    )
    text = models.TextField("承诺内容")
    due_on = models.DateField("签署截止")
    written_by = person("起草人")
    written_at = models.DateTimeField("起草时间", default=timezone.now)
    switched_on_at = models.DateTimeField("启用时间", null=True, blank=True)
    switched_on_by = person("启用人", null=True, blank=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = CommitmentTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承诺内容"
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) & ~Q(tier="") | Q(post__isnull=False, tier=""),
                name="commitment_text_of_tier_or_post",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_text_says_something"),
            models.CheckConstraint(
                condition=Q(switched_on_at__isnull=True, switched_on_by__isnull=True)
                | Q(switched_on_at__isnull=False, switched_on_by__isnull=False),
                name="commitment_text_switched_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(switched_on_at__isnull=False),
                name="commitment_text_retired_after_on",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "tier"],
                condition=Q(
                    post__isnull=True, switched_on_at__isnull=False, retired_at__isnull=True
                ),
                name="commitment_text_one_on_of_tier",
            ),
            models.UniqueConstraint(
                fields=["post", "year"],
                condition=Q(switched_on_at__isnull=False, retired_at__isnull=True),
                name="commitment_text_one_on_of_post",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.year} {self.owner_name}"

    @property
    def owner_name(self):
        return self.post.name if self.post_id else self.get_tier_display()

    @property
    def is_draft(self):
        return self.switched_on_at is None


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """One's own; inside the unit everybody's; of the units read as a whole."""
        if not reach.takes_part:
            return self.none()
        return self.filter(Q(person=reach.person) | Q(unit=reach.person.unit_id) | reach.units_q())


class Commitment(models.Model):
    """Signed by one person for one place in one year; a copy of the words, never changed."""

    text = models.ForeignKey(
        CommitmentText, verbose_name="依据", on_delete=models.PROTECT, related_name="signed"
    )
    appointment = models.ForeignKey(
        Appointment, verbose_name="任职", on_delete=models.PROTECT, related_name="commitments"
    )
    year = models.PositiveIntegerField("年度")
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="commitments"
    )
    person = person("承诺人")
    name = models.CharField("姓名", max_length=60)
    post_name = models.CharField("岗位", max_length=80)
    section_name = models.CharField("科室", max_length=80, blank=True)
    said = models.TextField("承诺内容")
    digest = models.CharField("校验码", max_length=64)
    signed_at = models.DateTimeField("签署时间", default=timezone.now)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "廉政承诺"
        indexes = [models.Index(fields=["unit", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "year"], name="commitment_once_a_year_and_place"
            )
        ]

    def __str__(self):
        return f"{self.name} {self.post_name} {self.year}"


class CommitmentReminder(models.Model):
    """催签: the office asked everybody who has not signed; once a day for a unit."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="commitment_reminders"
    )
    on = models.DateField("催签日期")
    by = person("催签人")
    at = models.DateTimeField("催签时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "催签廉政承诺"
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], name="commitment_reminder_once_a_day")
        ]

    def __str__(self):
        return f"{self.unit} {self.on}"
