"""A form as printed and sealed (domain §4, annexes 2 to 4 of [1]).

Drawn with its measures in docs/forms/: all have one grid; head, title and boxes differ
(`form_layouts`).

No models here: the caller fills a `FormSheet` from a frozen revision and its decisions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO

from django.template.loader import render_to_string
from django.utils import timezone

from registry.tables import codes
from registry.tables.description import Cell, Column, Row, merged
from registry.tables.pieces import GOES_ON, in_pieces, room
from registry.tables.text import chinese_date, clean

DRAFT_MARK = "草稿·未提交"
# Rows to write on by hand when nothing has been filled in yet.
BLANK_ROWS = 4

# Of the drawing: width of the table in mm, one character at 10.5 pt, lines of a page with title.
WIDTH, LETTER, LINES = 165, 3.71, 32

_COLUMNS = (
    Column("duty", "岗位职责、工作流程", 33, merge=True),
    Column("risk", "风险点", 48),
    Column("kind", "风险类型", 18, "center"),
    Column("level", "风险级别", 16, "center"),
    Column("measures", "自我防控措施", 50),
)
# With the level that remains after the measures, in the years that ask for it.
_WITH_AFTER = (
    Column("duty", "岗位职责、工作流程", 31, merge=True),
    Column("risk", "风险点", 43),
    Column("kind", "风险类型", 18, "center"),
    Column("level", "风险级别", 13, "center"),
    Column("after", "措施后级别", 15, "center"),
    Column("measures", "自我防控措施", 45),
)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One risk point; `change` is 调整 or 销号, blank when it is new or unchanged; `after` is the
    level that remains after the measures."""

    risk: str
    kind: str = ""
    level: str = ""
    measures: Sequence[str] = ()
    change: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """A duty or workflow with its points; its cell spans their rows."""

    text: str
    rows: Sequence[PointRow]


