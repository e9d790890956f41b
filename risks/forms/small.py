"""The short forms: a duty, a reason for striking, going back to what is in force, the grade."""

from django import forms

from registry.papers.stamps import StampedForm
from risks.grading import GRADES
from risks.models import DutyVersion
from risks.phrasing import check_text

from .points import TOO_LONG


class DutyDraftForm(StampedForm):
    """Takes what there is, as long as it can be stored. `choices`: the kinds of this form."""

    use_required_attribute = False

    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="种类", widget=forms.RadioSelect, required=False)
    text = forms.CharField(
        label="内容",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一条写一件主要的事。如：受理转学申请，核对材料，提出接收意见。",
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.initial.get("kind")
        if kept and kept not in dict(choices):
            choices = [*choices, (kept, DutyVersion.Kind(kept).label)]
        self.fields["kind"].choices = choices

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        for finding in check_text("duty", text):
            self.add_error("text", f"{finding.message}例：{finding.example}。")
        return text

    def content(self):
        return {
            "kind": self.cleaned_data.get("kind") or self.fields["kind"].choices[0][0],
            "text": self.cleaned_data.get("text", ""),
        }


class DutyForm(DutyDraftForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写一条主要的职责或者工作流程。"


class StrikeForm(StampedForm):
    """A reason, where something in force is to go."""

    use_required_attribute = False

    why = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：这项工作已由区里统一办理，这里不再经手。",
        error_messages={
            "required": "请写一句理由，方便审核人了解情况。",
            "max_length": TOO_LONG,
        },
    )


class RestoreForm(StampedForm):
    """Only the stamp: what is undone is what was seen."""


class TickForm(StampedForm):
    """Which of the shared points apply; `ticked` are the ids that have a row now."""

    points = forms.MultipleChoiceField(
        label="适用于我的，请打勾", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, points, ticked, **kwargs):
        super().__init__(*args, initial={"points": list(map(str, ticked))}, **kwargs)
        self.fields["points"].choices = [
            (str(point.pk), f"{point.in_force.level} · {point.in_force.sentence}")
            for point in points
        ]

    @property
    def chosen(self):
        return {int(pk) for pk in self.cleaned_data["points"]}


class GradeForm(StampedForm):
    use_required_attribute = False

    grade = forms.ChoiceField(label="岗位风险等级", required=False, widget=forms.RadioSelect)
    why = forms.CharField(
        label="与建议不同的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal, self.proposed = proposal, proposal.grade
        proposed = proposal.grade
        accept = f"采用建议（{proposed} 级）" if proposed else "采用建议"
        self.fields["grade"].choices = [
            ("", accept),
            *((grade, f"{grade} 级") for grade in reversed(GRADES)),
        ]

    def clean(self):
        cleaned = super().clean()
        grade = cleaned.get("grade")
        if grade and grade != self.proposed and not cleaned.get("why"):
            self.add_error("why", "选的等级与系统建议不同，请写一句理由。")
        return cleaned
