"""问卷调查: questions of a discipline office, and answers that lead to nobody (ADR 0059).

What is asked is open to whoever has the address; what was answered is circle (a) of design §4. A
sheet has no person, no address, not even a day, and random primary keys: neither sheets nor answers
stand in the order in which they came. Once switched on nothing of the questions changes (triggers).
Units and people are held by the database alone (`held`), as with everything of that circle.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Person, Seat, Unit
from reviews.holding import held
from reviews.who_and_when import pair

MOST_QUESTIONS = 20
LONGEST_TEXT = 500


class State(models.TextChoices):
    """Derived from what was done and the day, never stored."""

    DRAFT = "draft", "草稿"
    WAITING = "waiting", "还没有开始"
    OPEN = "open", "正在进行"
    CLOSED = "closed", "已经结束"


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """The office that asks, nobody else: neither the one above nor the unit it is about."""
        return self.filter(office__in=reach.units_of(Seat.DISCIPLINE_OFFICE))

    def switched_on(self):
        return self.filter(switched_on_at__isnull=False)

    def open_on(self, day):
        running = self.switched_on().filter(closed_at__isnull=True)
        return running.filter(opens_on__lte=day, closes_on__gte=day)

    def public(self):
        return self.filter(audience=Questionnaire.Audience.PUBLIC)

    def over_on(self, day):
        return self.switched_on().filter(Q(closed_at__isnull=False) | Q(closes_on__lt=day))

    def unread(self, day):
        """Over, and nobody of the office has looked at what came of it."""
        return self.over_on(day).filter(results_read_at__isnull=True)

    def listed(self):
        return self.select_related("office", "unit").order_by("-opens_on", "title", "pk")


class Questionnaire(models.Model):
    """`office`: the unit whose discipline office asks; `unit`: what it is about."""

    class Audience(models.TextChoices):
        INSIDE = "inside", "内部：把链接或者二维码发给同事"
        PUBLIC = "public", "面向社会：列在公开网站上"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = held(Unit, "提问的纪检监察机构")
    unit = held(Unit, "关于哪个单位")
    title = models.CharField("标题", max_length=60)
    intro = models.TextField("开头的话", blank=True)
    audience = models.CharField("范围", max_length=8, choices=Audience)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    drafted_by = held(Person, "起草人")
    drafted_at = models.DateTimeField("起草时间", default=timezone.now)
    switched_on_by = held(Person, "启用人", null=True, blank=True)
    switched_on_at = models.DateTimeField("启用时间", null=True, blank=True)
    closed_by = held(Person, "提前结束的人", null=True, blank=True)
    closed_at = models.DateTimeField("提前结束时间", null=True, blank=True)
    results_read_by = held(Person, "最先查看结果的人", null=True, blank=True)
    results_read_at = models.DateTimeField("最先查看结果的时间", null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问卷"
        ordering = ["-opens_on", "title", "pk"]
        indexes = [models.Index(fields=["audience", "closes_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="questionnaire_with_title"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="questionnaire_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=pair("switched_on_by", "switched_on_at"),
                name="questionnaire_switched_on_by_and_at",
            ),
            models.CheckConstraint(
                condition=pair("closed_by", "closed_at"), name="questionnaire_closed_by_and_at"
            ),
            models.CheckConstraint(
                condition=pair("results_read_by", "results_read_at"),
                name="questionnaire_results_read_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(switched_on_at__isnull=False)
                | Q(closed_at__isnull=True, results_read_at__isnull=True),
                name="questionnaire_draft_was_never_asked",
            ),
        ]

    def __str__(self):
        return "问卷"

    def state_on(self, day):
        if self.switched_on_at is None:
            return State.DRAFT
        if self.closed_at is not None or self.closes_on < day:
            return State.CLOSED
        return State.WAITING if day < self.opens_on else State.OPEN

    @property
    def is_draft(self):
        return self.switched_on_at is None


class Question(models.Model):
    """`options`: what may be ticked, in words; of a grade from best to worst. None for a text.

    Place 0 is where a question stands while two change places.
    """

    class Kind(models.TextChoices):
        ONE = "one", "选一项"
        GRADE = "grade", "评价（很好到很差）"
        TEXT = "text", "写几句话"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions", verbose_name="问卷"
    )
    position = models.PositiveSmallIntegerField("第几题")
    kind = models.CharField("怎样回答", max_length=8, choices=Kind)
    text = models.CharField("问题", max_length=200)
    options = models.JSONField("选项", default=list, blank=True)
    is_required = models.BooleanField("必须回答", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="question_place_once"
            ),
            models.CheckConstraint(
                condition=Q(position__lte=MOST_QUESTIONS), name="question_not_too_many"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
        ]

    def __str__(self):
        return f"第 {self.position} 题"

    @property
    def is_text(self):
        return self.kind == self.Kind.TEXT


class Sheet(models.Model):
    """One who answered: nothing of them is known, nor when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="sheets", verbose_name="问卷"
    )

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ["pk"]

    def __str__(self):
        return "答卷"


class Answer(models.Model):
    """`chosen`: which of the question's options, counted from 0; or a text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="answers", verbose_name="答卷"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers", verbose_name="问题"
    )
    chosen = models.PositiveSmallIntegerField("选了第几项", null=True, blank=True)
    text = models.CharField("写的话", max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回答"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="answer_once_a_question"),
            models.CheckConstraint(
                condition=Q(chosen__isnull=True) & ~Q(text="") | Q(chosen__isnull=False, text=""),
                name="answer_is_ticked_or_written",
            ),
        ]

    def __str__(self):
        return "回答"
