"""Forms of self-checks: an answer for each measure, what a second person found, the filter."""

from django import forms
from django.utils import timezone

from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.papers.stamps import StampedForm
from registry.search.words import mentioning
from registry.tasks.forms import ACCEPTED, FilesField, FilesInput
from registry.tasks.models import Task, TaskState

from .answering import Answer
from .kinds import ANSWERING
from .models import SelfCheckAnswer, failed

Said = SelfCheckAnswer.Said
ANY = ("", "全部")


class AnswersForm(StampedForm):
    """Three fields for each measure, `said-<id>`, `why-<id>`, `evidence-<id>`; a draft may leave
    any of them open. `asks_all`: it is handed in.
    """

    use_required_attribute = False

    note = forms.CharField(
        label="总的情况",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="这段时间本岗位的措施总的做得怎样，有什么难处。请不要写无关人员的姓名。",
    )
    files = FilesField(
        label="材料",
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        help_text="PDF、DOCX、PNG、JPG，每个不超过 20 MB，可以一次选几个，也可以分几次。",
        error_messages={"empty": "文件是空的，请检查。"},
    )

    def __init__(self, *args, measures, draft, asks_all, **kwargs):
        self.measures, self._asks_all = measures, asks_all
        super().__init__(*args, **kwargs)
        for place, measure in enumerate(measures, start=1):
            self._add(measure.pk, place, draft.get(str(measure.pk), {}))
        self.order_fields([*(name for name in self.fields if "-" in name), "note", "files"])

    def _add(self, pk, place, kept):
        label = f"第 {place} 条"
        self.fields[f"said-{pk}"] = forms.ChoiceField(
            label="做到没有",
            choices=Said.choices,
            required=self._asks_all,
            initial=kept.get("said", ""),
            widget=forms.RadioSelect,
            error_messages={"required": f"{label}还没有选做到没有。"},
        )
        self.fields[f"why-{pk}"] = forms.CharField(
            label="部分做到、没有做到的，为什么",
            required=False,
            max_length=500,
            initial=kept.get("why", ""),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"evidence-{pk}"] = forms.CharField(
            label="看什么材料",
            required=False,
            max_length=200,
            initial=kept.get("evidence", ""),
            widget=forms.TextInput(attrs={"placeholder": "例：登记簿 3 月各页"}),
        )

    def rows(self):
        """[(the measure, its three bound fields)]."""
        for measure in self.measures:
            names = (f"{name}-{measure.pk}" for name in ("said", "why", "evidence"))
            yield measure, *(self[name] for name in names)

    def clean(self):
        asked = super().clean()
        for place, measure in enumerate(self.measures, start=1):
            wanting = asked.get(f"said-{measure.pk}") in (Said.PARTLY, Said.NOT_DONE)
            if self._asks_all and wanting and not asked.get(f"why-{measure.pk}"):
                self.add_error(f"why-{measure.pk}", f"第 {place} 条请写一句为什么。")
        return asked

    def _of(self, pk):
        names = ("said", "why", "evidence")
        return {name: self.cleaned_data.get(f"{name}-{pk}") or "" for name in names}

    @property
    def draft(self):
        return {str(measure.pk): self._of(measure.pk) for measure in self.measures}

    @property
    def answers(self):
        return [Answer(measure.pk, **self._of(measure.pk)) for measure in self.measures]


class SampleForm(forms.Form):
    """Two fields for each answer drawn, `holds-<id>` and `why-<id>`."""

    use_required_attribute = False

    def __init__(self, *args, answers, **kwargs):
        self.answers = list(answers)
        super().__init__(*args, **kwargs)
        for answer in self.answers:
            self.fields[f"holds-{answer.pk}"] = forms.ChoiceField(
                label="看过材料，是不是这样",
                choices=[("yes", "属实"), ("no", "与所说不符")],
                widget=forms.RadioSelect,
                error_messages={"required": f"第 {answer.position} 条还没有选。"},
            )
            self.fields[f"why-{answer.pk}"] = forms.CharField(
                label="不符的，差在哪里",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self):
        for answer in self.answers:
            yield answer, self[f"holds-{answer.pk}"], self[f"why-{answer.pk}"]

    def clean(self):
        asked = super().clean()
        for answer in self.answers:
            if asked.get(f"holds-{answer.pk}") == "no" and not asked.get(f"why-{answer.pk}"):
                text = f"第 {answer.position} 条请写清差在哪里，对方才知道怎么补。"
                self.add_error(f"why-{answer.pk}", text)
        return asked

    @property
    def findings(self):
        asked = self.cleaned_data
        return {
            each.pk: (asked[f"holds-{each.pk}"] == "yes", asked[f"why-{each.pk}"])
            for each in self.answers
        }


class CheckFilter(UnitChoiceForm):
    """Self-checks that a person sees: by turn, by how far they are."""

    STATES = [
        ANY,
        ("waiting", "还没有交的"),
        (TaskState.LATE.value, "过期没有交的"),
        (TaskState.DONE.value, "交了的"),
        ("unconfirmed", "等抽查的"),
        ("failed", "有没有做到、不符的"),
    ]

    words = forms.CharField(label="关键词", required=False, max_length=100)
    turn = forms.ChoiceField(label="哪一次", required=False)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)

    field_order = ("words", "turn", "state", "unit_named", "unit")

    def __init__(self, data, *, tasks):
        super().__init__(data)
        self._tasks, self.day = tasks.filter(kind=ANSWERING.name), timezone.localdate()
        titles = self._tasks.order_by("-opens_on").values_list("title", "opens_on").distinct()
        self.fields["turn"].choices = [ANY, *((t, t) for t in dict.fromkeys(t for t, _ in titles))]
        self.offer_units(units_with(self._tasks))

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in self.fields)

    def narrowed(self):
        self.is_valid()
        asked = self.cleaned_data
        words = ("title", "post__name", "person__name")
        found = self._tasks.filter(mentioning(words, asked.get("words") or ""))
        found = found.filter(self.place.narrowed(), waived_at=None, opens_on__lte=self.day)
        if asked.get("turn"):
            found = found.filter(title=asked["turn"])
        return in_state(found, asked.get("state"), self.day)


def in_state(tasks, state, day):
    answers = SelfCheckAnswer.objects.all()
    if state == "waiting":
        return tasks.unsettled()
    if state == "unconfirmed":
        drawn = answers.filter(is_drawn=True, finding=None)
        return tasks.filter(self_check__in=drawn.values("check_made"))
    if state == "failed":
        return tasks.filter(self_check__in=failed(answers).values("check_made"))
    return Task.objects.in_state(state, day).filter(pk__in=tasks.values("pk")) if state else tasks
