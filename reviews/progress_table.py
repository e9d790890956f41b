"""进度表: which unit, or which section, is where. The same columns on screen and as a file."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date
from risks.filters import UNIT_ITSELF

from .year_progress import STATES, YEARS_FORM, Line, total

NUMBERS = (
    Column("due", "应填", 14, "center"),
    Column("not_begun", "未开始", 16, "center"),
    *(Column(state.value, state.label, 16, "center") for state in STATES),
)
HELD_UP = (
    Column("held_up", "到期未办", 18, "center"),
    Column("seat", "最早的等哪一席", 50),
    Column("since", "应办日期", 30, "center"),
    Column("days", "超期工作日", 22, "center"),
)
UNITS = (Column("name", "单位", 46), *NUMBERS, *HELD_UP)
SECTIONS = (Column("name", "科室", 46), *NUMBERS)
NOTES = (
    "应填、未开始按今天的岗位（空缺的也算）和在岗人员计算；其余各栏是本年度岗位的表现在的状态。",
)
NOTES_OF_SECTIONS = (
    *NOTES,
    "岗位年内换过科室的，应填、未开始计在现在的科室，已有的表仍计在填表时的科室。",
)
NOTES_OF_UNITS = (
    *NOTES,
    "到期未办包括各种表、职权目录和风险点目录的审核步骤，含今天到期的。",
)


@dataclass(frozen=True)
class Row:
    """What a row says, by column, and where it leads from there."""

    columns: tuple
    said: dict
    urls: dict

    @property
    def cells(self):
        """For the page: column, text ("" where it says nothing) and address of each."""
        return [
            {
                "column": column,
                "text": self.said.get(column.key, ""),
                "url": self.urls.get(column.key, ""),
            }
            for column in self.columns
        ]


def unit_rows(units, lines, held_up, year):
    """A row for each unit."""
    return [
        _unit_row(unit, lines.get(unit.pk, Line()), held_up.get(unit.pk), year) for unit in units
    ]


def sum_row(line, held_up):
    """The sum of all units, shown or not, with so many steps held up."""
    row = _row(UNITS, "合计", line, None)
    row.said["held_up"] = held_up
    return row


def section_rows(unit, sections, lines, year):
    """A row for what belongs to no section and for each section with posts or papers, and the sum;
    none where there is nothing to count.
    """
    named = [(None, UNIT_ITSELF.name), *((section.pk, section.name) for section in sections)]
    rows = [
        _row(SECTIONS, name, lines[pk], year, unit=unit.code, section=pk or UNIT_ITSELF.pk)
        for pk, name in named
        if pk in lines
    ]
    return [*rows, _row(SECTIONS, "合计", total(lines.values()), None)] if rows else []


def title_of(year):
    return f"{year} 年度廉政风险防控工作进度表"


def table_of(columns, rows, *, year, day, unit_name=""):
    """Units, or the sections of one, as a file; 内部资料."""
    return Table(
        title=title_of(year),
        source=Source.progress(day),
        columns=columns,
        rows=[row.said for row in rows],
        notes=NOTES_OF_UNITS if columns is UNITS else NOTES_OF_SECTIONS,
        unit_name=unit_name,
        compiled_on=day,
    )


def _unit_row(unit, line, hold_up, year):
    row = _row(UNITS, unit.name, line, year, unit=unit.code)
    row.urls["name"] = _to("progress", unit=unit.code, year=year)
    if hold_up:
        row.said.update(
            held_up=hold_up.number,
            seat=hold_up.seat,
            since=chinese_date(hold_up.since),
            days=hold_up.days,
        )
        row.urls["held_up"] = _to("due-list", unit=unit.code, year=year)
    else:
        row.said["held_up"] = 0
    return row


def _row(columns, name, line, year, **place):
    said = {"name": name, "due": line.due, "not_begun": line.not_begun}
    said |= {state.value: line.papers[state] for state in STATES}
    urls = {
        state.value: _to("paper-list", **place, kind=YEARS_FORM, state=state.value, year=year)
        for state in STATES
        if line.opens(state)
    }
    if place and line.not_begun:
        urls["not_begun"] = _to("not-begun", **place, year=year)
    return Row(columns, said, urls)


def _to(name, **narrowed):
    return f"{reverse(name)}?{urlencode(narrowed)}"
