"""Changing the rows of a catalogue draft. Nothing else writes powers.

Each function locks the paper, raises `NotDraft` when it is no longer a draft and `RowRefused` when
the row cannot take the change, counts the save, and returns the line (None when it is gone).
`content` is plain data as described in `powers.content`.
"""

from .draft import RowRefused, open_draft
from .models import Power, PowerLine

__all__ = [
    "RowRefused",
    "add_power",
    "catch_up",
    "change_power",
    "move_power",
    "read_again",
    "restore_power",
    "strike_power",
]


def read_again(line):
    """The line as it stands under the lock, for a page of a part of it; refused if it has gone."""
    lines = PowerLine.objects.of_register_rows().select_related("revision")
    again = lines.filter(pk=line.pk).first()
    if again is None or again.version.struck:
        raise RowRefused("这一行已经在别处删去或者销号了。您填的文字还在下面。")
    return again


def add_power(*, paper, content, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.add(content)


def change_power(*, paper, line_id, content, by, why=""):
    with open_draft(paper=paper, by=by) as draft:
        return draft.change(draft.line(line_id), content, why)


def strike_power(*, paper, line_id, why, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.strike(draft.line(line_id), why)


def restore_power(*, paper, line_id, by):
    with open_draft(paper=paper, by=by) as draft:
        return draft.restore(draft.line(line_id))


def move_power(*, paper, line_id, serial, by):
    """To a place in the order; it stays among the rows of its side."""
    with open_draft(paper=paper, by=by) as draft:
        line = next((line for line in draft.lines if line.pk == line_id), None)
        if line is None:
            raise RowRefused("这一行已经在别处删去了。")
        draft.move(line, serial)
        return line


def catch_up(*, paper, by):
    """Bring untouched rows up to what is in force now, and take in powers that came since.

    Rows that were changed here stay: whoever changed them looks at both texts. Returns how many
    rows were brought up to date.
    """
    with open_draft(paper=paper, by=by) as draft:
        behind = [line for line in draft.lines if _is_behind(line, draft.paper)]
        for line in behind:
            draft.restore(line)
        known = {line.version.power_id for line in draft.lines}
        missing = Power.objects.in_force().filter(unit_id=draft.paper.unit_id).exclude(pk__in=known)
        came = [draft.adopt(power.in_force) for power in missing.select_related("in_force")]
    return len(behind) + len(came)


def _is_behind(line, paper):
    version = line.version
    return version.written_in_id != paper.pk and version.power.in_force_id != version.pk
