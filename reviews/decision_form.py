"""What a reviewer writes on a step: conclusion, opinion, notes on rows."""

import re
from itertools import groupby
from operator import attrgetter

from django import forms

from .models import Decision
from .verdicts import Verdict, earlier_steps

# Of more rows than this a note's field is there for those that were asked for.
MOST_NOTES = 60
MANY_ROWS = "这份表行数多。要对哪几行写意见，填上行号，点“加上意见框”，已经写的都会留着。"


class DecisionForm(forms.Form):
    """Conclusion, opinion and one optional note per row of the revision on the screen; of many rows
    for those whose numbers are asked for, or that have a note already.
    """

    digest = forms.CharField(widget=forms.HiddenInput)
    action = forms.ChoiceField(
        label="审核结论",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择通过，还是退回修改。"},
    )
    opinion = forms.CharField(
        label="审核意见",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="通过时可不写，默认为“同意。”；退回时请写明哪里要改、怎么改。",
    )
    back_to = forms.TypedChoiceField(label="退回到", required=False, coerce=int, empty_value=None)
    opens = forms.ChoiceField(
        label="退回后可修改",
        required=False,
        initial="noted",
        widget=forms.RadioSelect,
        choices=[("noted", "只改写了意见的行"), ("all", "全部内容都可以改")],
    )

    def __init__(self, *args, step, revision, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["digest"].initial = revision.digest
        self.fields["action"].choices = list(_conclusions(step))
        self.fields["back_to"].choices = [("", "填报人"), *_earlier(step)]
        numbered = [(getattr(row.line, "serial", n), row) for n, row in enumerate(rows, start=1)]
        self.asks_rows, self.unknown_rows = len(numbered) > MOST_NOTES, []
        if self.asks_rows:
            self.fields["note_rows"] = forms.CharField(
                label="行号，如“3、15”", required=False, max_length=400, help_text=MANY_ROWS
            )
            numbered = self._wanted(numbered)
        self.rows = [row for _, row in numbered]
        for number, row in numbered:
            self.fields[f"note_{row.line.pk}"] = forms.CharField(
                label=f"第 {number} 行：{_short(str(row.version))}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _wanted(self, numbered):
        """Those asked for by number, and those with a field on the page that was sent."""
        said = self.data or self.initial  # what was sent, or what the form begins with
        asked = {int(number) for number in re.findall(r"\d{1,6}", said.get("note_rows", ""))}
        self.unknown_rows = sorted(asked - {number for number, _ in numbered})
        return [
            (number, row)
            for number, row in numbered
            if number in asked or f"note_{row.line.pk}" in said
        ]

    @property
    def note_fields(self):
        return [self[f"note_{row.line.pk}"] for row in self.rows]

    def verdict(self, meeting=None, filing=None):
        data = self.cleaned_data
        returning = data["action"] == Decision.Action.RETURN
        notes = {row.line.pk: data[f"note_{row.line.pk}"].strip() for row in self.rows}
        return Verdict(
            action=data["action"],
            digest=data["digest"],
            opinion=data["opinion"],
            notes={line: text for line, text in notes.items() if text},
            back_to=data["back_to"] if returning else None,
            opens=data["opens"] or "noted",
            meeting=meeting,
            filing=filing if data["action"] == Decision.Action.PASS else None,
        )


def _conclusions(step):
    filing = step.mode == step.Mode.FILING
    yield Decision.Action.PASS.value, "准予备案" if filing else "通过"
    if step.may_return:
        yield Decision.Action.RETURN.value, "退回修改"
    if step.may_research:
        yield Decision.Action.RESEARCH.value, "责令重新查找"


def _earlier(step):
    """(position, label) of the steps before; those that stand side by side are one choice."""
    for position, steps in groupby(earlier_steps(step), key=attrgetter("position")):
        seats = "、".join(each.seat_name for each in steps)
        yield position, f"第 {position} 步 {seats}"


def _short(text, length=28):
    return text if len(text) <= length else f"{text[:length]}……"
