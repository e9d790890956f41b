"""A revision as its readers see it: rows against what is in force, the last revision, the notes."""

from .kinds import kind_of
from .models import Confirmation, Decision, RowNote


def rows_to_read(paper, revision):
    """Rows with `details["since"]` against the revision before and the notes of the last return."""
    previous = paper.revisions.filter(no=revision.no - 1).first()
    rows = kind_of(paper).content.rows(revision, previous)
    _attach_notes(rows, paper)
    return rows


def notes_on(line):
    """What the last reviewer who sent the paper back asked of this row."""
    return _notes_by_identity(line.revision.paper).get(identity_of(line.version), [])


def _attach_notes(rows, paper):
    """Put what the last reviewer asked of a row beside it, also in the revision after."""
    notes = _notes_by_identity(paper)
    for row in rows:
        row.details["notes"] = notes.get(identity_of(row.version), [])


def _notes_by_identity(paper):
    notes = {}
    for note in _last_notes(paper):
        line = note.point_line or note.power_line
        notes.setdefault(identity_of(line.version), []).append(note)
    return notes


def _last_notes(paper):
    returned = Decision.objects.filter(step__paper=paper).exclude(action__in=Decision.LETTING_PASS)
    last = returned.order_by("-at", "-pk").first()
    if last is None or _sent_back_since(paper, last.at):
        return []
    return RowNote.objects.filter(decision=last).select_related(
        "decision", "point_line__version", "power_line__version"
    )


def _sent_back_since(paper, at):
    """Whether the principal has sent it back after that: then the older notes are done with."""
    back = paper.confirmations.filter(action=Confirmation.Action.SEND_BACK)
    return back.filter(at__gt=at).exists()


def identity_of(version):
    """("point", id) or ("power", id): what a row is about, whatever its version."""
    if hasattr(version, "point_id"):
        return "point", version.point_id
    return "power", version.power_id
