"""Writing what was seen in the comparison of a form, by the rules of every edit."""

from registry.intake.kept import attach, sheets_of
from registry.offline.comparing import LEAVE_OUT, REMOVE
from registry.offline.taking import NotAsSeen, seen_plan
from risks.content import content_of, point_content
from risks.draft import RowRefused, open_draft

from .columns import Columns
from .planning import make_plan, measures_of
from .reading import read
from .references import NEW


def plan_of(draft, sheets):
    """What the file would do to the draft as it stands now; writes nothing."""
    return make_plan(read(sheets, Columns(draft), draft.paper), draft)


def confirm(*, paper, stored, seen, wishes, by):
    """Write the rows that were seen as they were wished, and attach the file; the plan."""
    sheets = sheets_of(stored)
    with open_draft(paper=paper, by=by) as draft:
        plan = seen_plan(paper=paper, stored=stored, seen=seen, make=lambda: plan_of(draft, sheets))
        try:
            _Taking(draft, plan, wishes).all()
        except RowRefused as refusal:
            raise NotAsSeen from refusal
        attach(paper=paper, stored=stored, by=by)
    return plan


class _Taking:
    def __init__(self, draft, plan, wishes):
        self.draft, self.plan, self.wishes = draft, plan, wishes
        self.columns = Columns(draft)
        self.made = {}

    def all(self):
        for planned in self.plan.of_sort("duty"):
            self._duty(planned, self.wishes.fields_of(planned))
        new = []
        for planned in self.plan.of_sort("point"):
            new += self._point(planned, self.wishes.fields_of(planned))
        if new:
            self.draft.points.add_many(new)
        for missing in reversed(self.plan.missing):
            if self.wishes.lets_go(missing):
                self._let_go(missing)

    def _duty(self, planned, fields):
        if not fields:
            return
        content = {**planned.now, **{name: planned.said[name] for name in fields}}
        if planned.line is None:
            line = self.draft.duties.add(content)
            self.made[f"{NEW}{planned.row.row}"] = line.version.duty_id
        else:
            self.draft.duties.change(planned.line, content)

    def _point(self, planned, fields):
        """The content of a new point as a list of one; a known one is changed here."""
        said = {name: planned.said[name] for name in fields}
        if not fields:
            return []
        if "measures" in said:
            said["measures"] = measures_of(planned.row, planned.line)
        if str(said.get("duty", "")).startswith(NEW):
            said["duty"] = self.made.get(said["duty"])
        if planned.line is None:
            return [self.columns.onto(point_content(), said)]
        version = planned.line.version
        why = said.get("why", "" if version.struck else version.why)
        content = self.columns.onto(content_of(version), said)
        self.draft.points.change(planned.line, content, why)
        return []

    def _let_go(self, missing):
        is_duty = missing.sort.key == "duty"
        rows = self.draft.duties if is_duty else self.draft.points
        if missing.act == REMOVE:
            rows.remove(missing.line)
        elif missing.act == LEAVE_OUT:
            rows.leave_out(missing.line)
        else:
            version = missing.line.version
            content = _duty_content(version) if is_duty else content_of(version)
            rows.strike(missing.line, self.wishes.reason_for(missing), content)


def _duty_content(version):
    return {"kind": version.kind, "text": version.text}
