"""The sizes of a page: letters as large as they go, columns that fill it, room for every line."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from .drawing import ARROW, HEIGHT, MARGIN, WIDTH
from .inscription import INSET, detail_size, height_of, paragraphs
from .lettering import LINE, line_count, width_of, wrapped
from .ports import LABEL_ROOM, Sides, hang
from .steps import Chart
from .wiring import Net, Wiring, wire

MOST_STEPS = 20  # on a page
SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
HEAD, FOOT = 44.0, 6.0
ROOM_WIDTH = WIDTH - 2 * MARGIN
ROOM_HEIGHT = HEIGHT - 2 * MARGIN - HEAD - FOOT
MOST_COLUMNS = 7
TRACK = 9.0
LEAST_GAP = 26.0
WIDEST_GAP = 72.0
NARROWEST = 10.5  # em: a name of eight characters stands in one line
WIDEST = 210.0
OVERHANG = 16.0  # of labels beyond both sides of a box
LANE_NAME = 9.5  # size of the names of swim lanes
LANE_ROOM = 8.0  # em: no column is narrower, whatever the letters in it
DEEPEST = 64.0  # more room between two rows only pulls them apart


@dataclass(slots=True)
class Fit:
    """A page whose steps have their places and sizes; lengths in points."""

    chart: Chart
    wiring: Wiring
    sides: Sides
    size: float
    width: float  # of a box
    gap: float  # between two columns
    heights: list[float]  # of the boxes, by row
    tracks: list[dict]  # by channel: net → track, 0 at the top
    channels: list[float]  # heights, by channel

    @property
    def used(self) -> float:
        return sum(self.heights) + sum(self.channels)

    def column_x(self, column: int) -> float:
        """The left side of a column, the outermost ones as far apart as the page allows."""
        left = lane_room(self.wiring.lanes["left"])
        right = lane_room(self.wiring.lanes["right"])
        columns = self.wiring.across
        block = columns * self.width + (columns - 1) * self.gap
        spare = ROOM_WIDTH - left - right - block
        return MARGIN + left + spare / 2 + column * (self.width + self.gap)


def room_height(wiring: Wiring) -> float:
    """What is left for the rows below the names of swim lanes."""
    return ROOM_HEIGHT - head_of_lanes(wiring)


def head_of_lanes(wiring: Wiring) -> float:
    if not wiring.names:
        return 0.0
    lines = max(line_count(name, LANE_ROOM) for name in wiring.names)
    return lines * LINE * LANE_NAME + 12


def lane_room(lanes: int) -> float:
    return lanes * TRACK + 5 if lanes else 0.0


def fit_page(chart: Chart, first: int, last: int) -> Fit | None:
    """The best page for these steps with the largest letters that fit; None where none do."""
    count = last - first
    wirings = [wire(chart, first, last, columns) for columns in _columns(count)]
    return best_fit(chart, wirings)


def best_fit(chart: Chart, wirings: list[Wiring]) -> Fit | None:
    """The best of these ways to place the same steps, with the largest letters that fit."""
    found = _all_fits(chart, wirings, SIZES[-1])
    wirings = [fit.wiring for fit in found]
    too_large, fitting = -1, len(SIZES) - 1
    while found and fitting - too_large > 1:
        middle = (too_large + fitting) // 2
        if fits := _all_fits(chart, wirings, SIZES[middle]):
            found, fitting = fits, middle
        else:
            too_large = middle
    if not found:
        return None
    best = min(found, key=_awkwardness)
    _spread_out(best)
    return best


def _all_fits(chart: Chart, wirings: list[Wiring], size: float) -> list[Fit]:
    return [fit for wiring in wirings if (fit := _fitted(chart, wiring, size))]


def _columns(count: int) -> Iterable[int]:
    """No more columns than steps, and no fewer than seven rows need."""
    return range(max(1, -(-count // 7)), min(count, MOST_COLUMNS) + 1)


def _fitted(chart: Chart, wiring: Wiring, size: float) -> Fit | None:
    small = detail_size(size)
    sides = hang(wiring, small)
    gap = _gap(wiring, small)
    columns = wiring.columns
    outside = lane_room(wiring.lanes["left"]) + lane_room(wiring.lanes["right"])
    room = ROOM_WIDTH - outside
    inset = max(INSET[chart.steps[step].kind] for step in range(wiring.first, wiring.last))
    least = max(
        NARROWEST * size, 2 * (sides.spread + inset + 2), 2 * sides.reach - min(gap - 6, OVERHANG)
    )
    width = min((room - (columns - 1) * gap) / columns, max(WIDEST, least))
    if width < least:
        return None
    if columns > 1:
        gap = max(gap, min(WIDEST_GAP, (room - columns * width) / (columns - 1)))
    heights = _heights(chart, wiring, size, width, gap)
    fit = Fit(chart, wiring, sides, size, width, gap, heights, [], [])
    fit.tracks = [_tracks(fit, channel) for channel in range(wiring.rows + 1)]
    fit.channels = [_depth(fit, channel) for channel in range(wiring.rows + 1)]
    return fit if fit.used <= room_height(wiring) else None


def _gap(wiring: Wiring, size: float) -> float:
    """Between two columns: an arrow, and the outcome above it."""
    labels = [wrapped(edge.outcome, LABEL_ROOM) for edge in wiring.beside if edge.outcome]
    widest = max((width_of(line) for lines in labels for line in lines), default=0.0)
    return max(LEAST_GAP, widest * size + 2 * ARROW)


def _heights(chart: Chart, wiring: Wiring, size: float, width: float, gap: float) -> list[float]:
    heights = [34.0] * wiring.rows
    for step in range(wiring.first, wiring.last):
        row = wiring.place(step).row
        needed = height_of(paragraphs(chart.steps[step], step + 1, size, width))
        heights[row] = max(heights[row], needed)
    small = detail_size(size)
    for edge in wiring.beside:
        row = wiring.place(edge.source).row
        lines = len(wrapped(edge.outcome, LABEL_ROOM))
        heights[row] = max(heights[row], 2 * (lines * LINE * small + 4))
    return heights


def _tracks(fit: Fit, channel: int) -> dict:
    """Net → horizontal track: nets whose lines would touch lie on different ones."""
    spans = sorted(
        (*_span(fit, net, channel), key)
        for key, net in fit.wiring.nets.items()
        if channel in net.channels
    )
    ends: list[float] = []
    tracks = {}
    for left, right, key in spans:
        free = next((place for place, end in enumerate(ends) if end + TRACK <= left), None)
        if free is None:
            free = len(ends)
            ends.append(right)
        ends[free] = right
        tracks[key] = free
    return tracks


def _span(fit: Fit, net: Net, channel: int) -> tuple[float, float]:
    xs = [port_x(fit, step, side, place) for step, side, place in net_ports(fit, net, channel)]
    if net.outside and len(net.channels) > 1:
        xs.append(0.0 if net.outside == "left" else WIDTH)
    return min(xs), max(xs)


def net_ports(fit: Fit, net: Net, channel: int) -> list[tuple[int, str, int]]:
    """(step, side, place among what hangs there) of the ports of a net at a channel."""
    found = []
    for (step, side), hung in fit.sides.hung.items():
        if fit.wiring.place(step).row + (side == "bottom") == channel:
            found += [(step, side, i) for i, each in enumerate(hung) if each.port.net == net.key]
    return found


def port_x(fit: Fit, step: int, side: str, place: int) -> float:
    middle = fit.column_x(fit.wiring.place(step).column) + fit.width / 2
    return middle + fit.sides.at(step, side)[place].offset


def strip(fit: Fit, channel: int, side: str) -> float:
    """How deep the labels and connectors reach into a channel from the boxes on one side of it."""
    row = channel - (side == "bottom")
    depths = [
        each.depth
        for (step, at), hung in fit.sides.hung.items()
        if at == side and fit.wiring.place(step).row == row
        for each in hung
    ]
    return max(depths, default=0.0)


def _depth(fit: Fit, channel: int) -> float:
    tracks = max(fit.tracks[channel].values(), default=-1) + 1
    depth = strip(fit, channel, "bottom") + strip(fit, channel, "top") + tracks * TRACK
    inner = 0 < channel < fit.wiring.rows
    return max(depth, ARROW + 12 if inner else 0.0)


def _awkwardness(fit: Fit) -> float:
    """Less is better: no lonely last row, boxes neither flat nor tall, a page that is used."""
    count = fit.wiring.last - fit.wiring.first
    empty = fit.wiring.rows * fit.wiring.columns - count
    height = sum(_wanted(fit, height) for height in fit.heights) / fit.wiring.rows
    shape = abs(log(fit.width / height / 1.9))
    block = fit.wiring.columns * (fit.width + fit.gap) - fit.gap
    narrow = 1 - block / ROOM_WIDTH
    unused = 1 - fit.used / ROOM_HEIGHT
    strip_alone = fit.wiring.rows == 1 and count > 3
    return empty / fit.wiring.columns + shape + 1.5 * narrow + unused + strip_alone


def _wanted(fit: Fit, height: float) -> float:
    """How high a box would be with room to spare: airy, and no flat strip."""
    return max(height * 1.4, fit.width / 2.6)


def _spread_out(fit: Fit) -> None:
    """Give what is left of the height to the boxes, then to the channels between them."""
    tallest = max(fit.heights)
    room = room_height(fit.wiring)
    if fit.used + sum(tallest - height for height in fit.heights) <= room:
        fit.heights = [tallest] * len(fit.heights)
    spare = room - fit.used
    most = spare * 0.6 / len(fit.heights)
    fit.heights = [min(_wanted(fit, height), height + most) for height in fit.heights]
    inner = range(1, fit.wiring.rows)
    for channel in inner:
        share = (room - fit.used) / (len(inner) - channel + 1)
        fit.channels[channel] += max(0.0, min(share, DEEPEST - fit.channels[channel]))
