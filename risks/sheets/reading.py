"""From the cells of a file to rows of risk points, whatever the table looked like.

Three passes: which lines of a sheet hold data; what merged and blank cells stand for; which lines
belong to one row. Nothing is lost: what is left out is listed with the reason.
"""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from registry.intake.cells import heading_of, is_page_mark, text_of, written
from registry.intake.columns import header_key, origins_of

from .columns import BY_FIELD, LEVELS, finder
from .joining import join_lines
from .lines import Line, fill_down, texts_of
from .rows import PointRow, rows_of

MOST_ROWS = 25_000
MOST_WORDS_OF_A_TOTAL = 3
HEAD_LABELS = {
    "姓名": "person",
    "填报人": "person",
    "职务": "title",
    "科室": "section",
    "部门": "section",
    "岗位": "post",
    "岗位名称": "post",
}
NO_TABLE = (
    "没有找到风险点的表。请检查表头里有没有“风险点”和“风险等级”“防控措施”等栏目，"
    "或先在前 30 行内补上表头。"
)


class NoTable(ValueError):
    """No sheet of the file holds risk points; the message says what to do."""


@dataclass(frozen=True)
class FoundColumn:
    """A column of the file; `field` is empty where it has no meaning here."""

    sheet: str
    at: int
    title: str
    field: str

    @property
    def letter(self):
        return get_column_letter(self.at + 1)

    @property
    def key(self):
        return header_key(self.title)


@dataclass(frozen=True)
class Skipped:
    """A line that is no row: its cells as they stand, and why it was left out."""

    sheet: str
    number: int
    cells: list
    why: str


@dataclass
class Reading:
    columns: list[FoundColumn] = field(default_factory=list)
    rows: list[PointRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def level_words(self):
        """The words for levels, before and after the measures, in the order they appear."""
        return self.words_in(LEVELS)

    def words_in(self, fields):
        words = (row.texts.get(name) for row in self.rows for name in fields)
        return list(dict.fromkeys(filter(None, words)))


def read(sheets, *, names=None, split=True):
    """All tables of risk points in a file. `names`: header key → field, as this unit maps them."""
    known, reading, last = finder(names), Reading(), None
    for sheet in sheets:
        header = known.find(sheet.rows, sheet.merged)
        if header is None and _goes_on(sheet, last):
            header = _without_lines(last)
        if header is None:
            reading.skipped += [_skipped(sheet, at, "不在风险点的表里") for at in _used(sheet.rows)]
            continue
        last = header
        _SheetReader(sheet, header, known, reading).read(split)
    if last is None:
        raise NoTable(NO_TABLE)
    if len(reading.rows) > MOST_ROWS:
        raise NoTable(f"表里超过 {MOST_ROWS} 行。请分成几个文件导入。")
    return reading


def read_under(sheet, header, *, split=True):
    """The rows of one sheet under a header that somebody has looked at."""
    reading = Reading()
    _SheetReader(sheet, header, finder(), reading).read(split)
    return reading


def _goes_on(sheet, last):
    """A table of a document without a header, behind one with: its next page."""
    width = max(map(len, sheet.rows), default=0)
    return last is not None and sheet.name.startswith("表 ") and width == max(last.titles) + 1


def _without_lines(header):
    return type(header)(-1, -1, header.fields, header.titles)


def _used(rows):
    return [at for at, cells in enumerate(rows) if any(written(cell).strip() for cell in cells)]


def _skipped(sheet, at, why):
    return Skipped(sheet.name, at + 1, [written(cell) for cell in sheet.rows[at]], why)


def head_of(rows):
    """What the lines above the header of a form say: 姓名 and 职务, 科室 and 岗位."""
    said = {}
    for cells in rows:
        texts = [text for cell in cells if (text := text_of(cell))]
        for at, text in enumerate(texts):
            label, _, value = text.partition("：")
            name = HEAD_LABELS.get(header_key(label))
            beside = texts[at + 1] if at + 1 < len(texts) else ""
            if name and (value or (beside and header_key(beside) not in HEAD_LABELS)):
                said.setdefault(name, value.strip() or beside)
    return said


class _SheetReader:
    def __init__(self, sheet, header, finder, reading):
        self.sheet, self.header, self.finder, self.reading = sheet, header, finder, reading
        self.fields = {at: name for at, name in header.fields.items() if name in BY_FIELD}
        self.columns = [
            FoundColumn(sheet.name, at, header.titles.get(at, ""), self.fields.get(at, ""))
            for at in sorted(header.titles)
            if header.titles[at] or at in self.fields
        ]
        self.letters = {column.field: column.letter for column in self.columns if column.field}
        self.origins = origins_of(sheet.merged)
        self.under = head_of(sheet.rows[: max(header.first, 0)])

    def read(self, split):
        known = {(column.title, column.field) for column in self.reading.columns}
        self.reading.columns += [
            column for column in self.columns if (column.title, column.field) not in known
        ]
        lines = [line for at in _used(self.sheet.rows) if (line := self._line(at))]
        fill_down(lines, self.letters)
        kept, left_out = join_lines(lines, self.letters)
        self.reading.rows += [row for line in kept for row in rows_of(line, self.letters, split)]
        for line, why in left_out:
            self._leave_out(line.at, why)

    def _line(self, at):
        cells = self.sheet.rows[at]
        if self.header.first >= 0 and at <= self.header.last:
            why = "表名、单位等" if at < self.header.first else "表头"
            return self._leave_out(at, why)
        if self.finder.is_again(cells, self.header):
            return self._leave_out(at, "重复的表头")
        line = Line(self.sheet.name, at, self._raw(at))
        line.texts, line.hidden, line.done = texts_of(
            self.sheet.rows, at, self.fields, self.origins
        )
        if is_page_mark(cells) and not _says(line.texts.get("risk", "")):
            return self._leave_out(at, "页码、合计或表尾")
        if heading := heading_of(cells):
            self._take_heading(heading)
            return self._leave_out(at, "小标题")
        for name, text in self.under.items():
            if name not in self.letters:
                line.texts[name] = text
        return line

    def _leave_out(self, at, why):
        self.reading.skipped.append(_skipped(self.sheet, at, why))

    def _take_heading(self, text):
        """一、教务处 speaks for the rows below it where no column says so."""
        name = text.split("、", 1)[-1].split("）", 1)[-1].strip()
        if name.endswith(("科", "室", "处", "部", "组", "办", "科室")):
            self.under |= {"section": name}
            self.under.pop("post", None)
        elif name.endswith(("岗位", "岗")):
            self.under["post"] = name

    def _raw(self, at):
        """Every cell of the line by its title; a title that comes twice with its letter."""
        raw = {}
        for column, cell in enumerate(self.sheet.rows[at]):
            text, letter = written(cell), get_column_letter(column + 1)
            title = self.header.titles.get(column, "") or letter
            if text.strip():
                raw[title if title not in raw else f"{title}（{letter} 列）"] = text
        return raw


def _says(text):
    """Whether a text has words: a total may stand in any column, with its unit."""
    return sum(sign.isalpha() for sign in text) > MOST_WORDS_OF_A_TOTAL
