"""Where along the side of a box its lines leave and arrive, with room for their labels.

Offsets are from the middle of the box. Lines at bottoms stand on even places of a fine raster,
lines at tops on odd ones: a line from above and one from below never lie on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from .drawing import ARROW
from .lettering import LINE, width_of, wrapped
from .wiring import Net, Port, Wiring

RASTER = 10.0
SHIFT = {"bottom": 0.0, "top": RASTER / 2}
LABEL_ROOM = 6.0  # em: an outcome is wrapped to this
TAG_ROOM = 5.0
STUB = 5.0  # of a line, between box, label and connector
BARE = 9.0  # width that a line without a label takes
TAG_PADDING = 3.0


@dataclass(frozen=True, slots=True)
class Hung:
    """A port at its place, with the lines of its label and of its connector."""

    port: Port
    offset: float
    label: tuple[str, ...]
    tag: tuple[str, ...]
    width: float
    size: float

    @property
    def label_height(self) -> float:
        return len(self.label) * LINE * self.size

    @property
    def tag_height(self) -> float:
        return len(self.tag) * LINE * self.size + 2 * TAG_PADDING

    @property
    def depth(self) -> float:
        """How far from the box everything of it has ended but the plain line."""
        depth = STUB
        if self.label:
            depth += self.label_height + STUB
        if self.tag:
            depth += self.tag_height + (ARROW if self.port.kind == "on" else 0) + STUB
        return max(depth, ARROW + STUB) if self._arrives else depth

    @property
    def _arrives(self) -> bool:
        return self.port.kind in ("entry", "on") or (
            self.port.kind == "turn" and self.port.side == "top"
        )


@dataclass(slots=True)
class Sides:
    """All ports of a page; `reach` is the widest half of what hangs at one box."""

    hung: dict[tuple[int, str], list[Hung]] = field(default_factory=dict)
    reach: float = 0.0
    spread: float = 0.0

    def at(self, step: int, side: str) -> Sequence[Hung]:
        return self.hung.get((step, side), ())


def hang(wiring: Wiring, size: float) -> Sides:
    sides = Sides()
    for (step, side), ports in wiring.ports.items():
        placed = _placed([_measured(port, size) for port in ports], SHIFT[side])
        sides.hung[step, side] = [
            Hung(port, offset, label, tag, width, size)
            for offset, (port, label, tag, width) in placed
        ]
        for offset, (*_, width) in placed:
            sides.reach = max(sides.reach, abs(offset) + width / 2)
            sides.spread = max(sides.spread, abs(offset))
    for net in wiring.nets.values():
        _straighten(wiring, sides, net)
    return sides


def _straighten(wiring: Wiring, sides: Sides, net: Net) -> None:
    """A line to the box right above or below needs no bend where the place is free there."""
    (edge, _), *others = net.exits
    here, there = wiring.place(edge.source), wiring.place(net.key.target)
    if others or here.column != there.column or abs(here.row - there.row) != 1:
        return
    side = "top" if net.key.side == "bottom" else "bottom"
    leaving = next(each for each in sides.at(edge.source, side) if each.port.edge is edge)
    arriving = sides.hung[net.key.target, net.key.side]
    place = next(i for i, each in enumerate(arriving) if each.port.net == net.key)
    if all(
        abs(each.offset - leaving.offset) >= BARE / 2 + each.width / 2
        for i, each in enumerate(arriving)
        if i != place
    ):
        arriving[place] = replace(arriving[place], offset=leaving.offset)


def _measured(port: Port, size: float) -> tuple:
    label = wrapped(port.outcome, LABEL_ROOM)
    tag = wrapped(port.tag, TAG_ROOM)
    width = BARE
    if label:
        width = max(width, max(map(width_of, label)) * size + 4)
    if tag:
        width = max(width, max(map(width_of, tag)) * size + 2 * TAG_PADDING + 4)
    return port, label, tag, width


def _placed(measured: list[tuple], shift: float) -> list[tuple[float, tuple]]:
    """Those that lead left to the left of the straight line, the others to the right."""
    middle = [each for each in measured if each[0].kind == "turn"]
    others = sorted(
        (each for each in measured if each[0].kind != "turn"), key=lambda each: each[0].pull
    )
    if not middle:
        return _in_a_row(others, shift)
    left, right = _halves(others)
    room = middle[0][3] / 2
    return [
        (0.0, middle[0]),
        *((-offset, each) for offset, each in _outward(left[::-1], room, shift)),
        *_outward(right, room, shift),
    ]


def _halves(ordered: list[tuple]) -> tuple[list[tuple], list[tuple]]:
    """Cut where the wider half is narrowest; among equals where the pulls change sign."""
    wanted = sum(each[0].pull < 0 for each in ordered)
    cuts = range(len(ordered) + 1)
    widths = [each[3] for each in ordered]
    best = min(cuts, key=lambda c: (max(sum(widths[:c]), sum(widths[c:])) // 30, abs(c - wanted)))
    return ordered[:best], ordered[best:]


def _outward(items: list[tuple], room: float, shift: float) -> list[tuple[float, tuple]]:
    placed = []
    for each in items:
        offset = _on_raster(room + each[3] / 2, shift)
        placed.append((offset, each))
        room = offset + each[3] / 2
    return placed


def _in_a_row(items: list[tuple], shift: float) -> list[tuple[float, tuple]]:
    begin = -sum(each[3] for each in items) / 2
    return _outward(items, begin, shift)


def _on_raster(offset: float, shift: float) -> float:
    return ceil((offset - shift) / RASTER - 1e-6) * RASTER + shift
