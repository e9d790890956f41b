"""From a chart to a drawing: how many pages, then the exact place of everything on each."""

from collections.abc import Callable
from itertools import pairwise

from .drawing import (
    ARROW,
    HEIGHT,
    MARGIN,
    WIDTH,
    Box,
    Drawing,
    Label,
    Lane,
    Page,
    Point,
    Rect,
    Route,
    Tag,
    head_at,
    stacked,
)
from .fitting import (
    HEAD,
    LANE_NAME,
    LANE_ROOM,
    MOST_STEPS,
    TRACK,
    Fit,
    fit_page,
    head_of_lanes,
    lane_room,
    room_height,
    strip,
)
from .inscription import detail_size, paragraphs, write
from .lettering import LINE, width_of, wrapped
from .margins import code_of, texts_around
from .ports import LABEL_ROOM, STUB, TAG_PADDING, Hung
from .steps import Chart, Edge
from .wiring import Net


class TooMuchText(ValueError):
    """A single step says more than a page holds."""


def lay_out(chart: Chart) -> Drawing:
    """Draw a chart: as few pages as go, the steps spread evenly over them.

    The same chart always gives the same drawing. Raises TooMuchText.
    """
    return laid_out(chart, fit_page)


def laid_out(chart: Chart, fit_of: Callable[[Chart, int, int], Fit | None]) -> Drawing:
    """Draw a chart whose pages `fit_of` fits: the steps from one to before another, or None."""
    if not chart.steps:
        return Drawing(chart.title, [_Drawn(None, chart, 1, 1).page()])
    fits = _pages(chart, fit_of)
    pages = [_Drawn(fit, chart, no, len(fits)).page() for no, fit in enumerate(fits, start=1)]
    return Drawing(chart.title, pages)


