"""A form about units: a menu of few, names written down where there are many."""

import pytest
from django import forms

from registry.organisation import unit_choice
from registry.organisation.models import Unit
from registry.organisation.unit_fields import UnitField, UnitsField

FEW, MANY = 9, 2


class Asked(forms.Form):
    unit = UnitField(required=False, empty_label="不交给单位")
    units = UnitsField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.offer(Unit.objects.all())


@pytest.fixture
def most(request, monkeypatch):
    monkeypatch.setattr(unit_choice, "MOST", request.param)


@pytest.mark.parametrize("most", [FEW], indirect=True)
def test_few_are_a_menu(cast, most):
    pk = cast.school_small.pk
    form = Asked({"unit": str(pk), "units": [str(pk)]})
    assert form.is_valid()
    assert form.cleaned_data["unit"] == cast.school_small
    assert list(form.cleaned_data["units"]) == [cast.school_small]
    assert "<select" in str(form["unit"])
    assert str(form["units"]).count('type="checkbox"') == Unit.objects.count()


@pytest.mark.parametrize("most", [MANY], indirect=True)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("LARGE", "school_large"),
        ("large", "school_large"),
        ("  ", None),
        ("{school_large}", "school_large"),
        ("第一中", "school_large"),
    ],
)
def test_of_many_a_name_or_a_code_is_written_down(cast, most, typed, said):
    typed = typed.format(school_large=cast.school_large.name)
    form = Asked({"unit": typed, "units": typed})
    assert form.is_valid(), form.errors
    unit = said and getattr(cast, said)
    assert form.cleaned_data["unit"] == unit
    assert list(form.cleaned_data["units"]) == ([unit] if unit else [])
    assert "<select" not in str(form["unit"])
    assert cast.school_small.name not in str(form), "no menu of all of them"


@pytest.mark.parametrize("most", [MANY], indirect=True)
@pytest.mark.parametrize(
    ("typed", "words"), [("没有这个", "没有找到“没有这个”"), ("学", "好几个单位")]
)
def test_what_is_nobodys_or_several_is_said(cast, most, typed, words):
    form = Asked({"unit": typed, "units": f"LARGE\n{typed}"})
    assert not form.is_valid()
    assert words in form.errors["unit"][0]
    assert words in form.errors["units"][0]
    assert typed in str(form["units"]), "what was typed stays"


@pytest.mark.parametrize("most", [MANY], indirect=True)
def test_of_two_units_of_one_name_the_code_tells(cast, most):
    twin = cast.school_small
    twin.name = cast.school_large.name
    twin.save()
    form = Asked({"unit": twin.name, "units": ""})
    assert "好几个单位" in form.errors["unit"][0]
    assert f"（{twin.code}）" in form.errors["unit"][0]
    again = Asked(initial={"unit": twin.pk, "units": [twin.pk, cast.bureau.pk]})
    assert f'value="{twin.code}"' in str(again["unit"])
    assert f"{twin.code}\n{cast.bureau.name}" in str(again["units"])
    assert Asked({"unit": "", "units": f"{twin.code}、{cast.bureau.name}"}).is_valid()
