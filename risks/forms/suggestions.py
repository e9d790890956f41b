"""Raising a point for another post, and declining one."""

from django import forms

from risks.models import PointVersion, Suggestion
from risks.phrasing import check_text, is_damaged

from .points import DAMAGED, HELP, LONGEST, TOO_LONG, area


class SuggestionForm(forms.ModelForm):
    """`posts`: for which posts this person may raise a point."""

    use_required_attribute = False

    source = area("风险源", max_length=LONGEST, help_text=HELP["source"])
    risk = area("风险点", max_length=LONGEST, help_text=HELP["risk"])
    harm = area("危害性", max_length=LONGEST, help_text=HELP["harm"])
    reason = area(
        "为什么提", max_length=LONGEST, help_text="看到了什么情况、想到了什么。说事不说人。"
    )

    class Meta:
        model = Suggestion
        fields = ("post", "found_by", "presence", "source", "risk", "harm", "reason")
        widgets = {
            "found_by": forms.RadioSelect,
            "presence": forms.RadioSelect,
        }
        help_texts = {"post": "提给岗位，不提给个人。"}

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts
        self.fields["post"].empty_label = "请选择岗位"
        self.fields["post"].label_from_instance = _post_label
        self.fields["found_by"].choices = self._meta.model._meta.get_field("found_by").choices
        self.fields["presence"].choices = PointVersion.Presence.choices
        for name, text in {
            "post": "请选择岗位。",
            "risk": "请写一句可能出现什么样的行为。",
            "reason": "请写一句为什么提。",
        }.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = text

    def clean(self):
        cleaned = super().clean()
        for finding in check_text("risk", cleaned.get("risk", "")):
            self.add_error("risk", finding.message)
        for name in ("source", "harm", "reason"):
            if is_damaged(cleaned.get(name, "")):
                self.add_error(name, DAMAGED)
        return cleaned


class DeclineForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label="不采纳的理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：这一步已由系统自动校验，本岗位不再经手。",
        error_messages={
            "required": "请写一句理由，让提建议的人了解情况。",
            "max_length": TOO_LONG,
        },
    )


def _post_label(post):
    places = [post.unit.name, post.section.name if post.section_id else "", post.name]
    return " · ".join(filter(None, places))
