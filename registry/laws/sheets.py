"""A table of laws: its template, what a file would do to the register, and doing it.

Laws of one title and number are one: known ones are brought up to date, blank cells change nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from registry.intake.cells import one_line, text_of
from registry.intake.columns import HeaderFinder
from registry.papers.digest import digest_of
from registry.trail.recording import record

from .models import Law, LawLevel

MOST_ROWS = 2000
NEW, CHANGED, SAME = "new", "adjusted", "unchanged"
SHEET = "法规"
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Column:
    field: str
    header: str
    also: tuple[str, ...]
    hint: str
    width: int


COLUMNS = (
    Column("title", "名称", ("法规名称", "标题", "文件名称"), "必填，写全称，不用写书名号。", 44),
    Column("level", "层级", ("效力级别", "类别", "法规层级"), "必填，如法律、行政法规。", 14),
    Column("number", "文号", ("发文字号", "令号"), "如“教育部令第49号”。", 22),
    Column("issuer", "制定机关", ("发布机关", "发布部门", "发文机关"), "由谁制定。", 26),
    Column("issued_on", "公布日期", ("发布日期", "颁布日期"), "如 2021-03-01。", 14),
    Column("in_force_from", "施行日期", ("生效日期", "实施日期"), "如 2021-03-01。", 14),
)
DAYS = ("issued_on", "in_force_from")
_FINDER = HeaderFinder(COLUMNS, needed="title")
_KINDS = {label: kind for kind, label in LawLevel.Kind.choices} | {
    "三定规定": LawLevel.Kind.MANDATE,
    "“三定”方案": LawLevel.Kind.MANDATE,
    "规章": LawLevel.Kind.MINISTRY_RULE,
    "条例": LawLevel.Kind.ADMINISTRATIVE,
}


class NoLaws(ValueError):
    """No sheet of the file holds laws, or too many; the message says what to do."""


class NotAsSeen(Exception):
    """The file or the register is no longer what the preview showed; nothing was written."""


@dataclass
class PlannedLaw:
    number: int
    facts: dict
    action: str = NEW
    law: Law | None = None
    errors: list = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    sheet: str
    rows: list

    @property
    def errors(self):
        return [(row.number, text) for row in self.rows for text in row.errors]

    @property
    def fingerprint(self):
        return digest_of([[row.action, row.law and row.law.pk, _plain(row)] for row in self.rows])[
            :16
        ]

    def count(self, action):
        return sum(row.action == action for row in self.rows)

    @property
    def counts(self):
        return {action: self.count(action) for action in (NEW, CHANGED, SAME)}

    @property
    def changes(self):
        return self.count(NEW) + self.count(CHANGED)


def make_template():
    """A workbook with the columns and a word on each."""
    book = Workbook()
    sheet, how = book.active, book.create_sheet("填写说明")
    sheet.title, sheet.freeze_panes = SHEET, "B2"
    for at, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row=1, column=at, value=column.header)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF0E4F5C")
        sheet.column_dimensions[cell.column_letter].width = column.width
        how.append([column.header, column.hint])
    how.append(["层级可以写", "、".join(label for label in LawLevel.Kind.labels)])
    how.column_dimensions["B"].width = 80
    return book


def make_plan(sheets, unit):
    """What the file would do to the unit's register as it stands."""
    found = [
        (sheet, header) for sheet in sheets if (header := _FINDER.find(sheet.rows, sheet.merged))
    ]
    if not found:
        raise NoLaws("没有找到法规表。请检查表头里有没有“名称”和“层级”，或下载模板填写。")
    sheet, header = max(found, key=lambda pair: len(pair[1].fields))
    texts = list(_texts(sheet, header))
    if len(texts) > MOST_ROWS:
        raise NoLaws(f"表里超过 {MOST_ROWS} 部。请分成几个文件导入。")
    levels = {level.kind: level for level in LawLevel.objects.all()}
    known = {(law.title, law.number): law for law in Law.objects.filter(unit=unit)}
    rows = [_planned(number, text, levels, known) for number, text in texts]
    _find_repeated(rows)
    return Plan(sheet.name, rows)


@transaction.atomic
def apply(*, sheets, unit, seen, by):
    """Write the rows that were seen; all of them or none."""
    type(unit).objects.select_for_update(no_key=True).get(pk=unit.pk)
    plan = make_plan(sheets, unit)
    if plan.errors or plan.fingerprint != seen:
        raise NotAsSeen
    Law.objects.bulk_create(Law(unit=unit, **row.facts) for row in plan.rows if row.action == NEW)
    changed = [row.law for row in plan.rows if row.action == CHANGED]
    Law.objects.bulk_update(changed, ["level", "issuer", *DAYS], batch_size=200)
    record(by=by, action="import.confirmed", unit=unit, target_kind="laws.law")
    return plan


def _texts(sheet, header):
    start = header.last + 1
    for index, cells in enumerate(sheet.rows[start:], start=start):
        texts = {
            name: one_line(text_of(cells[at])).strip() if at < len(cells) else ""
            for at, name in header.fields.items()
        }
        if texts.get("title") and not _FINDER.is_again(cells, header):
            yield index + 1, texts


def _planned(number, texts, levels, known):
    row = PlannedLaw(
        number, {"title": texts["title"].strip("《》 "), "number": texts.get("number", "")}
    )
    law = known.get((row.facts["title"], row.facts["number"]))
    row.law, row.action = law, SAME if law else NEW
    row.facts["level"] = _level(row, texts.get("level", ""), levels)
    row.facts["issuer"] = texts.get("issuer", "") or (law.issuer if law else "")
    for name in DAYS:
        row.facts[name] = _day(row, texts.get(name, "")) or (getattr(law, name) if law else None)
    _judge(row)
    if law is not None and not row.errors:
        moved = [name for name, value in row.facts.items() if getattr(law, name) != value]
        for name in moved:
            setattr(law, name, row.facts[name])
        row.action = CHANGED if moved else SAME
    return row


def _level(row, text, levels):
    if not text and row.law is not None:
        return row.law.level
    level = levels.get(_KINDS.get(text))
    if level is None:
        row.errors.append(f"层级“{text}”认不出来，可以写：{'、'.join(LawLevel.Kind.labels)}。")
    return level


def _day(row, text):
    if not text:
        return None
    try:
        return date(*map(int, _DAY.fullmatch(text).groups()))
    except (AttributeError, ValueError):
        row.errors.append(f"日期“{text}”认不出来，请写成 2021-03-01。")
        return None


def _judge(row):
    for name in ("title", "number", "issuer"):
        column = Law._meta.get_field(name)
        if len(row.facts[name]) > column.max_length:
            row.errors.append(f"{column.verbose_name}请控制在 {column.max_length} 个字以内。")
    issued, begins = (row.facts[name] for name in DAYS)
    if issued and begins and begins < issued:
        row.errors.append("施行日期不会早于公布日期，请核对。")


def _find_repeated(rows):
    first = {}
    for row in rows:
        earlier = first.setdefault((row.facts["title"], row.facts["number"]), row)
        if earlier is not row:
            row.errors.append(f"与第 {earlier.number} 行是同一部。")


def _plain(row):
    return [str(value) for value in row.facts.values()]
