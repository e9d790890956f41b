"""Forms of recurring duties: narrowing the list, and one duty."""

import re

from django import forms

from registry.papers.stamps import StampedForm
from registry.standing.fields import line_field

from .models import TaskRule
from .models.rules import MOST_DAYS
from .rhythm import MONTHS

BY_DAY, AFTER_DAYS = "day", "working_days"
DUE = [(BY_DAY, "当月几日前（遇休息日顺延）"), (AFTER_DAYS, "开始后几个工作日内")]
MOST_REMINDERS, FARTHEST = 5, 90
_NUMBERS = re.compile(r"\d+(\s*[、,，;； ]\s*\d+)*")


class RuleFilter(forms.Form):
    """What the list of duties is narrowed by; a value that is not offered narrows nothing."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), ("on", "已启用"), ("off", "未启用")], required=False
    )
    whom = forms.ChoiceField(
        label="谁来办", choices=[("", "全部"), *TaskRule.Whom.choices], required=False
    )

    def narrowed(self, rules):
        self.is_valid()
        state, whom = self.cleaned_data.get("state"), self.cleaned_data.get("whom")
        return [
            rule
            for rule in rules
            if (not state or rule.is_on == (state == "on")) and (not whom or rule.whom == whom)
        ]


class RuleForm(StampedForm):
    name = line_field(TaskRule, "name", required=True, help_text="例：廉政风险防控工作月报。")
    whom = forms.ChoiceField(
        label="谁来办",
        choices=[("", "请选择"), *TaskRule.Whom.choices],
        error_messages={"required": "请选择谁来办。"},
    )
    every = forms.ChoiceField(label="多久一次", choices=TaskRule.Every.choices)
    month = forms.IntegerField(
        label="第几个月",
        min_value=1,
        max_value=12,
        initial=1,
        help_text="每季度写 1–3，每半年写 1–6，每年写 1–12；每月写 1。",
    )
    day = forms.IntegerField(label="从几日开始", min_value=1, max_value=31)
    due = forms.ChoiceField(label="期限", choices=DUE, widget=forms.RadioSelect, initial=BY_DAY)
    due_day = forms.IntegerField(label="几日前办完", required=False, min_value=1, max_value=31)
    working_days = forms.IntegerField(
        label="几个工作日内办完", required=False, min_value=1, max_value=MOST_DAYS
    )
    material = line_field(TaskRule, "material", help_text="一句话写明要交什么；不用交的空着。")
    remind_days = forms.CharField(
        label="提前几天提醒",
        required=False,
        max_length=40,
        help_text="例：30、7、1。开始那天和过期那天总会提醒，不用写。",
    )
    escalates_after = forms.IntegerField(
        label="过期几个工作日后告知上一级",
        required=False,
        min_value=1,
        max_value=60,
        help_text="依次告知科室负责人、分管领导、防控办，只说任务名称；空着就不告知。",
    )
    is_on = forms.BooleanField(label="启用", required=False)

    def clean_remind_days(self):
        text = self.cleaned_data["remind_days"].strip()
        if not text:
            return []
        if not _NUMBERS.fullmatch(text):
            raise forms.ValidationError("请写成 30、7、1 这样的天数。")
        days = sorted({int(number[:4]) for number in re.findall(r"\d+", text)}, reverse=True)
        if days[0] > FARTHEST or len(days) > MOST_REMINDERS:
            raise forms.ValidationError(f"最多写 {MOST_REMINDERS} 个，每个不超过 {FARTHEST} 天。")
        return days

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("due") or BY_DAY
        left_out = AFTER_DAYS if chosen == BY_DAY else "due_day"
        wanted = "due_day" if chosen == BY_DAY else AFTER_DAYS
        cleaned[left_out] = None
        if cleaned.get(wanted) is None and wanted not in self.errors:
            self.add_error(wanted, "请写一个数。")
        self._check_days(cleaned)
        most = MONTHS.get(cleaned.get("every"), 12)
        if cleaned.get("month") and cleaned["month"] > most:
            self.add_error("month", f"这样的周期只有 {most} 个月，请写 1 到 {most}。")
        return cleaned

    def _check_days(self, cleaned):
        day, due_day = cleaned.get("day"), cleaned.get("due_day")
        if day and due_day and due_day < day:
            self.add_error("due_day", "办完的日子不能早于开始的日子。")

    @property
    def facts(self):
        """What is kept of it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ASKED_ONLY}


ASKED_ONLY = ("due", "stamp")


def initial_of(facts):
    """A duty as the form shows it."""
    return {
        **facts,
        "due": BY_DAY if facts["due_day"] else AFTER_DAYS,
        "remind_days": "、".join(map(str, facts["remind_days"])),
    }
