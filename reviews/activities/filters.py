"""What the list of activities is narrowed by, and the year's numbers by kind, each of which is a
link to the list that it counts.
"""

from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with

from .models import Activity, ActivityKind, ActivityState

STANDING, HELD = "standing", "held"
STATES = [("", "全部"), (STANDING, "计划（没有取消的）"), (HELD, "已举行"), *ActivityState.choices]


class ActivityFilter(UnitChoiceForm):
    """By unit, year of the plan, kind and how far it is."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    kind = forms.ModelChoiceField(
        label="类型", queryset=ActivityKind.objects.none(), required=False, empty_label="全部"
    )
    state = forms.ChoiceField(label="进展", choices=STATES, required=False)
    field_order = ("year", "kind", "state", "unit_named", "unit")

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.today = timezone.localdate()
        self._visible = Activity.objects.visible_to(reach)
        self.offer_units(units_with(self._visible))
        kinds = ActivityKind.objects.filter(pk__in=self._visible.order_by().values("kind"))
        self.fields["kind"].queryset = kinds.listed()
        years = range(self.today.year + 1, self.today.year - 5, -1)
        named = [(year, f"{year} 年") for year in years if year != self.today.year]
        self.fields["year"].choices = [("", f"{self.today.year} 年"), *named]
        self.is_valid()

    @property
    def year_asked(self):
        return self.cleaned_data.get("year") or self.today.year

    def of_the_year(self):
        """Those of the units and the year asked for, of every kind, however far they are."""
        return self._visible.filter(self.place.narrowed()).of_year(self.year_asked)

    def narrowed(self):
        found, asked = self.of_the_year(), self.cleaned_data
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        state = asked.get("state")
        if state == STANDING:
            return found.standing()
        if state == HELD:
            return found.held()
        return found.in_state(state, self.today) if state else found

    def numbers(self):
        """[{kind, and of each of planned, held, overdue (number, address of the list)}]."""
        overdue = Q(held_at__isnull=True, planned_on__lt=self.today)
        counted = self.of_the_year().standing().order_by().values("kind", "kind__name")
        rows = counted.annotate(
            planned=Count("pk"),
            held=Count("pk", filter=Q(held_at__isnull=False)),
            overdue=Count("pk", filter=overdue),
        )
        return [self._row(row) for row in rows.order_by("kind__order", "kind")]

    def _row(self, row):
        asked = {name: self.data.get(name, "") for name in ("year", "unit", "unit_named")}
        states = {"planned": STANDING, HELD: HELD, "overdue": ActivityState.OVERDUE.value}

        def linked(name):
            words = {**asked, "kind": row["kind"], "state": states[name]}
            return row[name], f"?{urlencode({k: v for k, v in words.items() if v})}#activities"

        return {"kind": row["kind__name"], **{name: linked(name) for name in states}}
