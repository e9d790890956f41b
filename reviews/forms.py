"""The forms of the way: meeting, record from paper, reassign, give a reason.

Each carries the digest or counter of what was on the screen, so that a stale tab is refused.
"""

from django import forms
from django.utils import timezone

from registry.files.signed_sheets import SCAN_HELP, SheetForm, scan_input
from registry.files.storing import check_scan
from registry.organisation.models import Person, Section
from registry.organisation.unit_choice import UnitChoiceForm, units_with

from . import finding_papers
from .confirmation import Answer
from .models import Attendee, Confirmation
from .printing import MOST_COPIES, Wanted


class MeetingForm(forms.Form):
    held_on = forms.DateField(
        label="会议日期",
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(label="会议地点", max_length=80)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("会议日期不能晚于今天。请在会后登记。")
        return day


class AttendeeForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), widget=forms.HiddenInput)
    presence = forms.ChoiceField(
        label="到会",
        choices=[("present", "出席"), ("absent", "缺席"), ("avoided", "回避")],
        initial="present",
    )
    vote = forms.ChoiceField(
        label="表决", choices=[("", "不表决"), *Attendee.Vote.choices], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only people offered by the page are accepted; the formset gives them as initial.
        self.fields["person"].queryset = Person.objects.select_related("unit")

    def clean(self):
        data = super().clean()
        if data.get("presence") != "present":
            data["vote"] = ""
        return data


AttendeeFormSet = forms.formset_factory(AttendeeForm, extra=0)


class SignatureForm(SheetForm):
    """线下签署: who signed the sheet, when, and the scan of it."""

    name = forms.CharField(
        label="签署人姓名", max_length=60, error_messages={"required": "请填写谁签的字。"}
    )
    title = forms.CharField(
        label="签署人职务", max_length=80, error_messages={"required": "请填写签署人的职务。"}
    )
    field_order = ("name", "title", "signed_on", "scan")


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "请写一句理由，对方会看到。"},
    )


class ConfirmationRecordForm(forms.Form):
    """补录确认: what the principal signed on paper, bound to the content on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput)
    action = forms.ChoiceField(
        label="主要负责人的意见",
        choices=[("confirm", "确认，进入台账"), ("send_back", "不确认，退回修改")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择签字页上的结论：确认，还是退回修改。"},
    )
    opinion = forms.CharField(
        label="意见原文",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="确认时可不写；退回时请照签字页写明理由，填报人会看到。",
    )

    def __init__(self, *args, revision, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = revision.digest

    def clean(self):
        data = super().clean()
        if data.get("action") == Confirmation.Action.SEND_BACK and not data.get("opinion"):
            self.add_error("opinion", "退回请写明理由，让填报人知道怎么改。")
        return data

    def answer(self, line_ids):
        """The `confirmation.Answer` as signed; `line_ids` say which rows were sent back."""
        data = self.cleaned_data
        back = data["action"] == Confirmation.Action.SEND_BACK
        rows = tuple(line_ids) if back else ()
        return Answer(data["action"], data["digest"], data["opinion"], rows)


class ReassignForm(forms.Form):
    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="改派给",
        empty_label="请选择",
        error_messages={"required": "请选择改派给谁。"},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = lambda p: f"{p.name}（{p.title or p.unit.name}）"


class TakeOverForm(forms.Form):
    """Who goes on with a draft left on a post."""

    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="由谁接办",
        empty_label="请选择",
        error_messages={
            "required": "请选择由谁接办。",
            "invalid_choice": "这个人现在不能接办，请从列表里重新选择。",
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        self.fields["to"].label_from_instance = lambda person: person.name


class SealedCopyForm(forms.Form):
    """盖章件: the printed, signed and sealed sheet, scanned and attached to the paper in force."""

    scan = forms.FileField(label="盖章件扫描件", widget=scan_input(), help_text=SCAN_HELP)

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        check_scan(scan, scan.name)
        return scan


class SubmitForm(forms.Form):
    """`counter` is the draft version that was checked; the scan where filled in for another."""

    counter = forms.IntegerField(widget=forms.HiddenInput)
    scan = forms.FileField(
        label="本人签字的纸质表扫描件",
        required=False,
        widget=scan_input(),
        help_text=SCAN_HELP,
    )

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if scan:
            check_scan(scan, scan.name)
        return scan


class PrintForm(forms.Form):
    """How a paper is wanted on paper; a table has no names to leave out."""

    format = forms.ChoiceField(
        label="格式",
        choices=[("pdf", "PDF（打印、盖章用）"), ("docx", "Word 文档（还要再改的）")],
        initial="pdf",
        widget=forms.RadioSelect,
    )
    copies = forms.IntegerField(
        label="份数",
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        help_text="一式三份的表填 3；每份都从正面开始，可以双面打印。",
    )
    names = forms.ChoiceField(
        label="姓名",
        choices=[("printed", "印出填表人和审核人姓名"), ("blank", "不印姓名，留空手写签名")],
        initial="printed",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, has_boxes, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_boxes:
            del self.fields["names"]

    def wanted(self):
        return Wanted(
            **{
                name: self.cleaned_data[name]
                for name in ("format", "copies", "names")
                if name in self.cleaned_data
            }
        )


class SectionPrintForm(PrintForm):
    """All forms of one section at once."""

    section = forms.ModelChoiceField(
        Section.objects.none(),
        label="科室（年级组）",
        empty_label="请选择",
        error_messages={"required": "请选择打印哪个科室的表。"},
    )
    field_order = ("section", "format", "copies", "names")

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, has_boxes=True, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["section"].label_from_instance = lambda s: f"{s.unit.name} · {s.name}"
        self.fields["format"].choices = [
            ("pdf", "PDF（合成一个文件，打印、盖章用）"),
            ("docx", "Word 文档（每张表一个，打成一个压缩包）"),
        ]


class PaperFilterForm(UnitChoiceForm):
    """What the list of papers is narrowed by; every filter has an index. Sections are offered of
    one unit only: the one that is chosen, or the only one there is.
    """

    kind = forms.ChoiceField(label="种类", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    section = forms.TypedChoiceField(label="科室", required=False, coerce=int, empty_value=None)
    text = forms.CharField(label="编号或岗位", required=False, max_length=80)
    offers_more_of_one_unit = True
    field_order = ("kind", "state", "year", "unit_named", "unit", "section", "text")

    def __init__(self, data, *, papers):
        super().__init__(data)
        for name, values in finding_papers.choices_of().items():
            self.fields[name].choices = [("", "全部"), *values]
        self.offer_units(units_with(papers), key="code", empty="全部")
        if self.place.one:
            of_unit = papers.filter(unit=self.place.one)
            sections = finding_papers.sections_of(of_unit)
            self.fields["section"].choices = [("", "全部"), *sections]
        else:
            del self.fields["section"]


class ArchiveFilterForm(PaperFilterForm):
    """The same without the state: in the archive all are confirmed."""

    def __init__(self, data, *, papers):
        super().__init__(data, papers=papers)
        del self.fields["state"]
