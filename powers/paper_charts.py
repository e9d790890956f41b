"""The charts of a catalogue that is under way, for whoever examines it: read only, with the marks
of what is in force at its steps, as far as the reader may see the points.
"""

from .beside import IN_FORCE, marks_in_force
from .chart_files import figure_of
from .content import content_of


def drawn_lines(revision):
    """Its lines that have a chart, in catalogue order; struck rows have none any more."""
    lines = revision.power_lines.filter(version__struck=False, version__nodes__isnull=False)
    return lines.distinct().of_register_rows()


def figures_of(lines, paper, reach):
    """The charts as these lines say them."""
    marks = marks_in_force([line.version.power for line in lines], reach)
    return [_figure(line, paper, marks.get(line.version.power_id)) for line in lines]


def _figure(line, paper, marks):
    return figure_of(
        content_of(line.version),
        serial=line.serial,
        name=line.version.name,
        note=f"{paper.unit.name}　{paper.number or '草稿'}{IN_FORCE if marks else ''}",
        marks=marks,
    )
