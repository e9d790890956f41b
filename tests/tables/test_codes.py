"""QR codes: read back by `code_reading`, which shares no line with the library that draws them."""

import base64
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import segno
from PIL import Image

from registry.tables import codes
from tests.tables.code_reading import QUIET, read_matrix, read_picture

ADDRESS = "https://lz.example.gov.cn/check/DEMO-1-2026-STAFF-0007/"


@pytest.mark.parametrize("length", [5, 20, 40, 60, 80, 100])
def test_the_picture_reads_as_the_address(length):
    address = (ADDRESS + "x" * 100)[:length]
    assert read_picture(Image.open(BytesIO(codes.png_of(address)))) == address


@pytest.mark.parametrize("mask", range(8))
def test_the_reader_reads_every_mask(mask):
    """Of the reader: another way to draw the same code is read as well."""
    code = segno.make(ADDRESS, error="m", micro=False, mask=mask)
    assert read_matrix([[bool(module) for module in row] for row in code.matrix]) == ADDRESS


def test_a_damaged_code_is_not_read_as_the_address():
    """The control."""
    matrix = [[bool(m) for m in row] for row in segno.make(ADDRESS, micro=False).matrix]
    matrix[-1][-3] ^= True
    matrix[-3][-1] ^= True
    assert read_or_none(matrix) != ADDRESS


def read_or_none(matrix):
    try:
        return read_matrix(matrix)
    except (AssertionError, UnicodeDecodeError):
        return None


def test_the_drawing_has_blank_modules_around_it_on_white():
    data = codes.svg_of(ADDRESS)
    head, drawing = data.split(",", 1)
    raw = base64.b64decode(drawing) if head.endswith("base64") else unquote(drawing).encode()
    svg = ElementTree.fromstring(raw)
    size = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=QUIET)[0]
    assert [float(svg.get(side)) for side in ("width", "height")] == [size, size]
    assert b"#fff" in raw or b"white" in raw


def test_no_address_no_code():
    assert codes.svg_of("") == ""
