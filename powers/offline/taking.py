"""Writing what was seen in the comparison of a catalogue, by the rules of every edit."""

from powers.content import content_of
from powers.draft import RowRefused, open_draft
from powers.sheets import queueing
from powers.sheets.planning import errors_in
from registry.intake.kept import attach, sheets_of
from registry.offline.comparing import REMOVE
from registry.offline.taking import NotLikeThat, seen_plan

from .columns import Columns
from .planning import plan_of, said_in

UNASKED = "按离线填写的表格更新（{name}）"
DOES_NOT_FIT = "“{name}”两边改的合不到一起：{text}请改选一边，或者在系统里改好再确认。"


def confirm(*, paper, stored, seen, wishes, by):
    """Write the rows that were seen as they were wished, and attach the file; the plan."""
    sheets = sheets_of(stored)
    with open_draft(paper=paper, by=by) as draft:
        draft.read_ahead([line.pk for line in draft.lines])
        plan = seen_plan(paper=paper, stored=stored, seen=seen, make=lambda: plan_of(draft, sheets))
        try:
            _Taking(draft, plan, wishes, UNASKED.format(name=stored.original_name)).all()
        except RowRefused as refusal:
            raise NotLikeThat(f"{refusal.text}什么也没有写入。") from refusal
        attach(paper=paper, stored=stored, by=by)
    return plan


def queue(*, paper, stored, seen, wishes, by):
    """The job that does the same for many rows."""
    given = {"paper": paper, "stored": stored, "seen": seen, "by": by}
    return queueing.queue(chosen=wishes.plain, kind=queueing.OFFLINE, **given)


class _Taking:
    def __init__(self, draft, plan, wishes, why):
        self.draft, self.plan, self.wishes, self.why = draft, plan, wishes, why
        self.columns = Columns(draft)

    def all(self):
        for missing in self.plan.missing:
            if self.wishes.lets_go(missing):
                self._let_go(missing)
        for planned in _names_free_first(self.plan.rows, self.draft):
            if fields := self.wishes.fields_of(planned):
                self._take(planned, fields)

    def _take(self, planned, fields):
        line = planned.line
        content = content_of(line.version) if line else self.columns.new_content()
        content = self.columns.onto(content, planned.row, fields if line else said_in(planned.row))
        for _, text in errors_in(content, self.columns.kinds):
            raise NotLikeThat(DOES_NOT_FIT.format(name=content["name"], text=text))
        if line is None:
            self.draft.add(content)
        elif self.draft.standing(line.version) is None:
            self.draft.change(line, content)
        else:
            why = planned.said["why"] if "why" in fields else planned.now["why"]
            self.draft.change(line, content, why or self.why)

    def _let_go(self, missing):
        if missing.act == REMOVE:
            self.draft.restore(missing.line)
        else:
            self.draft.strike(missing.line, self.wishes.reason_for(missing))


def _names_free_first(rows, draft):
    """A row that takes over the name of another comes after it: 甲 → 乙 where 乙 → 丙."""
    waiting = list(rows)
    while waiting:
        held = []
        for planned in waiting:
            holder = draft.named(planned.said["name"])
            if holder in (None, planned.line):
                yield planned
            else:
                held.append(planned)
        if len(held) == len(waiting):
            yield from held
            return
        waiting = held
