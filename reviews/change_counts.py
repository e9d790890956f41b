"""变动统计: how many powers and points were confirmed each month or year, and how they changed.

Counted from the lines of the last round of each confirmed paper, never stored; the list behind a
number asks the same lines.
"""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse

from powers.models import Power, PowerLine
from registry.papers.models import PaperKind, PaperState, Revision
from registry.papers.register import Change, change_of_lines
from registry.tables.description import Column, Source, Table
from risks.models import PointLine, RiskPoint

from .progress_table import Row

TITLE = "职权和风险点变动统计"
CONFIRMED = "all"
NOTE = "按办件确认生效的日期统计；“不变”是再次确认、内容没有改的，“确认合计”是四项之和。"
SHOWN = (Change.NEW, Change.ADJUSTED, Change.STRUCK, Change.UNCHANGED)


class Matter(models.TextChoices):
    """What is counted."""

    POWER = "power", "职权"
    POINT = "point", "风险点"


@dataclass(frozen=True)
class Kept:
    """How the lines of a matter are kept; `owner` leads from the version to whose it is."""

    lines: type[models.Model]
    identities: type[models.Model]
    place: str
    owner: tuple[str, ...]


KEPT = {
    Matter.POWER: Kept(PowerLine, Power, "serial", ("power__unit",)),
    Matter.POINT: Kept(
        PointLine, RiskPoint, "position", ("point__unit", "point__section", "point__post__section")
    ),
}


def lines_of(matter, reach, asked):
    """Lines confirmed, of what this person may read and asked for; each with its `change`.

    Not those of directories, which compile what is in force, nor rows that became another's.
    """
    kept = KEPT[Matter(matter)]
    things = kept.identities.objects.visible_to(reach)
    if matter == Matter.POINT:
        things = things.filter(taken_as__isnull=True)
    things = things.filter(asked.of_unit_q())
    rounds = Revision.objects.filter(paper=OuterRef("revision__paper")).order_by("-no")
    lines = kept.lines.objects.filter(
        revision__paper__state=PaperState.CONFIRMED,
        revision=Subquery(rounds.values("pk")[:1]),
        **{f"version__{matter}__in": things.order_by().values("pk")},
    ).exclude(revision__paper__kind=PaperKind.DIRECTORY)
    confirmed = "revision__paper__confirmed_at"
    return lines.annotate(
        change=change_of_lines(), year=ExtractYear(confirmed), month=ExtractMonth(confirmed)
    )


def columns(asked):
    """The period, and for each matter what became of it and how many were confirmed in all."""
    numbers = [
        Column(f"{matter}-{change}", f"{matter.label}{label}", 18, "center")
        for matter in Matter
        for change, label in (*((each, each.label) for each in SHOWN), (CONFIRMED, "确认合计"))
    ]
    return (Column("name", "月份" if asked.year_asked else "年度", 24), *numbers)


def rows(reach, asked):
    """A row for each month of the year asked for, else for each year there is; the sum last."""
    counted = defaultdict(lambda: defaultdict(int))
    for matter in Matter:
        _count(counted, matter, lines_of(matter, reach, asked), asked)
    year = asked.year_asked
    periods = range(1, 13) if year else sorted(counted)
    found = [_row(asked, period, counted[period]) for period in periods]
    total = defaultdict(int)
    for numbers in counted.values():
        for key, number in numbers.items():
            total[key] += number
    return [*found, _row(asked, None, total)]


def table_of(reach, asked, day):
    """The same as a file; 内部资料."""
    unit = asked.unit_asked
    return Table(
        title=f"{asked.year_asked} 年{TITLE}" if asked.year_asked else TITLE,
        source=Source.progress(day),
        columns=columns(asked),
        rows=[row.said for row in rows(reach, asked)],
        notes=(NOTE,),
        unit_name=unit.name if unit else "",
        compiled_on=day,
    )


def listed(lines, matter):
    """Lines with what their list shows, what was confirmed last first."""
    kept = KEPT[Matter(matter)]
    owners = [f"version__{path}" for path in kept.owner]
    return lines.select_related("revision__paper", *owners).order_by(
        "-revision__paper__confirmed_at", "revision", kept.place
    )


def _count(counted, matter, lines, asked):
    period = "year"
    if asked.year_asked:
        lines, period = lines.filter(year=asked.year_asked), "month"
    grouped = lines.order_by().values_list(period, "change").annotate(number=Count("pk"))
    for at, change, number in grouped:
        counted[at][f"{matter}-{change}"] += number
        counted[at][f"{matter}-{CONFIRMED}"] += number


def _row(asked, period, numbers):
    shown = columns(asked)
    said = {column.key: numbers[column.key] or _nothing(column) for column in shown[1:]}
    urls = {}
    for column in shown[1:]:
        if said[column.key]:
            matter, change = column.key.split("-")
            urls[column.key] = _to("change-rows", asked, period, matter=matter, change=change)
    if period is None:
        name = "合计"
    elif asked.year_asked:
        name = f"{period} 月"
    else:
        name, urls["name"] = f"{period} 年", _to("change-counts", asked, period)
    return Row(shown, {"name": name, **said}, urls)


def _nothing(column):
    """A blank, so that what there is stands out; of the sum it is said."""
    return 0 if column.key.endswith(CONFIRMED) else ""


def _to(name, asked, period, **narrowed):
    """An address with what was asked for and this period."""
    within = dict(asked.said)
    if period is not None:
        within["month" if asked.year_asked else "year"] = period
    narrowed = {key: value for key, value in narrowed.items() if value != CONFIRMED}
    return f"{reverse(name)}?{urlencode({**within, **narrowed})}"
