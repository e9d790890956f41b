"""HTML to PDF: fetches nothing but the office's own fonts, knows where each page begins.

Shared by tables (`registry.tables.pdf`) and printed forms (`reviews.printed_form`). Importing it
takes half a second (the layout engine), so its users import it where they print.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pikepdf
import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONT_SCHEME = "font:"
# An office puts its licensed faces into FONTS_DIR under these names (小标宋; 仿宋 or 宋体).
FACES = {"title": "Office Title", "body": "Office Body"}
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")
# Page breaks settle after one or two layouts; a table that still moves then is printed as it is.
MOST_LAYOUTS = 4


class FetchRefused(ValueError):
    """A document wanted something that is neither inside it nor one of the office's fonts."""


class OwnFontsOnly(URLFetcher):
    """Gives `data:` and the files of `own_fonts()`; anything else stops the rendering."""

    def __init__(self):
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []

    def fetch(self, url, headers=None):
        if url.lower().startswith("data:"):
            return super().fetch(url, headers)
        file = own_fonts().get(url.removeprefix(FONT_SCHEME))
        if file is None:
            self.refused.append(url[:80])
            raise FetchRefused(f"nothing is fetched for a printed document: {url[:80]}")
        return URLFetcherResponse(url, file.read_bytes())


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document and, for each page, the index of the first row that begins on it."""

    document: weasyprint.Document
    first_rows: tuple[int | None, ...]

    def pdf(self, last_page: int | None = None) -> bytes:
        """The document as PDF, or its first pages only.

        Raises FetchRefused if a picture inside it wanted anything from outside: the layout engine
        leaves such a picture out and says nothing.
        """
        content = self.document.copy(self.document.pages[:last_page]).write_pdf()
        if refused := self.document.url_fetcher.refused:
            raise FetchRefused(f"a picture wanted {refused[0]}")
        return content


def lay_out(html: str, css: str) -> Layout:
    """Lay out a document whose numbered rows carry the ids r0, r1, …

    Raises weasyprint.urls.FatalURLFetchingError, caused by FetchRefused, if it wants anything from
    outside.
    """
    fonts, fetcher = FontConfiguration(), OwnFontsOnly()
    origin = {"base_url": FONT_SCHEME, "url_fetcher": fetcher}
    sheets = [
        weasyprint.CSS(string=text, font_config=fonts, **origin) for text in (font_faces(), css)
    ]
    document = weasyprint.HTML(string=html, **origin).render(stylesheets=sheets, font_config=fonts)
    return Layout(document, tuple(_first_row(page.anchors) for page in document.pages))


def lay_out_by_page(
    draw: Callable[[frozenset[int]], str],
    css: str,
    by: Callable,
    guess: frozenset[int] = frozenset(),
) -> Layout:
    """Lay out a table so that no merged cell runs over the end of a page.

    `draw(cuts)` gives the HTML with merged cells cut before the rows in `cuts`; it is laid out anew
    until cutting where the pages begin changes nothing. A good `guess` of where they begin spares
    the second layout. `by` lays out: `lay_out` here, or a press elsewhere.
    """
    html = draw(guess)
    for _ in range(MOST_LAYOUTS):
        layout = by(html, css)
        starts = frozenset(row for row in layout.first_rows[1:] if row is not None)
        drawn, html = html, draw(starts)
        if html == drawn:
            break
    return layout


def _first_row(anchors: dict) -> int | None:
    rows = [int(name[1:]) for name in anchors if name[:1] == "r" and name[1:].isdecimal()]
    return min(rows, default=None)


def join(
    parts: Iterable[bytes], stamps: Callable[[int], bytes], title: str, stream: BinaryIO
) -> None:
    """Join PDFs into one, lay `stamps(number of pages)` page by page over it, write it.

    The stamps carry what depends on the whole: page x of y. Metadata holds the title, no program.
    """
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part)) as pdf:
                whole.pages.extend(pdf.pages)
        with pikepdf.open(BytesIO(stamps(len(whole.pages)))) as marks:
            for page, mark in zip(whole.pages, marks.pages, strict=True):
                page.add_overlay(mark, None)
        save(whole, title, stream)


def bind(sheets: Iterable[bytes], title: str, stream: BinaryIO) -> None:
    """Put finished PDFs into one file, each beginning on a front side when printed on both.

    An odd number of pages is followed by a blank one, but not at the end. Copies, which are the
    same bytes one behind the other, share their fonts and contents.
    """
    with pikepdf.new() as whole, ExitStack() as opened:
        last, pdf = None, None
        for sheet in sheets:
            if len(whole.pages) % 2:
                whole.add_blank_page(page_size=tuple(whole.pages[-1].mediabox)[2:])
            if sheet is not last:
                opened.close()
                last, pdf = sheet, opened.enter_context(pikepdf.open(BytesIO(sheet)))
            whole.pages.extend(pdf.pages)
        save(whole, title, stream)


def pages_of(content: bytes) -> int:
    """How many pages a finished PDF has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def write(layout: Layout, title: str, stream: BinaryIO) -> None:
    """Write a document that is laid out in one piece."""
    with pikepdf.open(BytesIO(layout.pdf())) as pdf:
        save(pdf, title, stream)


def save(pdf: pikepdf.Pdf, title: str, stream: BinaryIO) -> None:
    """Write with the title as the only metadata."""
    pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary(Title=title))
    pdf.save(stream)


def own_fonts() -> dict[str, Path]:
    """File name to path of the office's faces: the only files that a document may read."""
    folder = getattr(settings, "FONTS_DIR", None)
    if not folder:
        return {}
    return {
        file.name: file
        for file in sorted(Path(folder).iterdir())
        if file.stem in FACES and file.suffix.lower() in FONT_SUFFIXES and file.is_file()
    }


def font_faces() -> str:
    """The @font-face rules for the faces found in FONTS_DIR."""
    return "\n".join(
        f'@font-face {{ font-family: "{FACES[file.stem]}"; src: url("{FONT_SCHEME}{name}"); }}'
        for name, file in own_fonts().items()
    )
