"""The table of steps from which a chart is drawn: what is typed, judged and shown again.

Ways are chosen by the key of a row, so that rows may move and names change.
"""

from django import forms
from django.db.models import Q

from registry.organisation.models import Post
from registry.papers.stamps import StampedForm

from . import flow, separation
from .chart_samples import SAMPLES
from .checklist import Fault
from .content import content_of, says_the_same
from .entry import current_of
from .forms import MOST_STEPS
from .models import FlowEdge, FlowNode

PREFIX = "steps"
WAYS = 3  # shown for each step; more where the chart has them already
NEXT, NOWHERE = "", "-"


def _line(model, name, placeholder=""):
    column = model._meta.get_field(name)
    return forms.CharField(
        label=str(column.verbose_name),
        required=False,
        max_length=column.max_length,
        widget=forms.TextInput(attrs={"placeholder": placeholder} if placeholder else {}),
        error_messages={"max_length": f"请控制在 {column.max_length} 个字以内。"},
    )


class ChartForm(StampedForm):
    """What goes with the whole table: the stamp, the reason, a sample to start from."""

    why = forms.CharField(
        label="调整理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="和现行的流程图不一样时写明为什么改，审核人会看到。",
    )
    sample = forms.ChoiceField(
        label="从样例开始",
        required=False,
        choices=[("", "请选择"), *((key, sample.name) for key, sample in SAMPLES.items())],
        help_text="样例会换掉下面表里的环节，保存以前可以随时改；环节请改成本单位实际的做法。",
    )

    def __init__(self, *args, base=None, **kwargs):
        super().__init__(*args, **kwargs)
        if base is None:
            del self.fields["why"]


class StepForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=8)
    label = _line(FlowNode, "label")
    kind = forms.ChoiceField(label="类型", choices=FlowNode.Kind, initial="step", required=False)
    post_id = forms.TypedChoiceField(label="对应岗位", required=False, coerce=int, empty_value=None)
    handler = _line(FlowNode, "handler", "如：校务会")
    part = forms.ChoiceField(label="分权", required=False)
    time_limit = _line(FlowNode, "time_limit", "如：3 个工作日")
    condition = _line(FlowNode, "condition")
    documents = _line(FlowNode, "documents")

    def __init__(self, *args, targets=(), posts=(), ways=WAYS, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post_id"].choices = [("", "（无）"), *posts]
        self.fields["part"].choices = [("", "（不分）"), *separation.grouped_choices()]
        self.ways = range(1, ways + 1)
        for number in self.ways:
            first = [(NEXT, "接着下一步" if number == 1 else "（没有）")]
            nowhere = [(NOWHERE, "到此为止")] if number == 1 else []
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label=f"去向 {number}", required=False, choices=[*first, *targets, *nowhere]
            )
            self.fields[f"outcome_{number}"] = _line(
                FlowEdge, "outcome", "结果，如：同意" if number == 1 else "结果，如：退回"
            )
            self.fields[f"outcome_{number}"].label = f"结果 {number}"

        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    @property
    def ways_shown(self):
        """The first way, those that are used, and all of a decision; the others are folded."""
        decides = self["kind"].value() == "decision"
        return [pair for at, pair in enumerate(self._ways()) if decides or not at or _used(pair)]

    @property
    def ways_folded(self):
        return self._ways()[len(self.ways_shown) :]

    def _ways(self):
        return [(self[f"outcome_{number}"], self[f"to_{number}"]) for number in self.ways]

    def clean_label(self):
        label = " ".join(self.cleaned_data["label"].split())
        if not label:
            raise forms.ValidationError("请写明这一步做什么；不要这一步就删去。")
        return label

    def clean_kind(self):
        return self.cleaned_data["kind"] or FlowNode.Kind.STEP

    def clean(self):
        """A step of a post of the unit is handled by it, unless something else is written."""
        cleaned = super().clean()
        if cleaned.get("post_id") and not cleaned.get("handler"):
            cleaned["handler"] = dict(self.fields["post_id"].choices)[cleaned["post_id"]]
        for number in self.ways[1:]:
            if cleaned.get(f"outcome_{number}") and not cleaned.get(f"to_{number}"):
                self.add_error(f"to_{number}", "请选择这种结果走到哪一步。")
        return cleaned


def _used(pair):
    return any(field.value() or field.errors for field in pair)


