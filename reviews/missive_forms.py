"""An opinion from the public, and what the discipline office makes of it (分办)."""

from django import forms

from . import missives
from .challenges import SIGNS, SUM, challenge_field
from .models import Triage
from .opinion_forms import LONGEST, GivenForm

LONGEST_CONTACT = 200
OPINION, REPORT, BOTH, NEITHER = "opinion", "report", "both", "neither"


class PublicOpinionForm(GivenForm):
    """`ask` is the kind of question beside it; a page asked for again goes on with the same."""

    field_order = ["receipt", "ask", "text", "row", "contact", "challenge"]

    ask = forms.ChoiceField(choices=[(SIGNS, ""), (SUM, "")], widget=forms.HiddenInput)
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=LONGEST_CONTACT,
        help_text="可以不填。只有接收的纪检监察机构看得到，不转给公示单位。",
        error_messages={"max_length": f"请写在 {LONGEST_CONTACT} 字以内。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, ask, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["challenge"] = challenge_field(ask)
        self.order_fields(self.field_order)

    @property
    def asks_for_sum(self):
        return self["ask"].value() == SUM


class TriageForm(forms.Form):
    """`missive`: whose words stand in the text that may be passed on."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="怎样分办",
        choices=[
            (OPINION, "意见：转给防控办答复"),
            (REPORT, "线索：留在本组办理"),
            (BOTH, "两样都有：意见转出，线索留下"),
            (NEITHER, "都不是：广告、误投、无法辨认"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择这份来件怎样分办。"},
    )
    opinion = forms.CharField(
        label="转出的文字",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="只在转出意见时用，可以改写。不带来件人、联系方式和线索的内容；公示单位只看得到这一段。",
        error_messages={"max_length": f"请写在 {LONGEST} 字以内。"},
    )
    note = forms.CharField(
        label="记载",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="留在本组的写怎样处置，都不是的写为什么。只有本组看得到。",
        error_messages={"max_length": f"请写在 {LONGEST} 字以内。"},
    )

    def __init__(self, *args, missive, **kwargs):
        super().__init__(*args, **kwargs)
        if not missives.may_be_opinion(missive):
            outcome = self.fields["outcome"]
            outcome.choices = [c for c in outcome.choices if c[0] not in (OPINION, BOTH)]
            del self.fields["opinion"]

    def clean(self):
        typed = super().clean()
        outcome = typed.get("outcome")
        if outcome in (OPINION, BOTH) and not typed.get("opinion", "").strip():
            self.add_error("opinion", "请写要转给防控办的文字。")
        if outcome in (REPORT, BOTH, NEITHER) and not typed.get("note", "").strip():
            self.add_error("note", "请写一句记载。")
        return typed

    def sorted_as(self):
        """For `missives.sort`."""
        typed = self.cleaned_data
        outcome = typed["outcome"]
        kept = {NEITHER: Triage.Kept.NEITHER, REPORT: Triage.Kept.REPORT, BOTH: Triage.Kept.REPORT}
        return {
            "opinion": typed["opinion"] if outcome in (OPINION, BOTH) else "",
            "kept": kept.get(outcome, ""),
            "note": typed["note"] if outcome != OPINION else "",
        }
