"""One line of reason for each warning on a row."""

from django import forms

from registry.papers.stamps import StampedForm
from risks.models import Finding
from risks.phrasing import NAMES, is_damaged

LONGEST = Finding._meta.get_field("answer").max_length


class AnswersForm(StampedForm):
    """A field for each of the `warnings`; an empty one leaves the warning open."""

    use_required_attribute = False

    def __init__(self, *args, warnings, **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings = warnings
        for warning in warnings:
            self.fields[warning.key] = forms.CharField(
                label=f"关于{NAMES[warning.part]}的说明",
                required=False,
                max_length=LONGEST,
                initial=warning.answer,
                help_text="如：这一环节就叫这个名称，没有更长的说法。",
                error_messages={"max_length": "说明请控制在 %(limit_value)d 个字以内。"},
            )

    def clean(self):
        cleaned = super().clean()
        for key, text in self.answers().items():
            if is_damaged(text):
                self.add_error(key, "里面有无法显示的字符，请删去后重新输入。")
        return cleaned

    def answers(self):
        keys = [warning.key for warning in self.warnings]
        return {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}

    def asked(self):
        """[(warning, its field)] for the page."""
        return [(warning, self[warning.key]) for warning in self.warnings]
