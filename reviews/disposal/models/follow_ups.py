"""回到台账: what a closed act led to in the register. The register's side knows nothing of it."""

from django.db import models
from django.utils import timezone

from registry.organisation.models import Person
from reviews.holding import held
from risks.models import Suggestion

from .acts import Disposal


class FollowUp(models.Model):
    """`suggestion`: the measure that was raised for the post, in words of its own. That a level be
    looked at again is told to the post, which begins a paper of its own (ADR 0010).
    """

    class Kind(models.TextChoices):
        LEVEL = "level", "建议调整风险等级：请岗位上的人提出"
        MEASURE = "measure", "建议增加防控措施：提给岗位采纳"
        NOTHING = "nothing", "等级和措施都合适，不用调整"

    disposal = models.OneToOneField(Disposal, on_delete=models.PROTECT, related_name="follow_up")
    kind = models.CharField("怎样回到台账", max_length=8, choices=Kind)
    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    by = held(Person, "谁")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "回到台账"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="measure", suggestion__isnull=False)
                | ~models.Q(kind="measure") & models.Q(suggestion__isnull=True),
                name="disposal_follow_up_has_its_suggestion",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
