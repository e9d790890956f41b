"""What a file is made of: a publication as frozen, or the register today; and which format, when.

The three sources are never mixed (design §1): every table made here names its own at its head.
"""

from dataclasses import replace
from io import BytesIO

from django.utils import timezone

from powers.particulars.item_sheet import item_table
from powers.tables import COLUMNS, catalogue_row, catalogue_table
from registry.access.reach import reach_of
from registry.jobs.queueing import enqueue
from registry.organisation.models import Programme
from registry.papers.models import Paper
from registry.tables.description import Source
from registry.tables.formats import FORMATS
from risks.compiled_levels import CompiledLevels, scale_of_line
from risks.models import PointVersion, RiskPoint
from risks.tables import directory_columns, directory_table, point_contents, with_after

from . import correcting
from .checking import check_address
from .commitment_rows import COMMITMENT_COLUMNS, commitment_columns, commitments_table
from .models import Publication
from .stated_causes import causes_of

Kind = Publication.Kind
Covers = Paper.Covers
# Rows that are written while the reader waits, a second or two of work; more becomes a job.
ROWS_AT_ONCE = {"xlsx": 300, "csv": 10_000, "json": 10_000, "docx": 300, "pdf": 100}
# A quarter of a millisecond a row: these are written while one waits where no job can be asked for.
QUICK = ("xlsx", "csv", "json")
HOW_TO_CHECK = "核对真伪：{}，输入编号和校验码。"


class NothingPublished(Exception):
    """The unit has no standing publication of that kind in that edition; the text says so."""


def latest(unit, kind, edition):
    """The publication that stands today, or NothingPublished."""
    found = Publication.objects.standing().filter(unit=unit, kind=kind, edition=edition)
    publication = found.select_related("unit").first()
    if publication is None:
        label, words = Kind(kind).label, Publication.Edition(edition).label
        raise NothingPublished(f"{unit.name}（{unit.code}）还没有发布过{words}版的{label}。")
    return publication


def directory_of_unit(unit, edition):
    """《廉政风险点和风险等级目录》 as last published in the edition, as a Table."""
    return table_of(latest(unit, Kind.DIRECTORY, edition))


def catalogue_of_unit(unit, edition):
    """The power catalogue as last published in the edition, as a Table."""
    return table_of(latest(unit, Kind.CATALOGUE, edition))


def table_of(publication):
    """A publication as a file: all its rows, and the correction notices there are by now."""
    rows = publication.rows.order_by("position").values_list("content", flat=True)
    table = _drawn(publication, rows.iterator(chunk_size=1000), _frozen_columns(publication))
    said = [correcting.numbers_of(publication), publication.head.get("corrections", "")]
    notices = publication.corrections.select_related("publication")
    sentences = [f"更正公告 {notice.number}：{notice.sentence}。" for notice in notices]
    return replace(
        table, corrections="；".join(filter(None, said)), notes=(*sentences, *table.notes)
    )


def on_screen(publication, contents):
    """Table and lines for a page; each line keeps its content: a badge needs the level's colour."""
    table = _drawn(publication, contents, _frozen_columns(publication))
    pairs = zip(table.lines(), contents, strict=True)
    return {"table": table, "lines": [{"cells": cells, "content": row} for cells, row in pairs]}


def _frozen_columns(publication):
    """The columns that the head froze, in the words of that day."""
    titles = dict(publication.head["columns"])
    known = COLUMNS
    if publication.kind == Kind.COMMITMENTS:
        known = COMMITMENT_COLUMNS
    elif publication.kind != Kind.CATALOGUE:
        known = with_after(directory_columns(publication.covers))
    return tuple(replace(c, title=titles[c.key]) for c in known if c.key in titles)


def item_sheet(publication, row):
    """Everything that a published catalogue says of one power (事项表)."""
    return item_table(
        row.content,
        source_of(publication),
        unit_name=publication.unit.name,
        number=publication.number,
        digest=publication.digest,
        check_url=check_address(publication.number),
    )


def source_of(publication):
    published_on = timezone.localdate(publication.at)
    return Source.publication(publication.number, published_on, publication.edition)


