"""Forms of the desk: the head of a questionnaire, one question."""

from django import forms
from django.utils import timezone

from registry.organisation.unit_fields import UnitField
from registry.papers.stamps import StampedForm
from registry.standing.fields import day_field, line_field

from .models import Question, Questionnaire
from .shipped import GRADES, PATTERNS

LONGEST_INTRO = 1000
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 10, 60
ENDS_BEFORE = "截止日期不会早于开始日期，请核对。"
OVER_ALREADY = "截止日期已经过了，请选今天或者以后的日期。"


class HeadForm(StampedForm):
    """`units`: about which the office may ask."""

    use_required_attribute = False

    title = line_field(
        Questionnaire, "title", required=True, help_text="如：2026 年办事满意度问卷。"
    )
    unit = UnitField(
        label="关于哪个单位",
        empty_label="请选择单位",
        error_messages={"required": "请选择关于哪个单位。", "invalid_choice": "请选择列出的单位。"},
    )
    audience = forms.ChoiceField(
        label="给谁答",
        choices=Questionnaire.Audience.choices,
        widget=forms.RadioSelect,
        help_text="两种都不用登录、不记名；知道链接的人都能打开。",
        error_messages={"required": "请选择给谁答。"},
    )
    opens_on = day_field("开始日期", required=True)
    closes_on = day_field("截止日期", required=True)
    intro = forms.CharField(
        label="开头的话",
        required=False,
        max_length=LONGEST_INTRO,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明为什么问、答了有什么用。",
        error_messages={"max_length": f"请写在 {LONGEST_INTRO} 字以内。"},
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)

    def clean_intro(self):
        return self.cleaned_data["intro"].replace("\0", "").strip()

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("opens_on"), cleaned.get("closes_on")
        if begins and ends and ends < begins:
            self.add_error("closes_on", ENDS_BEFORE)
        elif ends and ends < timezone.localdate():
            self.add_error("closes_on", OVER_ALREADY)
        return cleaned


class DraftForm(HeadForm):
    """A new one, blank or with the questions of a pattern."""

    pattern = forms.ChoiceField(
        label="从哪里开始",
        required=False,
        choices=[("", "空白"), *((key, each.label) for key, each in PATTERNS.items())],
        widget=forms.RadioSelect,
        help_text="题目是随软件提供的，都可以改、可以删。",
    )
    field_order = ["pattern"]

    def clean(self):
        """The words of the pattern begin it, where none were written."""
        cleaned = super().clean()
        if cleaned.get("pattern") and not cleaned.get("intro"):
            cleaned["intro"] = PATTERNS[cleaned["pattern"]].intro
        return cleaned


class QuestionForm(StampedForm):
    use_required_attribute = False

    text = line_field(
        Question, "text", required=True, help_text="一题只问一件事；问事情和环节，不问是谁。"
    )
    kind = forms.ChoiceField(
        label="怎样回答",
        choices=Question.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样回答。"},
    )
    options = forms.CharField(
        label="选项",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"每行一项，{FEWEST_OPTIONS} 到 {MOST_OPTIONS} 项。评价题不写的，用"
        f"{'、'.join(GRADES)}；写几句话的题不用填。",
    )
    is_required = forms.BooleanField(label="必须回答", required=False)
    field_order = ["text", "kind", "options", "is_required"]

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        found = _options_in(cleaned.get("options", ""))
        if kind == Question.Kind.TEXT:
            found = []
        elif kind == Question.Kind.GRADE and not found:
            found = list(GRADES)
        elif kind and (problem := _problem_of(found)):
            self.add_error("options", problem)
        cleaned["options"] = found
        return cleaned


def initial_of(question):
    return {
        "text": question.text,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "is_required": question.is_required,
    }


def _options_in(text):
    """One a line, each once."""
    lines = (" ".join(line.replace("\0", "").split()) for line in text.splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def _problem_of(options):
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return f"请写 {FEWEST_OPTIONS} 到 {MOST_OPTIONS} 个不同的选项，每行一个。"
    if any(len(option) > LONGEST_OPTION for option in options):
        return f"每个选项请写在 {LONGEST_OPTION} 字以内。"
    return ""
