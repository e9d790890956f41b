"""Versions (版本) of a published catalogue or directory, and what one changed against the last.

Read from the frozen rows alone: a row is the same as an earlier one when both come from the same
power or point, whatever it says now. What was withdrawn is never compared, from neither side, as
a difference shows the text of both.
"""

from dataclasses import dataclass, field

from django.core.paginator import Paginator

from powers.particulars.content import FOR_PROGRAMS
from registry.papers.digest import digest_of

from .disclosure import TITLES
from .models import PublicationRow

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


@dataclass
class Changes:
    """Counts and the places of the rows: (sort, old pk, new pk), in the order of the table."""

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

    `compared` says whether one can be shown against the one before it.
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
    return found


def can_be_compared(publication, before):
    """There is one before, and neither was withdrawn."""
    return before is not None and not (publication.withdrawn_at or before.withdrawn_at)


def changes_between(old, new):
    """What `new` says otherwise than `old`, neither withdrawn; two queries however many rows."""
    before, now = _marks_of(old), _marks_of(new)
    found = Changes()
    for key, (pk, mark) in now.items():
        was = before.get(key)
        if was is None:
            found.added += 1
            found.places.append(("added", None, pk))
        elif was[1] == mark:
            found.unchanged += 1
        else:
            found.changed += 1
            found.places.append(("changed", was[0], pk))
    gone = [pk for key, (pk, _) in before.items() if key not in now]
    found.removed = len(gone)
    found.places += [("removed", pk, None) for pk in gone]
    return found


def on_page(publication, before, asked):
    """{changes, tabs, page_obj}: what a page of the comparison shows; three queries.

    `asked` may hold `only`, one of SORTS, and `page`.
    """
    changes = changes_between(before, publication)
    only = asked.get("only") if asked.get("only") in SORTS else ""
    places = [place for place in changes.places if only in ("", place[0])]
    page = Paginator(places, PAGE_SIZE).get_page(asked.get("page"))
    page.object_list = rows_at(page.object_list)
    return {"changes": changes, "tabs": _tabs(changes, only), "page_obj": page}


def _tabs(changes, only):
    tabs = [{"label": "全部变化", "url": "?", "active": not only, "count": changes.total}]
    for sort, label in SORTS.items():
        count = getattr(changes, sort)
        tabs.append(
            {"label": label, "url": f"?only={sort}", "active": only == sort, "count": count}
        )
    return tabs


def rows_at(places):
    """`Changed` for these places, in one query."""
    wanted = {pk for _, *pair in places for pk in pair if pk}
    rows = PublicationRow.objects.in_bulk(wanted)
    return [Changed(sort, rows.get(old), rows.get(new)) for sort, old, new in places]


def _marks_of(publication):
    """{what the row is of: (pk, digest of what it says)} in the order of the table."""
    rows = publication.rows.order_by("position").values_list(
        "pk", "point_version__point", "power_version__power", "content"
    )
    found = {}
    for pk, point, power, content in rows.iterator(chunk_size=1000):
        said = {key: text for key, text in content.items() if key not in NOT_SAID}
        mark = digest_of(said)
        found[_identity(point, power, mark)] = (pk, mark)
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
