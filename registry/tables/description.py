"""The description of a table: what every renderer (screen, XLSX, PDF, CSV, JSON) works from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Literal

from registry.tables.text import Value, chinese_date, clean, paragraphs

INSIDE_MARK = "内部资料"
Row = Mapping[str, Value]
_TEXTS = ("title", "unit_name", "number", "digest", "corrections")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` finds the value in a row, `width` is in mm relative to its neighbours.

    With `merge` equal neighbouring cells below each other are shown as one, but never across the
    border of a merged cell further left, and blank cells never. One that is not `on_paper` stands
    in tables for screens and programs only: the sheet has the columns of the official form.
    """

    key: str
    title: str
    width: int = 30
    align: Literal["start", "center", "end"] = "start"
    merge: bool = False
    on_paper: bool = True

    @property
    def room(self) -> str:
        """How much room the column wants on a screen: narrow, middle or wide."""
        return "narrow" if self.width <= 20 else "middle" if self.width <= 45 else "wide"


@dataclass(frozen=True, slots=True)
class Source:
    """Which of the three sources a table was read from; they are never mixed (design §1). Counts of
    how far papers are name themselves, too (ADR 0026), and what is declared in a round of clearing.

    Made by the functions of these names; `head` is the line at the head of every file, `inside`
    whether it carries 内部资料.
    """

    kind: Literal[
        "paper",
        "register",
        "publication",
        "progress",
        "clearing",
        "tasks",
        "alert",
        "questionnaire",
    ]
    head: str
    inside: bool

    @classmethod
    def paper(cls, number: str, signed_on: date | None = None) -> "Source":
        """A paper as signed; without a date it is said aloud that signatures are still missing."""
        number = f" {clean(number)}" if number else "（未编号）"
        state = f"{chinese_date(signed_on)}签署完毕" if signed_on else "尚未签署完毕"
        return cls("paper", f"来源：办件{number}，{state}", True)

    @classmethod
    def register(cls, on: date) -> "Source":
        """The register as in force on a day: for inside work only."""
        return cls("register", f"来源：台账，{chinese_date(on)}在用内容（{INSIDE_MARK}）", True)

    @classmethod
    def progress(cls, on: date) -> "Source":
        """How far the papers are, counted on a day; no content of any (ADR 0026)."""
        return cls("progress", f"来源：办件进度，{chinese_date(on)}统计（{INSIDE_MARK}）", True)

    @classmethod
    def clearing(cls, on: date) -> "Source":
        """What posts and sections declared by a day in a round of clearing (ADR 0040)."""
        return cls("clearing", f"来源：清理申报，截至{chinese_date(on)}（{INSIDE_MARK}）", True)

    @classmethod
    def tasks(cls, on: date) -> "Source":
        """What is due to whom, and what became of it by a day (ADR 0053)."""
        return cls("tasks", f"来源：任务，截至{chinese_date(on)}（{INSIDE_MARK}）", True)

    @classmethod
    def alert(cls, number: str, on: date) -> "Source":
        """Who is to be told of a risk alert, and who has been by a day; no word of the alert."""
        return cls("alert", f"来源：{clean(number)}，截至{chinese_date(on)}（{INSIDE_MARK}）", True)

    @classmethod
    def questionnaire(cls, sheets: int, on: date) -> "Source":
        """What came of a questionnaire, for the office that asked (ADR 0059)."""
        return cls(
            "questionnaire",
            f"来源：问卷，{sheets} 份，{chinese_date(on)}汇总（{INSIDE_MARK}）",
            True,
        )

    @classmethod
    def publication(
        cls, number: str | int, published_on: date, edition: Literal["public", "inside"] = "public"
    ) -> "Source":
        """A frozen publication; the inside edition carries 内部资料 as well."""
        said = {"public": "公开版", "inside": f"单位内部版，{INSIDE_MARK}"}[edition]
        number = f"第{number}号" if isinstance(number, int) else f" {clean(number)}"
        head = f"来源：公开件{number}（{chinese_date(published_on)}公布，{said}）"
        return cls("publication", head, edition == "inside")

    @classmethod
    def publications(cls, changed_on: date | None) -> "Source":
        """All that is public, as it stands since the last change: open data, never the inside."""
        since = f"，{chinese_date(changed_on)}以来没有变化" if changed_on else ""
        return cls("publication", f"来源：公开网站公布的内容（公开版{since}）", False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as drawn: its paragraphs and the number of rows it spans (0: covered from above)."""

    column: Column
    value: Value
    paragraphs: tuple[str, ...]
    span: int

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Table:
    """A catalogue, form, directory or ledger, described once.

    `rows` are mappings from column key to str, int, date or list of str (several paragraphs); each
    renderer reads them once, so a generator serves one file only. A missing key is a blank cell.
    `number` and `digest` are those of the paper or publication, blank for the register;
    `check_url` is where they are checked, as an address and a code (blank: neither);
    `corrections` names the correction notices of a publication.
    `orientation` is how the A4 sheet lies when the table is printed.
    """

    title: str
    source: Source
    columns: Sequence[Column]
    rows: Iterable[Row]
    notes: Sequence[str] = ()
    unit_name: str = ""
    compiled_on: date | None = None
    number: str = ""
    digest: str = ""
    corrections: str = ""
    check_url: str = ""
    orientation: Literal["landscape", "portrait"] = "landscape"

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError("a table needs columns, each with a key of its own")
        self._clean()

    def _clean(self) -> None:
        """Clean all text but the rows, once for all renderers (rows: as they are read)."""
        columns = tuple(replace(column, title=clean(column.title)) for column in self.columns)
        notes = tuple(clean(note) for note in self.notes)
        texts = {name: clean(getattr(self, name)) for name in _TEXTS}
        for name, value in {"columns": columns, "notes": notes, **texts}.items():
            object.__setattr__(self, name, value)

    @cached_property
    def facts(self) -> list[str]:
        """单位, 编制日期, 编号, 更正公告: the line below the source, blanks left out."""
        return [
            f"{label}：{text}"
            for label, text in (
                ("单位", self.unit_name),
                ("编制日期", chinese_date(self.compiled_on) if self.compiled_on else ""),
                ("编号", self.number),
                ("更正公告", self.corrections),
            )
            if text
        ]

    def printed(self) -> "Table":
        """The table as it is printed; rows that come from a generator are still read once."""
        return replace(self, columns=[column for column in self.columns if column.on_paper])

    def lines(self, cuts: frozenset[int] = frozenset()) -> Iterator[list[Cell]]:
        """The rows as cells, in order; no merged cell runs over a row whose index is in `cuts`."""
        yield from merged(self.columns, self.rows, cuts)


def merged(
    columns: Sequence[Column], rows: Iterable[Row], cuts: frozenset[int] = frozenset()
) -> Iterator[list[Cell]]:
    """Draw rows as cells with spans, holding no more than one group of merged rows at a time."""
    outer = next((column for column in columns if column.merge), None)
    if outer is None:
        yield from ([_cell(column, row, 1) for column in columns] for row in rows)
        return
    for group in _groups(enumerate(rows), outer):
        spans = {c.key: [1] * len(group) for c in columns}
        starts = {place for place, (index, _) in enumerate(group) if index in cuts} | {0}
        for column in columns:
            if column.merge:
                starts = _starts(column, group, starts)
                spans[column.key] = _spans(starts, len(group))
        for place, (_, row) in enumerate(group):
            yield [_cell(column, row, spans[column.key][place]) for column in columns]


def _groups(numbered, outer):
    """Consecutive rows with the same value in the outermost merged column, as lists."""
    for _, group in groupby(numbered, key=lambda pair: paragraphs(pair[1].get(outer.key))):
        yield list(group)


def _starts(column, group, outer_starts):
    """Where a merged cell begins: where the column left of it does, at a change, at a blank."""
    texts = [paragraphs(row.get(column.key)) for _, row in group]
    return {
        place
        for place, text in enumerate(texts)
        if place in outer_starts or not text or text != texts[place - 1]
    }


def _spans(starts, length):
    spans = [0] * length
    ends = [*sorted(starts)[1:], length]
    for start, end in zip(sorted(starts), ends, strict=True):
        spans[start] = end - start
    return spans


def _cell(column: Column, row: Row, span: int) -> Cell:
    value = row.get(column.key)
    return Cell(column, value, paragraphs(value), span)
