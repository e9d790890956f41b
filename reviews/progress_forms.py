"""What the pages of progress are narrowed by: a programme year, a unit, a section, as far as the
person answers for them.
"""

from django import forms
from django.db.models import Q

from registry.organisation.models import Programme, Section, Unit
from risks.filters import UNIT_ITSELF


class ProgressFilter(forms.Form):
    """Offers the units one reads as a whole, and those of one's own sections; a value that is not
    offered narrows nothing.
    """

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    unit = forms.ChoiceField(label="单位", required=False)

    def __init__(self, data, *, reach):
        super().__init__(data)
        with_own = Section.objects.filter(pk__in=reach.own_sections).values("unit")
        units = Unit.objects.open().filter(reach.units_q("") | Q(pk__in=with_own))
        self.units = list(units.order_by("path"))
        self.whole_units = [unit for unit in self.units if reach.reads_whole(unit)]
        years = Programme.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", "全部"), *((year, f"{year} 年") for year in years)]
        names = [(unit.code, unit.name) for unit in self.units]
        self.fields["unit"].choices = [("", "全部"), *names]
        if len(self.units) < 2:
            del self.fields["unit"]
        self.is_valid()

    @property
    def year_asked(self):
        return self.cleaned_data.get("year")

    @property
    def unit_asked(self):
        """The unit that was chosen, or None."""
        code = self.cleaned_data.get("unit")
        return next((unit for unit in self.units if unit.code == code), None)


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
        self.one_unit = self.unit_asked or (self.units[0] if len(self.units) == 1 else None)
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
        condition = Q(**{f"{way}unit": self.one_unit}) if self.one_unit else Q()
        if asked.get("section") is not None:
            condition &= Q(**{f"{way}section": asked["section"] or None})
        return condition
