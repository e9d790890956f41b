"""A table of laws or of rules: its template, what a file would do to a register, and doing it.

Those of one title and number are one: known ones are brought up to date, blank cells change
nothing. What differs is a `Register`; all or nothing is written, as it was seen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, models, transaction
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from registry.intake.cells import one_line, text_of
from registry.intake.columns import HeaderFinder
from registry.papers.digest import digest_of
from registry.trail.recording import record

from .fields import TOO_EARLY, comes_too_early
from .keeping import lock_unit

MOST_ROWS = 2000
NEW, CHANGED, SAME = "new", "adjusted", "unchanged"
DAYS = ("issued_on", "in_force_from")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Column:
    field: str
    header: str
    also: tuple[str, ...]
    hint: str
    width: int


@dataclass(frozen=True)
class Codes:
    """What a column may say: written → value; `labels` are told where something else stands."""

    field: str
    known: Callable[[], dict]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """One sort of thing with title, number, two days, one coded column and texts.

    `noun` is what they are called, `counted` how they are counted.
    """

    model: type[models.Model]
    columns: tuple[Column, ...]
    codes: Codes
    noun: str
    counted: str

    @property
    def texts(self):
        """Columns of plain text besides title and number."""
        special = ("title", "number", self.codes.field, *DAYS)
        return [column.field for column in self.columns if column.field not in special]

    @property
    def finder(self):
        return HeaderFinder(self.columns, needed="title")


class NoTable(ValueError):
    """No sheet of the file holds such a table, or too much; the message says what to do."""


class NotAsSeen(Exception):
    """The file or the register is no longer what the preview showed; nothing was written."""


@dataclass
class PlannedRow:
    number: int
    facts: dict
    action: str = NEW
    known: models.Model | None = None
    errors: list = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    register: Register
    sheet: str
    rows: list

    @property
    def errors(self):
        return [(row.number, text) for row in self.rows for text in row.errors]

    @property
    def fingerprint(self):
        told = [[row.action, row.known and row.known.pk, _plain(row)] for row in self.rows]
        return digest_of(told)[:16]

    def count(self, action):
        return sum(row.action == action for row in self.rows)

    @property
    def counts(self):
        return {action: self.count(action) for action in (NEW, CHANGED, SAME)}

    @property
    def changes(self):
        return self.count(NEW) + self.count(CHANGED)

    def cells(self, row):
        """(header, what was understood) of a row, for the preview."""
        return [(column.header, self._shown(row, column.field)) for column in self.register.columns]

    def _shown(self, row, name):
        codes, value = self.register.codes, row.facts.get(name)
        if name != codes.field or value is None or isinstance(value, models.Model):
            return value
        return dict(self.register.model._meta.get_field(name).choices).get(value, value)


def make_template(register):
    """A workbook with the columns and a word on each."""
    book = Workbook()
    sheet, how = book.active, book.create_sheet("填写说明")
    sheet.title, sheet.freeze_panes = register.noun, "B2"
    for at, column in enumerate(register.columns, start=1):
        cell = sheet.cell(row=1, column=at, value=column.header)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF0E4F5C")
        sheet.column_dimensions[cell.column_letter].width = column.width
        how.append([column.header, column.hint])
    how.append([f"{_header(register)}可以写", "、".join(register.codes.labels)])
    how.column_dimensions["B"].width = 80
    return book


def make_plan(register, sheets, unit):
    """What the file would do to the unit's register as it stands."""
    finder = register.finder
    found = [
        (sheet, header) for sheet in sheets if (header := finder.find(sheet.rows, sheet.merged))
    ]
    if not found:
        raise NoTable(
            f"没有找到{register.noun}表。请检查表头里有没有“名称”和“{_header(register)}”，"
            "或下载模板填写。"
        )
    sheet, header = max(found, key=lambda pair: len(pair[1].fields))
    texts = list(_texts(finder, sheet, header))
    if len(texts) > MOST_ROWS:
        raise NoTable(f"表里超过 {MOST_ROWS} {register.counted}。请分成几个文件导入。")
    codes = register.codes.known()
    known = {(one.title, one.number): one for one in register.model.objects.filter(unit=unit)}
    rows = [_planned(register, number, text, codes, known) for number, text in texts]
    _find_repeated(rows, register)
    return Plan(register, sheet.name, rows)


