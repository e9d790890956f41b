"""The forms around publications: narrowing the list, choosing editions, withdrawing, exporting."""

from django import forms
from django.db.models import Exists, OuterRef

from registry.organisation.models import Unit
from registry.organisation.unit_choice import UnitChoiceForm
from registry.tables.formats import FORMATS

from .models import Correction, Publication

STATES = [("standing", "现行"), ("superseded", "已有新版"), ("withdrawn", "已撤回")]
FORMAT_CHOICES = [(name, found.label) for name, found in FORMATS.items()]


class PublicationFilterForm(UnitChoiceForm):
    """What the list of publications is narrowed by; units and years are those in the list."""

    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *Publication.Kind.choices]
    )
    edition = forms.ChoiceField(
        label="版别", required=False, choices=[("", "全部"), *Publication.Edition.choices]
    )
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES])

    def __init__(self, data, *, publications):
        super().__init__(data)
        listed = publications.order_by()
        units = Unit.objects.filter(Exists(listed.filter(unit=OuterRef("pk"))))
        self.offer_units(units, key="code", empty="全部")
        years = sorted(set(listed.values_list("year", flat=True).distinct()), reverse=True)
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]

    def narrowed(self, publications):
        if not self.is_valid():
            return publications
        chosen = self.cleaned_data
        exact = {
            "kind": chosen["kind"],
            "edition": chosen["edition"],
            "year": chosen["year"],
        }
        found = publications.filter(self.place.narrowed())
        found = found.filter(**{name: value for name, value in exact.items() if value})
        return {
            "standing": found.standing,
            "superseded": lambda: found.filter(
                withdrawn_at__isnull=True, superseded_by__isnull=False
            ),
            "withdrawn": lambda: found.filter(withdrawn_at__isnull=False),
        }.get(chosen["state"], found.all)()


class EditionsForm(forms.Form):
    """Which of the editions that can be published are to be published now."""

    edition = forms.MultipleChoiceField(
        label="发布版别",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "请勾选要发布的版别，可以两个都选。"},
    )

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        known = Publication.Edition.choices
        self.fields["edition"].choices = [each for each in known if each[0] in editions]


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="撤回理由",
        max_length=Publication._meta.get_field("withdrawn_why").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会显示在公开页面上，请不要写个人信息。",
        error_messages={"required": "请写明撤回的理由，例如哪一项写错了。"},
    )


class CorrectionForm(forms.Form):
    """更正公告: which row and column of the publication, what is wrong there, what is right."""

    position = forms.IntegerField(
        label="第几条",
        required=False,
        min_value=1,
        help_text="不是哪一条的（如标题）留空。",
    )
    field = forms.ChoiceField(label="栏目", required=False)
    wrong = forms.CharField(
        label="有误的内容",
        max_length=Correction._meta.get_field("wrong").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明哪里有误；漏写的，写漏在哪一句后面。"},
    )
    right = forms.CharField(
        label="更正为",
        max_length=Correction._meta.get_field("right").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="会显示在公开页面和下载的文件上，请不要写个人信息。",
        error_messages={"required": "请写明应当是什么。"},
    )

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(key, title) for key, title in publication.head["columns"] if key != "serial"]
        self.fields["field"].choices = [("", "不限栏目"), *columns]


class FormatForm(forms.Form):
    format = forms.ChoiceField(label="格式", choices=FORMAT_CHOICES)


class RegisterExportForm(FormatForm):
    """The directory as the register says today, for whoever reads a whole unit."""

    unit = forms.TypedChoiceField(label="单位")
    field_order = ["unit", "format"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in units]
        self.fields["unit"].coerce = {unit.code: unit for unit in units}.get