class ChartEntry:
    """The chart of one row of a catalogue draft; `base` is what the row stands against."""

    def __init__(self, data=None, *, version, base=None, rows=None):
        self.version, self.base = version, base
        current = current_of(version)
        self.form = ChartForm(data, base=base, current=current, initial={"why": version.why})
        rows = rows or typed_rows(content_of(version))
        self.rows = rows_of(data, rows, posts=_posts_for(version))

    def is_valid(self):
        good = all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])
        if good:
            for fault in self._faults():
                self._row(fault.field).add_error(None, fault.text)
            good = all(row.is_valid() for row in self.rows)
        if good and self._changes_base() and not self.form.cleaned_data["why"]:
            self.form.add_error("why", "流程图和现行的不一样，请写明为什么调整，审核人要看。")
        return good and self.form.is_valid()

    @property
    def content(self):
        """The content of the row with the chart as typed."""
        return flow.whole(
            content_of(self.version) | chart_of_rows([r.cleaned_data for r in self.rows])
        )

    @property
    def why(self):
        return self.form.cleaned_data.get("why", "") or self.version.why

    def refuse(self, text):
        self.form.is_valid()
        self.form.add_error(None, text)

    def typed(self):
        """The rows as they stand on the page, judged or not."""
        return [{name: row[name].value() or "" for name in row.fields} for row in self.rows]

    def as_drawn(self):
        """What can be drawn of what is typed: rows without a name are left out."""
        return chart_of_rows([row for row in self.typed() if row["label"].strip()])

    def _faults(self):
        labels = [row.cleaned_data["label"] for row in self.rows]
        for label in {label for label in labels if labels.count(label) > 1}:
            yield Fault(label, f"环节“{label}”写了两次，请改成不同的名称，如“初审”“复审”。")
        if len(set(labels)) == len(labels):
            yield from (Fault(step, text) for step, text in flow.faults(self.content))

    def _row(self, label):
        named = [row for row in self.rows if row.cleaned_data.get("label") == label]
        return named[-1] if named else self.rows[0]

    def _changes_base(self):
        return self.base is not None and not says_the_same(self.content, self.base)


def _posts_for(version):
    """[(post id, name)] of the unit's posts; one that is closed stays where a step has it."""
    of_unit = Q(unit=version.power.unit_id, closed_on=None) | Q(flow_nodes__version=version)
    posts = Post.objects.filter(of_unit).order_by("section__order", "pk").distinct()
    return [(post.pk, post.name) for post in posts]


def rows_of(data, initial, *, posts=()):
    """Bound forms of what was sent, or forms of `initial`; each knows the others as targets."""
    if data is None:
        typed = initial
    else:
        count = min(int(data.get(f"{PREFIX}-count", "0") or 0), MOST_STEPS)
        typed = [{"key": data.get(f"{PREFIX}-{n}-key"), "label": data.get(f"{PREFIX}-{n}-label")}
                 for n in range(count)]  # fmt: skip
    targets = [
        (row["key"], f"第 {place} 步 {row['label'] or ''}") for place, row in enumerate(typed, 1)
    ]
    ways = WAYS if data is not None else max([WAYS, *(_most_way(row) for row in typed)])
    if data is not None:
        ways = max(WAYS, min(flow.MOST_WAYS, _number(data.get(f"{PREFIX}-ways"))))
    return [
        StepForm(
            data,
            prefix=f"{PREFIX}-{place}",
            initial=row,
            targets=targets,
            posts=posts,
            ways=ways,
        )
        for place, row in enumerate(typed)
    ]


def _number(text):
    return int(text) if (text or "").isascii() and (text or "").isdecimal() else 0


def _most_way(row):
    return max((int(name[3:]) for name in row if name.startswith("to_") and row[name]), default=1)


def typed_rows(content):
    """A chart as rows of the table; a blank row to begin with where there are no steps."""
    content = flow.whole(content)
    keys = {label: f"s{place}" for place, label in enumerate(content["steps"], start=1)}
    rows = []
    for place, label in enumerate(content["steps"]):
        row = {"key": keys[label], "label": label, "kind": "step"}
        row |= content["details"].get(label, {})
        rows.append(row | _typed_ways(content, place, keys))
    return rows or [blank_row([])]


def _typed_ways(content, place, keys):
    """The plain way to the next step is said by leaving the first choice as it is."""
    label, following = content["steps"][place], content["steps"][place + 1 : place + 2]
    if not content["ways"]:
        return {}
    ways = [way for way in content["ways"] if way["source"] == label]
    ways.sort(key=lambda way: way["target"] not in following)
    typed = {}
    for number, way in enumerate(ways, start=1):
        plain = number == 1 and way["target"] in following
        typed[f"to_{number}"] = NEXT if plain else keys[way["target"]]
        typed[f"outcome_{number}"] = way["outcome"]
    if not ways:
        typed["to_1"] = NOWHERE
    return typed


def blank_row(rows):
    known = {row["key"] for row in rows}
    number = next(n for n in range(1, len(rows) + 2) if f"s{n}" not in known)
    return {"key": f"s{number}", "label": "", "kind": "step"}


def chart_of_rows(rows):
    """Steps, details and ways from rows, typed or cleaned; a way to a lost row falls away."""
    labels = {row["key"]: " ".join(row["label"].split()) for row in rows}
    order = list(labels)
    steps = list(labels.values())
    ways = [
        {"source": labels[row["key"]], "target": labels[target], "outcome": outcome}
        for place, row in enumerate(rows)
        for target, outcome in _targets(row, order[place + 1 : place + 2])
        if target in labels
    ]
    details = {
        labels[row["key"]]: {field: row.get(field, "") for field in (*flow.FIELDS, *flow.INSIDE)}
        for row in rows
    }
    return {"steps": steps, "details": details, "ways": ways}


def _targets(row, following):
    """(key, outcome) of each way of a row; an end leads nowhere unless it says where."""
    numbers = sorted(int(name[3:]) for name in row if name.startswith("to_"))
    for number in numbers or [1]:
        target, outcome = row.get(f"to_{number}", ""), row.get(f"outcome_{number}", "")
        if number == 1 and target == NEXT and row.get("kind") != "end":
            target = following[0] if following else NOWHERE
        if target not in (NEXT, NOWHERE):
            yield target, outcome.strip()
