"""Swim lanes (泳道图): a column for whoever handles the steps, which are read row by row.

A row goes on as long as the next step stands in a lane further right; else a new row begins below.
So nothing stands between two steps of a row, and lines keep the rules of other charts: what leads
far runs in the channels between rows and outside the lanes (ADR 0049).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .drawing import Drawing
from .fitting import Fit, best_fit
from .layout import laid_out
from .steps import Chart
from .wiring import Place, Wiring, lead_all


@dataclass(slots=True)
class LaneWiring(Wiring):
    places: tuple[Place, ...] = field(default=())

    @property
    def across(self) -> int:
        return self.columns

    @property
    def rows(self) -> int:
        return self.places[-1].row + 1

    def place(self, step: int) -> Place:
        return self.places[step - self.first]

    def goes_right(self, row: int) -> bool:
        return True


def lay_out_lanes(chart: Chart, lanes: Sequence[str]) -> Drawing:
    """`lanes` names the lane of each step, which its box need not say again.

    A page has the lanes of its own steps, in the order in which the chart comes to them. Raises
    TooMuchText as `lay_out` does.
    """
    steps = [replace(step, handler="") for step in chart.steps]
    order = list(dict.fromkeys(lanes))

    def fit_of(said: Chart, first: int, last: int) -> Fit | None:
        return best_fit(said, [_wired(said, first, last, lanes[first:last], order)])

    return laid_out(replace(chart, steps=steps), fit_of)


def _wired(chart: Chart, first: int, last: int, lanes: Sequence[str], order: list[str]):
    here = set(lanes)
    names = tuple(name for name in order if name in here)
    places = tuple(_places([names.index(lane) for lane in lanes]))
    wiring = LaneWiring(first, last, len(names), names=names, places=places)
    lead_all(wiring, chart)
    return wiring


def _places(columns: list[int]):
    row, before = 0, -1
    for column in columns:
        if column <= before:
            row += 1
        before = column
        yield Place(row, column)
