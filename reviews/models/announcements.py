"""Internal matters made public inside a unit (内部公开事项): drafted, shown from a day until a day,
taken down with a reason. What was shown never changes; another text is another announcement.
"""

from django.db import models
from django.db.models import F, Q

from registry.files.models import StoredFile
from registry.organisation.models import Person, Seat, Unit
from registry.search import index_text

KEEPING_SEATS = (Seat.PREVENTION_OFFICE, Seat.INFORMATION_KEEPER)


class AnnouncementQuerySet(models.QuerySet):
    def kept_by(self, reach):
        """Those of the units whose office or keeper the person is, in every state."""
        return self.filter(unit__in=reach.units_of(*KEEPING_SEATS))

    def visible_to(self, reach, day):
        """Shown to people of the unit, to those of the units below where it says so, to whoever
        reads the unit as a whole; one's own work in every state.
        """
        if not reach.takes_part:
            return self.none()
        unit = reach.person.unit
        near = Q(unit=unit) | Q(for_below=True, unit__code__in=unit.line[1:]) | reach.units_q()
        kept = Q(unit__in=reach.units_of(*KEEPING_SEATS))
        return self.filter(near & self._in_time(day) & ~Q(state=State.DRAFT) | kept)

    def on_board(self, unit, day):
        """What the board of a unit shows on the day: its own, and what is shown to units below."""
        own = Q(unit=unit) | Q(for_below=True, unit__code__in=unit.line[1:])
        return self.filter(own, self._in_time(day), state=State.PUBLISHED)

    @staticmethod
    def _in_time(day):
        return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Announcement(models.Model):
    class Matter(models.TextChoices):
        APPOINTMENT = "appointment", "任用"
        BUDGET = "budget", "预决算"
        REIMBURSEMENT = "reimbursement", "报销"
        PROCUREMENT = "procurement", "采购"
        WORKS = "works", "工程"
        ASSETS = "assets", "资产"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        PUBLISHED = "published", "已发布"
        TAKEN_DOWN = "taken_down", "已撤下"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="announcements"
    )
    matter = models.CharField("事项", max_length=14, choices=Matter)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    for_below = models.BooleanField("所属单位也能看", default=False)
    starts_on = models.DateField("公开起始")
    ends_on = models.DateField("公开截止", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    search = models.TextField(editable=False, default="")
    created_by = models.ForeignKey(
        Person, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    published_by = models.ForeignKey(
        Person,
        verbose_name="发布人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    taken_down_by = models.ForeignKey(
        Person,
        verbose_name="撤下人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_down_at = models.DateTimeField("撤下时间", null=True, blank=True)
    taken_down_why = models.CharField("撤下理由", max_length=300, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "内部公开事项"
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["unit", "state", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="announcement_ends_after_start",
                violation_error_message="公开截止不能早于公开起始。",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="announcement_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, published_by__isnull=True)
                | Q(
                    state__in=["published", "taken_down"],
                    published_at__isnull=False,
                    published_by__isnull=False,
                ),
                name="announcement_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "published"],
                    taken_down_at__isnull=True,
                    taken_down_by__isnull=True,
                    taken_down_why="",
                )
                | (
                    Q(
                        state="taken_down",
                        taken_down_at__isnull=False,
                        taken_down_by__isnull=False,
                    )
                    & ~Q(taken_down_why="")
                ),
                name="announcement_taken_down_with_reason",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.search = index_text(self.title, self.text)
        super().save(**kwargs)

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED


State = Announcement.State


class AnnouncementFile(models.Model):
    """A file that goes with it; put in and taken out while it is a draft."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "内部公开事项的附件"
        ordering = ["id"]

    def __str__(self):
        return self.file.original_name
