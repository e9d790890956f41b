"""The content of a form: duties on the left, the risk points of each with their measures.

The forms of leaders, middle managers and staff [1] annexes 2 to 4 have the same rows; what differs
is in `risks.form_kinds`. The protocol is in `registry.papers.rows`.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Coalesce

from registry.papers.digest import digest_of
from registry.papers.models import PaperState
from registry.papers.register import Overtaken, is_editable, is_overtaken
from registry.papers.register import put_in_force as move_pointers
from registry.papers.rows import Row, carry_lines, row_of

from . import enclosing, findings, resembling
from .checklist import form_problems
from .content import sealed_content, sealed_duty
from .dropped_duties import left_struck, refuse_if_held
from .form_kinds import form_kind_of
from .models import Duty, DutyLine, DutyVersion, PointLine, PointVersion, RiskPoint
from .owners import papers_of_owner
from .sharing import (
    duties_for,
    points_elsewhere,
    points_for,
    shared_duties,
    shared_points,
    take_existing,
)
from .telling import Telling
from .terms import Terms

LAST = 1_000_000


@dataclass
class Group:
    """A duty with its points, as the form shows them; the last one may be without a duty."""

    duty: Row | None
    rows: list[Row] = field(default_factory=list)
    is_last_duty: bool = False


def begin(*, revision):
    """What is in force for the post, duties and points, in the order of the last form."""
    paper = revision.paper
    _begin_lines(revision, DutyLine, duties_for(paper), shared_duties(paper))
    _begin_lines(revision, PointLine, points_for(paper), shared_points(paper))


def carry(*, old, new, open_ids):
    """The next revision; noted rows name point lines, so duties are closed unless all is open.

    An amendment was frozen with its changed rows only: the others come back to be changed too.
    """
    duty_ids = None if open_ids is None else ()
    lines = {DutyLine: (old.duty_lines, duty_ids), PointLine: (old.point_lines, open_ids)}
    for old_lines, ids in lines.values():
        carry_lines(
            old_lines=old_lines.order_by("position"),
            new=new,
            order_field="position",
            open_ids=ids,
        )
    if not new.paper.whole:
        _fill_up(new, open_ids)
    findings.carry(old, new)
    enclosing.carry(old, new)
    if old.grade_why:  # somebody decided; a grade that merely followed the proposal follows again
        new.grade, new.grade_why = old.grade, old.grade_why
        new.save(update_fields=["grade", "grade_why"])


def rows(revision, previous=None):
    """The points in the order of the form, by duty, with what is in force beside them.

    `details`: `serial`, `duty` (its row or None), `sentence`, `matter`, `measures`, `differences`
    from the base (label, old, new), `overtaken` (what is in force now, where that is no longer the
    base), `shared` (a holder may only leave it out), `findings` (risks.findings), `notes`; with a
    `previous` revision also `since` (unchanged, changed, new) and `since_differences`.
    """
    return [row for group in groups(revision, previous) for row in group.rows]


def groups(revision, previous=None):
    """The form from top to bottom; a fixed number of queries whatever the number of rows."""
    return _groups(revision, Terms(revision.paper.programme), previous)


def _groups(revision, terms, previous=None):
    found = plain_groups(revision, previous)
    findings.attach(revision, found, terms)
    return found


def plain_groups(revision, previous=None):
    """The same without what the rules of wording find."""
    lines = revision.point_lines.register_rows()
    telling = Telling(revision.paper, lines, previous)
    return grouped(duty_rows(revision), [telling.row(line) for line in lines])


def grouped(duties, rows):
    """Rows put under their duties and numbered through; those under none stand last."""
    found = {duty.version.duty_id: Group(duty) for duty in duties}
    others = Group(None)
    for row in rows:
        group = found.get(row.version.duty_id) or found.get(row.version.duty_now, others)
        row.details["duty"] = group.duty
        group.rows.append(row)
    ordered = [*found.values(), *([others] if others.rows else [])]
    for group in list(found.values())[-1:]:
        group.is_last_duty = True
    for serial, row in enumerate((row for group in ordered for row in group.rows), start=1):
        row.details["serial"] = serial
    return ordered


def duty_rows(revision):
    """The duties in order: `details` has `kind` (in words), `overtaken` and `shared`."""
    paper, kind = revision.paper, form_kind_of(revision.paper)
    shared = shared_duties(paper)
    found = []
    for line in revision.duty_lines.register_rows():
        row = row_of(line, paper)
        row.details = {
            "kind": kind.label_of(line.version.kind),
            "overtaken": _overtaken(line.version, line.version.duty, paper),
            "shared": line.version.duty_id in shared,
        }
        found.append(row)
    return found


def problems(revision, rows=None):
    """What must be mended before the form is handed in; only rows that may be changed now."""
    terms = Terms(revision.paper.programme)
    found = _groups(revision, terms) if rows is None else grouped(duty_rows(revision), rows)
    struck = [group.duty.version.duty_id for group in found if _drops_duty(group)]
    return form_problems(
        revision=revision,
        groups=found,
        terms=terms,
        missing=_left_out(revision) if revision.paper.whole else [],
        hanging=points_elsewhere(revision, struck) if struck else {},
    )


def _drops_duty(group):
    return group.duty is not None and group.duty.is_open and group.duty.version.struck


def proposed_grade(revision):
    """The grade of the post that the points of this revision suggest, with the reasons."""
    versions = PointVersion.objects.filter(lines__revision=revision, struck=False)
    return Terms(revision.paper.programme).post_grade(versions.select_related("level"))


def freeze(revision):
    """Seal every draft version of this paper; what is sealed already stays untouched."""
    paper = revision.paper
    if revision.is_open:
        terms = Terms(paper.programme)
        told = [row for group in _groups(revision, terms) for row in group.rows]
        _settle_grade(revision, told, terms)
        findings.keep(told)
    if not paper.whole:
        _leave_unchanged_out(revision)
    duties = list(revision.duty_lines.select_related("version").order_by("position"))
    points = list(
        revision.point_lines.select_related("version__duty")
        .prefetch_related("version__measures")
        .order_by("position")
    )
    _seal(DutyVersion, duties, paper, sealed_duty)
    _seal(PointVersion, points, paper, sealed_content)
    files = enclosing.sealed(revision)
    return {
        "post": paper.post_id,
        "holder": paper.holder_id,
        "grade": revision.grade,
        "grade_why": revision.grade_why,
        "duties": [[line.position, line.version.digest] for line in duties],
        "points": [[line.position, line.version.digest] for line in points],
        "answers": findings.sealed_answers(revision),
        **({"files": files} if files else {}),
    }


def put_in_force(revision, settled=()):
    """Point each duty and point to its version here, struck ones too; all of them or none.

    A whole form of a post that misses a point in force is overtaken by it, as is a duty struck here
    by a point that came under it. A new row of a holder that says what the post has in force
    already takes that and moves nothing. `settled` (`register.put_in_force`) for each of the two
    models; a duty is not left struck while rows of this form stay under it.
    """
    paper = revision.paper
    taken = take_existing(revision)
    refuse_if_held(revision)
    if paper.whole and (left_out := _left_out(revision)):
        raise Overtaken([point.in_force for point in left_out])
    overtaken, settled = [], dict(settled)
    for identities, lines, name in (
        (Duty.objects, revision.duty_lines, "duty_id"),
        (RiskPoint.objects, revision.point_lines, "point_id"),
    ):
        versions = {
            getattr(line.version, name): line.version for line in lines.select_related("version")
        }
        for identity_id in taken[identities.model]:
            versions.pop(identity_id, None)
        try:
            move_pointers(identities, versions, paper, settled.get(identities.model, ()))
        except Overtaken as refusal:
            overtaken += refusal.versions
    if duties := settled.get(Duty):
        overtaken += left_struck(revision, duties)
    if overtaken:
        raise Overtaken(overtaken)
    resembling.index(revision.point_lines.values_list("version__point", flat=True))


def points_not_taken(paper, revision):
    """Points in force for this form without a row in it: shared and not ticked, or come since."""
    points = points_for(paper)
    if not points:
        return []
    have = set(revision.point_lines.order_by().values_list("version__point", flat=True))
    return [point for point in points if point.pk not in have]


def _begin_lines(revision, line_model, identities, shared):
    """A line for each, what is shared first, in the order the last confirmed form had."""
    known = _last_positions(line_model, revision.paper)
    identities.sort(
        key=lambda identity: (
            identity.pk not in shared,
            known.get(identity.in_force_id, LAST),
            identity.pk,
        ),
    )
    line_model.objects.bulk_create(
        line_model(revision=revision, version=identity.in_force, position=position)
        for position, identity in enumerate(identities, start=1)
    )


def _last_positions(line_model, paper):
    """Version id → position in the latest confirmed form of the same owner that carried it."""
    lines = line_model.objects.filter(
        papers_of_owner(paper, "revision__paper"),
        revision__paper__state=PaperState.CONFIRMED,
        revision__submitted_at__isnull=False,
    )
    return dict(lines.order_by("revision_id").values_list("version_id", "position"))


def _fill_up(new, open_ids):
    """Rows in force that the amendment did not carry, behind those it did."""
    for line_model, name, identities in (
        (DutyLine, "duty", duties_for(new.paper)),
        (PointLine, "point", points_for(new.paper)),
    ):
        lines = line_model.objects.filter(revision=new)
        have = set(lines.values_list(f"version__{name}", flat=True))
        last = max(lines.values_list("position", flat=True), default=0)
        missing = [identity for identity in identities if identity.pk not in have]
        line_model.objects.bulk_create(
            line_model(
                revision=new,
                version=identity.in_force,
                position=position,
                open=open_ids is None,
            )
            for position, identity in enumerate(missing, start=last + 1)
        )


def _settle_grade(revision, told, terms):
    """The proposed grade, from every row of the post: before an amendment leaves rows out."""
    if not form_kind_of(revision.paper).graded:
        return
    standing = [row.version for row in told if not row.version.struck]
    proposed = revision.grade or terms.post_grade(standing).grade
    if revision.grade != proposed:
        revision.grade = proposed
        revision.save(update_fields=["grade"])


def _leave_unchanged_out(revision):
    """An amendment carries only the rows it changes, and the duties these hang on."""
    revision.point_lines.exclude(version__written_in=revision.paper).delete()
    kept = revision.point_lines.exclude(version__duty=None).values(
        duty_now=Coalesce("version__duty__taken_as", "version__duty")
    )
    revision.duty_lines.exclude(
        Q(version__written_in=revision.paper) | Q(version__duty__in=kept)
    ).delete()


def _left_out(revision):
    """Points of the post in force that a whole form of the post must have a row for."""
    paper = revision.paper
    return [] if paper.holder_id else points_not_taken(paper, revision)


def _seal(version_model, lines, paper, sealed):
    drafts = [line.version for line in lines if is_editable(line.version, paper)]
    for version in drafts:
        version.digest = digest_of(sealed(version))
    version_model.objects.bulk_update(drafts, ["digest"], batch_size=200)


def _overtaken(version, identity, paper):
    if is_overtaken(version, paper, identity.in_force_id):
        return identity.in_force
    return None
