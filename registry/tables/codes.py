"""QR codes (二维码) of an address: a picture that lies in the document, nothing is fetched for it.

Never a micro code, which phones do not read; with the four blank modules around it that readers
ask for (ISO/IEC 18004).
"""

from io import BytesIO

import segno

QUIET = 4
PIXELS = 8  # of a picture, for one module


def svg_of(address: str) -> str:
    """As a data: address, for a page or a PDF; blank without an address."""
    if not address:
        return ""
    return _code(address).svg_data_uri(border=QUIET, light="white")


def png_of(address: str) -> bytes:
    """As a picture, for a Word document."""
    stream = BytesIO()
    _code(address).save(stream, kind="png", scale=PIXELS, border=QUIET)
    return stream.getvalue()


def modules_of(address: str) -> tuple[tuple[bool, ...], ...]:
    """Dark and light by rows, for a drawing that leaves room around; empty without an address."""
    return tuple(tuple(map(bool, row)) for row in _code(address).matrix) if address else ()


def _code(address: str):
    return segno.make(address, error="m", micro=False)
