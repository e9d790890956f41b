"""Open data: what is public, as tables for other programs (docs/open-data.md).

`publications` lists every number there ever was for society, with what became of it; `powers` and
`points` hold the rows of what stands today; `changes` what each version changed against the one
before, and on what ground. What was withdrawn keeps number, date and ground only.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from powers.particulars.content import TITLES_OF_PUBLIC
from powers.tables import COLUMNS as POWER_COLUMNS
from registry.tables.description import Column, Source, Table
from risks.tables import SEVEN

from . import versions
from .models import Publication, PublicationRow

Kind = Publication.Kind
STANDING, REPLACED, WITHDRAWN = "现行有效", "已有新版", "已经撤回"
RUNNING, ENDED = "正在公示", "公示结束"
SHOWN = {STANDING, RUNNING, REPLACED}

NUMBER = Column("number", "编号")
OF_UNIT = (Column("unit_code", "单位代码"), Column("unit", "单位"))
LIST_COLUMNS = (
    NUMBER,
    Column("kind", "种类"),
    Column("title", "标题"),
    *OF_UNIT,
    Column("year", "年度"),
    Column("published_on", "公布日期"),
    Column("state", "状态"),
    Column("changed_on", "最近变化日期"),
    Column("replaced_by", "替代它的编号"),
    Column("ends_on", "公示截止日期"),
    Column("withdrawn_on", "撤回日期"),
    Column("withdrawn_why", "撤回理由"),
    Column("row_count", "行数"),
    Column("digest", "校验码"),
)
ROW_HEAD = (NUMBER, *OF_UNIT, Column("published_on", "公布日期"), Column("serial", "序号"))
FURTHER = (
    Column("content", "职权内容"),
    Column("conditions", "办理条件"),
    Column("procedure", "办理程序"),
    Column("steps", "办理环节"),
    *(Column(key, title) for key, title in TITLES_OF_PUBLIC.items()),
)


def _plain(columns):
    """Without merging: a row for a program stands by itself."""
    return tuple(
        Column(column.key, column.title)
        for column in columns
        if column.key not in {each.key for each in ROW_HEAD}
    )


CHANGE_COLUMNS = (
    NUMBER,
    *OF_UNIT,
    Column("published_on", "公布日期"),
    Column("kind", "种类"),
    Column("sort", "变化"),
    Column("serial", "序号"),
    Column("name", "名称"),
    Column("cause", "变动事由"),
    Column("before", "上一版编号"),
)
SETS = {
    "publications": ("公开件清单", LIST_COLUMNS),
    "powers": ("现行职权", (*ROW_HEAD, *_plain(POWER_COLUMNS), *FURTHER)),
    "points": ("现行风险点", (*ROW_HEAD, *_plain(SEVEN))),
    "changes": ("各版的变化", CHANGE_COLUMNS),
}
KIND_OF_ROWS = {"powers": Kind.CATALOGUE, "points": Kind.DIRECTORY}


@dataclass(frozen=True)
class Entry:
    """A publication for society, what became of it, and when that last changed."""

    publication: Publication
    state: str
    changed_on: date

    @property
    def is_standing(self):
        return self.state == STANDING


def entries(since=None):
    """Everything that ever was public, oldest change first; `since`: what changed from then on.

    One query; as many entries as publications, not as rows.
    """
    found = Publication.objects.filter(edition=Publication.Edition.PUBLIC)
    found = found.select_related("unit", "superseded_by", "supersedes").order_by("at", "pk")
    listed = [_entry(each) for each in found]
    if since:
        listed = [each for each in listed if each.changed_on >= since]
    return sorted(listed, key=lambda each: each.changed_on)


def _entry(publication):
    published_on = timezone.localdate(publication.at)
    if publication.withdrawn_at:
        return Entry(publication, WITHDRAWN, timezone.localdate(publication.withdrawn_at))
    if publication.kind == Kind.PUBLICITY:
        return _publicity(publication, published_on)
    newer = getattr(publication, "superseded_by", None)
    if newer:
        return Entry(publication, REPLACED, timezone.localdate(newer.at))
    return Entry(publication, STANDING, published_on)


def _publicity(publication, published_on):
    if publication.closed_at:
        return Entry(publication, ENDED, timezone.localdate(publication.closed_at))
    if publication.ends_on < timezone.localdate():
        return Entry(publication, ENDED, publication.ends_on)
    return Entry(publication, RUNNING, published_on)


def table_of(name, listed):
    """One of SETS as a Table, its rows read as they are written."""
    title, columns = SETS[name]
    rows = OTHER_ROWS[name](listed) if name in OTHER_ROWS else _rows(name, listed)
    changed_on = max((each.changed_on for each in listed), default=None)
    return Table(title=title, source=Source.publications(changed_on), columns=columns, rows=rows)


def _list_rows(listed):
    for each in listed:
        yield {**_head(each.publication), **_state(each)}


def _head(publication):
    return {
        "number": publication.number,
        "unit_code": publication.unit.code,
        "unit": publication.unit.name,
        "published_on": timezone.localdate(publication.at),
    }


def _state(entry):
    publication = entry.publication
    newer = getattr(publication, "superseded_by", None)
    said = {
        "kind": publication.get_kind_display(),
        "year": publication.year,
        "state": entry.state,
        "changed_on": entry.changed_on,
        "replaced_by": newer.number if newer else "",
        "ends_on": publication.ends_on,
    }
    if entry.state == WITHDRAWN:
        said["withdrawn_on"] = timezone.localdate(publication.withdrawn_at)
        return said | {"withdrawn_why": publication.withdrawn_why}
    if entry.state not in SHOWN:
        return said
    return said | {
        "title": publication.title,
        "row_count": publication.row_count,
        "digest": publication.digest,
    }


def _rows(name, listed):
    """Rows of what stands, in the order of their publications."""
    kind = KIND_OF_ROWS[name]
    standing = {
        each.publication.pk: _head(each.publication)
        for each in listed
        if each.is_standing and each.publication.kind == kind
    }
    rows = PublicationRow.objects.filter(publication__in=standing).order_by(
        "publication", "position"
    )
    rows = rows.values_list("publication", "content", "unit__code", "unit__name", "position")
    for publication, content, code, name, position in rows.iterator(chunk_size=1000):
        of_unit = {"unit_code": code, "unit": name, "serial": position}
        yield {**content, **standing[publication], **of_unit}


def _change_rows(listed):
    """Version by version: one is held in memory with the one before it, never all of them."""
    for each in listed:
        publication = each.publication
        for found in versions.changes_of([publication]).values():
            known = {**_head(publication), "kind": publication.get_kind_display()}
            known["before"] = publication.supersedes.number
            causes = versions.causes_in(publication)
            for row in versions.rows_at(found.places, causes):
                place = (row.new or row.old).position
                yield {
                    **known,
                    "sort": row.label,
                    "serial": place,
                    "name": row.heading,
                    "cause": row.cause,
                }


OTHER_ROWS = {"publications": _list_rows, "changes": _change_rows}


def stamp_parts(listed):
    """What the tables hang on, for an ETag: no row is read for it."""
    for each in listed:
        publication = each.publication
        yield from (publication.number, publication.digest, publication.unit.name)
        before = publication.supersedes
        yield from (each.state, str(each.changed_on), str(before and before.withdrawn_at))
