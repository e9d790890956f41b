"""Forms of the desk: narrowing it, an entry, withdrawing one, a file, what is to be linked."""

import re

from django import forms
from django.utils import timezone

from registry.organisation.models import Person
from registry.organisation.unit_fields import UnitField
from registry.papers.stamps import StampedForm
from registry.standing.fields import day_field

from .models import MEANING, Channel, Source, Weight
from .wording import needless

LONGEST = 4000
ANY = ("", "全部")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
LATER = "收到日期不能晚于今天。"


class SourceFilter(forms.Form):
    """What the desk is narrowed by; a value that is not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    channel = forms.ChoiceField(label="来源", choices=[ANY, *Channel.choices], required=False)
    weight = forms.ChoiceField(label="分量", choices=[ANY, *Weight.choices], required=False)
    month = forms.CharField(
        label="收到月份",
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"}),
    )
    covered = forms.ChoiceField(
        label="有没有风险点",
        choices=[ANY, ("yes", "已有风险点"), ("no", "还没有")],
        required=False,
    )
    state = forms.ChoiceField(
        label="状态",
        choices=[("", "有效"), ("withdrawn", "已撤回"), ("all", "全部")],
        required=False,
    )

    def narrowed(self, sources):
        self.is_valid()
        asked = self.cleaned_data
        for name in ("channel", "weight"):
            if asked.get(name):
                sources = sources.filter(**{name: asked[name]})
        if month := MONTH.fullmatch(asked.get("month") or ""):
            year, number = map(int, month.groups())
            sources = sources.filter(came_on__year=year, came_on__month=number)
        if words := (asked.get("words") or "").replace("\0", ""):
            sources = sources.filter(text__icontains=words)
        if asked.get("covered") == "yes":
            sources = sources.covered()
        if asked.get("covered") == "no":
            sources = sources.exclude(pk__in=Source.objects.covered().order_by().values("pk"))
        if asked.get("state") == "withdrawn":
            return sources.filter(withdrawn_at__isnull=False)
        return sources if asked.get("state") == "all" else sources.standing()


class SourceForm(StampedForm):
    """`units`: about which the office enters something. Where the words lead to somebody the form
    asks once whether they are needed.
    """

    use_required_attribute = False

    unit = UnitField(
        label="涉及单位",
        empty_label="请选择单位",
        error_messages={"required": "请选择涉及哪个单位。", "invalid_choice": "请选择列出的单位。"},
    )
    channel = forms.ChoiceField(
        label="来源",
        choices=[("", "请选择"), *Channel.choices],
        error_messages={"required": "请选择从哪里来的。"},
    )
    came_on = day_field("收到日期", required=True)
    weight = forms.ChoiceField(
        label="分量",
        choices=[(each.value, f"{each.label}：{MEANING[each]}") for each in Weight],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择分量，可以以后再改。"},
    )
    text = forms.CharField(
        label="反映的情况",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写事情和环节：什么事、哪一步、可能出什么问题。不需要写姓名、电话和反映人。",
        error_messages={
            "required": "请写一句反映的是什么情况。",
            "max_length": f"请写在 {LONGEST} 字以内。",
        },
    )
    keep_names = forms.BooleanField(
        label="办理需要，保留这些内容", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)
        self.found = []

    def clean_came_on(self):
        day = self.cleaned_data["came_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(LATER)
        return day

    def clean_text(self):
        return self.cleaned_data["text"].replace("\0", "").strip()

    def clean(self):
        cleaned = super().clean()
        unit, text = cleaned.get("unit"), cleaned.get("text", "")
        if unit is None or not text:
            return cleaned
        names = Person.objects.filter(unit=unit).order_by("pk").values_list("name", flat=True)
        self.found = needless(text, names)
        if self.found:
            self.fields["keep_names"].widget = forms.CheckboxInput()
            if not cleaned.get("keep_names"):
                said = "、".join(self.found[:5])
                self.add_error(
                    "text",
                    f"文字里有{said}。对事不对人，能不写就不写；确实要用来办理的，请在下面勾选保留。",
                )
        return cleaned


class WithdrawSourceForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label="撤回的理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：重复登记；经了解不是本单位的事。撤回以后仍可查阅，但不再计入评估和统计。",
        error_messages={"required": "请写一句撤回的理由。"},
    )


class SourceFileForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="附件",
        error_messages={"required": "请选择一个文件。", "empty": "这个文件是空的，请重新选择。"},
    )


class LinkSearch(forms.Form):
    """What is looked for to be linked."""

    kind = forms.ChoiceField(
        label="关联到",
        choices=[("post", "岗位"), ("point", "风险点"), ("power", "职权"), ("step", "环节")],
        required=False,
    )
    words = forms.CharField(label="关键词", required=False, max_length=100)

    @property
    def asked(self):
        """(kind, words); the post where nothing that is offered was asked for."""
        self.is_valid()
        words = (self.cleaned_data.get("words") or "").replace("\0", "").strip()
        return self.cleaned_data.get("kind") or "post", words
