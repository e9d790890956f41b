"""The forms around publications: narrowing the list, choosing editions, withdrawing, exporting."""

from django import forms

from registry.organisation.models import Unit
from registry.tables.formats import FORMATS

from .models import Publication

STATES = [("standing", "现行"), ("superseded", "已有新版"), ("withdrawn", "已撤回")]
FORMAT_CHOICES = [(name, found.label) for name, found in FORMATS.items()]


class PublicationFilterForm(forms.Form):
    """What the list of publications is narrowed by; units and years are those in the list."""

    unit = forms.ChoiceField(label="单位", required=False)
    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *Publication.Kind.choices]
    )
    edition = forms.ChoiceField(
        label="版别", required=False, choices=[("", "全部"), *Publication.Edition.choices]
    )
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES])

    def __init__(self, *args, publications, **kwargs):
        super().__init__(*args, **kwargs)
        listed = publications.order_by()
        units = Unit.objects.filter(pk__in=listed.values("unit")).order_by("path")
        years = sorted(set(listed.values_list("year", flat=True)), reverse=True)
        self.fields["unit"].choices = [("", "全部"), *units.values_list("code", "name")]
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]

    def narrowed(self, publications):
        if not self.is_valid():
            return publications
        chosen = self.cleaned_data
        exact = {
            "unit__code": chosen["unit"],
            "kind": chosen["kind"],
            "edition": chosen["edition"],
            "year": chosen["year"],
        }
        found = publications.filter(**{name: value for name, value in exact.items() if value})
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


class FormatForm(forms.Form):
    format = forms.ChoiceField(label="格式", choices=FORMAT_CHOICES)


class RegisterExportForm(FormatForm):
    """The directory as the register says today, for whoever reads a whole unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="单位", to_field_name="code", empty_label=None
    )
    field_order = ["unit", "format"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.order_by("path")
