"""What an auditor may ask the trail for."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from registry.organisation.models import Unit
from registry.organisation.unit_choice import UnitChoiceForm

from .actions import ACTIONS
from .models import TrailEntry


class TrailFilter(UnitChoiceForm):
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    actor = forms.CharField(label="人员或账号", required=False, max_length=60)
    action = forms.ChoiceField(
        label="操作", required=False, choices=[("", "全部操作"), *ACTIONS.items()]
    )
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部结果"), *TrailEntry.Outcome.choices]
    )

    field_order = ("since", "until", "actor", "action", "unit_named", "unit", "outcome")

    def __init__(self, data):
        super().__init__(data)
        self.offer_units(Unit.objects.all())

    def clean(self):
        asked = super().clean()
        if asked.get("since") and asked.get("until") and asked["since"] > asked["until"]:
            self.add_error("until", "结束日期早于开始日期，请调整后再筛选。")
        return asked

    def conditions(self):
        """For `TrailEntry.objects.matching`; both days belong to the range."""
        days_and_words = ("since", "until", "actor", "action", "outcome")
        asked = {name: self.cleaned_data[name] for name in days_and_words}
        asked["units"] = self.place.asked
        if asked["since"]:
            asked["since"] = _midnight(asked["since"])
        if asked["until"]:
            asked["until"] = _midnight(asked["until"] + timedelta(days=1))
        return asked


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
