"""What the points where a rule is wanting are narrowed by."""

from django import forms

from risks.filters import PlaceFilter

from .grounds import Gap


class GapFilter(PlaceFilter):
    """By place, and by what is wanting, which a tab chooses."""

    gap = forms.ChoiceField(choices=Gap.choices, required=False, widget=forms.HiddenInput)

    @property
    def asked_gap(self):
        """None where nothing was asked for, or nothing that there is."""
        self.is_valid()
        asked = self.cleaned_data.get("gap")
        return Gap(asked) if asked else None
