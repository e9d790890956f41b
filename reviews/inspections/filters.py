"""What the list of inspections is narrowed by."""

from django import forms
from django.utils import timezone

from registry.organisation.models import Unit
from registry.organisation.unit_choice import UnitChoiceForm

from .models import InspectedPoint

TOLD, UNMENDED = "told", "unmended"
STATES = [
    ("", "全部"),
    ("open", "没有通报的"),
    (TOLD, "已通报的"),
    (UNMENDED, "还有没整改完的"),
]


class InspectionFilter(UnitChoiceForm):
    """By the unit inspected, year and how far it is; a value not offered narrows nothing."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="进展", choices=STATES, required=False)
    field_order = ("year", "state", "unit_named", "unit")

    def __init__(self, data, *, inspections):
        super().__init__(data)
        self._inspections = inspections
        this_year = timezone.localdate().year
        years = [(year, f"{year} 年") for year in range(this_year + 1, this_year - 5, -1)]
        self.fields["year"].choices = [("", "全部"), *years]
        self.offer_units(Unit.objects.filter(pk__in=inspections.order_by().values("unit")))
        self.is_valid()

    @property
    def is_narrowed(self):
        return any(self.cleaned_data.values())

    def narrowed(self):
        asked = self.cleaned_data
        found = self._inspections.filter(self.place.narrowed())
        if asked.get("year"):
            found = found.filter(on__year=asked["year"])
        return in_state(found, asked.get("state"))


def in_state(inspections, state):
    if state == "open":
        return inspections.filter(issued_at=None)
    if state == TOLD:
        return inspections.told()
    if state == UNMENDED:
        waits = InspectedPoint.objects.filter(mend_by__isnull=False, mended_at=None)
        return inspections.told().filter(pk__in=waits.order_by().values("inspection"))
    return inspections
