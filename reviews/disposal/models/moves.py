"""What was done about an act: append-only, a row for each move, with what was said."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.files.models import SignedSheet, StoredFile
from registry.organisation.models import Person
from reviews.holding import held

from .acts import Disposal


class Move(models.Model):
    """`round` says in which attempt; each attempt is replied to, handed in and looked at once. With
    a `sheet` whoever it names did it on paper, and the office entered it.
    """

    class Kind(models.TextChoices):
        ISSUED = "issued", "发出"
        REPLIED = "replied", "回复"
        RECTIFIED = "rectified", "报送整改"
        PASSED = "passed", "复查通过"
        REDONE = "redone", "复查未通过，重新整改"
        RAISED = "raised", "复查未通过，转上一级处置"
        WITHDRAWN = "withdrawn", "撤回"
        HANDED_OVER = "handed_over", "移送"

    RECHECKS = (Kind.PASSED, Kind.REDONE, Kind.RAISED)

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField("做了什么", max_length=12, choices=Kind)
    round = models.PositiveSmallIntegerField("第几次整改")
    said = models.TextField("说明", blank=True)
    by = held(Person, "谁")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=80, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    sheet = held(SignedSheet, "纸质签字", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "处置经过"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["disposal", "round", "kind"], name="disposal_move_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["disposal", "round"],
                condition=Q(kind__in=["passed", "redone", "raised"]),
                name="disposal_rechecked_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["issued", "replied"]) | ~Q(said=""),
                name="disposal_move_says_something",
            ),
            models.CheckConstraint(
                condition=Q(sheet__isnull=True) | Q(kind__in=["replied", "rectified"]),
                name="disposal_move_on_paper_by_the_addressee",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class Reply(models.Model):
    """After a talk or a warning: analysis, commitment, plan (domain §8)."""

    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="reply")
    analysis = models.TextField("原因分析")
    commitment = models.TextField("承诺")
    plan = models.TextField("整改计划")

    class Meta:
        verbose_name = verbose_name_plural = "回复"
        constraints = [
            models.CheckConstraint(
                condition=~Q(analysis="") & ~Q(commitment="") & ~Q(plan=""),
                name="disposal_reply_is_whole",
            )
        ]

    def __str__(self):
        return "回复"


class ReplyDraft(models.Model):
    """What the addressee has written and not sent: nobody else reads it."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="drafts")
    by = held(Person, "谁")
    analysis = models.TextField("原因分析", blank=True)
    commitment = models.TextField("承诺", blank=True)
    plan = models.TextField("整改计划", blank=True)
    saved_at = models.DateTimeField("保存时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "回复草稿"
        constraints = [
            models.UniqueConstraint(fields=["disposal", "by"], name="disposal_reply_draft_once")
        ]

    def __str__(self):
        return "草稿"


class Evidence(models.Model):
    """A file that shows what was mended."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "整改材料"
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)


class Receipt(models.Model):
    """签收: addressee or responsible leader says that the notice has arrived; with a
    `sheet` they said it on paper.
    """

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="receipts")
    by = held(Person, "谁")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=80, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    sheet = held(SignedSheet, "纸质签字", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "by"], name="disposal_receipt_once")
        ]

    def __str__(self):
        return f"{self.name}签收"
