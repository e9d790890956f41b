"""What an auditor may ask the trail for."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from registry.organisation.models import Unit

from .actions import ACTIONS
from .models import TrailEntry


class TrailFilter(forms.Form):
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
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="单位", required=False, empty_label="全部单位"
    )
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部结果"), *TrailEntry.Outcome.choices]
    )

    def clean(self):
        asked = super().clean()
        if asked.get("since") and asked.get("until") and asked["since"] > asked["until"]:
            self.add_error("until", "结束日期早于开始日期，请调整后再筛选。")
        return asked

    def conditions(self):
        """For `TrailEntry.objects.matching`; both days belong to the range."""
        asked = dict(self.cleaned_data)
        if asked["since"]:
            asked["since"] = _midnight(asked["since"])
        if asked["until"]:
            asked["until"] = _midnight(asked["until"] + timedelta(days=1))
        return asked


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
