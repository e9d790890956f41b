"""A table file that is kept from its arrival until it is confirmed, and hangs on a paper then."""

from django.db import transaction

from registry.files.storing import FileDamaged, discard, open_verified, path_of, store
from registry.papers.models import Attachment
from registry.trail.recording import record

from .limited_reader import UnreadableFile, read_sheets
from .waiting import Waiting


def keep(*, file, content_type, read, refused=(), by):
    """Store the file as it came, if `read` can make something of its sheets: (file, what it made).

    `refused` are the exceptions with which it cannot; then, or where the file cannot be read at all
    (`UnreadableFile`), nothing is kept.
    """
    stored = store(stream=file, name=file.name, content_type=content_type, by=by)
    try:
        made = read(read_sheets(path_of(stored.stored_name)))
    except (UnreadableFile, *refused):
        with transaction.atomic():
            discard(stored)
        raise
    return stored, made


def sheets_of(stored):
    """The sheets of a stored file; `UnreadableFile` where it is no longer what was sent."""
    try:
        open_verified(stored).close()
    except FileDamaged as damage:
        raise UnreadableFile("保存的原文件已损坏，无法继续。请重新上传一次。") from damage
    return read_sheets(path_of(stored.stored_name))


def is_taken(paper, stored):
    """Whether the file has been written into the paper, and hangs on it."""
    return paper.attachments.filter(kind=Attachment.Kind.ORIGINAL, file=stored).exists()


def attach(*, paper, stored, by):
    """The file hangs on the paper from now on, and the trail says so."""
    Attachment.objects.create(paper=paper, kind=Attachment.Kind.ORIGINAL, file=stored, added_by=by)
    record(by=by, action="import.confirmed", unit=paper.unit, target=paper)


def waiting_for(request, paper, name):
    """The file that waits for its confirmation, if it is this person's; not one that a job took."""
    waiting = Waiting(request, name)
    if waiting and is_taken(paper, waiting.stored):
        waiting.stored = None  # it hangs on the paper: the next file does not throw it away
    return waiting
