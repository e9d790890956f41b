"""The workbook of a form as it came back: its duties, its points with their measures."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from registry.offline.book import headers_of
from registry.offline.reading import (
    NOT_OURS,
    SheetReader,
    cell_text,
    found_sheets,
    head_on,
)
from risks.content import MEASURE_DEFAULTS
from risks.phrasing import is_damaged

from .book import DUTIES, MEASURE_MARK, POINTS

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
NOT_OF_A_FORM = f"{NOT_OURS}别的表格请交信息员用“导入风险点”办理。"
EMPTIED = "这条职责的内容空了。不要的请删去整行，要改的请写上新的内容。"
DAMAGED = "里面有无法显示的字符，请删去后重新输入。"


@dataclass(frozen=True)
class Reading:
    head: object
    duties: list
    points: list

    @property
    def faults(self):
        return [fault for row in (*self.duties, *self.points) for fault in row.faults]


def read(sheets, columns, paper):
    """The rows of a workbook of this paper, or `NotThisBook`."""
    found = found_sheets(sheets, (DUTIES, POINTS), NOT_OF_A_FORM)
    head = head_on(found[POINTS], paper, NOT_OF_A_FORM)
    duties = _Reader(found[DUTIES], columns.duties, paper).rows()
    points = _PointReader(found[POINTS], columns.points, paper, columns.measures).rows()
    return Reading(head, [row for row in duties if _is_duty(row)], _joined(points))


def _is_duty(row):
    """A number drawn down over an empty row is no duty; one that was emptied is told."""
    if row.mark and not row.said.get("text"):
        row.fault(EMPTIED)
    return bool(row.mark or row.said.get("text") or row.faults)


class _Reader(SheetReader):
    not_ours = NOT_OF_A_FORM

    def text_fault(self, column, text):
        if fault := super().text_fault(column, text):
            return fault
        return DAMAGED if is_damaged(text) and column.field != "duty" else ""


class _PointReader(_Reader):
    """Points, each with the measures that begin in its row and go on below it."""

    def __init__(self, sheet, columns, paper, measures):
        self.measures = measures
        super().__init__(sheet, columns, paper)

    def wanted(self):
        needed = [c for c in (*self.columns, *self.measures) if not c.optional]
        return headers_of(needed, [MEASURE_MARK])

    def further(self, row, cells):
        said = {column.field: self.value(row, column, cells) for column in self.measures}
        if not any(said.values()):
            return
        identity = cell_text(self.cell(cells, MEASURE_MARK))
        self._check_measure(row, said)
        said = {field: value for field, value in said.items() if value is not None}
        said["measure"] = int(identity) if identity.isdecimal() and len(identity) < 12 else None
        row.further.append({**MEASURE_DEFAULTS, **said})

    def _check_measure(self, row, said):
        if not said["text"]:
            row.fault("这一行选了措施的种类或频次，还没有写措施。", self.measures[0])
        if said["due_on"] and said["rhythm"] != "by_date":
            row.fault("写了完成期限，落实频次请选“限期完成”。", self.measures[-1])
        if said["rhythm"] == "by_date" and not said["due_on"]:
            row.fault("选了限期完成，请写完成期限，如 2026-09-30。", self.measures[-1])

    def value(self, row, column, cells):
        if column.field != "due_on":
            return super().value(row, column, cells)
        try:
            return _day_of(self.cell(cells, column.header))
        except ValueError:
            row.fault("日期认不出来，请写成 2026-09-30 这样。", column)
            return None


def _joined(rows):
    """Rows that go on with measures only belong to the point above them."""
    points = []
    for row in rows:
        if row.has_row or not points:
            points.append(row)
        else:
            points[-1].further += row.further
            points[-1].faults += row.faults
    for point in points:
        if not point.has_row and point.further and not point.faults:
            point.fault("这条措施上面没有风险点。请写在它所对应的风险点下面。")
    return [point for point in points if point.has_row or point.faults]


def _day_of(cell):
    """ISO date of a cell that holds a date, or one in writing; None for a blank one."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell_text(cell)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups())).isoformat()
