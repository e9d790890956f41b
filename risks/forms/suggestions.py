"""Raising a point for another post, and declining one."""

from django import forms

from risks import suggesting
from risks.models import PointVersion, Suggestion
from risks.phrasing import check_text, is_damaged

from .points import DAMAGED, HELP, LONGEST, TOO_LONG, area

FoundBy = PointVersion.FoundBy
OFFERED = (FoundBy.LEADER, FoundBy.MUTUAL, FoundBy.EXPERT, FoundBy.MASSES)
BY_SEAT = (
    "按您和这个岗位的关系选：分管、主管的领导是“领导点”，本单位的同事是“互相查”；"
    "专家的意见由防控办代为记下；其余都是“群众提”。"
)


class SuggestionForm(forms.ModelForm):
    """`posts`: for which posts this person may raise a point; `reach`: how far the person reaches,
    which says in which ways a point of each of them may have been found.
    """

    use_required_attribute = False

    source = area("风险源", max_length=LONGEST, help_text=HELP["source"])
    risk = area("风险点", max_length=LONGEST, help_text=HELP["risk"])
    harm = area("危害性", max_length=LONGEST, help_text=HELP["harm"])
    measure = area(
        "建议的措施", max_length=LONGEST, help_text="可以不写。采纳时和风险点一起写进表里。"
    )
    reason = area(
        "为什么提", max_length=LONGEST, help_text="看到了什么情况、想到了什么。说事不说人。"
    )

    class Meta:
        model = Suggestion
        fields = ("post", "found_by", "presence", "source", "risk", "harm", "measure", "reason")
        widgets = {
            "found_by": forms.RadioSelect,
            "presence": forms.RadioSelect,
        }
        help_texts = {"post": "提给岗位，不提给个人。", "found_by": BY_SEAT}

    def __init__(self, *args, posts, reach, **kwargs):
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["post"].queryset = posts
        self.fields["post"].empty_label = "请选择岗位"
        self.fields["post"].label_from_instance = _post_label
        offers = {tuple(suggesting.ways_of(reach, post)) for post in posts}
        ways = [way for way in OFFERED if any(way in offer for offer in offers)]
        self.fields["found_by"].choices = [(way.value, way.label) for way in ways]
        # Where posts differ none is chosen beforehand: it might not be one of the post's.
        self.initial["found_by"] = ways[0].value if len(offers) == 1 else ""
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
        post, way = cleaned.get("post"), cleaned.get("found_by")
        if post and way and (said := suggesting.problem_with_way(self.reach, post, way)):
            self.add_error("found_by", said)
        for finding in check_text("risk", cleaned.get("risk", "")):
            self.add_error("risk", finding.message)
        for name in ("source", "harm", "measure", "reason"):
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
