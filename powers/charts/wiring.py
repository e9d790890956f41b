"""Which way each edge goes on a page: places in the serpentine, sides of boxes, channels, nets.

Rows of steps run left to right, then right to left, so that the next step is always beside or
below. Between the rows lie channels (channel r is above row r) with tracks for the lines that do
not go to a neighbour; lines over several rows go round outside. Edges to one target join: a net is
what enters one side of one box.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .steps import Chart, Edge


class Place(NamedTuple):
    row: int
    column: int


class NetKey(NamedTuple):
    target: int
    side: str


@dataclass(slots=True)
class Port:
    """Where a line meets the top or bottom of a box.

    `kind`: turn (straight on to the next row), exit, entry (of a net), off (goes to another page),
    on (comes from another page). `pull`: which way it leads, in columns.
    """

    step: int
    side: str
    kind: str
    edge: Edge | None = None
    net: NetKey | None = None
    pull: float = 0.0
    tag: str = ""

    @property
    def outcome(self) -> str:
        return self.edge.outcome if self.edge and self.kind != "entry" else ""


@dataclass(slots=True)
class Net:
    key: NetKey
    entry_channel: int
    exits: list[tuple[Edge, int]] = field(default_factory=list)
    outside: str = ""  # left or right, where it goes round
    lane: int = 0  # the vertical track there, 0 next to the boxes

    @property
    def channels(self) -> set[int]:
        return {self.entry_channel, *(channel for _, channel in self.exits)}


@dataclass(slots=True)
class Wiring:
    """The edges of the steps first … last-1 of a chart on a grid of so many columns."""

    first: int
    last: int
    columns: int
    beside: list[Edge] = field(default_factory=list)
    turns: list[Edge] = field(default_factory=list)
    ports: dict[tuple[int, str], list[Port]] = field(default_factory=lambda: defaultdict(list))
    nets: dict[NetKey, Net] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=lambda: {"left": 0, "right": 0})
    names: tuple[str, ...] = ()  # of columns that are swim lanes (`powers.charts.swimming`)

    @property
    def across(self) -> int:
        """How many columns the page has."""
        return min(self.columns, self.last - self.first)

    @property
    def rows(self) -> int:
        return -(-(self.last - self.first) // self.columns)

    def place(self, step: int) -> Place:
        row, along = divmod(step - self.first, self.columns)
        return Place(row, self.columns - 1 - along if row % 2 else along)

    def goes_right(self, row: int) -> bool:
        return row % 2 == 0

    def has(self, step: int) -> bool:
        return self.first <= step < self.last


def wire(chart: Chart, first: int, last: int, columns: int) -> Wiring:
    wiring = Wiring(first, last, columns)
    lead_all(wiring, chart)
    return wiring


def lead_all(wiring: Wiring, chart: Chart) -> None:
    """Every edge that begins or ends on the page."""
    coming: dict[int, list[int]] = defaultdict(list)
    for edge in chart.edges:
        if wiring.has(edge.source) and wiring.has(edge.target):
            _lead(wiring, edge)
        elif wiring.has(edge.source):
            tag = f"转 {edge.target + 1} 步"
            _add(wiring, Port(edge.source, "bottom", "off", edge, tag=tag))
        elif wiring.has(edge.target):
            coming[edge.target].append(edge.source + 1)
    for step, sources in coming.items():
        _add(wiring, Port(step, "top", "on", tag=_from(sorted(sources))))
    _lead_outside(wiring)


def _from(numbers: list[int]) -> str:
    """自 3、7 步: two numbers at most, the list of steps has them all."""
    if len(numbers) > 2:
        return f"自 {numbers[0]} 等 {len(numbers)} 步"
    return f"自 {'、'.join(map(str, numbers))} 步"


def _add(wiring: Wiring, port: Port) -> None:
    wiring.ports[port.step, port.side].append(port)


def _lead(wiring: Wiring, edge: Edge) -> None:
    here, there = wiring.place(edge.source), wiring.place(edge.target)
    if edge.target == edge.source + 1 and here.row == there.row:
        wiring.beside.append(edge)
    elif edge.target == edge.source + 1 and here.column == there.column:
        wiring.turns.append(edge)
        _add(wiring, Port(edge.source, "bottom", "turn", edge))
        _add(wiring, Port(edge.target, "top", "turn"))
    else:
        _join(wiring, edge, *_sides(here, there, wiring.goes_right(here.row)))


def _sides(here: Place, there: Place, goes_right: bool) -> tuple[str, int, str, int]:
    """(side and channel it leaves by, side and channel it arrives by)."""
    if here.row == there.row:
        # Back above the row, forward below it: reading goes with the number of the row.
        back = (there.column < here.column) == goes_right
        return ("top", here.row, "top", here.row) if back else _below(here.row)
    if there.row > here.row:
        return "bottom", here.row + 1, "top", there.row
    return "top", here.row, "bottom", there.row + 1


def _below(row: int) -> tuple[str, int, str, int]:
    return "bottom", row + 1, "bottom", row + 1


def _join(
    wiring: Wiring, edge: Edge, out_side: str, out_channel: int, in_side: str, in_channel: int
) -> None:
    key = NetKey(edge.target, in_side)
    net = wiring.nets.get(key)
    if net is None:
        net = wiring.nets[key] = Net(key, in_channel)
        _add(wiring, Port(edge.target, in_side, "entry", net=key))
    net.exits.append((edge, out_channel))
    _add(wiring, Port(edge.source, out_side, "exit", edge, net=key))


def _lead_outside(wiring: Wiring) -> None:
    """Choose the nearer margin for nets over several rows, then the pull of every port."""
    for net in wiring.nets.values():
        if len(net.channels) > 1:
            far = [wiring.place(edge.source) for edge, ch in net.exits if ch != net.entry_channel]
            columns = [place.column for place in [*far, wiring.place(net.key.target)]]
            middle = (wiring.columns - 1) / 2
            net.outside = "left" if sum(columns) / len(columns) <= middle else "right"
    for side in ("left", "right"):
        wiring.lanes[side] = _share_lanes([n for n in wiring.nets.values() if n.outside == side])
    for port in (port for ports in wiring.ports.values() for port in ports):
        port.pull = _pull(wiring, port)


def _share_lanes(nets: list[Net]) -> int:
    """Give each net a vertical track; two that pass one channel never share one. How many."""
    ends: list[int] = []
    for net in sorted(nets, key=lambda net: (len(net.channels), min(net.channels), net.key)):
        top, bottom = min(net.channels), max(net.channels)
        free = next((lane for lane, end in enumerate(ends) if end < top), None)
        if free is None:
            ends.append(bottom)
            net.lane = len(ends) - 1
        else:
            ends[free], net.lane = bottom, free
    return len(ends)


def _pull(wiring: Wiring, port: Port) -> float:
    here = wiring.place(port.step).column
    if port.net is None:
        return 0.0
    net = wiring.nets[port.net]
    if port.kind == "entry":
        near = [wiring.place(e.source).column for e, ch in net.exits if ch == net.entry_channel]
        columns = near or [-1 if net.outside == "left" else wiring.columns]
        return sum(columns) / len(columns) - here
    channel = next(ch for edge, ch in net.exits if edge is port.edge)
    if channel != net.entry_channel:
        return (-1 if net.outside == "left" else wiring.columns) - here
    return wiring.place(net.key.target).column - here
