"""What the fragment `risks/_form_rows.html` shows around the rows it is given."""

from django.utils import timezone

from risks import enclosing, form
from risks.form_kinds import form_kind_of
from risks.owners import is_shared, name_on_form
from risks.sharing import shared_points
from risks.terms import Terms


def form_overview(revision, rows):
    """Rows by duty, the grade proposed and chosen, and what could still be taken in.

    `rows` are those of `risks.form.rows` (with a reviewer's notes, where reviews attached them).
    """
    paper, kind = revision.paper, form_kind_of(revision.paper)
    groups = form.grouped(form.duty_rows(revision), rows)
    proposal = Terms(paper.programme).post_grade(
        row.version for row in rows if not row.version.struck
    )
    return {
        "groups": groups,
        "duty_count": sum(group.duty is not None for group in groups),
        "proposal": proposal,
        "grade": revision.grade or proposal.grade,
        "grade_chosen": bool(revision.grade_why),
        "not_taken": form.points_not_taken(paper, revision) if revision.is_open else [],
        "next_place": max((row.line.position for row in rows), default=0) + 1,
        "takes_new_rows": revision.is_open and not revision.adds_measures and _all_open(groups),
        "behind": any(_overtaken(group) for group in groups),
        "head": kind.head_of(paper, name_on_form(revision, timezone.localdate())),
        "kind": kind,
        "enclosures": enclosing.with_rows(revision, rows),
        "is_shared": is_shared(paper),
        "to_tick": paper.holder_id and bool(shared_points(paper)),
    }


def _all_open(groups):
    """After a return of single rows nothing may be added."""
    duties = [group.duty for group in groups if group.duty]
    return all(row.is_open for row in (*duties, *(row for group in groups for row in group.rows)))


def _overtaken(group):
    duties = [group.duty] if group.duty else []
    return any(row.details["overtaken"] for row in (*duties, *group.rows))
