"""A small picture that stands for the scan of a signed sheet: a ruled form and a signature."""

import math
import struct
import zlib
from io import BytesIO

WIDTH, HEIGHT = 496, 702  # A4 at 60 dots per inch
PAPER, INK, RULE = 250, 40, 150
MARGIN = 48
ROWS = 14


def scan_of_signature(what):
    """A PNG as a stream; the signature differs with the paper it stands on."""
    page = [bytearray([PAPER]) * WIDTH for _ in range(HEIGHT)]
    _rule(page)
    _sign(page, zlib.crc32(what.encode()))
    return BytesIO(_png(page))


def _rule(page):
    height = (HEIGHT - 4 * MARGIN) // ROWS
    for line in range(ROWS + 1):
        y = 2 * MARGIN + line * height
        page[y][MARGIN : WIDTH - MARGIN] = bytes([RULE]) * (WIDTH - 2 * MARGIN)
    for x in (MARGIN, MARGIN + 90, WIDTH - MARGIN - 90, WIDTH - MARGIN - 1):
        for y in range(2 * MARGIN, 2 * MARGIN + ROWS * height):
            page[y][x] = RULE


def _sign(page, seed):
    """A stroke that swings as the seed says."""
    swing, pace = 6 + seed % 7, 3 + seed // 7 % 5
    left, middle = WIDTH - MARGIN - 170, HEIGHT - 70
    for point in range(1400):
        along = point / 1400
        x = left + int(150 * along + 8 * math.cos(along * 40))
        y = middle + int(swing * math.sin(along * 6.28 * pace) + 4 * math.sin(along * 90))
        page[y][x] = page[y + 1][x] = INK


def _png(page):
    raw = b"".join(b"\x00" + bytes(row) for row in page)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
