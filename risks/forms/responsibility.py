"""The form of the seats that manage and answer for the points of a unit."""

from django import forms

from registry.papers.stamps import StampedForm
from risks.filters import PointFilter
from risks.models.responsibility import ANSWERS, FIELDS, MANAGES, SEATS, WEIGHTS

ABOVE, OWN = "above", "own"
BELOW = "负责的不能比管理的低一层：请选同一个席位，或者上一层的。"


class ChargeFilter(PointFilter):
    """The register as usual, of one's own charge; which side of it goes along."""

    side = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()
        asked = self.cleaned_data
        self.side = "answers" if asked.get("side") == "answers" else "manages"
        self.is_narrowed = any(said for name, said in asked.items() if name != "side")


class ResponsibilityForm(StampedForm):
    """`own` says whether the unit has a table of its own; without one the seats do not count."""

    own = forms.ChoiceField(
        label="怎样分",
        choices=((ABOVE, "按上级单位的分法（没有的，按系统自带的分法）"), (OWN, "本单位另定")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种。"},
    )

    def __init__(self, *args, initial, **kwargs):
        chosen = OWN if initial["own"] else ABOVE
        super().__init__(*args, initial={**initial, "own": chosen}, **kwargs)
        choices = [(seat.value, seat.label) for seat in SEATS]
        for names, word in ((MANAGES, "管理"), (ANSWERS, "负责")):
            for weight, level in WEIGHTS.items():
                self.fields[names[weight]] = forms.ChoiceField(
                    label=f"{level}由谁{word}", choices=choices, required=False
                )
        self.order_fields(("own", *FIELDS))

    @property
    def lines(self):
        return [
            (word, self[MANAGES[weight]], self[ANSWERS[weight]]) for weight, word in WEIGHTS.items()
        ]

    @property
    def seats(self):
        """The seats of a table of one's own; None where the unit above says them."""
        if self.cleaned_data["own"] == ABOVE:
            return None
        return {name: self.cleaned_data[name] for name in FIELDS}

    def clean(self):
        said = super().clean()
        if said.get("own") != OWN:
            return said
        ladder = [seat.value for seat in SEATS]
        for weight in WEIGHTS:
            manages, answers = said.get(MANAGES[weight]), said.get(ANSWERS[weight])
            for name, seat in ((MANAGES[weight], manages), (ANSWERS[weight], answers)):
                if not seat and name not in self.errors:
                    self.add_error(name, "请选一个席位。")
            if manages and answers and ladder.index(answers) < ladder.index(manages):
                self.add_error(ANSWERS[weight], BELOW)
        return said
