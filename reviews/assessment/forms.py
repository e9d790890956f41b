"""Forms of the assessment: what is made of a proposal, how lines count, one point of a study."""

from datetime import timedelta
from itertools import pairwise

from django import forms

from registry.papers.stamps import StampedForm
from registry.tables.text import month_and_day

from . import setting
from .gathering import KINDS
from .models import AssessmentRules, StudyItem
from .studying import month_of, quarter_of

LONGEST = 1000
TOO_LONG = {"max_length": f"请写在 {LONGEST} 字以内。"}
CONFIRM, DISMISS = "confirm", "dismiss"
_DAY = timedelta(days=1)


class ProposalForm(forms.Form):
    """`key` names the proposal that was on the page: another is refused."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label="怎样办理",
        choices=[(CONFIRM, "确认：发出预警"), (DISMISS, "不采纳")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择确认还是不采纳。"},
    )
    words = forms.CharField(
        label="预警事由，或者不采纳的理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="确认的，事由会写进预警，当事岗位看得到：只写看得见的事实，不写来源，对岗不对人。",
        error_messages={"required": "请写一句事由或者理由。", **TOO_LONG},
    )


class RulesForm(StampedForm):
    """Every colour but red has the points it starts from; blank, it is not proposed."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        model = forms.fields_for_model(AssessmentRules, ["is_on", "half_life_days", *KINDS, "note"])
        self.fields.update(model)
        for name in KINDS:
            self.fields[name].help_text = ""
        for colour in setting.colours():
            self.fields[f"from_{colour.pk}"] = forms.IntegerField(
                label=f"{colour.label}：从几分起",
                required=False,
                min_value=1,
                max_value=1000,
                help_text="不填就不建议这种颜色。",
            )

    @property
    def of_facts(self):
        return [self[name] for name in KINDS if not name.startswith("signal")]

    @property
    def of_signals(self):
        return [self[name] for name in KINDS if name.startswith("signal")]

    @property
    def of_colours(self):
        return [self[f"from_{colour.pk}"] for colour in setting.colours()]

    def clean(self):
        cleaned = super().clean()
        names = [f"from_{colour.pk}" for colour in setting.colours()]
        starts = [(cleaned.get(name), name) for name in names if cleaned.get(name)]
        for (lower, _), (higher, name) in pairwise(starts):
            if higher <= lower:
                self.add_error(name, "分数线应当比前一种颜色的高。")
        if cleaned.get("is_on") and not starts:
            self.add_error(names[0], "启用评估，至少填一条分数线。")
        return cleaned


class StudyForm(forms.Form):
    """Which period a study looks at."""

    use_required_attribute = False

    period = forms.ChoiceField(
        label="哪一期",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择按月还是按季度。",
            "invalid_choice": "请选择列出的一期。",
        },
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        last_month = month_of(month_of(today)[0] - _DAY)
        self._periods = {
            "month": month_of(today),
            "last_month": last_month,
            "quarter": quarter_of(today),
        }
        names = {"month": "本月", "last_month": "上月", "quarter": "本季度"}
        self.fields["period"].choices = [
            (key, f"{names[key]}（{month_and_day(first)}至{month_and_day(last)}）")
            for key, (first, last) in self._periods.items()
        ]

    @property
    def days(self):
        return self._periods[self.cleaned_data["period"]]


class StudyItemForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="决定",
        choices=StudyItem.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样决定。"},
    )
    why = forms.CharField(
        label="理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="除了“维持”，这段话会提给岗位：只写看得见的事实，不写来源。",
        error_messages={"required": "请写一句理由。", **TOO_LONG},
    )
    measure = forms.CharField(
        label="建议的措施",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="增加措施时写。",
        error_messages=TOO_LONG,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == StudyItem.Outcome.MEASURE and not cleaned.get("measure"):
            self.add_error("measure", "请写建议增加什么措施。")
        return cleaned
