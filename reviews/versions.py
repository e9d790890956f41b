"""Versions (版本) of a published catalogue or directory, and what one changed against the last.

Read from the frozen rows alone: a row is the same as an earlier one when both come from the same
power or point, whatever it says now. What was withdrawn is never compared, from neither side, as
a difference shows the text of both.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.paginator import Paginator

from powers.particulars.content import FOR_PROGRAMS
from registry.papers.digest import digest_of

from .disclosure import TITLES
from .models import Publication, PublicationRow

# What a row says of its place in the table, and what only colours or sorts it.
NOT_SAID = {
    *("serial", "unit_code", "level_rank", "level_colour", "after_colour"),
    *FOR_PROGRAMS,
    "benchmark_units",
}
# The words by which a reader knows a row again; the first that a row has.
HEADINGS = ("name", "risk")
SORTS = {"added": "新增", "changed": "修改", "removed": "删去"}
PAGE_SIZE = 20


@dataclass(frozen=True)
class Said:
    """One column of a row, before and now."""

    title: str
    old: str
    new: str


@dataclass
class Changed:
    """One row that was added, changed or removed; `old` and `new` are the frozen rows."""

    sort: str  # one of SORTS
    old: object = None
    new: object = None
    cause: str = ""  # on what ground, as the unit said it

    @property
    def label(self):
        return SORTS[self.sort]

    @property
    def heading(self):
        content = (self.new or self.old).content
        return next((content[key] for key in HEADINGS if content.get(key)), "")

    @property
    def said(self):
        """Column by column: of a changed row what differs, else what the heading leaves unsaid."""
        old, new = (row.content if row else {} for row in (self.old, self.new))
        left = {*NOT_SAID, *(() if self.sort == "changed" else HEADINGS)}
        keys = sorted({*new, *old} - left, key=_order)
        found = [Said(_title(key), _text(old.get(key)), _text(new.get(key))) for key in keys]
        return [each for each in found if each.old != each.new]


class Place(NamedTuple):
    """Where a change stands: keys of the frozen rows, and what they are of."""

    sort: str
    old: int | None
    new: int | None
    of: tuple


@dataclass
class Changes:
    """Counts and the `Place`s of the rows, in the order of the table."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    places: list = field(default_factory=list)

    @property
    def total(self):
        return len(self.places)


def row_of_versions(publication, among):
    """The versions of its unit, kind, edition and range that are `among` these, the latest first.

    `compared` says whether one can be shown against the one before it, `causes` on what grounds.
    """
    same = among.filter(
        unit=publication.unit_id,
        kind=publication.kind,
        edition=publication.edition,
        covers=publication.covers,
    )
    found = list(same.select_related("superseded_by").order_by("-at", "-pk"))
    by_pk = {each.pk: each for each in found}
    for each in found:
        each.compared = can_be_compared(each, by_pk.get(each.supersedes_id))
        each.causes = causes_counted(each) if each.compared else ""
    return found


def can_be_compared(publication, before):
    """There is one before, and neither was withdrawn; rows of commitments come from no register, so
    that nobody could tell which is which.
    """
    if publication.kind == Publication.Kind.COMMITMENTS:
        return False
    return before is not None and not (publication.withdrawn_at or before.withdrawn_at)


def changes_between(old, new):
    """What `new` says otherwise than `old`, neither withdrawn; one query however many rows."""
    marks = _marks_of([old, new])
    return _compared(marks[old.pk], marks[new.pk])


def changes_of(publications):
    """{publication id: Changes} of those that can be compared; one query for all of them.

    Each is read with its `supersedes`.
    """
    found = [each for each in publications if can_be_compared(each, each.supersedes)]
    marks = _marks_of([*found, *(each.supersedes for each in found)])
    return {each.pk: _compared(marks[each.supersedes_id], marks[each.pk]) for each in found}


def _compared(before, now):
    found = Changes()
    for key, (pk, mark) in now.items():
        was = before.get(key)
        if was is None:
            found.added += 1
            found.places.append(Place("added", None, pk, key))
        elif was[1] == mark:
            found.unchanged += 1
        else:
            found.changed += 1
            found.places.append(Place("changed", was[0], pk, key))
    gone = [Place("removed", pk, None, key) for key, (pk, _) in before.items() if key not in now]
    found.removed = len(gone)
    found.places += gone
    return found


def on_page(publication, before, asked):
    """{changes, tabs, page_obj}: what a page of the comparison shows; two queries.

    `asked` may hold `only`, one of SORTS, and `page`.
    """
    changes = changes_between(before, publication)
    only = asked.get("only") if asked.get("only") in SORTS else ""
    places = [place for place in changes.places if only in ("", place.sort)]
    page = Paginator(places, PAGE_SIZE).get_page(asked.get("page"))
    page.object_list = rows_at(page.object_list, causes_in(publication))
    return {"changes": changes, "tabs": _tabs(changes, only), "page_obj": page}


def _tabs(changes, only):
    tabs = [{"label": "全部变化", "url": "?", "active": not only, "count": changes.total}]
    for sort, label in SORTS.items():
        count = getattr(changes, sort)
        tabs.append(
            {"label": label, "url": f"?only={sort}", "active": only == sort, "count": count}
        )
    return tabs


def rows_at(places, causes=None):
    """`Changed` for these places, in one query; `causes` as `causes_in` says them."""
    rows = PublicationRow.objects.in_bulk(
        {pk for each in places for pk in (each.old, each.new) if pk}
    )
    return [
        Changed(each.sort, rows.get(each.old), rows.get(each.new), (causes or {}).get(each.of, ""))
        for each in places
    ]


def causes_in(publication):
    """{what a row is of: on what ground it changed}, as frozen with the publication."""
    return {
        ("power", int(power)): said for power, said in publication.head.get("causes", {}).items()
    }


def causes_counted(publication):
    """How many rows changed on which ground, in a line; blank where none is stated."""
    kinds = Counter(said.partition("：")[0] for said in publication.head.get("causes", {}).values())
    return "、".join(f"{kind} {count} 项" for kind, count in kinds.most_common())


def _marks_of(publications):
    """{publication id: {what a row is of: (pk, digest of what it says)}}, each in the order of its
    table.
    """
    found = {each.pk: {} for each in publications}
    rows = PublicationRow.objects.filter(publication__in=found).order_by("publication", "position")
    rows = rows.values_list(
        "publication", "pk", "point_version__point", "power_version__power", "content"
    )
    for publication, pk, point, power, content in rows.iterator(chunk_size=1000):
        said = {key: text for key, text in content.items() if key not in NOT_SAID}
        mark = digest_of(said)
        found[publication][_identity(point, power, mark)] = (pk, mark)
    return found


def _identity(point, power, mark):
    """What a row is of; one without a source is known by its words alone."""
    if point or power:
        return ("point", point) if point else ("power", power)
    return ("text", mark)


def _order(key):
    """As the table has them, the step behind all; what has no title comes last."""
    return (list(TITLES).index(key) if key in TITLES else len(TITLES), key)


def _title(key):
    return TITLES.get(key, key)


def _text(said):
    return "\n".join(said) if isinstance(said, list) else str(said or "")
