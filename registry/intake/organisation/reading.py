"""From cells to rows with a meaning: which sheet, which column, what a cell says."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.utils import get_column_letter

from .columns import SHEETS

HEADER_WITHIN = 30
EMPTY_WORDS = {"", "无", "—", "-", "/"}
_SPACES = re.compile(r"[\s\u00a0\u3000]+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])[\s\u00a0\u3000]+(?=[\u3400-\u9fff])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Problem:
    """Something to mend before confirming ("error"), or to look at once more ("warning")."""

    sheet: str
    row: int | None
    column: str
    text: str
    severity: str = "error"

    @property
    def place(self):
        parts = [f"“{self.sheet}”表"] if self.sheet else []
        if self.row:
            parts.append(f"第 {self.row} 行")
        if self.column:
            parts.append(f"{self.column} 列")
        return "，".join(parts)


@dataclass(frozen=True)
class Row:
    """One row of a sheet: values by the keys of its columns, and where each of them stands."""

    sheet: str
    number: int
    values: dict
    letters: dict

    def __getitem__(self, key):
        return self.values.get(key)

    def problem(self, key, text):
        return Problem(self.sheet, self.number, self.letters.get(key, ""), text)

    def warning(self, key, text):
        return Problem(self.sheet, self.number, self.letters.get(key, ""), text, "warning")


def read_rows(sheets):
    """({key of sheet: rows}, problems) of all sheets that are recognised by their name."""
    rows, problems = {plan.key: [] for plan in SHEETS}, []
    found = {clean(sheet.name): sheet for sheet in sheets}
    plans = [(plan, found[plan.name]) for plan in SHEETS if plan.name in found]
    if not plans:
        names = "、".join(plan.name for plan in SHEETS)
        text = f"没有找到要导入的工作表。请用模板填写，工作表名称为：{names}。"
        return rows, [Problem("", None, "", text)]
    for plan, sheet in plans:
        rows[plan.key], found_problems = _read_sheet(plan, sheet)
        problems += found_problems
    return rows, problems


def clean(value):
    """The text of a cell without what copying leaves in it: odd spaces, hard wraps, marks."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        value = value.date()
    text = _CONTROLS.sub("", str(value))
    text = _SPACES.sub(" ", text).strip()
    return _BETWEEN_HAN.sub("", text)


def _read_sheet(plan, sheet):
    header, letters, problems = _find_header(plan, sheet)
    if header is None:
        return [], problems
    rows = []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        raw = {key: cells[at] if at < len(cells) else "" for key, at in letters.items()}
        if all(clean(value) in EMPTY_WORDS for value in raw.values()):
            continue
        places = {key: get_column_letter(at + 1) for key, at in letters.items()}
        row = Row(plan.name, number, {}, places)
        for column in plan.columns:
            if column.key in raw:
                row.values[column.key], text = _value(column, raw[column.key])
                problems += [row.problem(column.key, text)] if text else []
        rows.append(row)
    return rows, problems


def _find_header(plan, sheet):
    """(index of the header row, {key: index of its column}, problems); a title may stand above."""
    best, best_columns = None, {}
    for index, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = _match_header(plan, cells)
        if len(columns) > len(best_columns):
            best, best_columns = index, columns
    missing = [c.header for c in plan.columns if c.is_required and c.key not in best_columns]
    if missing:
        text = f"找不到这些列：{'、'.join(missing)}。请保留模板的表头，不要改列名。"
        return None, {}, [Problem(plan.name, None, "", text)]
    return best, best_columns, []


def _match_header(plan, cells):
    names = {name: column.key for column in plan.columns for name in column.headers}
    found = {}
    for at, cell in enumerate(cells):
        key = names.get(clean(cell).replace(" ", "").strip("*＊"))
        if key is not None and key not in found:
            found[key] = at
    return found


def _value(column, raw):
    """(what the cell says or None, what is wrong with it or "")."""
    text = clean(raw)
    if text in EMPTY_WORDS:
        return None, f"请填写{column.header}。" if column.is_required else ""
    if column.kind == "date":
        return _date(raw, text)
    if column.kind == "number":
        is_number = text.isascii() and text.isdigit() and len(text) <= 6
        return (int(text), "") if is_number else (None, f"{column.header}请写数字，如 10。")
    if column.choices is not None:
        return _choice(column, text)
    if len(text) > column.longest:
        return None, f"{column.header}太长，最多 {column.longest} 个字。"
    return text, ""


def _choice(column, text):
    wanted = _plain(text)
    for label, value in {**column.choices, **(column.synonyms or {})}.items():
        if wanted in (_plain(label), _plain(label).split("(")[0]):
            return value, ""
    options = "、".join(column.choices)
    return None, f"“{text[:20]}”不在可选项里，请从下拉列表中选：{options}。"


def _plain(text):
    return text.replace("（", "(").replace("）", ")").replace(" ", "")


def _date(raw, text):
    if isinstance(raw, date):
        return (raw.date() if isinstance(raw, datetime) else raw), ""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())), ""
    except (AttributeError, ValueError):
        return None, f"“{text[:20]}”不是日期，请写成 2026-09-01 这样。"
