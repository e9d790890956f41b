"""Word documents of the house: paper, letters, a grid of cells, page x of y in the margins.

Shared by tables (`registry.tables.docx`) and printed forms (`reviews.printed_word`). A document
holds text and pictures of its own and nothing that points outside; its only metadata is its title.
Texts must be clean already (`registry.tables.text.clean`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO, Literal

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from . import pictures
from .empty_word import LATIN, blank

Align = Literal["start", "center", "end"]
_ALIGN = {"start": "left", "center": "center", "end": "right"}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, in mm."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def room(self) -> int:
        """Width left for text."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Letters:
    """A face of `empty_word.FACES`, its size in points."""

    face: str = "宋体"
    size: float = 10.5
    bold: bool = False


SMALL = Letters(size=9)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: `indent` from the left and `before`, `after` (room above, below) in mm.

    `stops` are where tabs in the text lead: (alignment there, mm from the left).
    """

    text: str
    letters: Letters = Letters()
    align: Align = "start"
    indent: float = 0
    before: float = 0
    after: float = 0
    stops: Sequence[tuple[Align, float]] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of `columns` columns; `merge` says whether it begins or goes on down the page."""

    lines: Sequence[Line]
    columns: int = 1
    merge: Literal["", "restart", "continue"] = ""
    stands: Literal["top", "center", "bottom"] = "center"
    shade: str = ""


class Sheet:
    """A document being written: paragraphs and grids go on below each other."""

    def __init__(self, paper: Paper):
        self.paper = paper
        self.document = docx.Document(BytesIO(blank()))
        self._end = self.document.element.body.sectPr
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
        if paper.width > paper.height:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
        section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
        section.header_distance = section.footer_distance = Mm(9)

    def say(self, line: Line) -> None:
        """A paragraph over the whole width."""
        self._end.addprevious(_paragraph(line))

    def keep_with_next(self) -> None:
        """Keep the paragraph said last on one page with what follows."""
        _keep(self._end.getprevious())

    def start_page(self) -> None:
        paragraph = _paragraph(Line(""))
        etree.SubElement(paragraph.find(qn("w:pPr")), qn("w:pageBreakBefore"))
        self._end.addprevious(paragraph)

    def start_copy(self) -> None:
        """Begin another copy, on a front side, with pages counted from 1."""
        self.document.add_section(WD_SECTION.ODD_PAGE)
        for section in self.document.sections:
            if section._sectPr.find(qn("w:pgNumType")) is None:
                first = etree.Element(qn("w:pgNumType"), {qn("w:start"): "1"})
                section._sectPr.find(qn("w:pgMar")).addnext(first)

    def grid(self, widths: Sequence[float]) -> "Grid":
        """A table whose columns are so many mm wide."""
        grid = Grid(widths)
        self._end.addprevious(grid.element)
        return grid

    def draw(self, picture: bytes, width: float) -> None:
        """A picture (PNG) of its own line, `width` mm wide."""
        self.document.add_picture(BytesIO(picture), width=Mm(width))

    def pin(self, picture: bytes, width: float, side: Align, lift: float) -> None:
        """A picture (PNG) at one edge of the text, `lift` mm above the paragraph said last.

        It takes no room: whoever pins it knows that nothing stands there.
        """
        said = self._end.getprevious()
        self.draw(picture, width)
        alone = self._end.getprevious()
        drawing = next(alone.iter(qn("w:drawing")))
        drawing.replace(drawing[0], pictures.anchored(drawing[0], _ALIGN[side], lift))
        said.append(drawing.getparent())
        alone.getparent().remove(alone)

    def fill_page(self, picture: bytes, said: str) -> None:
        """A picture of lines and letters (EMF), as large as the sheet; `said`: what it shows."""
        size = self.paper.width, self.paper.height
        paragraph = _paragraph(Line("", align="center"))
        paragraph.append(etree.Element(qn("w:r")))
        drawing = etree.SubElement(paragraph[-1], qn("w:drawing"))
        inline = pictures.metafile(self.document.part, picture, *size, said)
        drawing.append(pictures.on_page(inline))
        self._end.addprevious(paragraph)

    def margins(
        self, *, mark: str, left: str, right: str, watermark: str = "", mark_at: Align = "end"
    ) -> None:
        """On every page of every copy, so called last: the mark above at one side, the watermark
        behind the text; below number, page x of y and digest."""
        section, *copies = self.document.sections
        pages = "SECTIONPAGES" if copies else "NUMPAGES"
        stops = (("center", self.paper.room / 2), ("end", self.paper.room))
        above = _paragraph(Line(mark, SMALL, mark_at))
        if watermark:
            above.append(_watermark(watermark))
        _fill(section.header, above)
        _fill(section.footer, _footer(left, pages, right, stops))

    def save(self, title: str, stream: BinaryIO) -> None:
        """Write with the title as the only metadata: no name, no program, no time."""
        about = self.document.core_properties
        about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
        about.created = about.modified = _DAY_ZERO
        self.document.save(stream)


