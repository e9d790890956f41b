"""来件: what the public sends on a publicity for society. Circle (a) of design §4, ADR 0028.

Read by the receiving discipline office alone. Nothing is kept that leads to a person but what the
sender wrote: the day only, and a primary key that does not tell the order. All of it append-only;
the rows are their own record, the trail has none.

Units and people are held by the database alone (`DO_NOTHING`): what stands in the way of deleting
one is listed in the admin, and must not name a missive there.
"""

import uuid

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person, Unit

from .opinions import Opinion
from .publications import Publication, PublicationRow, PublicityPaper


class MissiveQuerySet(models.QuerySet):
    def unsorted(self):
        return self.filter(triage__isnull=True)

    def listed(self):
        """With what a list shows; by day, and within a day in no order that tells anything."""
        return self.select_related(
            "publication__unit", "row", "office", "triage__opinion__answer", "triage__by"
        ).order_by("received_on", "pk")


class Missive(models.Model):
    """`publication` is a publicity, or a list where it was sent in as a mistake (纠错).

    `office` is the unit whose discipline office received it, as the seats stood that day.

    `row` is the published row it is about and `shown` the paper on which that row stands; both are
    empty for the publicity as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(
        Publication, verbose_name="公示", on_delete=models.PROTECT, related_name="missives"
    )
    office = models.ForeignKey(
        Unit, verbose_name="接收单位", on_delete=models.DO_NOTHING, related_name="+"
    )
    row = models.ForeignKey(
        PublicationRow, on_delete=models.PROTECT, null=True, blank=True, related_name="missives"
    )
    shown = models.ForeignKey(
        PublicityPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="missives"
    )
    text = models.TextField("内容")
    contact = models.CharField("联系方式", max_length=200, blank=True)
    received_on = models.DateField("收到日期")
    receipt = models.CharField("回执号", max_length=20, unique=True)

    objects = MissiveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(row__isnull=True, shown__isnull=True)
                | Q(row__isnull=False, shown__isnull=False),
                name="missive_row_with_its_paper",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="missive_says_something"),
            models.CheckConstraint(condition=~Q(receipt=""), name="missive_with_receipt"),
        ]

    def __str__(self):
        return "来件"

    @property
    def about(self):
        """What it is about, in words."""
        if self.row is None:
            publicity = Publication.Kind.PUBLICITY
            return "整个公示" if self.publication.kind == publicity else "公开清单"
        return f"第 {self.row.position} 条：{self.row.content.get('risk', '')}"


class Triage(models.Model):
    """What the office made of a missive, once: `opinion` as passed on, `kept` what stayed, or both.

    `note` says how a report was closed, or why it was neither; nobody else reads it.
    """

    class Kept(models.TextChoices):
        REPORT = "report", "线索，留在本组办理"
        NEITHER = "neither", "既不是意见，也不是线索"

    missive = models.OneToOneField(Missive, on_delete=models.PROTECT, related_name="triage")
    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="triage"
    )
    kept = models.CharField("另外", max_length=8, choices=Kept, blank=True)
    note = models.TextField("记载", blank=True)
    by = models.ForeignKey(
        Person, verbose_name="分办人", on_delete=models.DO_NOTHING, related_name="+"
    )
    sorted_on = models.DateField("分办日期")

    class Meta:
        verbose_name = verbose_name_plural = "分办"
        constraints = [
            models.CheckConstraint(
                condition=Q(kept="", opinion__isnull=False)
                | Q(kept="report")
                | Q(kept="neither", opinion__isnull=True),
                name="triage_comes_to_something",
            ),
            models.CheckConstraint(
                condition=Q(kept="") | ~Q(note=""), name="triage_of_what_is_kept_with_note"
            ),
        ]

    def __str__(self):
        return "分办"


class MissiveReading(models.Model):
    """Somebody opened a missive: once for a person and a day."""

    missive = models.ForeignKey(Missive, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    read_on = models.DateField("查阅日期")

    class Meta:
        verbose_name = verbose_name_plural = "查阅"
        ordering = ["read_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["missive", "person", "read_on"], name="missive_reading_once_a_day"
            )
        ]

    def __str__(self):
        return "查阅"
