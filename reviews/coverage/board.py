"""The table of units: how many rows each sheet has in a unit, and what is missing in how many.

Each number is the length of the list that it leads to.
"""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from registry.tables.description import Column, Source, Table
from reviews import year_progress
from risks.coverage.sheets import SHEETS

TITLE = "廉政风险找全情况表"
ALL = "rows"


@dataclass(frozen=True)
class Number:
    """A column: which sheet, and what is missing there (ALL: the rows themselves).

    `tone`: "look" where it may well be in order and is only worth a look.
    """

    title: str
    sheet: str
    gap: str = ALL
    tone: str = "todo"

    @property
    def key(self):
        return f"{self.sheet}-{self.gap}"

    @property
    def wants_none(self):
        return self.gap != ALL

    def address(self, **narrowed):
        if self.sheet == "forms":
            return f"{reverse('not-begun')}?{urlencode(narrowed)}"
        if self.wants_none:
            narrowed["gap"] = self.gap
        return f"{reverse('coverage-sheet', args=[self.sheet])}?{urlencode(narrowed)}"


STEPS = Number("环节", "steps")
NUMBERS = (
    STEPS,
    Number("待查找的环节", "steps", "open"),
    Number("待画环节的职权", "powers", "open"),
    Number("风险点", "points"),
    Number("待补措施", "points", "open"),
    Number("措施待定责任人", "measures", "nobody"),
    Number("措施期限已过", "measures", "late"),
    Number("岗位", "posts"),
    Number("未开始填表", "forms", "not_begun"),
    Number("待查找的岗位", "posts", "points"),
    Number("没有制度措施的岗位", "posts", "rules", "look"),
    Number("制度措施待写依据的岗位", "posts", "cited"),
    Number("待落实责任的岗位", "posts", "duty"),
)
NOTES = (
    "找全：每个环节有风险点，或者写明为什么没有；风险定到岗、制度建到岗、责任落实到岗。数字都可以点开，就是那一张清单的条数。",
    "“没有制度措施”看措施的种类，风险低的岗位不一定要有；“制度措施待写依据”看制度台账：没有一条措施写明现行的制度。",
    "数量多少不作比较，也不排名：查风险不是找问题，照实写最好。",
)


def counts_of(person, form, units):
    """{unit id: {key of a number: count}}: nine queries, whatever the number of units."""
    place = form.place_of(units)
    found = {unit.pk: {} for unit in units}
    for name, sheet in SHEETS.items():
        for unit_id, numbers in sheet.counts(place).items():
            found[unit_id] |= {f"{name}-{key}": number for key, number in numbers.items()}
    lines = _forms(person, form, units)
    for unit in units:
        line = lines.get(unit.pk)
        found[unit.pk]["forms-not_begun"] = line.not_begun if line else 0
    return found


def _forms(person, form, units):
    """How far the forms of the year are: of whole units, and of the sections one answers for."""
    asked = {"year": form.year, "day": form.today}
    lines = year_progress.by_unit(person, units=units, **asked)
    whole = {unit.pk for unit in form.whole_units}
    for unit in units:
        if unit.pk not in whole:  # the few units of one's own sections
            of_sections = year_progress.by_section(person, unit, **asked)
            lines[unit.pk] = year_progress.total(of_sections.values())
    return lines


def rows_of(units, counts):
    """For the page: (name, address of the grid, [(number, count, address)]) of each unit."""
    for unit in units:
        yield _row(unit.name, counts[unit.pk], unit=unit.code)


def sum_of(counts):
    """The same of all units together; its numbers lead to the lists of all of them."""
    whole = Counter()
    for numbers in counts.values():
        whole.update(numbers)
    return _row("合计", whole)


def _row(name, counts, **narrowed):
    cells = []
    for number in NUMBERS:
        count = counts.get(number.key, 0)
        cells.append((number, count, number.address(**narrowed) if count else ""))
    return name, STEPS.address(**narrowed), cells


def table_of(units, counts, day):
    """The table of units as a file; 内部资料."""
    columns = (
        Column("name", "单位", 46),
        *(Column(number.key, number.title, 18, "center") for number in NUMBERS),
    )
    return Table(
        title=TITLE,
        source=Source.register(day),
        columns=columns,
        rows=[
            {"name": unit.name, **{n.key: counts[unit.pk].get(n.key, 0) for n in NUMBERS}}
            for unit in units
        ],
        notes=NOTES,
        compiled_on=day,
    )
