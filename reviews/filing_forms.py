"""备案: what a body writes when it files a catalogue, and why one is not filed with it."""

from django import forms
from django.utils import timezone

from .verdicts import FilingMark


class FilingForm(forms.Form):
    """The number and the day under which a body files a catalogue; blank where it sends it back."""

    number = forms.CharField(
        label="备案号",
        required=False,
        max_length=60,
        help_text="照本机关的编号填写，如“司备〔2026〕12 号”。退回时不填。",
    )
    filed_on = forms.DateField(
        label="备案日期",
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_filed_on(self):
        day = self.cleaned_data["filed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("备案日期不能晚于今天。")
        return day

    def mark(self):
        """`verdicts.FilingMark`, or None where something of it is missing."""
        number, day = self.cleaned_data["number"].strip(), self.cleaned_data["filed_on"]
        return FilingMark(number, day) if number and day else None


class WaiverForm(forms.Form):
    """免予备案: why a catalogue is not filed with a body, bound to the content on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据，如“区编委 2026 年第 3 号文规定本单位目录不单独备案”。理由随目录存档。",
        error_messages={"required": "请写明免予备案的理由。"},
    )
