"""A list narrowed by unit, year and how far each is: what such filters share."""

from django import forms
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with


class UnitYearFilter(UnitChoiceForm):
    """A value that is not offered narrows nothing. `of_year`: the lookup of a row's year; what the
    states mean is said by whoever names them in `STATES`.
    """

    STATES = ()
    of_year = "year"

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="进展", required=False)
    field_order = ("year", "state", "unit_named", "unit")

    def __init__(self, data, *, rows):
        super().__init__(data)
        self._rows = rows
        this_year = timezone.localdate().year
        years = [(year, f"{year} 年") for year in range(this_year + 1, this_year - 5, -1)]
        self.fields["year"].choices = [("", "全部"), *years]
        self.fields["state"].choices = self.STATES
        self.offer_units(units_with(rows))
        self.is_valid()

    @property
    def is_narrowed(self):
        return any(self.cleaned_data.values())

    def narrowed(self):
        asked = self.cleaned_data
        found = self._rows.filter(self.place.narrowed())
        if asked.get("year"):
            found = found.filter(**{self.of_year: asked["year"]})
        return self.in_state(found, asked.get("state"))

    def in_state(self, rows, state):
        raise NotImplementedError
