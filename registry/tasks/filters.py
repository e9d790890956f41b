"""What a list of tasks is narrowed by."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.search.words import mentioning

from .calendar import MONTH
from .kinds import offered
from .models import TaskState

ANY = ("", "全部")
# What nobody asks about is what is over: it is shown when one says so.
STATES = [("", "没办完的"), ("all", "全部"), *TaskState.choices]
WHOSE = [("", "我看得到的"), ("mine", "我要办的"), ("mine_done", "我办完的")]


class TaskFilter(UnitChoiceForm):
    """`tasks` are those in question, `person` who reads; a value not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    whose = forms.ChoiceField(label="范围", choices=WHOSE, required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    kind = forms.ChoiceField(label="种类", required=False)
    month = forms.CharField(
        label="期限在",
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"}),
    )

    year = forms.TypedChoiceField(label="期限年度", required=False, coerce=int, empty_value=None)

    field_order = ("words", "whose", "state", "kind", "year", "month", "unit_named", "unit")

    def __init__(self, data, *, tasks, person):
        super().__init__(data)
        self._tasks, self._person, self.day = tasks, person, timezone.localdate()
        kinds = [(kind.name, kind.label) for kind in offered()]
        self.fields["kind"].choices = [ANY, *kinds]
        years = range(self.day.year + 1, self.day.year - 5, -1)
        self.fields["year"].choices = [ANY, *((year, f"{year} 年") for year in years)]
        if len(kinds) == 1:
            del self.fields["kind"]
        self.offer_units(units_with(tasks))

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in self.fields)

    def narrowed(self):
        self.is_valid()
        asked = self.cleaned_data
        tasks = self._tasks.filter(
            mentioning(("title", "post__name", "person__name"), asked.get("words") or "")
        )
        tasks = tasks.filter(self.place.narrowed(), _due_in(asked.get("month")))
        if asked.get("year"):
            tasks = tasks.filter(due_on__year=asked["year"])
        if asked.get("kind"):
            tasks = tasks.filter(kind=asked["kind"])
        if asked.get("whose") == "mine":
            tasks = tasks.addressed_to(self._person, self.day)
        if asked.get("whose") == "mine_done":
            return tasks.filter(done_by=self._person)
        return self._in_state(tasks, asked.get("state"))

    def _in_state(self, tasks, state):
        if state == "all":
            return tasks
        return tasks.in_state(state, self.day) if state else tasks.unsettled()


def _due_in(month):
    """A condition on the day a task is due, of a month like 2026-03; any for what is not one."""
    asked = MONTH.fullmatch(month or "")
    return Q(due_on__year=int(asked[1]), due_on__month=int(asked[2])) if asked else Q()
