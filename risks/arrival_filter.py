"""What the list of notices on taking a post is narrowed by."""

from django import forms
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm

from . import arrivals


class ArrivalFilter(UnitChoiceForm):
    """Of which unit the list is, of all that are read where none is chosen; signed for or not."""

    state = forms.ChoiceField(label="签收", choices=arrivals.STATES, required=False)
    field_order = ("state", "unit_named", "unit")

    def __init__(self, data, *, units, reach):
        super().__init__(data)
        self._reach = reach
        self.offer_units(units)
        self.is_valid()

    @property
    def state_asked(self):
        return self.cleaned_data.get("state", "")

    def narrowed(self):
        found = arrivals.in_state(self.state_asked, timezone.localdate())
        return arrivals.of_reach(found, self._reach).filter(self.place.narrowed("post__unit"))
