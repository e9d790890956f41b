"""What the pages of progress are narrowed by: a programme year, and a unit one oversees."""

from django import forms

from registry.organisation.models import Programme, Unit


class ProgressFilter(forms.Form):
    """Offers the units one reads as a whole; a value that is not offered narrows nothing."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    unit = forms.ChoiceField(label="单位", required=False)

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.units = list(Unit.objects.open().filter(reach.units_q("")).order_by("path"))
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
