"""From the cells of a sheet to rows: one power each, whatever the table looked like."""

from dataclasses import dataclass, field
from functools import partial

from openpyxl.utils import get_column_letter

from powers.kinds.choosing import OFFICIAL_NAMES
from registry.intake.cells import heading_of, is_empty, is_page_mark, text_of, written
from registry.intake.columns import origins_of

from .columns import BY_FIELD, finder
from .values import Unclear, kind_of, side_of

MOST_ROWS = 2000


class NoTable(ValueError):
    """No sheet of the file holds a catalogue; the message says what to do."""


@dataclass
class SheetRow:
    """`texts`: field → text as cleaned; `notes`: field → what was done to it; `raw`: title → cell
    as it stood; `joined`: further lines that belong to it.
    """

    number: int
    texts: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    raw: dict = field(default_factory=dict)
    joined: list = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """`columns`: [(index, letter, title, field or "")]; `skipped`: numbers of rows left out."""

    sheet: str
    columns: list
    rows: list
    skipped: list

    def letter(self, name):
        return next((letter for _, letter, _, field in self.columns if field == name), "")


def read(sheets, chosen=None, *, names=None, kinds=OFFICIAL_NAMES):
    """The catalogue in the sheet that looks most like one. `chosen`: column index → field, where
    the person who imports corrected the proposal; `names`: header key → field, as this unit maps
    them; `kinds`: those of the unit, for headings that name one."""
    known = finder(names)
    found = [
        (sheet, header) for sheet in sheets if (header := known.find(sheet.rows, sheet.merged))
    ]
    if not found:
        raise NoTable(
            "没有找到职权目录表。请检查表头里有没有“职权名称”和“法律依据”“承办科室”等栏目，"
            "或下载模板填写。"
        )
    sheet, header = max(found, key=lambda pair: len(pair[1].fields))
    fields = header.fields if chosen is None else chosen
    rows, skipped = _Reader(sheet, header, fields, known, kinds).read()
    if len(rows) > MOST_ROWS:
        raise NoTable(f"表里超过 {MOST_ROWS} 项职权。请分成几个文件导入。")
    return Reading(sheet.name, _columns(header, fields), rows, skipped)


def _columns(header, fields):
    return [
        (at, get_column_letter(at + 1), title.replace("\n", ""), fields.get(at, ""))
        for at, title in sorted(header.titles.items())
        if title or at in fields
    ]


class _Reader:
    def __init__(self, sheet, header, fields, finder, kinds):
        self.kinds = kinds
        self.sheet, self.header, self.fields, self.finder = sheet, header, fields, finder
        self.name_at = next((at for at, name in fields.items() if name == "name"), None)
        self.origins = origins_of(sheet.merged, MOST_ROWS)
        self.under = {}  # what a heading row says of the rows below it
        self.before = {}
        self.rows, self.skipped = [], []

    def read(self):
        start = self.header.last + 1
        for index, cells in enumerate(self.sheet.rows[start:], start=start):
            self._take(index, cells)
        return self.rows, self.skipped

    def _take(self, index, cells):
        if not any(written(cell).strip() for cell in cells):
            return
        if self.finder.is_again(cells, self.header) or is_page_mark(cells):
            self.skipped.append(index + 1)
        elif heading := heading_of(cells):
            self._heading(index, heading)
        elif not any(self._text(index, cells, at) for at in self.fields):
            self.skipped.append(index + 1)
        elif self._goes_on(index, cells):
            self._append(index, cells)
        else:
            self.rows.append(self._row(index, cells))

    def _heading(self, index, text):
        """一、外部职权 speaks for the rows below it; other headings are left out."""
        self.skipped.append(index + 1)
        for name, meaning in (("side", side_of), ("kind", partial(kind_of, kinds=self.kinds))):
            try:
                meaning(text)
            except Unclear:
                continue
            self.under[name] = text
            self.before.pop(name, None)

    def _goes_on(self, index, cells):
        """The name stands above, merged or left blank: the row only goes on with it."""
        if not self.rows or self.name_at is None:
            return False
        hidden = (index, self.name_at) in self.origins
        return hidden or self._text(index, cells, self.name_at) == ""

    def _append(self, index, cells):
        row = self.rows[-1]
        row.joined.append(index + 1)
        for title, text in self._raw(cells).items():
            row.raw[title] = "\n".join(filter(None, (row.raw.get(title), text)))
        for at, name in self.fields.items():
            text = "" if (index, at) in self.origins else self._text(index, cells, at)
            if text and text != row.texts.get(name) and not BY_FIELD[name].fills_down:
                row.texts[name] = "\n".join(filter(None, (row.texts.get(name), text)))
                row.notes[name] = f"与第 {index + 1} 行接成一项"

    def _row(self, index, cells):
        row = SheetRow(index + 1, raw=self._raw(cells))
        for at, name in self.fields.items():
            text = self._text(index, cells, at)
            row.texts[name] = "" if is_empty(text) else text
        for name, column in BY_FIELD.items():
            if column.fills_down:
                self._fill_down(row, name)
        return row

    def _raw(self, cells):
        """The cells as they stand, by title; one without title or with a title twice by letter."""
        raw = {}
        for at, cell in enumerate(cells):
            title, letter = self.header.titles.get(at, ""), get_column_letter(at + 1)
            if (text := written(cell)).strip():
                raw[title if title and title not in raw else f"{title}{letter} 列"] = text
        return raw

    def _fill_down(self, row, name):
        if row.texts.get(name):
            self.before[name] = row.texts[name]
        elif above := self.before.get(name):
            row.texts[name], row.notes[name] = above, "空着，沿用上一行"
        elif heading := self.under.get(name):
            row.texts[name], row.notes[name] = heading, "按上面的小标题"

    def _text(self, index, cells, at):
        """The text of a cell; one that a merged cell covers says what that one says."""
        row, column = self.origins.get((index, at), (index, at))
        if column != at:
            return ""
        cells = cells if row == index else self.sheet.rows[row]
        return text_of(cells[at]) if at < len(cells) else ""
