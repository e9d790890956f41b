"""What the counts of changes, and the lists behind them, are narrowed by."""

from django import forms
from django.db.models import Q

from registry.papers.models import Paper

from .change_counts import SHOWN, Matter
from .progress_forms import ProgressFilter


class ChangeFilter(ProgressFilter):
    """A year by its months, or all years; one unit, with those below it or alone."""

    covers = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "含所属单位"), (Paper.Covers.UNIT, "只看这个单位")],
    )

    def __init__(self, data, *, reach, today):
        super().__init__({"year": today.year, **data.dict()}, reach=reach)
        if "unit" not in self.fields:
            del self.fields["covers"]

    def of_unit_q(self):
        """What belongs to the unit asked for, and to those below it unless it is meant alone; where
        none is chosen, to those whose name was typed."""
        unit = self.unit_asked
        if unit is None:
            return self.place.narrowed("unit")
        if self.cleaned_data.get("covers"):
            return Q(unit=unit)
        return Q(unit__path__startswith=unit.path)

    @property
    def said(self):
        """What was asked for, as it stands in an address: the year even where it is all of them."""
        names = ("unit_named", "unit", "covers")
        asked = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return {"year": self.year_asked or "", **asked}


class ChangeRowsFilter(ChangeFilter):
    """The same by month, by what was changed and how."""

    month = forms.TypedChoiceField(
        label="月份",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "全部"), *((month, f"{month} 月") for month in range(1, 13))],
    )
    matter = forms.ChoiceField(label="内容", required=False, choices=Matter.choices)
    change = forms.ChoiceField(
        label="变动",
        required=False,
        choices=[("", "全部"), *((each.value, each.label) for each in SHOWN)],
    )

    @property
    def matter_asked(self):
        return Matter(self.cleaned_data.get("matter") or Matter.POINT)

    def narrowed(self, lines):
        asked = {name: self.cleaned_data.get(name) for name in ("year", "month", "change")}
        return lines.filter(**{name: value for name, value in asked.items() if value})