def _drawn(publication, contents, columns):
    address = check_address(publication.number)
    source = source_of(publication)
    facts = {
        "title": publication.title,
        "unit_name": publication.unit.name,
        "number": publication.number,
        "digest": publication.digest,
        "check_url": address,
        "notes": (
            HOW_TO_CHECK.format(f"打开 {address}" if address else "在公开网站“核对真伪”一页"),
        ),
    }
    if publication.kind == Kind.COMMITMENTS:
        return commitments_table(contents, source, columns=columns, **facts)
    if publication.kind == Kind.CATALOGUE:
        rows = (catalogue_row(content["serial"], content) for content in contents)
        return catalogue_table(rows, source, columns=columns, **facts)
    return directory_table(contents, source, columns=columns, **facts)


def frozen_head(publication, contents):
    """The titles of the columns on the day of publishing: what is published never changes.

    With the correction notices of the version that it replaces, and the ground of each change
    against it, where there are any.
    """
    columns = COLUMNS
    if publication.kind == Kind.COMMITMENTS:
        columns = commitment_columns(contents)
    elif publication.kind != Kind.CATALOGUE:
        columns = directory_columns(publication.covers, contents)
    head = {"columns": [[column.key, column.title] for column in columns]}
    before = publication.supersedes
    if causes := causes_of(publication):
        head["causes"] = causes
    if before and (numbers := correcting.numbers_of(before)):
        head["corrections"] = f"上一版 {before.number} 的 {numbers}"
    return head


def register_directory(*, unit, person):
    """The points in force today of the unit and those under it that the person may read."""
    points = RiskPoint.objects.in_force().visible_to(reach_of(person))
    points = points.filter(unit__path__startswith=unit.path).listed()
    today = timezone.localdate()
    levels = CompiledLevels(scale_of_line(unit.line, today.year))
    contents = point_contents(_versions(points), today, Programme.Names.FULL, levels.scale)
    notes = levels.notes_of(PointVersion.objects.filter(in_force_for__in=points))
    facts = {"unit_name": unit.name, "compiled_on": today, "notes": notes}
    columns = directory_columns(_covers(unit), contents)
    return directory_table(contents, Source.register(today), columns=columns, **facts)


def _versions(points):
    """The versions in force, each knowing its point without asking again."""
    for point in points:
        point.in_force.point = point
        yield point.in_force


def _covers(unit):
    return Covers.SUBTREE if unit.children.exists() else Covers.UNIT


def is_small(publication, format_name):
    """Whether the reader gets the file at once, without a job."""
    return publication.row_count <= ROWS_AT_ONCE[format_name]


def formats_at_once(publication):
    """The formats that can be had without a job, as a site for the public alone offers them."""
    return [name for name in FORMATS if name in QUICK or is_small(publication, name)]


def file_name(publication, format_name):
    return f"{publication.title}-{publication.number}.{FORMATS[format_name].extension}"


def register_file_name(unit, format_name):
    day = f"{timezone.localdate():%Y%m%d}"
    return f"{unit.name}{Kind.DIRECTORY.label}-台账{day}.{FORMATS[format_name].extension}"


def written(table, format_name):
    """The bytes of a table in a format."""
    stream = BytesIO()
    FORMATS[format_name].write(table, stream)
    return stream.getvalue()


def queue_publication(*, publication, format_name, by):
    """A file too large to wait for: under "my downloads", once a minute for ten equal clicks."""
    return enqueue(
        kind="directory.export",
        arguments={"publication": publication.number, "format": format_name},
        title=file_name(publication, format_name),
        by=by,
        key=f"export:{publication.number}:{format_name}:{by.pk}:{_minute()}",
    )


def queue_register(*, unit, format_name, by):
    """The directory of a unit and those under it as the register says today, inside only."""
    return enqueue(
        kind="directory.export",
        arguments={"unit": unit.code, "format": format_name},
        title=register_file_name(unit, format_name),
        by=by,
        key=f"register:{unit.code}:{format_name}:{by.pk}:{_minute()}",
    )


def queue_public_file(publication, format_name):
    """A large file for the public site: written once, kept like every other result of a job."""
    return enqueue(
        kind="publication.file",
        arguments={"publication": publication.number, "format": format_name},
        title=file_name(publication, format_name),
        by=None,
        key=f"publication-file:{publication.number}:{format_name}{_corrected(publication)}",
    )


def _corrected(publication):
    """A file written before a correction notice does not name it: another one is written."""
    count = publication.corrections.count()
    return f":{count}" if count else ""


def _minute():
    return f"{timezone.now():%Y%m%d%H%M}"
