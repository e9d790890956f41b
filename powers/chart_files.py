"""Flowcharts as files: SVG, PDF and Word, A4 landscape, one power or a whole catalogue [3].

Every writer takes a `Volume`; the pictures are drawn once and are the same in all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import BinaryIO

from registry.tables import codes
from registry.tables.description import INSIDE_MARK, Source
from registry.tables.formats import DOCX_TYPE
from registry.tables.text import clean

from . import flow
from .charts.drawing import Drawing
from .charts.layout import lay_out
from .charts.steps import Chart, Proof
from .charts.svg import svg_of

TITLE = "权力运行流程图"
CODE_WIDE = 18  # mm, beside the title of the steps of a chart
HEADS = (
    ("序", 10),
    ("环节", 46),
    ("类型", 16),
    ("办理岗位", 42),
    ("条件、时限、材料", 82),
    ("去向", 77),
)


@dataclass(frozen=True)
class Published:
    """How a printed sheet of a publication is checked (核对真伪): its number and digest, and the
    address of the page for it, also as a code; without one it has neither."""

    number: str
    digest: str
    address: str

    @property
    def short(self):
        return f"编号：{self.number}　校验码：{self.digest[:16]}"

    @property
    def where(self):
        return f"核对真伪：扫描右上角二维码，或打开 {self.address}" if self.address else ""

    @property
    def proof(self) -> Proof:
        said = "　　".join(filter(None, (self.short, self.where)))
        return Proof(said, codes.modules_of(self.address))


@dataclass(frozen=True)
class Figure:
    """The chart of one power; `serial` is its number in the catalogue, 0 for none, `sections` the
    names of those that undertake it, `published` where the printed sheet is checked. `ident` keeps
    the ids of its pictures apart from others."""

    ident = "chart"

    serial: int
    name: str
    content: dict
    note: str
    marks: dict
    sections: tuple = ()
    published: Published | None = None

    @property
    def heading(self):
        return f"{f'{self.serial}. ' if self.serial else ''}{self.name}"

    @property
    def title(self):
        return f"{self.heading}流程图"

    @property
    def chart(self) -> Chart:
        proof = self.published.proof if self.published else None
        around = {"note": self.note, "marks": self.marks, "proof": proof}
        return flow.chart_of(self.content, title=self.title, **around)

    @cached_property
    def drawing(self) -> Drawing:
        return lay_out(self.chart)

    @cached_property
    def steps(self):
        """In words, each with the texts of its marks."""
        found = flow.said(self.content)
        for step in found:
            step["marks"] = [mark.text for mark in self.marks.get(step["label"], ())]
        return found

    @property
    def words(self):
        """The chart in one text, for whoever does not see it."""
        return "\n".join(map(_in_words, self.steps))

    def pictures(self):
        """An SVG for each page."""
        pages = self.drawing.pages
        for number, page in enumerate(pages, start=1):
            of = f"（第 {number} 页，共 {len(pages)} 页）" if len(pages) > 1 else ""
            yield svg_of([page], f"{self.title}{of}", self.words, f"{self.ident}-{number}")


def _in_words(step):
    marks = "、".join(step["marks"])
    return f"{flow.sentence(step)}{f'　风险点：{marks}' if marks else ''}"


@dataclass(frozen=True)
class Volume:
    """The charts of a file and where they come from; `unit_name` stands on the cover of several."""

    title: str
    source: Source
    figures: Sequence[Figure]
    unit_name: str = ""
    published: Published | None = None

    @property
    def number(self):
        return self.published.number if self.published else ""

    @property
    def mark(self):
        return INSIDE_MARK if self.source.inside else ""


def figure_of(content, *, serial=0, name, note="", marks=None, sections=(), published=None):
    """A `Figure` from plain or published content, its texts clean."""
    steps = [clean(label) for label in content["steps"]]
    cleaned = {
        clean(label): {field: clean(details[field]) for field in flow.FIELDS if field in details}
        for label, details in content["details"].items()
    }
    ways = [{field: clean(text) for field, text in way.items()} for way in content["ways"]]
    whole = flow.whole({"steps": steps, "details": cleaned, "ways": ways})
    sections = tuple(clean(section) for section in sections)
    return Figure(serial, clean(name), whole, clean(note), marks or {}, sections, published)


def write_svg(volume: Volume, stream: BinaryIO) -> None:
    """All pages of all charts below each other."""
    pages = [page for figure in volume.figures for page in figure.drawing.pages]
    words = "\n\n".join(f"{figure.title}\n{figure.words}" for figure in volume.figures)
    svg = svg_of(pages, volume.title, words)
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}'.encode())


def write_pdf(volume: Volume, stream: BinaryIO) -> None:
    """A page of A4 landscape for each page of a chart."""
    from django.template.loader import render_to_string

    from registry.tables import printing  # the layout engine takes half a second to import

    pages = [
        {"svg": svg, "title": figure.title}
        for figure in volume.figures
        for svg in figure.pictures()
    ]
    known = {"volume": volume, "pages": pages}
    html = render_to_string("powers/printed/charts.html", known)
    css = render_to_string("powers/printed/charts.css", known)
    printing.write(printing.lay_out(html, css), volume.title, stream)


def write_docx(volume: Volume, stream: BinaryIO) -> None:
    """Each chart as a picture that stays sharp, then its steps as a table to write in."""
    from registry.tables.word import Paper, Sheet

    from .charts.emf import emf_of

    sheet = Sheet(Paper(297, 210, top=12, right=12, bottom=15, left=12))
    for place, figure in enumerate(volume.figures):
        for number, page in enumerate(figure.drawing.pages):
            if place or number:
                sheet.start_page()
            sheet.fill_page(emf_of(page), said=figure.words)
        sheet.start_page()
        _add_steps(sheet, figure, clean(volume.source.head))
    sheet.margins(
        mark=volume.mark,
        mark_at="start",  # the code of a chart stands at the right
        left=volume.published.short if volume.published else clean(volume.source.head),
        right="",
    )
    sheet.save(clean(volume.title), stream)


def _add_steps(sheet, figure, source):
    from registry.tables.word import Box, Letters, Line

    sheet.say(Line(f"{figure.title}：环节说明", Letters("黑体", 14), "center", after=3))
    if figure.published:
        _add_proof(sheet, figure.published, source)
    body, head = Letters("宋体", 9), Letters("黑体", 9)
    grid = sheet.grid([width for _, width in HEADS])
    grid.add_head(Box([Line(title, head, "center")], shade="E6E6E6") for title, _ in HEADS)
    for row in map(cells, figure.steps):
        grid.add(Box([Line(text, body) for text in cell.split("\n")]) for cell in row)


def _add_proof(sheet, published, source):
    """Between title and steps, the code at the right in room of its own."""
    from registry.tables.word import Letters, Line

    letters = Letters("宋体", 9)
    sheet.say(Line(source, letters, after=1))
    if published.address:
        sheet.say(Line(published.where, letters, after=6))
        sheet.pin(codes.png_of(published.address), CODE_WIDE, "end", lift=14)


def cells(step):
    """One step as a row of the table that stands beside a chart."""
    terms = (("条件", "condition"), ("时限", "time_limit"), ("材料", "documents"))
    return (
        str(step["number"]),
        step["label"],
        flow.KINDS[step["kind"] or "step"],
        step["handler"],
        "\n".join(f"{title}：{step[field]}" for title, field in terms if step[field]),
        "\n".join(map(flow.onward_words, step["ways"])),
    )


@dataclass(frozen=True)
class ChartFormat:
    label: str
    content_type: str
    write: Callable[[Volume, BinaryIO], None]


CHART_FORMATS = {
    "pdf": ChartFormat("PDF", "application/pdf", write_pdf),
    "docx": ChartFormat("Word 文档（DOCX）", DOCX_TYPE, write_docx),
    "svg": ChartFormat("图片（SVG）", "image/svg+xml", write_svg),
}
# A whole catalogue is read page by page, so not as one tall picture.
VOLUMES = ("pdf", "docx")


def written(volume: Volume, format_name: str) -> bytes:
    stream = BytesIO()
    CHART_FORMATS[format_name].write(volume, stream)
    return stream.getvalue()
