"""Forms of talks: the plan, what was said, what is to be put right; what lists are narrowed by."""

from django import forms
from django.utils import timezone

from registry.files.signed_sheets import SheetForm
from registry.organisation.models import Appointment, Person
from registry.organisation.unit_choice import UnitChoiceForm
from registry.papers.stamps import StampedForm
from reviews.own_kinds import OwnKindForm

from .models import TalkKind

STATES = {
    "": "全部",
    "planned": "已安排",
    "recorded": "待确认",
    "settled": "已办结",
    "dropped": "已取消",
}
SIDES = {"": "全部", "holder": "我谈的", "partner": "和我谈的", "filed": "归我室保存的"}


def _day(label, **options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    missing = {"required": "请选日期。", "invalid": "请写成 2026-09-01 这样的日期。"}
    return forms.DateField(label=label, widget=widget, error_messages=missing, **options)


class PartnerField(forms.ModelChoiceField):
    def label_from_instance(self, appointment):
        post = appointment.post
        place = post.section.name if post.section_id else post.unit.name
        return f"{appointment.person.name}（{place} {post.name}）"


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name}（{person.title}）" if person.title else person.name


class PlanForm(StampedForm):
    """`partners`: appointments to choose from, None once it is planned: with whom stays."""

    kind = forms.ModelChoiceField(
        label="谈话类型",
        queryset=TalkKind.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选谈话类型。"},
    )
    partner = PartnerField(
        label="和谁谈",
        queryset=Appointment.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选谈话对象。"},
    )
    planned_on = _day("哪一天")
    planned_place = forms.CharField(
        label="在哪里", max_length=80, required=False, help_text="例：二楼小会议室"
    )
    topic = forms.CharField(
        label="谈什么",
        max_length=200,
        help_text="例：分管采购的风险点和防控措施落实。只有双方、记录人和纪检监察机构看得到。",
        error_messages={"required": "请写谈什么，一句话就够。"},
    )
    recorder = PersonField(
        label="记录人",
        queryset=Person.objects.none(),
        required=False,
        empty_label="谈话人自己记录",
        help_text="记录人写完、双方确认以后，就不再看到内容。",
    )

    def __init__(self, *args, people, kinds=None, partners=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recorder"].queryset = people
        if partners is None:
            del self.fields["kind"], self.fields["partner"]
        else:
            self.fields["kind"].queryset = kinds
            self.fields["partner"].queryset = partners

    def clean(self):
        said = super().clean()
        partner, recorder = said.get("partner"), said.get("recorder")
        if partner and recorder and partner.person_id == recorder.pk:
            self.add_error("recorder", "记录人要由第三人担任，不能是谈话对象本人。")
        return said


class RecordForm(StampedForm):
    """What was said; saved again it is the next wording."""

    held_on = _day("谈话日期")
    place = forms.CharField(
        label="地点", max_length=80, error_messages={"required": "请写谈话的地点。"}
    )
    present = forms.CharField(
        label="在场人员",
        max_length=200,
        required=False,
        help_text="双方以外还有谁在场；没有就空着。",
    )
    content = forms.CharField(
        label="谈话内容",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="写清谈了什么、对方怎么说、有什么打算。就事论事，语气平和。",
        error_messages={"required": "请写谈话内容。"},
    )

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("谈话还没有到这一天，谈过以后再记录。")
        return day


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="哪里要更正",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写哪里不对、应当怎样写。"},
    )


class DropForm(forms.Form):
    why = forms.CharField(
        label="取消的原因", max_length=200, error_messages={"required": "请写取消的原因。"}
    )


class TalkFilter(forms.Form):
    side = forms.ChoiceField(label="哪些", required=False)
    state = forms.ChoiceField(label="进展", choices=list(STATES.items()), required=False)
    kind = forms.ModelChoiceField(
        label="类型", queryset=TalkKind.objects.none(), required=False, empty_label="全部"
    )

    def __init__(self, data, *, kinds, files):
        super().__init__(data)
        sides = {name: label for name, label in SIDES.items() if files or name != "filed"}
        self.fields["side"].choices = list(sides.items())
        self.fields["kind"].queryset = kinds


class LedgerFilter(UnitChoiceForm):
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    short = forms.ChoiceField(
        label="谁",
        choices=[("", "全部责任人"), ("1", "还没有谈够的"), ("0", "已谈够的")],
        required=False,
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.today = timezone.localdate()
        self.offer_units(units, empty="本单位")
        years = range(self.today.year, self.today.year - 5, -1)
        self.fields["year"].choices = [("", "今年"), *((year, f"{year} 年") for year in years)]
        self.is_valid()

    @property
    def year_asked(self):
        return self.cleaned_data.get("year") or self.today.year

    def unit_asked(self, own):
        return self.place.chosen or own

    def narrowed(self, lines):
        short = self.cleaned_data.get("short")
        return [line for line in lines if line.is_short == (short == "1")] if short else lines


class TalkKindForm(OwnKindForm):
    examples = "例：节前谈话、项目开工前谈话"

    held_by = forms.ChoiceField(label="由谁谈", choices=TalkKind.HeldBy)
    counting = forms.ChoiceField(
        label="怎样计",
        choices=(
            ("counts", "计入每年应谈次数"),
            ("listed", "列入台账，不计次数"),
            ("confidential", "不列入台账，只让双方和纪检监察机构知道"),
        ),
        initial="counts",
    )

    @property
    def facts(self):
        asked = self.cleaned_data
        return {
            "held_by": asked["held_by"],
            "counts": asked["counting"] == "counts",
            "is_confidential": asked["counting"] == "confidential",
        }


class ConfirmedSheetForm(SheetForm):
    """补录: which of the two signed, and which wording stood on the sheet."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    person = forms.ModelChoiceField(
        label="签字人",
        queryset=Person.objects.none(),
        empty_label=None,
        error_messages={"required": "请选签字的人。"},
    )
    field_order = ("digest", "person", "signed_on", "scan")

    def __init__(self, *args, people, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = record.held_on
        self.fields["digest"].initial = record.digest
        self.fields["person"].queryset = Person.objects.filter(pk__in=[each.pk for each in people])
