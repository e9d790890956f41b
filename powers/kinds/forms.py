"""The form of one kind of powers."""

from django import forms

from registry.organisation.models import Unit
from registry.papers.stamps import StampedForm

from .models import PowerKind


class KindForm(StampedForm):
    """`units` to choose from when it is added by the office of several; `settled`: the name
    stays."""

    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="所属单位也可以选用。",
    )
    name = forms.CharField(
        label="名称",
        max_length=40,
        help_text="例：招生入学、评聘评优、物资采购",
        error_messages={"required": "请写类型的名称。"},
    )
    applies = forms.ChoiceField(
        label="适用范围", choices=PowerKind.Applies, widget=forms.RadioSelect, initial="both"
    )

    def __init__(self, *args, units=None, settled=False, **kwargs):
        super().__init__(*args, **kwargs)
        if units is None or len(units) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units
        if settled:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "已有提交过的职权或者清权申报用了这一类，名称不再改动。"

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
