"""What was noticed about an exercise, the answer to it, and who looked at the answer: each a row
that is only added."""

from django.db import models
from django.db.models import Q

from reviews.exercises import noticing
from reviews.who_and_when import person

from .entries import Exercise

Kind = noticing.Kind


class FindingKind(models.TextChoices):
    LATE = Kind.LATE.value, "登记晚了"
    ONE_PERSON = Kind.ONE_PERSON.value, "一人决定"
    AVOIDANCE = Kind.AVOIDANCE.value, "回避待核对"
    SPLIT = Kind.SPLIT.value, "合计达到标准"
    NO_MINUTES = Kind.NO_MINUTES.value, "没附会议记录"
    SYSTEM_WARNING = "system_warning", "电子监察提示"
    SYSTEM_OVERDUE = "system_overdue", "系统提示超期"


# A system may tell several of these about one exercise.
FROM_SYSTEMS = [FindingKind.SYSTEM_WARNING.value, FindingKind.SYSTEM_OVERDUE.value]


class FindingQuerySet(models.QuerySet):
    def of_standing(self):
        """A corrected row asks nothing any more."""
        return self.filter(exercise__in=Exercise.objects.standing())

    def unanswered(self):
        return self.filter(answer__isnull=True)

    def unseen(self):
        """Answered, and no reviewer has looked at the answer."""
        return self.filter(answer__isnull=False, answer__look__isnull=True)

    def listed(self):
        return self.select_related("answer__by", "answer__look__by").order_by("pk")


class ExerciseFinding(models.Model):
    """提示: a question about one exercise, in a sentence. Noticed once of each kind."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField("提示种类", max_length=14, choices=FindingKind)
    sentence = models.CharField("提示", max_length=400)
    others = models.ManyToManyField(Exercise, blank=True, related_name="+")
    noticed_at = models.DateTimeField("提示时间")

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记提示"
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "kind"],
                condition=~Q(kind__in=FROM_SYSTEMS),
                name="exercise_finding_once",
            )
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def stands(self):
        """How far it is, in words."""
        answer = getattr(self, "answer", None)
        if answer is None:
            return "待说明"
        return "已看过" if hasattr(answer, "look") else "已说明"


class FindingAnswer(models.Model):
    """说明: the reason, by whoever entered it or answers for the section."""

    finding = models.OneToOneField(ExerciseFinding, on_delete=models.PROTECT, related_name="answer")
    text = models.CharField("说明", max_length=500)
    by = person("说明人")
    at = models.DateTimeField("说明时间")

    class Meta:
        verbose_name = verbose_name_plural = "提示说明"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="finding_answer_says")]

    def __str__(self):
        return self.text


class FindingLook(models.Model):
    """看过: a reviewer looked at the answer, and may have added a word."""

    answer = models.OneToOneField(FindingAnswer, on_delete=models.PROTECT, related_name="look")
    word = models.CharField("意见", max_length=200, blank=True)
    by = person("看过的人")
    at = models.DateTimeField("看过时间")

    class Meta:
        verbose_name = verbose_name_plural = "看过说明"

    def __str__(self):
        return str(self.at)
