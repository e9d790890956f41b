"""Why a step of a power in force needs no risk point (无风险说明)."""

from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from powers.models import FlowNode
from registry.organisation.models import Person

# What a step says: where any of it changes, the step is to be looked at again.
SAYS = ("label", "kind", "handler", "part", "condition", "time_limit", "documents")


class NoRiskQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back, and none that takes another back."""
        return self.filter(takes_back=None, taken_back_by=None)

    def at_nodes(self):
        """Standing ones for the step of an outer `FlowNode`, as long as that node says what the
        step said when they were written.
        """
        same = {f"node__{field}": OuterRef(field) for field in SAYS}
        found = self.standing().alias(by_post=Coalesce("node__post", 0))
        here = Coalesce(OuterRef("post"), 0)
        return found.filter(node__step=OuterRef("step"), by_post=here, **same)


class NoRisk(models.Model):
    """Somebody who answers for a power says of one step in force: no risk here, because…

    It counts for the step (`node.step`) as long as that says the same; append-only. One is taken
    back by a row that names it.
    """

    node = models.ForeignKey(
        FlowNode, verbose_name="环节", on_delete=models.PROTECT, related_name="no_risks"
    )
    reason = models.CharField("理由", max_length=300)
    takes_back = models.OneToOneField(
        "self",
        verbose_name="收回",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_by",
    )
    by = models.ForeignKey(
        Person, verbose_name="说明人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("说明时间", default=timezone.now)

    objects = NoRiskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "无风险说明"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="no_risk_with_reason",
                violation_error_message="请写一句理由。",
            ),
        ]

    def __str__(self):
        return f"{self.node}：{self.reason}"
