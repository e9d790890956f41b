"""What the lists of acts and of warnings are narrowed by."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with

from .models import Disposal, WarningColour

RUNNING = "running"
# Days since it was issued: from, and to before which.
AGE_DAYS = {"month": (0, 30), "quarter": (30, 90), "longer": (90, None)}
AGES = [
    ("", "全部"),
    ("month", "不到 30 天"),
    ("quarter", "30 到 89 天"),
    ("longer", "90 天以上"),
]


def aged(age):
    """A condition on what was issued: so many days ago; any for what is no age."""
    if age not in AGE_DAYS:
        return Q()
    at_least, under = AGE_DAYS[age]
    now = timezone.now()
    condition = Q(issued_at__lte=now - timedelta(days=at_least)) if at_least else Q()
    return condition & Q(issued_at__gt=now - timedelta(days=under)) if under else condition


class DisposalFilter(UnitChoiceForm):
    """What the list is narrowed by; a value that is not offered narrows nothing."""

    state = forms.ChoiceField(
        label="进度",
        required=False,
        choices=[("", "全部"), (RUNNING, "正在办理"), *Disposal.State.choices],
    )
    colour = forms.ModelChoiceField(
        label="预警",
        queryset=WarningColour.objects.all(),
        required=False,
        empty_label="全部",
    )
    step = forms.ChoiceField(label="处置方式", required=False)
    age = forms.ChoiceField(label="发出多久", choices=AGES, required=False)
    field_order = ("unit_named", "unit", "state", "step", "age", "colour")

    def __init__(self, data, *, acts):
        super().__init__(data)
        self._acts = acts
        named = acts.order_by("step_name").values_list("step_name", flat=True).distinct()
        self.fields["step"].choices = [("", "全部"), *((name, name) for name in named)]
        self.offer_units(units_with(acts))
        self.is_valid()

    @property
    def is_narrowed(self):
        return any(self.cleaned_data.values())

    def narrowed(self):
        asked = self.cleaned_data
        found = self._acts.filter(self.place.narrowed())
        if asked.get("state") == RUNNING:
            found = found.running()
        elif asked.get("state"):
            found = found.filter(state=asked["state"])
        if asked.get("step"):
            found = found.filter(step_name=asked["step"])
        found = found.filter(aged(asked.get("age")))
        return found.filter(warning__colour=asked["colour"]) if asked.get("colour") else found


class WarningFilter(UnitChoiceForm):
    """Warnings that stand, by colour and by how long they have stood."""

    colour = forms.ModelChoiceField(
        label="颜色", queryset=WarningColour.objects.all(), required=False, empty_label="全部"
    )
    age = forms.ChoiceField(label="发出多久", choices=AGES, required=False)
    field_order = ("unit_named", "unit", "colour", "age")

    def __init__(self, data, *, warnings):
        super().__init__(data)
        self._warnings = warnings.standing()
        self.offer_units(units_with(self._warnings))
        self.is_valid()

    def narrowed(self):
        asked = self.cleaned_data
        found = self._warnings.filter(self.place.narrowed(), aged(asked.get("age")))
        return found.filter(colour=asked["colour"]) if asked.get("colour") else found
