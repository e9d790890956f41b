"""Forms of the rules register: narrowing it, the facts of a rule, what became of it."""

from django import forms

from registry.files.storing import check_text
from registry.organisation.models import Post, Unit
from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.papers.stamps import StampedForm
from registry.standing.fields import TOO_EARLY, comes_too_early, day_field, line_field

from .models import Rule, RuleChange, RuleState

ANY = ("", "全部")


class RuleFilter(UnitChoiceForm):
    """What the list is narrowed by; a value that is not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    kind = forms.ChoiceField(label="种类", choices=[ANY, *Rule.Kind.choices], required=False)
    state = forms.ChoiceField(label="状态", choices=[ANY, *RuleState.choices], required=False)

    field_order = ("words", "kind", "state", "unit_named", "unit")

    def __init__(self, data, *, rules, day):
        super().__init__(data)
        self._rules, self._day = rules, day
        self.offer_units(units_with(rules), empty="全部")

    @property
    def is_narrowed(self):
        self.is_valid()
        return any(self.cleaned_data.values())

    def narrowed(self):
        self.is_valid()
        asked = self.cleaned_data
        rules = self._rules.mentioning(asked.get("words") or "").filter(self.place.narrowed())
        if asked.get("kind"):
            rules = rules.filter(kind=asked["kind"])
        return rules.in_state(asked["state"], self._day) if asked.get("state") else rules


class RuleForm(StampedForm):
    """The facts of a rule, its text as a file, the posts it covers.

    `units` are those it may be added for; None where it is mended, then of the unit of `rule`.
    """

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    title = line_field(Rule, "title", required=True, help_text="写全称，不用写书名号。")
    kind = forms.ChoiceField(
        label="种类",
        choices=[("", "请选择"), *Rule.Kind.choices],
        error_messages={"required": "请选择种类。"},
    )
    number = line_field(Rule, "number", help_text="例：和一中〔2026〕3号；没有就空着。")
    issued_on = day_field("印发日期")
    in_force_from = day_field("施行日期", help_text="拿不准就空着。")
    why = line_field(Rule, "why", help_text="因哪类风险制定或修订，一句话。可以不填。")
    file = forms.FileField(
        label="正文",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={"empty": "文件是空的，请检查。"},
    )
    posts = forms.ModelMultipleChoiceField(
        label="适用岗位",
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选也可以：有措施引用这项制度的岗位会自动列出。",
    )

    def __init__(self, *args, units=None, rule=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is None or len(units) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units
        self.fields["posts"].queryset = _posts(units if rule is None else [rule.unit], rule)
        self.fields["posts"].label_from_instance = _post_name

    def clean_title(self):
        return self.cleaned_data["title"].strip("《》 ")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            check_text(file, file.name)
        return file

    def clean(self):
        cleaned = super().clean()
        if comes_too_early(cleaned):
            self.add_error("in_force_from", TOO_EARLY)
        return cleaned


class RuleChangeForm(forms.Form):
    """Superseded or repealed from a day on."""

    kind = forms.ChoiceField(
        label="变动",
        choices=[("superseded", "由新制度替代"), ("repealed", "废止")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是被替代还是废止。"},
    )
    on = day_field("生效日期", required=True)
    by_what = line_field(RuleChange, "by_what", help_text="例：班子会议决定。可以不填。")
    replaced_by = forms.ModelChoiceField(
        label="由哪一项替代",
        queryset=Rule.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="只在被替代时选。新的一项请先入库。",
    )

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = rules
        self.fields["replaced_by"].label_from_instance = lambda rule: rule.citation

    def clean(self):
        cleaned = super().clean()
        supersedes = cleaned.get("kind") == RuleChange.Kind.SUPERSEDED
        if supersedes and not cleaned.get("replaced_by"):
            self.add_error("replaced_by", "请选由哪一项制度替代；新的一项请先入库。")
        if not supersedes and cleaned.get("replaced_by"):
            self.add_error("replaced_by", "只有被替代时才选由哪一项替代。")
        return cleaned


def _posts(units, rule):
    """Posts of these units that are there today; what the rule names already stays on offer."""
    found = Post.objects.filter(unit__in=units, closed_on__isnull=True)
    if rule is not None:
        found = found | Post.objects.filter(rules=rule)
    return found.select_related("section", "unit").distinct()


def _post_name(post):
    return f"{post.section.name} · {post.name}" if post.section_id else post.name
