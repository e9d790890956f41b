"""The forms of the register: what is registered, one use of a power, answers, tokens."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone

from powers.models import Power
from registry.files.storing import check_text
from registry.organisation.models import Section
from registry.papers.stamps import StampedForm
from registry.standing.fields import day_field, line_field
from reviews import personal_data

from .models import Exercise, FindingAnswer, FindingLook, RecordToken, RegisteredPower
from .noticing import Way

LONGEST_NAME, MOST_NAMES, LONGEST_WHY = 40, 60, 100
LONGEST_LIFE = timedelta(days=366)
_PARTING = re.compile(r"[、，,；;\n\r\t]+")
EARLIEST_YEAR = 2000
PERSONAL = "有几处像是个人信息，请先改掉；确实需要的，勾选后再登记。"
WRITTEN = ("subject", "counterparty", "views", "votes")


def _money(label, help_text=""):
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        min_value=0,
        help_text=help_text,
        error_messages={
            "invalid": "请写数字，例如 52000 或 52000.50。",
            "max_decimal_places": "最多写到分，两位小数。",
            "max_digits": "数字太长，请核对。",
            "max_whole_digits": "数字太长，请核对。",
            "min_value": "金额不能是负数。",
        },
    )


def _lines(label, help_text, rows=2):
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _number(label, most, help_text=""):
    words = f"请写 1 到 {most} 的整数。"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        help_text=help_text,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
    )


class RegisteredForm(StampedForm):
    """One registered power of a unit, and what is laid down for it."""

    name = line_field(
        RegisteredPower, "name", required=True, help_text="大家一看就懂的叫法。例：零星维修支出"
    )
    matter = forms.ChoiceField(
        label="事项种类",
        choices=[("", "请选择"), *RegisteredPower.Matter.choices],
        error_messages={"required": "请选择事项种类。"},
    )
    power = forms.ModelChoiceField(
        label="对应职权",
        queryset=Power.objects.none(),
        required=False,
        empty_label="目录里没有，先不对应",
    )
    section = forms.ModelChoiceField(
        label="登记科室",
        queryset=Section.objects.none(),
        required=False,
        empty_label="各科室都可以登记",
    )
    collective = forms.ChoiceField(
        label="决定方式", choices=RegisteredPower.Collective, widget=forms.RadioSelect
    )
    threshold = _money("金额标准（元）", "到多少钱要集体研究、要合并核对。与金额无关的空着。")
    timing = forms.ChoiceField(
        label="什么时候登记", choices=RegisteredPower.Timing, widget=forms.RadioSelect
    )
    days = _number("几个工作日内", 60, "决定以后登记的才写。")
    window_days = _number("合并核对的天数", 366, "这么多天里几笔相近的放在一起看，一般 30 天。")

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        powers = Power.objects.in_force().filter(unit=unit).select_related("in_force")
        self.fields["power"].queryset = powers.order_by("in_force__side", "pk")
        self.fields["section"].queryset = unit.sections.filter(closed_on__isnull=True)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("timing") == RegisteredPower.Timing.BEFORE:
            cleaned["days"] = None
        elif not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", "决定以后登记的，请写几个工作日内。")
        by_amount = cleaned.get("collective") == RegisteredPower.Collective.ABOVE
        if by_amount and cleaned.get("threshold") is None and "threshold" not in self.errors:
            self.add_error("threshold", "按金额集体研究的，请写金额标准。")
        if cleaned.get("threshold") == 0:
            self.add_error("threshold", "金额标准请写大于 0 的数；与金额无关的空着。")
        if not cleaned.get("window_days") and "window_days" not in self.errors:
            cleaned["window_days"] = RegisteredPower._meta.get_field("window_days").default
        return cleaned


class ExerciseForm(StampedForm):
    """One use of a power. A draft wants the matter, the day and the way; entering, the rest."""

    subject = line_field(
        Exercise,
        "subject",
        required=True,
        help_text="一句话说清是什么事。例：采购二年级课桌椅 45 套",
    )
    decided_on = day_field("决定日期", required=True)
    amount = _money("金额（元）")
    counterparty = line_field(
        Exercise, "counterparty", help_text="供应商、施工单位，或者办理对象；没有就空着。"
    )
    way = forms.ChoiceField(
        label="怎样决定",
        choices=Exercise.Way,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样决定的。"},
    )
    attendees = _lines("参加人员", "集体研究的写全，用顿号隔开；一人决定的写决定人。")
    views = _lines("研究意见", "主要意见和结论，一两句话。")
    votes = line_field(Exercise, "votes", help_text="例：同意 6 人、弃权 1 人；没有表决就空着。")
    avoided = _lines("回避情况", "一行一个，写成“姓名：原因”。没有人需要回避就空着。")
    file = forms.FileField(
        label="会议记录等附件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={"empty": "文件是空的，请检查。"},
    )
    why_corrected = line_field(Exercise, "why_corrected", help_text="例：金额多写了一个零。")
    personal_ok = forms.BooleanField(
        label="已核对，这些内容需要写在登记里", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, registered, corrects=None, enters=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.registered, self._corrects, self._enters = registered, corrects, enters
        self.personal = []
        if registered.threshold:
            self.fields["amount"].help_text = "登记时要写；没有发生金额的写 0。"
        if corrects is None:
            del self.fields["why_corrected"]
        if registered.timing == RegisteredPower.Timing.BEFORE:
            self.fields["decided_on"].label = "决定日期（还没有决定的写拟定日期）"

    @property
    def facts(self):
        """What `entering` takes."""
        names = ("subject", "amount", "counterparty", "decided_on", "way", "views", "votes")
        facts = {name: self.cleaned_data[name] for name in names}
        people = {name: self.cleaned_data[name] for name in ("attendees", "avoided")}
        return {**facts, **people, "why_corrected": self.cleaned_data.get("why_corrected", "")}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            check_text(file, file.name)
        return file

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        is_ahead = day > timezone.localdate()
        if is_ahead and self.registered.timing == RegisteredPower.Timing.AFTER:
            raise forms.ValidationError("决定日期还没有到，请核对。")
        if day.year < EARLIEST_YEAR:
            raise forms.ValidationError("年份太早，请核对。")
        return day

    def clean_attendees(self):
        names = [name.strip() for name in _PARTING.split(self.cleaned_data["attendees"])]
        names = list(dict.fromkeys(filter(None, names)))
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"最多写 {MOST_NAMES} 个人。")
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError("有一个名字太长，请用顿号把姓名隔开。")
        return names

    def clean_avoided(self):
        found = []
        for line in self.cleaned_data["avoided"].splitlines():
            name, parting, why = line.replace(":", "：").partition("：")
            name, why = name.strip(), why.strip()
            if not line.strip():
                continue
            if not (name and parting and why):
                raise forms.ValidationError("请写成“姓名：原因”，一行一个。")
            if len(name) > LONGEST_NAME or len(why) > LONGEST_WHY:
                raise forms.ValidationError(
                    f"姓名请控制在 {LONGEST_NAME} 个字以内，原因请控制在 {LONGEST_WHY} 个字以内。"
                )
            found.append([name, why])
        return found

    def clean(self):
        cleaned = super().clean()
        if self._enters:
            self._require_whole(cleaned)
            self._warn_of_personal_data(cleaned)
        return cleaned

    def _require_whole(self, cleaned):
        together = cleaned.get("way") == Way.COLLECTIVE
        if together and "attendees" in cleaned and len(cleaned["attendees"]) < 2:
            self.add_error("attendees", "集体研究的，请写参加人员，至少两人。")
        if self.registered.threshold and "amount" in cleaned and cleaned["amount"] is None:
            self.add_error("amount", "这一项与金额有关，请写金额；没有发生金额的写 0。")
        if self._corrects is not None and not cleaned.get("why_corrected"):
            self.add_error("why_corrected", "请写明更正原因。")

    def _warn_of_personal_data(self, cleaned):
        """Once: whoever ticks that it is needed goes on."""
        self.personal = [
            f"{self.fields[name].label}里有{found.kind.label}（{found.masked}）"
            for name in WRITTEN
            for found in personal_data.found_in(cleaned.get(name) or "")
        ]
        if self.personal:
            self.fields["personal_ok"].widget = forms.CheckboxInput()
            if not cleaned.get("personal_ok"):
                self.add_error(
                    "personal_ok", "有几处像是个人信息，请先改掉；确实需要的，勾选后再登记。"
                )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="说明",
        max_length=FindingAnswer._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="照实写一两句：是什么情况、依据是什么、打算怎么办。写了就不再改动。",
        error_messages={"required": "请写一两句说明。"},
    )


class LookForm(forms.Form):
    word = forms.CharField(
        label="回复（可以不写）",
        required=False,
        max_length=FindingLook._meta.get_field("word").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeclineForm(forms.Form):
    why = forms.CharField(
        label="为什么不用登记",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明为什么不用登记。"},
    )


class TokenForm(forms.Form):
    registered = forms.ModelChoiceField(
        label="登记事项",
        queryset=RegisteredPower.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择登记事项。"},
    )
    system = forms.ChoiceField(
        label="哪个系统",
        choices=[("", "请选择"), *RecordToken.System.choices],
        error_messages={"required": "请选择是哪个系统。"},
    )
    expires_on = day_field("有效期至", required=True, help_text="最长一年，到期后重新生成。")

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["registered"].queryset = offered
        self.fields["registered"].label_from_instance = lambda row: f"{row.unit.name} · {row.name}"

    def clean_expires_on(self):
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("请选今天或者以后的日期。")
        if day > today + LONGEST_LIFE:
            raise forms.ValidationError("有效期最长一年。")
        return day
