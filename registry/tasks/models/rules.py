"""A recurring duty (定期工作): who hands in what, how often, by when."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person, Unit
from registry.tasks.calls import DEFAULT_REMIND_DAYS
from registry.tasks.kinds import RECURRING, kind_named
from registry.tasks.rhythm import HALF_YEAR, MONTH, MONTHS, QUARTER, YEAR

MOST_DAYS = 250


def default_remind_days():
    return list(DEFAULT_REMIND_DAYS)


class TaskRuleQuerySet(models.QuerySet):
    def bearing_on(self, unit):
        """What may count for a unit: its own rows, those of the units above, the shipped ones."""
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=unit.line))


class TaskRule(models.Model):
    """`unit` empty: comes with the software. Rows of one `code` are one duty: for a unit its own
    row counts, else that of the nearest unit above, else the shipped one. A unit that does not want
    it has a row that is off.

    A turn begins on `day` of the `month` of each period; it is due on `due_day` of the same month,
    put off to the next working day, or `working_days` after it began. `opened_to` is the last day
    on which the clock has opened what was due.
    """

    class Every(models.TextChoices):
        MONTH = MONTH, "每月"
        QUARTER = QUARTER, "每季度"
        HALF_YEAR = HALF_YEAR, "每半年"
        YEAR = YEAR, "每年"

    class Whom(models.TextChoices):
        """Posts, by a seat or by their tier; of a post with a form each, every holder."""

        PREVENTION_OFFICE = "prevention_office", "防控办"
        DISCIPLINE_OFFICE = "discipline_office", "派驻纪检组、监察室"
        LEADING_GROUP = "leading_group", "领导小组（组长）"
        PRINCIPAL = "principal", "单位主要负责人"
        SUPERVISING_LEADER = "supervising_leader", "各分管领导"
        SECTION_HEAD = "section_head", "各科室（年级组）负责人"
        INFORMATION_KEEPER = "information_keeper", "信息员"
        LEADERS = "leaders", "领导岗位"
        MIDDLE = "middle", "中层岗位"
        ORDINARY = "ordinary", "一般岗位"
        KEY_POSTS = "key_posts", "重要岗位"
        EVERYBODY = "everybody", "全部岗位"

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_rules",
    )
    code = models.CharField("代号", max_length=40)
    kind = models.CharField("任务种类", max_length=40, default=RECURRING.name)
    name = models.CharField("名称", max_length=80)
    whom = models.CharField("谁来办", max_length=20, choices=Whom)
    every = models.CharField("多久一次", max_length=10, choices=Every)
    month = models.PositiveSmallIntegerField("第几个月", default=1)
    day = models.PositiveSmallIntegerField("从几日开始")
    due_day = models.PositiveSmallIntegerField("当月几日前办完", null=True, blank=True)
    working_days = models.PositiveSmallIntegerField("几个工作日内办完", null=True, blank=True)
    material = models.CharField("要交的材料", max_length=300, blank=True)
    remind_days = models.JSONField("提前几天提醒", default=default_remind_days)
    escalates_after = models.PositiveSmallIntegerField(
        "过期几个工作日后告知上一级", null=True, blank=True
    )
    is_on = models.BooleanField("启用", default=False)
    opened_to = models.DateField("已开启到", null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        Person,
        verbose_name="修改人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    changed_at = models.DateTimeField("修改时间", null=True, blank=True, editable=False)

    objects = TaskRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定期工作"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="task_rule_once_per_unit"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(unit__isnull=True), name="task_rule_once_shipped"
            ),
            models.CheckConstraint(
                condition=Q(due_day__isnull=True, working_days__gte=1)
                | Q(due_day__isnull=False, working_days__isnull=True),
                name="task_rule_due_by_day_or_after_days",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=1, day__lte=31)
                & (Q(due_day__isnull=True) | Q(due_day__gte=models.F("day"), due_day__lte=31)),
                name="task_rule_days_of_a_month",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(every=every, month__lte=most) for every, most in MONTHS.items()),
                    _connector=Q.OR,
                )
                & Q(month__gte=1),
                name="task_rule_month_of_its_period",
            ),
            models.CheckConstraint(
                condition=Q(changed_by__isnull=True, changed_at__isnull=True)
                | Q(changed_by__isnull=False, changed_at__isnull=False),
                name="task_rule_changed_by_and_at",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def sort(self):
        return kind_named(self.kind)

    @property
    def when(self):
        """In words: 每半年第5个月15日起，15个工作日内办完."""
        month = "" if self.every == MONTH else f"第{self.month}个月"
        begins = f"{self.get_every_display()}{month}{self.day}日起"
        if self.due_day:
            return f"{begins}，{self.due_day}日前办完，遇休息日顺延"
        return f"{begins}，{self.working_days}个工作日内办完"