@transaction.atomic
def apply(*, register, sheets, unit, seen, by):
    """Write the rows that were seen; all of them or none."""
    lock_unit(unit)
    plan = make_plan(register, sheets, unit)
    if plan.errors or plan.fingerprint != seen:
        raise NotAsSeen
    model = register.model
    try:
        with transaction.atomic():
            model.objects.bulk_create(
                model(unit=unit, **row.facts) for row in plan.rows if not row.known
            )
    except IntegrityError as refusal:  # renamed to one of these meanwhile
        raise NotAsSeen from refusal
    changed = [row.known for row in plan.rows if row.action == CHANGED]
    names = [register.codes.field, *register.texts, *DAYS]
    model.objects.bulk_update(changed, names, batch_size=200)
    record(by=by, action="import.confirmed", unit=unit, target_kind=model._meta.label_lower)
    return plan


def _header(register):
    return next(c.header for c in register.columns if c.field == register.codes.field)


def _texts(finder, sheet, header):
    start = header.last + 1
    for index, cells in enumerate(sheet.rows[start:], start=start):
        texts = {
            name: one_line(text_of(cells[at])).strip() if at < len(cells) else ""
            for at, name in header.fields.items()
        }
        if texts.get("title") and not finder.is_again(cells, header):
            yield index + 1, texts


def _planned(register, number, texts, codes, known):
    row = PlannedRow(
        number, {"title": texts["title"].strip("《》 "), "number": texts.get("number", "")}
    )
    one = known.get((row.facts["title"], row.facts["number"]))
    row.known, row.action = one, SAME if one else NEW
    coded = register.codes.field
    row.facts[coded] = _code(register, row, texts.get(coded, ""), codes)
    for name in register.texts:
        row.facts[name] = texts.get(name, "") or (getattr(one, name) if one else "")
    for name in DAYS:
        row.facts[name] = _day(row, texts.get(name, "")) or (getattr(one, name) if one else None)
    _judge(register, row)
    if one is not None and not row.errors:
        moved = [name for name, value in row.facts.items() if getattr(one, name) != value]
        for name in moved:
            setattr(one, name, row.facts[name])
        row.action = CHANGED if moved else SAME
    return row


def _code(register, row, text, codes):
    if not text and row.known is not None:
        return getattr(row.known, register.codes.field)
    if text not in codes:
        labels = "、".join(register.codes.labels)
        row.errors.append(f"{_header(register)}“{text}”认不出来，可以写：{labels}。")
    return codes.get(text)


def _day(row, text):
    if not text:
        return None
    try:
        return date(*map(int, _DAY.fullmatch(text).groups()))
    except (AttributeError, ValueError):
        row.errors.append(f"日期“{text}”认不出来，请写成 2021-03-01。")
        return None


def _judge(register, row):
    for name in ("title", "number", *register.texts):
        column = register.model._meta.get_field(name)
        if len(row.facts[name]) > column.max_length:
            row.errors.append(f"{column.verbose_name}请控制在 {column.max_length} 个字以内。")
    if comes_too_early(row.facts):
        row.errors.append(TOO_EARLY)


def _find_repeated(rows, register):
    first = {}
    for row in rows:
        earlier = first.setdefault((row.facts["title"], row.facts["number"]), row)
        if earlier is not row:
            row.errors.append(f"与第 {earlier.number} 行是同一{register.counted}。")


def _plain(row):
    return [str(value) for value in row.facts.values()]
