"""What stands around the steps of a page: title and source above, where it is checked (核对真伪).

A published chart has its code in the upper right corner and number, digest and address in a line
below, both outside the room of the steps: these stand where they would without.
"""

from collections.abc import Iterator

from .drawing import EDGE, HEIGHT, MARGIN, SMALLEST, WIDTH, Code, Rect, Text, stacked
from .fitting import HEAD
from .lettering import BASELINE, LINE, width_of, wrapped
from .steps import Chart

TITLE = 16.0
NOTE = 8.5
CODE = HEAD + MARGIN - EDGE - 4  # up to where the names of swim lanes begin
BLANK = 4  # modules that readers ask for; above and at the right the edge of the paper is blank
UNIT = 0.05  # a metafile counts in twentieths of a point: modules of whole units stay even
BESIDE = 8.0  # between the code and the letters


def texts_around(chart: Chart, number: int, count: int) -> Iterator[Text]:
    """Of page `number` of `count`."""
    title = chart.title
    if count > 1:
        title = f"{title}（第 {number} 页，共 {count} 页）"
    room = WIDTH - 2 * (EDGE + CODE + BESIDE if chart.proof else MARGIN)
    yield from _titled(title, room)
    if chart.note:
        yield _in_one_line(chart.note, room, MARGIN + 31, NOTE)


def _titled(title: str, room: float) -> list[Text]:
    """In one line, or in two where that would be hard to read."""
    size = min(TITLE, room / max(1.0, width_of(title)))
    if size >= SMALLEST + 2:
        return [Text(WIDTH / 2, MARGIN + size, title, size, bold=True)]
    size = SMALLEST + 2
    while len(lines := wrapped(title, room / size)) > 2:
        size -= 0.5
    return stacked(lines, WIDTH / 2, MARGIN + 22 - 2 * LINE * size, size, bold=True)


def _in_one_line(said: str, room: float, foot: float, most: float) -> Text:
    size = min(most, room / width_of(said))
    return Text(WIDTH / 2, foot, said, size, quiet=True)


def code_of(chart: Chart) -> Code | None:
    """None for a chart that is not published."""
    if chart.proof is None:
        return None
    foot = HEIGHT - EDGE - SMALLEST * (LINE - BASELINE)
    said = _in_one_line(chart.proof.said, WIDTH - 2 * EDGE, foot, SMALLEST)
    across = len(chart.proof.modules)
    side = CODE / (across + BLANK) // UNIT * UNIT * across
    return Code(Rect(WIDTH - EDGE - side, EDGE, side, side), chart.proof.modules, said)
