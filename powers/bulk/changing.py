"""Writing a change of many rows, and undoing it: all of it or nothing."""

from django.db import transaction

from powers.content import content_of
from powers.draft import RowRefused, open_draft
from powers.kinds.models import PowerKind
from powers.models import PowerLine
from registry.papers.register import is_editable
from registry.trail.recording import record

from .models import BulkChange
from .planning import Plan

NOT_AS_SEEN = "核对期间目录有了变化，什么也没有改，请再核对一遍。"
KIND_GONE = "原来的职权类型已经删去，不能整批撤销。请逐项改回。"
CHANGED_SINCE = "成批修改以后目录又有改动，不能整批撤销了。需要时请再成批改一次，或逐项修改。"


def plan_of(revision, choose, wish):
    """The plan of a wish for the rows that `choose(lines)` names by their ids; writes nothing."""
    lines = list(revision.power_lines.of_register_rows())
    sections = dict(revision.paper.unit.sections.values_list("pk", "name"))
    kind = PowerKind.objects.filter(code=wish.kind).first()
    return Plan(revision.paper, lines, choose(lines), wish, sections, kind)


def change_many(*, paper, choose, wish, why, seen, by):
    """Change the rows that were seen; `RowRefused` where they are no longer as `seen` says.

    A reason is kept with a row that the register knows; a new one has none yet.
    """
    with transaction.atomic():
        with open_draft(paper=paper, by=by) as draft:
            plan = plan_of(draft.revision, choose, wish)
            if plan.fingerprint != seen or not plan.changed:
                raise RowRefused(NOT_AS_SEEN)
            before = [_as_it_was(row.line, draft.paper) for row in plan.changed]
            draft.read_ahead([row.line.pk for row in plan.changed])
            for row in plan.changed:
                line = draft.line(row.line.pk)
                stands = draft.standing(line.version) is not None
                draft.change(line, row.content, why if stands else line.version.why)
        _keep(draft.revision, before, by)
        _note(by, "rows.changed", paper, len(before))
    return len(before)


def undo(*, paper, by):
    """Every row back to what it was; refused as soon as anything else was saved."""
    with transaction.atomic(), open_draft(paper=paper, by=by) as draft:
        change = last_change(draft.revision)
        if change is None:
            raise RowRefused(CHANGED_SINCE)
        _require_kinds(change)
        draft.read_ahead([line_id for line_id, _ in change.before])
        for line_id, before in change.before:
            line = draft.line(line_id)
            if before is None:
                draft.restore(line)
            else:
                draft.change(line, before["content"], before["why"])
        change.delete()
        _note(by, "rows.changed_back", paper, change.count)
    return change.count


def _require_kinds(change):
    """A kind that none of the rows had any more may have been deleted since."""
    wanted = {before["content"]["kind"] for _, before in change.before if before}
    if PowerKind.objects.filter(code__in=wanted).count() < len(wanted):
        raise RowRefused(KIND_GONE)


def last_change(revision):
    """The change of many rows that can be undone; None once something else was saved."""
    return BulkChange.objects.filter(revision=revision, counter=revision.counter).first()


def _as_it_was(line, paper):
    if not is_editable(line.version, paper):
        return [line.pk, None]
    return [line.pk, {"content": content_of(line.version), "why": line.version.why}]


def _keep(revision, before, by):
    BulkChange.objects.update_or_create(
        revision=revision, defaults={"by": by, "counter": revision.counter, "before": before}
    )


def _note(by, action, paper, count):
    """One entry for all of them: which paper and how many rows, nothing of what they say."""
    reference = f"{paper.number or paper.pk}，{count} 行"
    record(
        by=by,
        action=action,
        unit=paper.unit,
        target=reference,
        target_kind=PowerLine._meta.label_lower,
    )
