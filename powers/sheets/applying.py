"""Keeping an upload until it is confirmed, and writing what was confirmed: all of it or nothing."""

from powers.draft import CatalogueDraft, RowRefused, open_draft
from powers.kinds.choosing import kinds_for
from registry.intake import kept
from registry.intake.columns import header_key
from registry.intake.mappings import mapping_of, remember
from registry.intake.models import Subject

from .planning import CHANGED, NEW, make_plan
from .reading import NoTable, read

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotAsSeen(Exception):
    """The file or the draft is no longer what the preview showed; nothing was written."""

    def __init__(self):
        super().__init__("核对期间目录有了变化，什么也没有写入，请再核对一遍。")


def keep(*, file, unit, by):
    """Store the file as it came, if a catalogue can be read from it at all: (file, its rows)."""
    stored, reading = kept.keep(
        file=file,
        content_type=CONTENT_TYPE,
        read=lambda sheets: read_for(unit, sheets),
        refused=[NoTable],
        by=by,
    )
    return stored, len(reading.rows)


def columns_of(chosen):
    """Place of a column → field, as the sender corrected them; None: as they were found."""
    columns = chosen.get("columns")
    return {int(at): name for at, name in columns.items()} if columns else None


def read_for(unit, sheets, columns=None):
    """The rows; `columns` as the person corrected them, else as the unit mapped them before."""
    names = mapping_of(unit, Subject.POWERS).columns
    return read(sheets, columns, names=names, kinds=kinds_for(unit))


def preview(*, revision, sheets, columns, default_side):
    """What the file would do to the draft as it stands now; writes nothing."""
    reading = read_for(revision.paper.unit, sheets, columns)
    return make_plan(reading, CatalogueDraft(revision), default_side=default_side)


def confirm(*, paper, stored, sheets, columns, default_side, seen, by):
    """Write the rows that were seen, attach the file to the paper, remember the mapping."""
    reading = read_for(paper.unit, sheets, columns)
    with open_draft(paper=paper, by=by) as draft:
        # Under the lock: of two confirmations at once the second finds other rows than it saw.
        plan = make_plan(reading, draft, default_side=default_side)
        if plan.errors or plan.fingerprint != seen or kept.is_taken(paper, stored):
            raise NotAsSeen
        for row in plan.rows:
            _write(draft, row, f"按导入的表格更新（{stored.original_name}）")
        if columns is not None:
            chosen = {header_key(title): name for _, _, title, name in reading.columns if title}
            remember(unit=paper.unit, subject=Subject.POWERS, columns=chosen, words={})
        kept.attach(paper=paper, stored=stored, by=by)
    return plan


def _write(draft, row, why):
    try:
        if row.action == NEW:
            draft.add(row.content)
        elif row.action == CHANGED:
            draft.change(draft.line(row.line_id), row.content, why)
    except RowRefused as refusal:
        raise NotAsSeen from refusal
