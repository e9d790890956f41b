"""自查: what a post says of its measures in force, and what a second person found in a sample.

Who, by when and when it was handed in is in the task (ADR 0053). A draft is plain data beside it;
answers are rows that never change, and exist only once they are handed in.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.tasks.models import Task
from reviews.who_and_when import person
from risks.models import MeasureVersion


class SelfCheck(models.Model):
    """Begun with the first draft. `draft`: {id of the measure's version: {said, why, evidence}}.
    `seed` is what the sample was drawn with, `confirming` the task of whoever is to look at it.
    """

    task = models.OneToOneField(
        Task, verbose_name="任务", on_delete=models.PROTECT, related_name="self_check"
    )
    draft = models.JSONField("草稿", default=dict, blank=True)
    draft_note = models.TextField("总的情况（草稿）", blank=True)
    seed = models.PositiveIntegerField("抽取种子", null=True, blank=True)
    confirming = models.OneToOneField(
        Task,
        verbose_name="抽查任务",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_check",
    )

    class Meta:
        verbose_name = verbose_name_plural = "自查"
        ordering = ["-pk"]

    def __str__(self):
        return str(self.task)


class SelfCheckAnswer(models.Model):
    """What was said of one measure, as it read that day; `is_drawn`: it is in the sample."""

    class Said(models.TextChoices):
        DONE = "done", "做到"
        PARTLY = "partly", "部分做到"
        NOT_DONE = "not_done", "没有做到"

    check_made = models.ForeignKey(
        SelfCheck, verbose_name="自查", on_delete=models.PROTECT, related_name="answers"
    )
    position = models.PositiveSmallIntegerField("次序")
    measure = models.ForeignKey(
        MeasureVersion, verbose_name="措施", on_delete=models.PROTECT, related_name="+"
    )
    said = models.CharField("做到没有", max_length=8, choices=Said)
    why = models.CharField("原因", max_length=500, blank=True)
    evidence = models.CharField("看什么材料", max_length=200, blank=True)
    is_drawn = models.BooleanField("抽到", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "自查条目"
        ordering = ["check_made", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "measure"], name="self_check_answers_a_measure_once"
            ),
            models.UniqueConstraint(
                fields=["check_made", "position"], name="self_check_answer_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(said="done") | Q(said__in=["partly", "not_done"]) & ~Q(why=""),
                name="self_check_says_why_unless_done",
            ),
        ]

    def __str__(self):
        return self.get_said_display()


class SelfCheckFinding(models.Model):
    """What a second person found of an answer in the sample: once, and for good."""

    answer = models.OneToOneField(
        SelfCheckAnswer, verbose_name="自查条目", on_delete=models.PROTECT, related_name="finding"
    )
    holds = models.BooleanField("属实")
    why = models.CharField("说明", max_length=500, blank=True)
    answered_by = person("自查人")
    found_by = person("抽查人")
    found_at = models.DateTimeField("抽查时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "自查抽查"
        constraints = [
            models.CheckConstraint(
                condition=~Q(answered_by=F("found_by")), name="self_check_found_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(holds=True) | Q(holds=False) & ~Q(why=""),
                name="self_check_finding_says_why",
            ),
        ]

    def __str__(self):
        return "属实" if self.holds else "与所说不符"


def failed(answers):
    """Said not to be done, or found not to be as it was said."""
    return answers.filter(
        Q(said=SelfCheckAnswer.Said.NOT_DONE) | Q(finding__isnull=False, finding__holds=False)
    )
