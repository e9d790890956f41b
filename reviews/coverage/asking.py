"""What the board is narrowed by: a unit, a section, what is missing; all of it in the address."""

from django import forms
from django.db.models import Q

from reviews.progress_forms import PlaceFilter
from risks.coverage.sheets import Place


class CoverageFilter(PlaceFilter):
    """`sheet`: whose gaps may be chosen; None on the table of units."""

    gap = forms.ChoiceField(label="只看", required=False)

    def __init__(self, data, *, reach, today, sheet=None):
        self.reach, self.today = reach, today
        self.sheet = sheet
        super().__init__(data, reach=reach, today=today)
        named = self.place.narrowed("pk") if self.one_unit is None else Q(pk=self.one_unit.pk)
        self.units = list(self.units.filter(named))
        del self.fields["year"]
        if sheet is None:
            del self.fields["gap"]
        else:
            named = [(name, gap.label) for name, gap in sheet.gaps.items()]
            self.fields["gap"].choices = [("", f"全部{sheet.noun}"), *named]
        self.full_clean()

    @property
    def gap_asked(self):
        return self.cleaned_data.get("gap") or ""

    def place_of(self, units, section=None):
        return Place(self.reach, tuple(unit.pk for unit in units), self.today, section)

    def rows(self):
        """Of the sheet: what was asked for."""
        place = self.place_of(self.units, self.cleaned_data.get("section"))
        return self.sheet.listed(place, self.gap_asked)
