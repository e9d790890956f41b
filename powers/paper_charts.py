"""The charts of a catalogue that is under way, for whoever examines it: read only, no marks."""

from .chart_files import figure_of
from .content import content_of


def drawn_lines(revision):
    """Its lines that have a chart, in catalogue order; struck rows have none any more."""
    lines = revision.power_lines.filter(version__struck=False, version__nodes__isnull=False)
    return lines.distinct().of_register_rows()


def figure_of_line(line, paper):
    """The chart as this line says it."""
    note = f"{paper.unit.name}　{paper.number or '草稿'}"
    name = line.version.name
    return figure_of(content_of(line.version), serial=line.serial, name=name, note=note)
