"""What the list of alerts is narrowed by."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registry.organisation.models import Unit
from registry.organisation.unit_choice import UnitChoiceForm

from .models import AlertAddressee

ISSUED, SETTLED, OPEN = "issued", "settled", "open"
STATES = [
    ("", "全部"),
    (ISSUED, "发出的"),
    (SETTLED, "都看过、都回复了的"),
    (OPEN, "还有人没看、没回复的"),
    ("draft", "草稿"),
]


class AlertFilter(UnitChoiceForm):
    """By unit, year and how far it is; a value not offered narrows nothing."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label="进展", choices=STATES, required=False)
    field_order = ("year", "state", "unit_named", "unit")

    def __init__(self, data, *, alerts):
        super().__init__(data)
        self._alerts = alerts
        this_year = timezone.localdate().year
        years = [(year, f"{year} 年") for year in range(this_year + 1, this_year - 5, -1)]
        self.fields["year"].choices = [("", "全部"), *years]
        self.offer_units(Unit.objects.filter(pk__in=alerts.order_by().values("unit")))
        self.is_valid()

    @property
    def is_narrowed(self):
        return any(self.cleaned_data.values())

    def narrowed(self):
        asked = self.cleaned_data
        found = self._alerts.filter(self.place.narrowed())
        if asked.get("year"):
            found = found.filter(year=asked["year"])
        return in_state(found, asked.get("state"))


def in_state(alerts, state):
    if state == "draft":
        return alerts.filter(issued_at=None)
    if state == ISSUED:
        return alerts.issued()
    waits = Exists(unsettled().filter(alert=OuterRef("pk")))
    if state in (SETTLED, OPEN):
        return alerts.issued().filter(waits if state == OPEN else ~waits)
    return alerts


def unsettled():
    """Addressees that were not reached yet, or are yet to answer where that is asked."""
    unreached = Q(read_at=None, told_on=None)
    unanswered = Q(alert__reply_by__isnull=False, replied_at=None)
    return AlertAddressee.objects.filter(unreached | unanswered)