def _pages(chart: Chart, fit_of: Callable[[Chart, int, int], Fit | None]) -> list[Fit]:
    count = len(chart.steps)
    for pages in range(-(-count // MOST_STEPS), count + 1):
        cuts = [count * no // pages for no in range(pages + 1)]
        fits: list[Fit] = []
        for first, last in pairwise(cuts):
            fit = fit_of(chart, first, last)
            if fit is None:
                break
            fits.append(fit)
        if len(fits) == pages:
            return fits
    raise TooMuchText(chart.title)


class _Drawn:
    """One page on its way; `fit` None for a chart without steps."""

    def __init__(self, fit: Fit | None, chart: Chart, number: int, count: int):
        self.fit, self.chart, self.number, self.count = fit, chart, number, count
        if fit is not None:
            self.small = detail_size(fit.size)
            self.tops = self._row_tops()

    def page(self) -> Page:
        if self.fit is None:
            return Page((), (), (), **self._margins())
        wiring = self.fit.wiring
        boxes = [self._box(step) for step in range(wiring.first, wiring.last)]
        self.tags: list[Tag] = []
        routes = [self._beside(edge) for edge in wiring.beside]
        routes += [self._turn(edge) for edge in wiring.turns]
        for net in wiring.nets.values():
            routes += [self._round(net, edge, channel) for edge, channel in net.exits]
        routes += self._connected()
        lanes = [self._lane(column) for column in range(len(wiring.names))]
        return Page(boxes, routes, self.tags, lanes=lanes, **self._margins())

    def _lane(self, column: int) -> Lane:
        """From the middle between two columns to the next; the outermost hold the lines outside."""
        fit, last = self.fit, self.fit.wiring.across - 1
        left = fit.column_x(column) - fit.gap / 2
        right = fit.column_x(column) + fit.width + fit.gap / 2
        if column == 0:
            left = max(MARGIN - 6, left - lane_room(fit.wiring.lanes["left"]))
        if column == last:
            right = min(WIDTH - MARGIN + 6, right + lane_room(fit.wiring.lanes["right"]))
        top, height = MARGIN + HEAD - 4, head_of_lanes(fit.wiring) - 4
        head = Rect(left, top, right - left, height)
        lines = wrapped(fit.wiring.names[column], LANE_ROOM)
        upper = head.centre.y - len(lines) * LINE * LANE_NAME / 2
        texts = stacked(lines, head.centre.x, upper, LANE_NAME, bold=True)
        strip = Rect(left, top, right - left, HEIGHT - MARGIN - top)
        return Lane(strip, head, texts)

    def _row_tops(self) -> list[float]:
        fit = self.fit
        top = MARGIN + HEAD + head_of_lanes(fit.wiring)
        top += (room_height(fit.wiring) - fit.used) / 2
        tops = []
        for channel, height in zip(fit.channels, [*fit.heights, 0.0], strict=True):
            tops.append(top + channel)
            top += channel + height
        return tops

    def _rect(self, step: int) -> Rect:
        place = self.fit.wiring.place(step)
        x = self.fit.column_x(place.column)
        return Rect(x, self.tops[place.row], self.fit.width, self.fit.heights[place.row])

    def _box(self, step: int) -> Box:
        said, rect = self.chart.steps[step], self._rect(step)
        texts, signs = write(paragraphs(said, step + 1, self.fit.size, self.fit.width), rect)
        return Box(step, said.kind, rect, texts, signs)

    def _hung(self, step: int, side: str, test) -> tuple[Hung, Point]:
        """What hangs at a box for a reason, and the point of the border it hangs from."""
        each = next(hung for hung in self.fit.sides.at(step, side) if test(hung.port))
        return each, self._foot(step, side, each)

    def _foot(self, step: int, side: str, each: Hung) -> Point:
        rect = self._rect(step)
        return Point(rect.centre.x + each.offset, rect.bottom if side == "bottom" else rect.y)

    def _beside(self, edge: Edge) -> Route:
        here, there = self._rect(edge.source), self._rect(edge.target)
        right = there.x > here.x
        start = Point(here.right if right else here.x, here.centre.y)
        end = Point(there.x if right else there.right, here.centre.y)
        label = None
        if lines := wrapped(edge.outcome, LABEL_ROOM):
            height = len(lines) * LINE * self.small
            label = self._label(lines, (start.x + end.x) / 2, start.y - height - 1.5)
        return Route(edge.source, edge.target, [(start, end)], head_at(end, start), label)

    def _label(self, lines, x: float, top: float) -> Label:
        width = max(map(width_of, lines)) * self.small
        rect = Rect(x - width / 2, top, width, len(lines) * LINE * self.small)
        return Label(rect, stacked(lines, x, top, self.small))

    def _leaving(self, hung: Hung, foot: Point) -> tuple[list, Point, Label | None]:
        """The piece up to the label, the point from which the line goes on, the label."""
        if not hung.label:
            return [], foot, None
        down = 1 if hung.port.side == "bottom" else -1
        near = Point(foot.x, foot.y + down * STUB)
        far = Point(foot.x, near.y + down * hung.label_height)
        return [(foot, near)], far, self._label(hung.label, foot.x, min(near.y, far.y))

    def _turn(self, edge: Edge) -> Route:
        hung, foot = self._hung(edge.source, "bottom", lambda port: port.kind == "turn")
        pieces, start, label = self._leaving(hung, foot)
        end = Point(foot.x, self._rect(edge.target).y)
        pieces.append((start, end))
        return Route(edge.source, edge.target, pieces, head_at(end, start), label)

    def _round(self, net: Net, edge: Edge, channel: int) -> Route:
        """Along the channels, and outside where it passes a row."""
        side = "bottom" if channel > self.fit.wiring.place(edge.source).row else "top"
        hung, foot = self._hung(edge.source, side, lambda port: port.edge is edge)
        pieces, start, label = self._leaving(hung, foot)
        _, end = self._hung(
            net.key.target,
            net.key.side,
            lambda port: port.kind == "entry" and port.net == net.key,
        )
        track = self._track_y(net, channel)
        points = [start, Point(start.x, track)]
        if channel != net.entry_channel:
            outside = self._lane_x(net)
            points += [Point(outside, track)]
            track = self._track_y(net, net.entry_channel)
            points += [Point(outside, track)]
        points += [Point(end.x, track), end]
        pieces.append(_without_repeats(points))
        return Route(edge.source, edge.target, pieces, head_at(end, points[-2]), label)

    def _track_y(self, net: Net, channel: int) -> float:
        """Tracks lie in the middle between what hangs into the channel from above and below."""
        fit = self.fit
        bottom = self.tops[channel] - strip(fit, channel, "top")
        top = self.tops[channel] - fit.channels[channel] + strip(fit, channel, "bottom")
        tracks = fit.tracks[channel]
        block = (max(tracks.values()) + 1) * TRACK
        return top + (bottom - top - block) / 2 + (tracks[net.key] + 0.5) * TRACK

    def _lane_x(self, net: Net) -> float:
        columns = self.fit.wiring.across
        if net.outside == "left":
            return self.fit.column_x(0) - 5 - (net.lane + 0.5) * TRACK
        return self.fit.column_x(columns - 1) + self.fit.width + 5 + (net.lane + 0.5) * TRACK

    def _connected(self) -> list[Route]:
        """Lines from and to other pages: each ends at a connector."""
        routes = []
        for (step, side), hung in self.fit.sides.hung.items():
            for each in hung:
                if each.port.kind in ("off", "on"):
                    draw = self._off if each.port.kind == "off" else self._on
                    routes.append(draw(step, each, self._foot(step, side, each)))
        return routes

    def _off(self, step: int, hung: Hung, foot: Point) -> Route:
        pieces, start, label = self._leaving(hung, foot)
        end = Point(foot.x, start.y + STUB)
        pieces.append((start, end))
        self._tag(step, hung, end)
        return Route(step, hung.port.edge.target, pieces, (), label)

    def _on(self, step: int, hung: Hung, foot: Point) -> Route:
        start = Point(foot.x, foot.y - STUB - ARROW)
        self._tag(step, hung, Point(foot.x, start.y - hung.tag_height))
        return Route(-1, step, [(start, foot)], head_at(foot, start))

    def _tag(self, step: int, hung: Hung, top: Point) -> None:
        width = max(map(width_of, hung.tag)) * self.small + 2 * TAG_PADDING
        rect = Rect(top.x - width / 2, top.y, width, hung.tag_height)
        texts = stacked(hung.tag, top.x, top.y + TAG_PADDING, self.small)
        self.tags.append(Tag(step, rect, texts))

    def _margins(self) -> dict:
        return {
            "texts": list(texts_around(self.chart, self.number, self.count)),
            "code": code_of(self.chart),
        }


def _without_repeats(points: list[Point]) -> list[Point]:
    return [point for place, point in enumerate(points) if not place or point != points[place - 1]]