@dataclass(frozen=True, slots=True)
class OpinionBox:
    """One opinion box: unsigned while `signer` is blank; `acting_for` names whom an acting signer
    stands in for (printed 代签)."""

    label: str
    text: str = ""
    signer: str = ""
    title: str = ""
    acting_for: str = ""
    signed_on: date | None = None

    @property
    def label_lines(self) -> list[str]:
        """The label broken where it reads best, 审查意见 or 审核意见 on a line of its own."""
        who, what = (self.label[:-4], self.label[-4:]) if len(self.label) > 6 else (self.label, "")
        return [*who.replace("）", "）\n").replace("派驻", "派驻\n").split("\n"), what]

    @property
    def signature(self) -> str:
        """Who signed, as what, and for whom; blank for an open box."""
        acting = f" 代签（代{self.acting_for}）" if self.acting_for else ""
        return f"{self.signer}{bracketed(self.title)}{acting}" if self.signer else ""

    @property
    def dated(self) -> str:
        return chinese_date(self.signed_on) if self.signed_on else ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One decision of the back sheet, in the order they were taken."""

    step: str
    who: str
    title: str
    action: str
    opinion: str
    at: datetime

    @property
    def when(self) -> str:
        at = timezone.localtime(self.at) if timezone.is_aware(self.at) else self.at
        return f"{at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """All that stands on the form.

    `head` are the two cells above the columns with their labels, `left_title` names the first
    column; `name` and `post` say whose form it is on the back sheet. `asks_after`: with a column
    for the level after the measures. `state_note` is printed as a
    mark on every page: DRAFT_MARK for a draft, blank for what is in force. `opinions` are the
    boxes of the front, `back_opinions` those of the back sheet. `checkpoint` is the line of the
    trail's last checkpoint, `enclosures` the names of the files that go with it. Blank number,
    digest, address and checkpoint are left out.
    """

    title: str
    unit: str
    name: str
    post: str
    number: str
    year: int
    state_note: str
    duties: Sequence[DutyGroup]
    grade: str
    grade_why: str
    opinions: Sequence[OpinionBox]
    record: Sequence[RecordLine] = ()
    digest: str = ""
    check_url: str = ""
    checkpoint: str = ""
    back_opinions: Sequence[OpinionBox] = ()
    head: Sequence[tuple[str, str]] = ()
    left_title: str = "岗位职责、工作流程"
    graded: bool = True
    asks_after: bool = False
    enclosures: Sequence[str] = ()

    @property
    def whose(self) -> str:
        """Whose form it is, above the record: the sheet of a unit has no other owner."""
        owner = "" if self.post == self.unit else bracketed(self.post)
        return " ".join(filter(None, [self.unit, f"{self.name}{owner}"]))

    @property
    def head_cells(self) -> list[tuple[str, str]]:
        """Short labels are spread over the width of their cell, as the annexes do."""
        cells = self.head or (("姓名", self.name), ("职务", self.post))
        return [("\u3000".join(label) if len(label) == 2 else label, text) for label, text in cells]

    @property
    def enclosure_lines(self) -> list[str]:
        """附件 below the table: one line each, numbered where there are several."""
        if len(self.enclosures) < 2:
            return [f"附件：{name}" for name in self.enclosures]
        numbered = [f"{place}. {name}" for place, name in enumerate(self.enclosures, start=1)]
        return [f"附件：{numbered[0]}", *(f"\u3000\u3000\u3000{line}" for line in numbered[1:])]

    @property
    def left_lines(self) -> list[str]:
        return self.left_title.replace("、", "、\n").split("\n")


def render_form_pdf(sheet: FormSheet, stream: BinaryIO) -> None:
    """Write the form as PDF, A4 upright; a long one goes on with its head repeated."""
    # The layout engine takes half a second to import: only who prints pays for it.
    from registry.tables import printing

    stream.write(form_pdf(sheet, printing.lay_out))


def form_pdf(sheet: FormSheet, lay_out: Callable) -> bytes:
    """The same as bytes, laid out by `printing.lay_out` or by a press."""
    from registry.tables import printing  # as above

    sheet = cleaned(sheet)
    columns = columns_of(sheet)
    rows = list(in_pieces(columns, _rows(sheet.duties), room(columns, WIDTH, LETTER, LINES)))
    known = {"sheet": sheet, "columns": columns, "code": codes.svg_of(sheet.check_url)}

    def draw(cuts: frozenset[int]) -> str:
        lines = list(merged(columns, rows, cuts))
        known["lines"] = [
            (line, GOES_ON if _goes_on(rows, place, cuts) else "")
            for place, line in enumerate(lines)
        ]
        # The grade and the opinions count as the row after the last: on a page of their own they
        # need no column titles.
        known["closing_apart"] = len(rows) in cuts
        return render_to_string("reviews/printed/form.html", known)

    css = render_to_string("reviews/printed/form.css", {"columns": columns})
    layout = printing.lay_out_by_page(draw, css, by=lay_out)
    with BytesIO() as stream:
        printing.write(layout, sheet.title, stream)
        return stream.getvalue()


def bracketed(text: str) -> str:
    """In brackets, those within it of the other kind (GB/T 15834): （副局长〔计划财务〕）."""
    return f"（{text.replace('（', '〔').replace('）', '〕')}）" if text else ""


def columns_of(sheet: FormSheet) -> Sequence[Column]:
    """The columns of the form, widths in mm of the drawing."""
    first, *others = _WITH_AFTER if sheet.asks_after else _COLUMNS
    return (replace(first, title=sheet.left_title), *others)


def lines_of(sheet: FormSheet) -> list[list[Cell]]:
    """The rows of the form as cells, one row a point, duties merged."""
    return list(merged(columns_of(sheet), _rows(sheet.duties)))


def for_signing_by_hand(sheet: FormSheet) -> FormSheet:
    """The same without the names of people: whoever fills in and signs writes them on the paper."""
    return replace(
        sheet,
        name="",
        head=[(label, "" if text == sheet.name else text) for label, text in sheet.head_cells],
        opinions=[_unsigned(box) for box in sheet.opinions],
        back_opinions=[_unsigned(box) for box in sheet.back_opinions],
        record=[replace(line, who="") for line in sheet.record],
    )


def _unsigned(box: OpinionBox) -> OpinionBox:
    return OpinionBox(label=box.label, text=box.text)


def cleaned(part):
    """The same with all its texts safe to print."""
    match part:
        case str():
            return clean(part)
        case list() | tuple():
            return [cleaned(each) for each in part]
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: cleaned(getattr(part, f.name)) for f in fields(part)})
    return part


def _rows(duties: Sequence[DutyGroup]) -> list[Row]:
    """A row for each point; a duty without one has a row of its own, an empty form blank rows."""
    rows: list[Row] = [
        {
            "duty": duty.text,
            "risk": f"〔{point.change}〕{point.risk}" if point.change else point.risk,
            "kind": point.kind,
            "level": point.level,
            "after": point.after,
            "measures": _numbered(point.measures),
        }
        for duty in duties
        for point in duty.rows or [PointRow("")]
    ]
    return rows or [{}] * BLANK_ROWS


def _numbered(measures: Sequence[str]) -> list[str]:
    if len(measures) < 2:
        return list(measures)
    return [f"{place}. {text}" for place, text in enumerate(measures, start=1)]


def _goes_on(rows: Sequence[Row], place: int, cuts: frozenset[int]) -> bool:
    """Whether the duty of this row began on the page before."""
    duty = rows[place]["duty"]
    return bool(place and duty) and place in cuts and duty == rows[place - 1]["duty"]
