"""Reads a QR code from a picture, written after ISO/IEC 18004 and apart from what draws it.

For clean pictures only: errors are found (by the format), not corrected. Versions 1 to 6.
"""

from itertools import groupby
from statistics import median

from PIL import Image, ImageOps

FINDER = 7
DARK = 128
QUIET = 4
# Of each version: the alignment pattern's place, and by level the data words of each block.
ALIGNMENT = {1: None, 2: 18, 3: 22, 4: 26, 5: 30, 6: 34}
BLOCKS = {
    "L": {1: [19], 2: [34], 3: [55], 4: [80], 5: [108], 6: [68, 68]},
    "M": {1: [16], 2: [28], 3: [44], 4: [32, 32], 5: [43, 43], 6: [27] * 4},
    "Q": {1: [13], 2: [22], 3: [17, 17], 4: [24, 24], 5: [15, 15, 16, 16], 6: [19] * 4},
    "H": {1: [9], 2: [16], 3: [13, 13], 4: [9] * 4, 5: [11, 11, 12, 12], 6: [15] * 4},
}
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
FORMAT_MASK, FORMAT_GENERATOR = 0b101010000010010, 0b10100110111
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)


def found_on(page):
    """(the square of a picture of a page where its one code is, the side of a module), in pixels.

    By the finders: dark and light runs of 1:1:3:1:1, both across and down.
    """
    page = page.convert("L").point(lambda light: 0 if light < DARK else 255)
    across, down = _finders(page), _finders(page.transpose(Image.Transpose.TRANSPOSE))
    both = [
        (x, y, module)
        for x, y, module in across
        if any(abs(x - a) < module and abs(y - b) < module for b, a, _ in down)
    ]
    assert both, "no code on this page"
    module = median(module for *_, module in both)
    both = [each for each in both if abs(each[2] - module) < 0.2 * module]
    edge = round((FINDER / 2 + 2) * module)
    xs, ys = [x for x, *_ in both], [y for _, y, _ in both]
    left, top = round(min(xs)) - edge, round(min(ys)) - edge
    near = page.crop((left, top, round(max(xs)) + edge, round(max(ys)) + edge))
    box = ImageOps.invert(near).getbbox()
    return (left + box[0], top + box[1], left + box[2], top + box[3]), module


def _finders(page):
    found = []
    for y in range(page.height):
        row, at = page.crop((0, y, page.width, y + 1)).tobytes(), 0
        runs = [(light, len(list(run))) for light, run in groupby(row)]
        for place, (light, length) in enumerate(runs):
            five = [run for _, run in runs[place : place + 5]]
            module = sum(five) / FINDER
            if light == 0 and len(five) == 5 and module >= 2 and _in_proportion(five, module):
                found.append((at + sum(five) / 2, y, module))
            at += length
    return found


def _in_proportion(five, module):
    wanted = zip(five, (1, 1, 3, 1, 1), strict=True)
    return all(abs(run - share * module) < 0.6 * module for run, share in wanted)


def read_page(page):
    """The text of the one code on a page."""
    (left, top, right, bottom), module = found_on(page)
    out = round(2 * module)
    return read_picture(page.crop((left - out, top - out, right + out, bottom + out)))


def read_picture(picture):
    """The text of the one code in a PIL picture, with room around it or not."""
    picture = picture.convert("L").point(lambda light: 255 if light < DARK else 0)
    left, top, right, _ = picture.getbbox()
    # The finder at the top left begins with a run of seven dark modules; its corner may be blurred.
    run = next(x for x in range(left, right) if not picture.getpixel((x, top + 1))) - left
    version = round(((right - left) / (run / FINDER) - 17) / 4)
    size = 17 + 4 * version
    module = (right - left) / size
    return read_matrix(
        [
            [
                bool(picture.getpixel((left + (c + 0.5) * module, top + (r + 0.5) * module)))
                for c in range(size)
            ]
            for r in range(size)
        ]
    )


def read_matrix(dark):
    """The text of a code; AssertionError where it is not one."""
    size = len(dark)
    version = (size - 17) // 4
    level, mask = _format(dark)
    kept = _kept(size, version)
    bits = [dark[r][c] ^ MASKS[mask](r, c) for r, c in _zigzag(size) if (r, c) not in kept]
    words = [_number(bits[at : at + 8]) for at in range(0, len(bits) // 8 * 8, 8)]
    return _text(_data(words, BLOCKS[level][version]))


def _format(dark):
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    found = _number([dark[r][c] for r, c in places]) ^ FORMAT_MASK
    rest = found
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= FORMAT_GENERATOR << shift
    assert rest == 0, "the format is damaged"
    return LEVELS[found >> 13], found >> 10 & 0b111


def _kept(size, version):
    """Modules that carry no data: finders with format, timing, alignment."""
    corner = range(9)
    kept = {(r, c) for r in corner for c in corner}
    kept |= {(r, size - 8 + c) for r in corner for c in range(8)}
    kept |= {(size - 8 + r, c) for r in range(8) for c in corner}
    kept |= {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    if centre := ALIGNMENT[version]:
        around = range(centre - 2, centre + 3)
        kept |= {(r, c) for r in around for c in around}
    return kept


def _zigzag(size):
    """Pairs of columns from the right, up and down in turn; the timing column is left out."""
    rights = [*range(size - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(rights):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        for r in rows:
            yield from ((r, right), (r, right - 1))


def _data(words, blocks):
    """The data words of the blocks, which lie interleaved, one after the other."""
    parts, at = [[] for _ in blocks], 0
    for place in range(max(blocks)):
        for part, length in zip(parts, blocks, strict=True):
            if place < length:
                part.append(words[at])
                at += 1
    return [word for part in parts for word in part]


def _text(words):
    bits = [word >> shift & 1 for word in words for shift in range(7, -1, -1)]
    assert _number(bits[:4]) == 0b0100, "bytes only"
    length = _number(bits[4:12])
    return bytes(_number(bits[at : at + 8]) for at in range(12, 12 + 8 * length, 8)).decode()


def _number(bits):
    found = 0
    for bit in bits:
        found = found << 1 | bool(bit)
    return found
