"""Changing the rows of a form draft. Nothing else writes duties, points or measures.

Each function locks the paper, raises `NotDraft` when it is no longer a draft and `RowRefused` when
the row cannot take the change, counts the save, and returns the line (None when it is gone).
`content` of a point is plain data as described in `risks.content`.
"""

from registry.papers.models import Revision

from . import grading
from .content import content_of
from .draft import RowRefused, open_draft
from .sharing import points_for
from .sheets.adding import add_rows

__all__ = [
    "RowRefused",
    "add_points",
    "adopt_duty",
    "adopt_point",
    "catch_up",
    "copy_point",
    "leave_out_duty",
    "leave_out_point",
    "move_duty",
    "move_point",
    "remove_duty",
    "remove_point",
    "restore_duty",
    "restore_point",
    "save_duty",
    "save_point",
    "set_grade",
    "strike_duty",
    "strike_point",
    "tick_shared",
]

UP, DOWN = "up", "down"


def save_duty(*, paper, kind, text, by, line_id=None, place=None):
    """Write a duty or workflow: the row given, or a new one at a place."""
    content = {"kind": kind, "text": text.strip()}
    with open_draft(paper=paper, by=by) as draft:
        if line_id is None:
            return draft.duties.add(content, place)
        return draft.duties.change(draft.duties.line(line_id), content)


def strike_duty(*, paper, line_id, why, by):
    with open_draft(paper=paper, by=by) as draft:
        line = draft.duties.line(line_id)
        content = {"kind": line.version.kind, "text": line.version.text}
        return draft.duties.strike(line, _reason(why), content)


def save_point(*, paper, content, by, line_id=None, place=None, why=""):
    """Write a risk point with its measures: the row given, or a new one at a place.

    `why` says what moved the adjustment of a point in force; a new point has none.
    """
    with open_draft(paper=paper, by=by) as draft:
        if line_id is None:
            return draft.points.add(content, place)
        return draft.points.change(draft.points.line(line_id), content, why.strip())


def add_points(*, paper, rows, by):
    """Rows of a table (`risks.sheets`) behind those that are there: all of them or none."""
    with open_draft(paper=paper, by=by) as draft:
        add_rows(draft, rows)
    return draft.revision


def copy_point(*, paper, line_id, by, place=None):
    """A new row at the end that says the same, to be changed; its measures are its own.

    `place`: where the copy was asked for; the same once more is that copy.
    """
    with open_draft(paper=paper, by=by) as draft:
        content = content_of(draft.points.line(line_id).version)
        measures = [{**measure, "measure": None} for measure in content["measures"]]
        return draft.points.add({**content, "measures": measures}, place)


def strike_point(*, paper, line_id, why, by):
    with open_draft(paper=paper, by=by) as draft:
        line = draft.points.line(line_id)
        return draft.points.strike(line, _reason(why), content_of(line.version))


def restore_duty(*, paper, line_id, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.duties.restore(draft.duties.line(line_id))


def restore_point(*, paper, line_id, by):
    """Undo what this draft did to a row: back to what is in force."""
    with open_draft(paper=paper, by=by) as draft:
        return draft.points.restore(draft.points.line(line_id))


def remove_duty(*, paper, line_id, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.duties.remove(draft.duties.line(line_id))


def remove_point(*, paper, line_id, by):
    """Take a row that is new in this draft out again."""
    with open_draft(paper=paper, by=by) as draft:
        return draft.points.remove(draft.points.line(line_id))


def adopt_duty(*, paper, duty_id, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.duties.adopt(duty_id)


def adopt_point(*, paper, point_id, by):
    """A point in force that has no row yet: ticked as applying, or come since the draft began."""
    with open_draft(paper=paper, by=by) as draft:
        return draft.points.adopt(point_id)


def leave_out_duty(*, paper, line_id, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.duties.leave_out(draft.duties.line(line_id))


def tick_shared(*, paper, point_ids, by):
    """Of the points all holders share exactly these apply: take them in, leave the others out."""
    with open_draft(paper=paper, by=by) as draft:
        points = draft.points
        lines = {line.version.point_id: line for line in points.lines}
        for point_id in sorted(points.shared):
            if point_id in point_ids:
                points.adopt(point_id)
            elif point_id in lines:
                points.leave_out(points.line(lines[point_id].pk))
        return draft.revision


def leave_out_point(*, paper, line_id, by):
    """A point shared by all holders does not apply to this one."""
    with open_draft(paper=paper, by=by) as draft:
        return draft.points.leave_out(draft.points.line(line_id))


def move_duty(*, paper, line_id, direction, by):
    with open_draft(paper=paper, by=by) as draft:
        return _move(draft.duties, line_id, direction, lambda line: None)


def move_point(*, paper, line_id, direction, by):
    """One place up or down among the points of the same duty."""
    with open_draft(paper=paper, by=by) as draft:
        return _move(draft.points, line_id, direction, lambda line: line.version.duty_now)


def catch_up(*, paper, by):
    """Untouched rows take what is in force now, and points that came since are taken in.

    Rows that were changed here stay: whoever changed them looks at both texts. What a holder left
    out of an own form stays out. Returns how many rows were brought up to date.
    """
    with open_draft(paper=paper, by=by) as draft:
        count = draft.duties.catch_up() + draft.points.catch_up()
        if draft.paper.holder_id is None:
            have = {line.version.point_id for line in draft.points.lines}
            came = [point for point in points_for(draft.paper) if point.pk not in have]
            for point in came:
                draft.points.adopt(point.pk)
            count += len(came)
    return count


def set_grade(*, paper, grade, by, why=""):
    """The grade of the post, with a reason where it is not the proposed one."""
    if grade not in ("", *grading.GRADES):
        raise RowRefused("请在 A、B、C 三个等级中选择一个。")
    with open_draft(paper=paper, by=by) as draft:
        draft.check_not_only_measures()
        proposed = proposed_grade(draft).grade
        why = why.strip() if grade and grade != proposed else ""
        Revision.objects.filter(pk=draft.revision.pk).update(grade=grade, grade_why=why)
        draft.revision.grade, draft.revision.grade_why = grade, why
        return draft.revision


def proposed_grade(draft):
    """From the points of the draft that are not being struck."""
    versions = [line.version for line in draft.points.lines if not line.version.struck]
    return draft.points.kind.terms.post_grade(versions)


def _move(rows, line_id, direction, group):
    """Past the neighbour of the same group; at the end of it nothing happens."""
    line = rows.line(line_id)
    beside = sorted(
        (other for other in rows.lines if group(other) == group(line)),
        key=lambda other: other.position,
    )
    place = beside.index(line) + {UP: -1, DOWN: 1}[direction]
    if 0 <= place < len(beside):
        rows.swap(line, beside[place])
    return line


def _reason(why):
    if not why.strip():
        raise RowRefused("销号请写一句理由，方便审核人了解情况。")
    return why.strip()
