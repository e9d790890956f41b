"""Files that support a form or one of its rows (附件): put in and taken out while it is a draft.

They go with the revision: handed in they are frozen with it, sent back they come along.
"""

from registry.files.storing import check_scan, discard, store
from registry.papers.models import Attachment
from registry.trail.recording import record

from .draft import CLOSED, ONLY_NOTED_ROWS, RowRefused, open_draft
from .models import Enclosure

MOST = 20
TOO_MANY = f"一张表最多附 {MOST} 个文件。请把几页合成一个 PDF 再上传。"
NO_FILE = "这个附件已经在别处移除了。"
NO_ROW = "这一行已经不在表里。请重新选择附件属于哪一行。"


def enclosures_of(revision):
    """The files of a revision in the order they came, each with what its name is read from."""
    return list(revision.enclosures.select_related("attachment__file").order_by("pk"))


def with_rows(revision, rows):
    """[(enclosure, its row or None)]; a file whose row has gone belongs to the whole paper."""
    by_point = {row.version.point_id: row for row in rows}
    return [(each, by_point.get(each.point_id)) for each in enclosures_of(revision)]


def enclose(*, paper, upload, point_id, by):
    """Store the file and put it into the draft, to the row of this point or to the whole paper.

    Raises `registry.files.storing.FileRefused` for a file that cannot be taken.
    """
    with open_draft(paper=paper, by=by) as draft:
        _check_open(draft, point_id)
        if draft.revision.enclosures.count() >= MOST:
            raise RowRefused(TOO_MANY)
        content_type = check_scan(upload, upload.name)
        stored = store(stream=upload, name=upload.name, content_type=content_type, by=by)
        attachment = Attachment.objects.create(
            paper=draft.paper, kind=Attachment.Kind.SUPPORT, file=stored, added_by=by
        )
        record(by=by, action="attachment.added", unit=draft.paper.unit, target=draft.paper)
        return Enclosure.objects.create(
            revision=draft.revision, attachment=attachment, point_id=point_id
        )


def take_out(*, paper, enclosure_id, by):
    """Out of this draft; the file itself goes where no revision handed in has it."""
    with open_draft(paper=paper, by=by) as draft:
        found = draft.revision.enclosures.select_related("attachment__file")
        enclosure = found.filter(pk=enclosure_id).first()
        if enclosure is None:
            raise RowRefused(NO_FILE)
        points = {line.version.point_id for line in draft.points.lines}
        _check_open(draft, enclosure.point_id if enclosure.point_id in points else None)
        attachment = enclosure.attachment
        enclosure.delete()
        if not attachment.enclosures.exists():
            attachment.delete()
            discard(attachment.file)
        record(by=by, action="attachment.removed", unit=draft.paper.unit, target=draft.paper)


def carry(old, new):
    """The next revision begins with the files of the one before."""
    Enclosure.objects.bulk_create(
        Enclosure(revision=new, attachment_id=each.attachment_id, point_id=each.point_id)
        for each in enclosures_of(old)
    )


def sealed(revision):
    """What the digest of a revision covers: each file by its bytes and name, and its row."""
    return [
        [each.attachment_id, each.attachment.file.digest, each.name, each.point_id]
        for each in enclosures_of(revision)
    ]


def _check_open(draft, point_id):
    """After a return of single rows only those rows may get or lose a file."""
    if point_id is None:
        if not draft.takes_new_rows:
            raise RowRefused(ONLY_NOTED_ROWS)
        return
    line = next((line for line in draft.points.lines if line.version.point_id == point_id), None)
    if line is None:
        raise RowRefused(NO_ROW)
    if not line.open:
        raise RowRefused(CLOSED)
