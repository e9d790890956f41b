"""The trail (操作留痕): append-only entries, chained per unit by a keyed digest (design §5).

Entries have no foreign keys: they outlive what they tell of. Names are copied as they were.
"""

from django.db import models
from django.db.models import Q

from .actions import ACTIONS

SYSTEM_CHAIN = "system"
# What only a circle of design §4 may know of, of all units together (ADR 0055): no page of the
# auditor shows it, and how long it grows tells of no unit.
SEALED_CHAIN = "sealed"


def chain_of(unit_id):
    """The chain an entry belongs to: one per unit, and one for what concerns no unit."""
    return SYSTEM_CHAIN if unit_id is None else f"unit-{unit_id}"


class TrailEntryQuerySet(models.QuerySet):
    def matching(self, *, since=None, until=None, units=None, actor="", action="", outcome=""):
        """Entries an auditor asked for, but for sealed ones; empty conditions do not narrow."""
        found = self.exclude(chain=SEALED_CHAIN)
        if units is not None:
            found = found.filter(unit_id__in=units.values("pk"))
        if since is not None:
            found = found.filter(at__gte=since)
        if until is not None:
            found = found.filter(at__lt=until)
        if actor:
            found = found.filter(Q(actor_name__icontains=actor) | Q(account_name__icontains=actor))
        if action:
            found = found.filter(action=action)
        if outcome:
            found = found.filter(outcome=outcome)
        return found

    def sealed_about(self, target):
        """What was recorded of one thing under seal, for the page of whoever may know of it."""
        of_it = {"target_kind": target._meta.label_lower, "target_ref": str(target.pk)}
        return self.filter(chain=SEALED_CHAIN, **of_it).order_by("id")


class TrailEntry(models.Model):
    class Outcome(models.TextChoices):
        DONE = "done", "成功"
        REFUSED = "refused", "被拒绝"
        FAILED = "failed", "失败"

    chain = models.CharField("链", max_length=30)
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("人员编号", null=True, blank=True)
    actor_name = models.CharField("人员", max_length=60, blank=True)
    account_name = models.CharField("账号", max_length=150, blank=True)
    action = models.CharField("操作", max_length=40)
    unit_id = models.BigIntegerField("单位编号", null=True, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    target_kind = models.CharField("对象种类", max_length=40, blank=True)
    target_ref = models.CharField("对象", max_length=120, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.DONE)
    origin = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求编号", max_length=32, blank=True)
    previous = models.CharField("上一条校验码", max_length=64, blank=True)
    digest = models.CharField("校验码", max_length=64)

    objects = TrailEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="trail_entry_seq_once"),
        ]
        indexes = [
            models.Index(
                fields=["target_ref"], condition=Q(chain=SEALED_CHAIN), name="trail_sealed_about"
            ),
            models.Index(fields=["at"]),
            models.Index(fields=["unit_id", "at"]),
            models.Index(fields=["action", "at"]),
        ]

    def __str__(self):
        return f"{self.chain}#{self.seq} {self.action}"

    @property
    def action_label(self):
        return ACTIONS.get(self.action, self.action)


class TrailHead(models.Model):
    """The last entry of a chain; locked by whoever writes the next one."""

    chain = models.CharField("链", max_length=30, unique=True)
    seq = models.PositiveBigIntegerField("序号", default=0)
    digest = models.CharField("校验码", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "记录链头"

    def __str__(self):
        return f"{self.chain}#{self.seq}"
