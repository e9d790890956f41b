"""What a file is made of: a publication as frozen, or the register today; and which format, when.

The three sources are never mixed (design §1): every table made here names its own at its head.
"""

from dataclasses import replace
from io import BytesIO

from django.utils import timezone

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

from .models import Publication

Kind = Publication.Kind
Covers = Paper.Covers
# Rows that are written while the reader waits, a second or two of work; more becomes a job.
ROWS_AT_ONCE = {"xlsx": 300, "csv": 300, "json": 300, "docx": 300, "pdf": 100}
HOW_TO_CHECK = "核对真伪：在公开网站“核对真伪”一页输入编号和校验码。"


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


def table_of(publication, contents=None):
    """A publication as a Table: all its rows, or the given contents of some of them."""
    if contents is None:
        rows = publication.rows.order_by("position").values_list("content", flat=True)
        contents = rows.iterator(chunk_size=1000)
    return _drawn(publication, contents, _frozen_columns(publication))


def on_screen(publication, contents):
    """Table and lines for a page; each line keeps its content: a badge needs the level's colour."""
    table = table_of(publication, contents)
    pairs = zip(table.lines(), contents, strict=True)
    return {"table": table, "lines": [{"cells": cells, "content": row} for cells, row in pairs]}


def _frozen_columns(publication):
    """The columns that the head froze, in the words of that day."""
    titles = dict(publication.head["columns"])
    known = COLUMNS
    if publication.kind != Kind.CATALOGUE:
        known = with_after(directory_columns(publication.covers))
    return tuple(replace(c, title=titles[c.key]) for c in known if c.key in titles)


def source_of(publication):
    published_on = timezone.localdate(publication.at)
    return Source.publication(publication.number, published_on, publication.edition)


def _drawn(publication, contents, columns):
    source = source_of(publication)
    facts = {
        "title": publication.title,
        "unit_name": publication.unit.name,
        "number": publication.number,
        "digest": publication.digest,
        "notes": (HOW_TO_CHECK,),
    }
    if publication.kind == Kind.CATALOGUE:
        rows = (catalogue_row(content["serial"], content) for content in contents)
        return catalogue_table(rows, source, columns=columns, **facts)
    return directory_table(contents, source, columns=columns, **facts)


def frozen_head(publication, contents):
    """The titles of the columns on the day of publishing: what is published never changes."""
    columns = COLUMNS
    if publication.kind != Kind.CATALOGUE:
        columns = directory_columns(publication.covers, contents)
    return {"columns": [[column.key, column.title] for column in columns]}


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
        key=f"publication-file:{publication.number}:{format_name}",
    )


def _minute():
    return f"{timezone.now():%Y%m%d%H%M}"
