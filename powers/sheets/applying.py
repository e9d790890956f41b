"""Keeping an upload until it is confirmed, and writing what was confirmed: all of it or nothing."""

from django.db import transaction

from powers.draft import CatalogueDraft, RowRefused, open_draft
from powers.kinds.choosing import kinds_for
from registry.files.storing import discard, path_of, store
from registry.intake.columns import header_key
from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.intake.mappings import mapping_of, remember
from registry.intake.models import Subject
from registry.papers.models import Attachment
from registry.trail.recording import record

from .planning import CHANGED, NEW, make_plan
from .reading import NoTable, read

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotAsSeen(Exception):
    """The file or the draft is no longer what the preview showed; nothing was written."""

    def __init__(self):
        super().__init__("核对期间目录有了变化，什么也没有写入，请再核对一遍。")


def keep(*, file, unit, by):
    """Store the file as it came, if a catalogue can be read from it at all: (file, its rows)."""
    stored = store(stream=file, name=file.name, content_type=CONTENT_TYPE, by=by)
    try:
        reading = read_for(unit, read_sheets(path_of(stored.stored_name)))
    except (NoTable, UnreadableFile):
        with transaction.atomic():
            discard(stored)
        raise
    return stored, len(reading.rows)


def is_taken(paper, stored):
    """Whether the file has been written into the paper, and hangs on it."""
    return paper.attachments.filter(kind=Attachment.Kind.ORIGINAL, file=stored).exists()


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
        if plan.errors or plan.fingerprint != seen or is_taken(paper, stored):
            raise NotAsSeen
        for row in plan.rows:
            _write(draft, row, f"按导入的表格更新（{stored.original_name}）")
        Attachment.objects.create(
            paper=paper, kind=Attachment.Kind.ORIGINAL, file=stored, added_by=by
        )
        if columns is not None:
            chosen = {header_key(title): name for _, _, title, name in reading.columns if title}
            remember(unit=paper.unit, subject=Subject.POWERS, columns=chosen, words={})
        record(by=by, action="import.confirmed", unit=paper.unit, target=paper)
    return plan


def _write(draft, row, why):
    try:
        if row.action == NEW:
            draft.add(row.content)
        elif row.action == CHANGED:
            draft.change(draft.line(row.line_id), row.content, why)
    except RowRefused as refusal:
        raise NotAsSeen from refusal
