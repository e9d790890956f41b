"""The form of one risk point: strict for saving, lenient for drafts that are half filled."""

from django import forms
from django.utils.html import format_html

from registry.papers.stamps import StampedForm
from risks import phrasing
from risks.models import PointVersion

from .options import matter_links, matter_value

LONGEST = 500
PARTS = ("source", "risk", "harm")
TOO_LONG = "这一段超过 %(limit_value)d 个字了，请写得精炼一些，或者分成几个风险点。"
BY_PROGRAMME = "按年度方案（推荐）"
HELP = {
    "source": "什么情况下容易出问题。如：材料由一人收、一人审。",
    "risk": "可能出现的行为。如：放宽接收条件。",
    "harm": "万一发生，谁会受到什么影响。如：其他学生失去公平机会。",
}


def area(label, **kwargs):
    rows = kwargs.pop("rows", 2)
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG},
        **kwargs,
    )


def choice(label, choices, **kwargs):
    return forms.ChoiceField(label=label, choices=choices, required=False, **kwargs)


class PointDraftForm(StampedForm):
    """Takes what there is: a half-filled point is kept, only what cannot be stored is refused."""

    use_required_attribute = False

    place = forms.IntegerField(widget=forms.HiddenInput, required=False)
    duty = forms.TypedChoiceField(
        label="对应的岗位职责", coerce=int, empty_value=None, required=False
    )
    source = area("风险源", max_length=LONGEST, help_text=HELP["source"])
    risk = area("风险点", max_length=LONGEST, help_text=HELP["risk"])
    harm = area("危害性", max_length=LONGEST, help_text=HELP["harm"])
    kind = choice("风险类型", [("", "请选择"), *PointVersion.Kind.choices])
    likelihood = forms.TypedChoiceField(
        label="可能性", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    severity = forms.TypedChoiceField(
        label="危害程度", coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    level = forms.TypedChoiceField(label="风险等级", coerce=int, empty_value=None, required=False)
    level_why = area("调整等级的理由", max_length=LONGEST)
    wording = choice("表述方法", PointVersion.Wording.choices, widget=forms.RadioSelect)
    text = area("完整表述", max_length=2 * LONGEST, rows=3, help_text="选“自行表述”时填写整句话。")
    found_by = choice("查找方式", PointVersion.FoundBy.choices)
    way = choice("查找方法", PointVersion.Way.choices)
    presence = choice("存在的还是潜在的", PointVersion.Presence.choices)
    matter = choice("对应的职权或环节", [])
    visibility = choice("公开范围", [("", BY_PROGRAMME), *PointVersion.Visibility.choices])
    ground = forms.CharField(
        label="不公开的理由",
        max_length=200,
        required=False,
        help_text="如国家秘密、商业秘密、个人隐私。",
    )

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        self.fields["duty"].choices = [("", "先不归到职责下"), *options.duties]
        self.fields["matter"].choices = options.matters
        self.fields["level"].choices = [("", "采用系统建议"), *options.levels]
        for factor in ("likelihood", "severity"):
            self.fields[factor].choices = [
                (value, format_html('{}<span class="choice-help">{}</span>', label, help_text))
                for value, label, help_text in options.factor(factor)
            ]

    def clean(self):
        cleaned = super().clean()
        for field in (*PARTS, "text", "level_why", "ground"):
            if phrasing.is_damaged(cleaned.get(field, "")):
                self.add_error(field, "里面有无法显示的字符，请删去后重新输入。")
        return cleaned

    def content(self):
        """Plain data of the point, without its measures; codes left out take their defaults."""
        cleaned = self.cleaned_data
        given = {
            field: cleaned[field]
            for field in (*PARTS, "level_why", "found_by", "way", "presence", "kind")
            if cleaned.get(field)
        }
        answers = {
            factor: cleaned[factor]
            for factor in ("likelihood", "severity")
            if cleaned.get(factor) is not None
        }
        return {
            **given,
            **self._wording(),
            **self._visibility(),
            **matter_links(cleaned.get("matter", "")),
            "duty": cleaned.get("duty"),
            "level": cleaned.get("level"),
            "answers": answers,
        }

    def _wording(self):
        """Own wording only once there is a text for it: a draft may be half filled."""
        wording = self.cleaned_data.get("wording") or phrasing.CAUSE_EFFECT
        text = self.cleaned_data.get("text", "")
        if wording != phrasing.OWN:
            return {"wording": wording, "text": ""}
        return {"wording": wording if text else phrasing.CAUSE_EFFECT, "text": text}

    def _visibility(self):
        """Withheld only once there is a ground for it."""
        visibility = self.cleaned_data.get("visibility", "")
        ground = self.cleaned_data.get("ground", "")
        if visibility != PointVersion.Visibility.WITHHELD:
            return {"visibility": visibility, "ground": ""}
        return {"visibility": visibility if ground else "", "ground": ground}


class PointForm(PointDraftForm):
    """What a saved point has: three parts, type, likelihood and harm; reasons where they belong."""

    REQUIRED = {
        "source": "请写一句风险源：什么情况下容易出问题。",
        "risk": "请写一句风险点：可能出现什么样的行为。",
        "harm": "请写一句危害性：万一发生，谁会受到什么影响。",
        "kind": "请选择风险类型。拿不准时可以选“岗位职责”。",
        "likelihood": "请选择可能性。",
        "severity": "请选择危害程度。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, message in self.REQUIRED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message

    def clean(self):
        cleaned = super().clean()
        self._check_phrasing(cleaned)
        self._check_level(cleaned)
        if cleaned.get("visibility") == PointVersion.Visibility.WITHHELD and not cleaned["ground"]:
            self.add_error("ground", "选了不公开，请写一句理由，如“涉及个人隐私”。")
        return cleaned

    def _check_phrasing(self, cleaned):
        parts = phrasing.Parts(
            *(cleaned.get(part, "") for part in PARTS),
            wording=cleaned.get("wording") or phrasing.CAUSE_EFFECT,
            text=cleaned.get("text", ""),
        )
        for finding in phrasing.check(parts):
            if not self.has_error(finding.part):
                self.add_error(finding.part, f"{finding.message}例：{finding.example}。")

    def _check_level(self, cleaned):
        chosen = cleaned.get("level")
        answers = {factor: cleaned.get(factor) for factor in ("likelihood", "severity")}
        proposed = self.options.terms.proposed_level(answers)
        if chosen and proposed and chosen != proposed.pk and not cleaned.get("level_why"):
            self.add_error("level_why", f"选的等级与系统建议的{proposed}不同，请写一句理由。")


def initial_of(content, terms):
    """What the form of a saved point begins with; choices that follow the rules stay open."""
    proposed = terms.proposed_level(content["answers"])
    follows = proposed is not None and proposed.pk == content["level"]
    shown = terms.default_visibility(content["level"])
    return {
        **content,
        **content["answers"],
        "matter": matter_value(content),
        "level": None if follows else content["level"],
        "visibility": "" if content["visibility"] == shown else content["visibility"],
    }
