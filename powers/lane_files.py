"""A flowchart by who handles its steps (泳道图, ADR 0049): on screens and as files.

It is offered for powers that several handle; the files are those of other charts, Word with the
same table of steps.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property

from . import flow
from .chart_files import CHART_FORMATS, Figure, Volume
from .charts.drawing import Drawing
from .charts.layout import TooMuchText
from .charts.swimming import lay_out_lanes

TITLE = "泳道图"
LANE_FORMATS = CHART_FORMATS


@dataclass(frozen=True)
class LaneFigure(Figure):
    ident = "lanes"  # apart from the chart on the same page

    @property
    def title(self):
        return f"{self.heading}{TITLE}"

    @cached_property
    def drawing(self) -> Drawing:
        return lay_out_lanes(self.chart, flow.lanes_of(self.content, self.sections))


def in_lanes(figure: Figure) -> LaneFigure | None:
    """The same chart in lanes; None where a step says more than a page with lanes holds."""
    found = LaneFigure(**{each.name: getattr(figure, each.name) for each in fields(figure)})
    try:
        return found if found.drawing else None
    except TooMuchText:
        return None


def lanes_beside(figure: Figure) -> LaneFigure | None:
    """What is offered beside a chart: lanes, where at least two of them have a name."""
    named = set(flow.lanes_of(figure.content, figure.sections)) - {flow.NOBODY}
    return in_lanes(figure) if len(named) > 1 else None


def volume_in_lanes(volume: Volume) -> Volume | None:
    """A volume of one chart in lanes; None where it cannot be drawn so."""
    (figure,) = volume.figures
    found = in_lanes(figure)
    return found and replace(volume, title=found.title, figures=[found])
