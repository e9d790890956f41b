"""What is written in a box, and how high that makes it."""

from functools import lru_cache
from typing import NamedTuple

from .drawing import SMALLEST, Rect, Sign, Text, stacked
from .lettering import LINE, line_count, wrapped
from .steps import Mark, Step

PADDING = 6.0
# What a box loses at each end: an end is rounded, a decision is pointed.
INSET = {"begin": 12.0, "end": 12.0, "decision": 14.0, "step": 7.0}
BETWEEN = 2.5  # between the name of a step and its details
SIGN, MARK = 0.95, 1.5  # em: the shape of a mark, the room it takes before its text


class Paragraph(NamedTuple):
    """What a box says at one size, with the room of a line in em and the mark it belongs to."""

    text: str
    room: float
    size: float
    mark: Mark | None = None


@lru_cache(maxsize=16384)
def paragraphs(step: Step, number: int, size: float, width: float) -> tuple[Paragraph, ...]:
    """Of a box `width` points wide: number and name, details, marks."""
    room = width - 2 * INSET[step.kind]
    small = detail_size(size)
    return (
        Paragraph(f"{number}. {step.label}", _em(room, size), size),
        *(Paragraph(text, _em(room, small), small) for text in details(step)),
        *(Paragraph(m.text, _em(room - MARK * small, small), small, m) for m in step.marks),
    )


def _em(room: float, size: float) -> float:
    """Whole half ems, so that equal boxes ask for equal wrappings."""
    return max(2.0, int(2 * room / size) / 2)


def details(step: Step) -> list[str]:
    """Who, on which condition, by when, with what: as they stand in a box and in a list."""
    said = (
        step.handler,
        step.condition and f"条件：{step.condition}",
        step.time_limit and f"时限：{step.time_limit}",
        step.documents and f"材料：{step.documents}",
    )
    return [text for text in said if text]


def detail_size(size: float) -> float:
    return max(SMALLEST, round((size - 1.5) * 2) / 2)


def height_of(said: tuple[Paragraph, ...]) -> float:
    lines = sum(line_count(each.text, each.room) * LINE * each.size for each in said)
    return 2 * PADDING + lines + BETWEEN * (len(said) > 1)


def write(said: tuple[Paragraph, ...], rect: Rect) -> tuple[list[Text], list[Sign]]:
    """The paragraphs in the middle of a box."""
    top = rect.centre.y - height_of(said) / 2 + PADDING
    texts: list[Text] = []
    signs: list[Sign] = []
    for place, each in enumerate(said):
        if place == 1:
            top += BETWEEN
        x = rect.centre.x + (MARK / 2 * each.size if each.mark else 0.0)
        how = {"bold": place == 0, "quiet": place > 0 and each.mark is None}
        lines = stacked(wrapped(each.text, each.room), x, top, each.size, **how)
        if each.mark:
            signs.append(_sign(each, lines[0].rect))
        texts += lines
        top += len(lines) * LINE * each.size
    return texts, signs


def _sign(said: Paragraph, first_line: Rect) -> Sign:
    """Before the first line of its text."""
    left = first_line.x - MARK / 2 * said.size
    return Sign(left, first_line.centre.y, SIGN * said.size, said.mark)
