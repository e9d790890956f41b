"""The form of one risk point: strict for saving, lenient for drafts that are half filled."""

from django import forms
from django.utils.html import format_html

from registry.papers.stamps import StampedForm
from risks import phrasing
from risks.adjusting import missing_reason
from risks.models import PointVersion

from .options import matter_links, matter_value

LONGEST = 500
PARTS = ("source", "risk", "harm")
TOO_LONG = "这一段超过 %(limit_value)d 个字了，请写得精炼一些，或者分成几个风险点。"
DAMAGED = "里面有无法显示的字符，请删去后重新输入。"
BY_PROGRAMME = "按年度方案（推荐）"
HELP = {
    "source": "什么情况下容易出问题。如：材料由一人收、一人审。",
    "risk": "可能出现的行为。如：对不符合条件的申请放宽把关。",
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


def _answer_field(question):
    """Radio buttons for one answer, boxes to tick where several may hold."""
    choices = [
        (value, format_html('{}<span class="choice-help">{}</span>', label, help_text))
        for value, label, help_text in question.options
    ]
    given = {"label": question.label, "choices": choices, "required": False}
    if question.many:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **given)
    return forms.TypedChoiceField(coerce=int, empty_value=None, widget=forms.RadioSelect, **given)


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
    level = forms.TypedChoiceField(label="风险等级", coerce=int, empty_value=None, required=False)
    level_after = forms.TypedChoiceField(
        label="措施落实以后，还剩哪一级（可以不填）",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="防控措施都落实了，这个风险还有多要紧。不会高于上面评定的等级。",
    )
    level_why = area("调整等级的理由", max_length=LONGEST)
    why = area(
        "调整理由",
        max_length=LONGEST,
        help_text="这一条在台账里已经生效。为什么要改，写一句，审核人会看到；等级降低时必须写。",
    )
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

    def __init__(self, *args, options, standing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.options, self.standing = options, standing
        if standing is None:
            del self.fields["why"]
        self.fields["duty"].choices = [("", "先不归到职责下"), *options.duties]
        self.fields["matter"].choices = options.matters
        self.fields["level"].choices = [("", "采用系统建议"), *options.levels]
        self.fields["level_after"].choices = [("", "不评定"), *options.levels]
        if not options.terms.asks_level_after:
            del self.fields["level_after"]
        for question in options.terms.questions:
            self.fields[question.name] = _answer_field(question)

    def clean(self):
        cleaned = super().clean()
        for field in (*PARTS, "text", "level_why", "ground", "why"):
            if phrasing.is_damaged(cleaned.get(field, "")):
                self.add_error(field, DAMAGED)
        return cleaned

    def content(self):
        """Plain data of the point, without its measures; codes left out take their defaults."""
        cleaned = self.cleaned_data
        given = {
            field: cleaned[field]
            for field in (*PARTS, "level_why", "found_by", "way", "presence", "kind")
            if cleaned.get(field)
        }
        return {
            **given,
            **self._wording(),
            **self._visibility(),
            **matter_links(cleaned.get("matter", "")),
            "duty": cleaned.get("duty"),
            "level": cleaned.get("level"),
            "level_after": cleaned.get("level_after", self.options.level_after),
            "answers": self.answers(),
        }

    @property
    def reason(self):
        """The reason of an adjustment; blank where nothing is in force to be adjusted."""
        return self.cleaned_data.get("why", "")

    def answers(self):
        """What the scheme of the year asked and was answered: {question: value or codes}."""
        names = [question.name for question in self.options.terms.questions]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def asked(self):
        """The fields of the scheme, for the page."""
        return [self[question.name] for question in self.options.terms.questions]

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


class MeasuresRoundForm(PointDraftForm):
    """The round after publicity [2]: the words and the level are not asked for again."""

    ASKED = ("stamp", "place", "level_after")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.ASKED):
            del self.fields[name]

    def content(self):
        """What the round is about, beside the measures."""
        return {"level_after": self.cleaned_data.get("level_after", self.options.level_after)}


class PointForm(PointDraftForm):
    """What a saved point has: three parts, type, what the scheme asks; reasons where needed."""

    REQUIRED = {
        "source": "请写一句风险源：什么情况下容易出问题。",
        "risk": "请写一句风险点：可能出现什么样的行为。",
        "harm": "请写一句危害性：万一发生，谁会受到什么影响。",
        "kind": "请选择风险类型。拿不准时可以选“岗位职责”。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, message in self.REQUIRED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message
        for question in self.options.terms.questions:
            field = self.fields[question.name]
            field.required = True
            field.error_messages["required"] = f"请选择{field.label}。"

    def clean(self):
        cleaned = super().clean()
        self._check_phrasing(cleaned)
        self._check_level(cleaned)
        self._check_level_after(cleaned)
        self._check_why(cleaned)
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
            if finding.severity == phrasing.ERROR and not self.has_error(finding.part):
                self.add_error(finding.part, f"{finding.message}例：{finding.example}。")

    def _check_level(self, cleaned):
        chosen = cleaned.get("level")
        proposed = self.options.terms.proposed_level(self.answers())
        if chosen and proposed and chosen != proposed.pk and not cleaned.get("level_why"):
            self.add_error("level_why", f"选的等级与系统建议的{proposed}不同，请写一句理由。")

    def _check_level_after(self, cleaned):
        kept = self._kept_level(cleaned)
        given = (kept and kept.pk, cleaned.get("level_after"))
        if text := self.options.terms.problem_after(*given):
            self.add_error("level_after", text)

    def _check_why(self, cleaned):
        """Only of a point in force, and only once its level goes down."""
        if "why" not in self.fields or self.has_error("why"):
            return
        if text := missing_reason(self.standing, self._kept_level(cleaned), cleaned.get("why", "")):
            self.add_error("why", text)

    def _kept_level(self, cleaned):
        """The level chosen, else the one proposed; None while neither is there."""
        levels = {level.pk: level for level in self.options.terms.levels}
        return levels.get(cleaned.get("level")) or self.options.terms.proposed_level(self.answers())


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
