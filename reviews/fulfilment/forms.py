"""Forms of measures carried out: what somebody else found; what the list is narrowed by."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.search.words import mentioning
from registry.tasks.models import Task, TaskState

from .models import MeasureFinding

Applied = MeasureFinding.Applied
UNDERWAY, TO_CHECK, WANTING = "", "to_check", "wanting"
STATES = [
    (UNDERWAY, "还没有了结的"),
    ("all", "全部"),
    *((state.value, state.label) for state in (TaskState.OPEN, TaskState.LATE)),
    (TO_CHECK, "等核对的"),
    ("yes", "真正落实了的"),
    (WANTING, "部分落实、没有落实的"),
    (TaskState.WAIVED.value, TaskState.WAIVED.label),
]
WHOSE = [("", "我看得到的"), ("mine", "我要办的"), ("to_check", "我要核对的")]


class CheckForm(forms.Form):
    use_required_attribute = False

    applied = forms.ChoiceField(
        label="真正落实了吗",
        choices=Applied.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是、部分或者否。"},
    )
    why = forms.CharField(
        label="理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选“部分”“否”的请写清差在哪里；说事情，不评价人。",
    )
    again_by = forms.DateField(
        label="请在哪天前补做",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="要对方补做的才填，系统会开一项补做的任务。",
        error_messages={"invalid": "请写成 2026-03-31 这样的日期。"},
    )

    def clean(self):
        asked = super().clean()
        wanting = asked.get("applied") in (Applied.PARTLY, Applied.NO)
        if wanting and not asked.get("why", "").strip():
            self.add_error("why", "请写一句理由，对方才知道差在哪里。")
        if asked.get("again_by") and asked.get("applied") == Applied.YES:
            self.add_error("again_by", "已经落实的不用补做。")
        if asked.get("again_by") and asked["again_by"] < timezone.localdate():
            self.add_error("again_by", "补做的日子已经过了，请往后选。")
        return asked


class TurnFilter(UnitChoiceForm):
    words = forms.CharField(label="关键词", required=False, max_length=100)
    whose = forms.ChoiceField(label="范围", choices=WHOSE, required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)

    year = forms.IntegerField(
        label="年度",
        required=False,
        min_value=2000,
        max_value=2999,
        widget=forms.NumberInput(attrs={"placeholder": "全部"}),
    )

    field_order = ("words", "whose", "state", "year", "unit_named", "unit")

    def __init__(self, data, *, turns, reader):
        super().__init__(data)
        self._turns, self._reader, self.day = turns, reader, timezone.localdate()
        tasks = Task.objects.visible_to(reader).filter(measure_turn__isnull=False)
        self.offer_units(units_with(tasks))

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in self.fields)

    def narrowed(self):
        self.is_valid()
        asked = self.cleaned_data
        words = ("version__text", "version__cites", "task__post__name")
        found = self._turns.filter(mentioning(words, asked.get("words") or ""))
        found = found.filter(self.place.narrowed("task__unit"))
        if asked.get("year"):
            found = found.filter(task__due_on__year=asked["year"])
        return self._in_state(self._of_whom(found, asked.get("whose")), asked.get("state"))

    def _of_whom(self, found, whose):
        mine = Task.objects.addressed_to(self._reader, self.day).order_by().values("pk")
        if whose == "mine":
            return found.filter(task__in=mine)
        return found.filter(checking__in=mine) if whose == TO_CHECK else found

    def _in_state(self, found, state):
        if state == "all":
            return found
        if state == TO_CHECK:
            return found.unchecked()
        if state == "yes":
            return found.filter(finding__applied=Applied.YES)
        if state == WANTING:
            return found.filter(finding__applied__in=[Applied.PARTLY, Applied.NO])
        if state:
            return found.filter(task__in=Task.objects.in_state(state, self.day).order_by())
        return found.filter(Q(finding=None), task__waived_at=None)
