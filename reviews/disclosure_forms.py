"""What becomes of each finding of personal data: hidden, or shown with a reason."""

from django import forms

from .disclosure import MASK, Answer, Outcome
from .models import PersonalDataAnswer

# So many are asked at a time beside those answered already; the others may be hidden together.
ASKED = 50
MOST_ASKED = 1000  # two fields each, well below what a request may carry
AROUND = 24


class PersonalDataForm(forms.Form):
    """Two fields for each finding, named by its key, and one for all that is left open.

    `places` may name a key several times (both editions): it is asked once, with its first number.
    """

    mask_rest = forms.BooleanField(label="其余的都遮盖", required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {}
        for place in places:
            self.places.setdefault(place.key, place)
        self._keys = self._keys_asked()
        for key in self._keys:
            place = self.places[key]
            self.fields[f"outcome-{key}"] = forms.ChoiceField(
                label=place.words,
                choices=Outcome.choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )
            self.fields[f"why-{key}"] = forms.CharField(
                label=f"{place.words}：照原样公开的理由",
                max_length=PersonalDataAnswer._meta.get_field("why").max_length,
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def _keys_asked(self):
        """Once the first are answered the next are asked, the answers staying beside them."""
        left, keys = ASKED, []
        for key in self.places:
            is_answered = self.is_bound and self.data.get(f"outcome-{key}")
            if is_answered or left:
                keys.append(key)
                left -= 0 if is_answered else 1
        return keys[:MOST_ASKED]

    @property
    def asked(self):
        """The findings with their fields and what stands around them."""
        return [
            {
                "place": place,
                "before": place.text[max(0, place.finding.start - AROUND) : place.finding.start],
                "after": place.text[place.finding.end : place.finding.end + AROUND],
                "cut_before": place.finding.start > AROUND,
                "cut_after": len(place.text) > place.finding.end + AROUND,
                "outcome": self[f"outcome-{key}"],
                "why": self[f"why-{key}"],
            }
            for key in self._keys
            for place in [self.places[key]]
        ]

    @property
    def not_asked(self):
        return len(self.places) - len(self._keys)

    def clean(self):
        given = super().clean()
        for key in self.places:
            wants_reason = given.get(f"outcome-{key}") == Outcome.SHOWN
            if wants_reason and not given.get(f"why-{key}") and f"why-{key}" not in self.errors:
                self.add_error(f"why-{key}", "照原样公开的，请写一句理由。")
        return given

    def answers(self):
        """{key: Answer}; what was left open is missing, or hidden where that was ticked."""
        given = self.cleaned_data
        chosen = {
            key: Answer(outcome, given[f"why-{key}"] if outcome == Outcome.SHOWN else "")
            for key in self.places
            if (outcome := given.get(f"outcome-{key}"))
        }
        rest = dict.fromkeys(self.places, MASK) if given["mask_rest"] else {}
        return rest | chosen
