"""Forms of alerts: what is said, which points, who was told, what is replied."""

from django import forms
from django.utils import timezone

from registry.files.signed_sheets import SheetForm
from registry.organisation.models import Person, Unit
from registry.papers.stamps import StampedForm

from .issuing import FIELDS, content_of
from .models import Alert

DAY = {"type": "date"}
MONTHS = [(month, f"{month} 月") for month in range(1, 13)]


class AlertForm(StampedForm):
    use_required_attribute = False

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        error_messages={"required": "请写年度。", "invalid": "年度请写四位数字，如 2026。"},
    )
    month = forms.TypedChoiceField(label="月份", choices=MONTHS, coerce=int)
    key_work = forms.CharField(
        label="本月重点工作",
        max_length=60,
        help_text="一句话，例如“开学收费”“招生报名审核”。",
        error_messages={"required": "请写本月的重点工作。"},
    )
    words = forms.CharField(
        label="查找用词",
        max_length=100,
        required=False,
        help_text="用空格隔开几个词，例如“收费 代收 伙食费”；写到其中一个词的风险点都会列出来。",
    )
    manner = forms.ChoiceField(
        label="提示方式",
        choices=Alert.Manner.choices,
        help_text="书面、专项提示在系统里发给对方，并可以打印；口头、短信提示在别处告知，在这里留个记录。",
    )
    text = forms.CharField(
        label="提示内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="提醒这段时间容易出问题的地方和要做好的几件事。说事不说人，语气平和。",
        error_messages={"required": "请写提示内容。"},
    )
    reply_by = forms.DateField(
        label="回复期限",
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text="需要对方回复落实情况的，选一个日子；不需要就留空。",
    )

    def __init__(self, *args, units, current=None, **kwargs):
        super().__init__(*args, current=content_of(current) if current else {}, **kwargs)
        if current or len(units) == 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[u.pk for u in units])

    def clean_reply_by(self):
        day = self.cleaned_data["reply_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("回复期限已经过了，请选今天或者以后的日子。")
        return day

    @property
    def content(self):
        return {field: self.cleaned_data[field] for field in FIELDS}


class PointsForm(StampedForm):
    """Of the versions offered those that are ticked."""

    points = forms.TypedMultipleChoiceField(
        label="涉及的风险点",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "有一条风险点刚刚变了，请重新挑选。"},
    )

    def __init__(self, *args, offered, current, **kwargs):
        super().__init__(*args, current=current, **kwargs)
        self.fields["points"].choices = [(each.pk, each.sentence) for each in offered]


class ToldForm(forms.Form):
    use_required_attribute = False

    posts = forms.TypedMultipleChoiceField(
        label="已经告知的岗位",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选已经告知的岗位。"},
    )
    on = forms.DateField(
        label="告知日期",
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": "请选告知的日子。"},
    )

    def __init__(self, *args, waiting, since, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since
        self.fields["posts"].choices = [(each.post_id, str(each.post)) for each in waiting]

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not self.since <= day <= timezone.localdate():
            raise forms.ValidationError("告知日期应在提示发出以后，不晚于今天。")
        return day


class ReplyForm(forms.Form):
    use_required_attribute = False

    reply = forms.CharField(
        label="落实情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="做了什么、还有什么困难，几句话就好。",
        error_messages={"required": "请写几句落实情况。"},
    )


class AddresseeSheetForm(SheetForm):
    """补录: who signed for the post, and what they replied where they did."""

    person = forms.ModelChoiceField(
        label="签字人",
        queryset=Person.objects.none(),
        empty_label=None,
        error_messages={"required": "请选签字的人。"},
    )
    reply = forms.CharField(
        label="回复原文",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照纸上写的录入，不改字句；只签了已阅、没有写回复的，留空。",
    )
    field_order = ("person", "signed_on", "reply", "scan")

    def __init__(self, *args, people, addressee, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = timezone.localdate(addressee.alert.issued_at)
        self.fields["person"].queryset = Person.objects.filter(pk__in=[each.pk for each in people])
        if addressee.replied_at or not addressee.alert.reply_by:
            del self.fields["reply"]
        elif addressee.read_at:
            self.fields["reply"].required = True
            self.fields["reply"].error_messages["required"] = "请照纸上写的录入回复。"
            self.fields["reply"].help_text = "照纸上写的录入，不改字句。"
