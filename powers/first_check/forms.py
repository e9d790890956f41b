"""A line of reason for each finding that is left standing."""

from django import forms

from powers.content import LABELS
from registry.papers.stamps import StampedForm

from .models import CheckFinding

LONGEST = CheckFinding._meta.get_field("answer").max_length


class CheckAnswersForm(StampedForm):
    """A field for each of the `findings`; an empty one leaves it open."""

    use_required_attribute = False

    def __init__(self, *args, findings, **kwargs):
        super().__init__(*args, **kwargs)
        self.findings = findings
        for finding in findings:
            self.fields[finding.key] = forms.CharField(
                label=f"关于{LABELS.get(finding.part, '整个目录')}的说明",
                required=False,
                max_length=LONGEST,
                initial=finding.answer,
                error_messages={"max_length": "说明请控制在 %(limit_value)d 个字以内。"},
            )

    def answers(self):
        keys = [finding.key for finding in self.findings]
        return {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}

    def asked(self):
        """[(finding, its field)] for the page."""
        return [(finding, self[finding.key]) for finding in self.findings]