class Grid:
    """A table of fixed widths, ruled in black."""

    def __init__(self, widths: Sequence[float]):
        self.widths = [twips(width) for width in widths]
        self.element = parse_xml(_GRID.format(ns=nsdecls("w"), width=sum(self.widths)))
        columns = etree.SubElement(self.element, qn("w:tblGrid"))
        for width in self.widths:
            etree.SubElement(columns, qn("w:gridCol"), {qn("w:w"): str(width)})

    def add_head(self, boxes: Iterable[Box], least: float = 0) -> None:
        """A row that is printed again at the head of every page (only above all other rows)."""
        facts = self._row(boxes, least)
        etree.SubElement(facts, qn("w:tblHeader"))

    def add(self, boxes: Iterable[Box], least: float = 0) -> None:
        """A row at least so many mm high; it is not torn where a page ends."""
        self._row(boxes, least)

    def keep_with_next(self) -> None:
        """Keep the last row on one page with the one that follows."""
        _keep(self.element[-1])

    def _row(self, boxes, least):
        row = etree.SubElement(self.element, qn("w:tr"))
        facts = etree.SubElement(row, qn("w:trPr"))
        etree.SubElement(facts, qn("w:cantSplit"))
        if least:
            height = {qn("w:val"): str(twips(least)), qn("w:hRule"): "atLeast"}
            etree.SubElement(facts, qn("w:trHeight"), height)
        place = 0
        for box in boxes:
            row.append(_cell(box, sum(self.widths[place : place + box.columns])))
            place += box.columns
        return facts


def twips(mm: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(mm * 1440 / 25.4)


def _cell(box: Box, width: int):
    cell = etree.Element(qn("w:tc"))
    facts = etree.SubElement(cell, qn("w:tcPr"))
    etree.SubElement(facts, qn("w:tcW"), {qn("w:w"): str(width), qn("w:type"): "dxa"})
    if box.columns > 1:
        _value(facts, "w:gridSpan", box.columns)
    if box.merge:
        _value(facts, "w:vMerge", box.merge)
    if box.shade:
        shade = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): box.shade}
        etree.SubElement(facts, qn("w:shd"), shade)
    _value(facts, "w:vAlign", box.stands)
    for line in box.lines or [Line("")]:
        cell.append(_paragraph(line))
    return cell


def _keep(element):
    for facts in element.iter(qn("w:pPr")):
        facts.insert(0, facts.makeelement(qn("w:keepNext")))


def _paragraph(line: Line):
    paragraph = etree.Element(qn("w:p"))
    facts = etree.SubElement(paragraph, qn("w:pPr"))
    if line.stops:
        tabs = etree.SubElement(facts, qn("w:tabs"))
        for align, place in line.stops:
            stop = {qn("w:val"): _ALIGN[align], qn("w:pos"): str(twips(place))}
            etree.SubElement(tabs, qn("w:tab"), stop)
    if line.before or line.after:
        room = {qn("w:before"): str(twips(line.before)), qn("w:after"): str(twips(line.after))}
        etree.SubElement(facts, qn("w:spacing"), room)
    if line.indent:
        etree.SubElement(facts, qn("w:ind"), {qn("w:left"): str(twips(line.indent))})
    if line.align != "start":
        _value(facts, "w:jc", _ALIGN[line.align])
    if line.text:
        paragraph.append(_run(line.text, line.letters))
    return paragraph


def _run(text: str, letters: Letters):
    run = etree.Element(qn("w:r"))
    if letters != Letters():
        facts = etree.SubElement(run, qn("w:rPr"))
        faces = {"w:ascii": LATIN, "w:hAnsi": LATIN, "w:eastAsia": letters.face}
        etree.SubElement(facts, qn("w:rFonts"), {qn(name): face for name, face in faces.items()})
        if letters.bold:
            etree.SubElement(facts, qn("w:b"))
        _value(facts, "w:sz", round(letters.size * 2))
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, qn("w:br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                etree.SubElement(run, qn("w:tab"))
            if part:
                written = etree.SubElement(run, qn("w:t"), {_PRESERVE: "preserve"})
                written.text = part
    return run


def _footer(left: str, pages: str, right: str, stops):
    """Number, page x of `pages` (the field that counts them), digest."""
    paragraph = _paragraph(Line("", stops=stops))
    paragraph.append(_run(f"{left}\t第", SMALL))
    _append_field(paragraph, "PAGE")
    paragraph.append(_run("页 共", SMALL))
    _append_field(paragraph, pages)
    paragraph.append(_run(f"页\t{right}", SMALL))
    return paragraph


def _append_field(paragraph, name: str) -> None:
    field = etree.SubElement(paragraph, qn("w:fldSimple"), {qn("w:instr"): f" {name} "})
    field.append(_run("1", SMALL))


def _watermark(text: str):
    """A run with grey letters across the page, behind the text, as Word makes a watermark."""
    run = parse_xml(_WATERMARK)
    *_, path = run.iter(f"{{{_VML}}}textpath")  # the first is that of the type of shape
    path.set("string", text)
    return run


def _fill(part, paragraph) -> None:
    """Put the one paragraph into a header or footer instead of what the library puts there."""
    part.is_linked_to_previous = False
    for old in list(part._element):
        part._element.remove(old)
    part._element.append(paragraph)


def _value(parent, name, value) -> None:
    etree.SubElement(parent, qn(name), {qn("w:val"): str(value)})


_VML = "urn:schemas-microsoft-com:vml"
_WATERMARK = (
    f'<w:r {nsdecls("w")} xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office">'
    "<w:rPr><w:noProof/></w:rPr><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="watermark" type="#_x0000_t136" fillcolor="#e4e4e4" stroked="f"'
    ' style="position:absolute;width:420pt;height:84pt;rotation:325;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin">'
    '<v:textpath style="font-family:SimHei" string=""/></v:shape></w:pict></w:r>'
)
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_GRID = (
    '<w:tbl {ns}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>'
    + _RULES
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    '<w:top w:w="45" w:type="dxa"/><w:left w:w="75" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="75" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:tbl>"
)
