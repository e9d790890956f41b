"""Writing what was seen in the comparison: all of it or nothing, by the rules of every edit."""

from dataclasses import dataclass, field

from django.db import transaction

from registry.files.storing import FileDamaged, discard, open_verified, path_of, store
from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.papers.models import Attachment
from registry.trail.recording import record
from risks.content import content_of, point_content
from risks.draft import FormDraft, RowRefused, open_draft

from .book import CONTENT_TYPE, DUTIES
from .columns import Columns
from .comparing import ADDED, CHANGED, CONFLICT
from .planning import LEAVE_OUT, REMOVE, make_plan
from .reading import NotThisBook, read
from .references import NEW

NO_REASON = "要销号的条目在台账里已经生效，请在旁边写一句理由。"


class NotAsSeen(Exception):
    """The draft is no longer what the comparison showed; nothing was written."""


class TakenAlready(Exception):
    """The very same file was confirmed a moment before; nothing was written twice."""


class NoReason(Exception):
    """A row in force was ticked to go without a reason; nothing was written."""


@dataclass(frozen=True)
class Wishes:
    """What the person decided: keys of disputed rows to take as the file says them, keys of
    missing rows to let go, and the reasons for those in force.
    """

    take: frozenset = frozenset()
    drop: frozenset = frozenset()
    why: dict = field(default_factory=dict)


def keep(*, file, revision, by):
    """Store the file as it came, if it is a workbook of this form at all."""
    stored = store(stream=file, name=file.name, content_type=CONTENT_TYPE, by=by)
    try:
        plan_of(FormDraft(revision), read_sheets(path_of(stored.stored_name)))
    except (NotThisBook, UnreadableFile):
        with transaction.atomic():
            discard(stored)
        raise
    return stored


def sheets_of(stored):
    try:
        open_verified(stored).close()
    except FileDamaged as damage:
        raise UnreadableFile("保存的原文件已损坏，无法继续。请重新上传一次。") from damage
    return read_sheets(path_of(stored.stored_name))


def plan_of(draft, sheets):
    """What the file would do to the draft as it stands now; writes nothing."""
    return make_plan(read(sheets, Columns(draft), draft.paper), draft)


def confirm(*, paper, stored, seen, wishes, by):
    """Write the rows that were seen as they were wished, and attach the file; the plan."""
    sheets = sheets_of(stored)
    with open_draft(paper=paper, by=by) as draft:
        if paper.attachments.filter(file=stored).exists():
            raise TakenAlready
        # Under the lock: of two confirmations at once the second finds other rows than it saw.
        plan = plan_of(draft, sheets)
        if plan.faults or plan.fingerprint != seen:
            raise NotAsSeen
        try:
            _Taking(draft, plan, wishes).all()
        except RowRefused as refusal:
            raise NotAsSeen from refusal
        Attachment.objects.create(
            paper=paper, kind=Attachment.Kind.ORIGINAL, file=stored, added_by=by
        )
        record(by=by, action="import.confirmed", unit=paper.unit, target=paper)
    return plan


class _Taking:
    def __init__(self, draft, plan, wishes):
        self.draft, self.plan, self.wishes = draft, plan, wishes
        self.columns = Columns(draft)
        self.made = {}

    def all(self):
        for planned in self.plan.duties:
            self._duty(planned, self._fields(planned))
        new = []
        for planned in self.plan.points:
            new += self._point(planned, self._fields(planned))
        if new:
            self.draft.points.add_many(new)
        for missing in reversed(self.plan.missing):
            if missing.key in self.wishes.drop:
                self._let_go(missing)

    def _fields(self, planned):
        """The fields to write; none where nothing is to be written."""
        if planned.action in (ADDED, CHANGED):
            return planned.taken
        if planned.action != CONFLICT:
            return []
        wished = planned.key in self.wishes.take
        return [*planned.taken, *(planned.disputed if wished else [])]

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
            said["measures"] = planned.measures
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
        rows = self.draft.duties if missing.sort == DUTIES else self.draft.points
        if missing.act == REMOVE:
            rows.remove(missing.line)
        elif missing.act == LEAVE_OUT:
            rows.leave_out(missing.line)
        else:
            rows.strike(missing.line, self._reason(missing), _content(missing))

    def _reason(self, missing):
        why = self.wishes.why.get(missing.key, "").strip()
        if not why:
            raise NoReason(NO_REASON)
        return why


def _content(missing):
    version = missing.line.version
    if missing.sort == DUTIES:
        return {"kind": version.kind, "text": version.text}
    return content_of(version)
