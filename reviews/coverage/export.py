"""The board as XLSX, by a job: the table of units, or one sheet as it is narrowed."""

from django.http import QueryDict
from django.utils import timezone

from powers.background import scope_of
from registry.access.reach import ANSWERING_SEATS, reach_of
from registry.jobs.queueing import enqueue
from registry.papers.digest import digest_of
from risks.coverage.sheets import SHEETS

from . import board
from .asking import CoverageFilter
from .grid import Reader, lines_of
from .lines import columns_of, table_of

JOB = "coverage.export"
CHUNK = 1000  # rows whose neighbours are looked up together


def may_export(person, arguments):
    """As long as the person reads just what the file was asked from."""
    reach = reach_of(person)
    return reach.holds_any(*ANSWERING_SEATS) and scope_of(reach) == arguments.get("scope")


def queue(*, name, query, reach, by):
    """`name` of a sheet, blank: the table of units. One job a minute for ten equal clicks."""
    title = SHEETS[name].label if name else board.TITLE
    return enqueue(
        kind=JOB,
        arguments={"sheet": name, "query": query.urlencode(), "scope": scope_of(reach)},
        title=f"找全：{title}（XLSX）",
        by=by,
        key=f"{JOB}:{by.pk}:{name}:{digest_of(query.urlencode())[:16]}:{timezone.now():%Y%m%d%H%M}",
    )


def table_for(person, arguments):
    """The table as the person reads it now, narrowed as it was asked for."""
    day, reach = timezone.localdate(), reach_of(person)
    name = arguments["sheet"]
    asked = {"reach": reach, "today": day, "sheet": SHEETS.get(name)}
    form = CoverageFilter(QueryDict(arguments["query"]), **asked)
    if not name:
        counts = board.counts_of(person, form, form.units)
        return board.table_of(form.units, counts, day)
    rows, reader = form.rows(), Reader(person, reach, day)
    lines = []
    for start in range(0, rows.count(), CHUNK):
        lines += lines_of(name, rows[start : start + CHUNK], reader)
    columns = columns_of(name, form.one_unit is None)
    unit_name = form.one_unit.name if form.one_unit else ""
    return table_of(name, lines, columns, day, unit_name=unit_name)
