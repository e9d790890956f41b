"""What the pages of progress are narrowed by: a programme year, a unit, a section, as far as the
person answers for them.
"""

from django import forms
from django.db.models import Q

from registry.organisation.models import Programme, Section, Unit
from registry.organisation.unit_choice import UnitChoiceForm
from risks.filters import UNIT_ITSELF


class ProgressFilter(UnitChoiceForm):
    """Offers the units one reads as a whole, and those of one's own sections; a value that is not
    offered narrows nothing.
    """

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    field_order = ("year", "unit_named", "unit", "section")

    def __init__(self, data, *, reach):
        super().__init__(data)
        with_own = Section.objects.filter(pk__in=reach.own_sections).order_by().values("unit")
        open_units = Unit.objects.open().order_by("path")
        self.units = open_units.filter(reach.units_q("") | Q(pk__in=with_own))
        self.whole_units = open_units.filter(reach.units_q(""))
        years = Programme.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]
        self.offer_units(self.units, key="code", empty="全部")
        self.is_valid()

    @property
    def year_asked(self):
        return self.cleaned_data.get("year")

    @property
    def unit_asked(self):
        """The unit that was chosen, or None."""
        return self.place.chosen


class YearFilter(ProgressFilter):
    """The same of one year: the present one, where no other is chosen."""

    def __init__(self, data, *, reach, today):
        self.year = today.year
        super().__init__({"year": self.year, **data.dict()}, reach=reach)
        years = {self.year, *(year for year, _ in self.fields["year"].choices if year)}
        self.fields["year"].choices = [(year, f"{year} 年") for year in sorted(years)[::-1]]
        self.year = self.year_asked or self.year
        self.data = {**self.data, "year": self.year}  # what was asked for may not be offered


class PlaceFilter(YearFilter):
    """The same by section, of the unit that was chosen, or of the only one there is."""

    section = forms.TypedChoiceField(label="科室", required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, reach, today):
        super().__init__(data, reach=reach, today=today)
        self.one_unit = self.place.one
        named = self._sections(reach) if self.one_unit else []
        itself = [(UNIT_ITSELF.pk, UNIT_ITSELF.name)] if named else []
        self.fields["section"].choices = [("", "全部"), *itself, *named]
        if not named:
            del self.fields["section"]
        self.full_clean()

    def _sections(self, reach):
        found = Section.objects.filter(unit=self.one_unit, closed_on=None)
        if not reach.reads_whole(self.one_unit):
            found = found.filter(pk__in=reach.own_sections)
        return list(found.order_by("order", "pk").values_list("pk", "name"))

    def narrowed(self, way=""):
        """As a condition; `way` leads to the post."""
        asked = self.cleaned_data
        condition = self.place.narrowed(f"{way}unit")
        if asked.get("section") is not None:
            condition &= Q(**{f"{way}section": asked["section"] or None})
        return condition
