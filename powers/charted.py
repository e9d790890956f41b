"""The charts of powers of the register, for a reader: one power, or a volume in catalogue order."""

from itertools import groupby

from django.utils import timezone

from registry.tables.description import Column, Source, Table

from .beside import beside_steps, marks_of
from .catalogue import last_serials
from .chart_files import TITLE, Volume, figure_of
from .content import content_of

GUARD_TITLE = "权力运行风险防控图"
# Steps in the middle, points at the left, measures and responsible people at the right.
GUARD = (
    Column("risk", "风险点", 82),
    Column("level", "风险等级", 20, "center"),
    Column("step", "办理环节", 40, "center", merge=True),
    Column("measures", "防控措施", 92),
    Column("people", "责任人", 26, "center"),
)


def figure_of_power(power, reach):
    """The chart of a power in force with the marks this reader may see, and what stands beside."""
    beside = beside_steps([power], reach).get(power.pk, {})
    serial = last_serials(power.unit_id).get(power.pk, 0)
    return _figure(power, serial, beside, Source.register(timezone.localdate())), beside


def volume_of_powers(powers, reach):
    """All charts of these powers (read by `listed`): by unit, in the order and with the numbers of
    its last catalogue [3]; powers without steps are left out."""
    powers = [power for power in powers if power.in_force.nodes.all()]
    beside = beside_steps(powers, reach)
    source = Source.register(timezone.localdate())
    figures, units = [], []
    for unit, of_unit in groupby(powers, key=lambda power: power.unit):
        units.append(unit.name)
        serials = last_serials(unit.pk)
        ordered = sorted(of_unit, key=lambda power: (serials.get(power.pk, 10**6), power.pk))
        figures += [
            _figure(power, serials.get(power.pk, 0), beside.get(power.pk, {}), source)
            for power in ordered
        ]
    unit_name = units[0] if len(units) == 1 else ""
    return Volume(f"{unit_name}{TITLE}", source, figures, unit_name)


def _figure(power, serial, beside, source):
    return figure_of(
        content_of(power.in_force),
        serial=serial,
        name=power.in_force.name,
        note=f"{power.unit.name}　{source.head}",
        marks=marks_of(beside),
        sections=[each.section.name for each in power.in_force.undertakings.all()],
    )


def guard_rows(figure, beside):
    """A row for each point beside a step, steps without any with a row of their own."""
    for step in figure.steps:
        name = f"{step['number']}. {step['label']}"
        for each in beside.get(step["label"], [None]):
            yield {
                "step": [text for text in (name, step["handler"]) if text],
                "risk": each.text if each else "",
                "level": each.level if each else "",
                "colour": each.colour if each else "",
                "measures": _numbered(each.measures) if each else [],
                "people": each.people if each else "",
            }


def _numbered(texts):
    return [f"{number}. {text}" for number, text in enumerate(texts, start=1)]


def guard_table(power, figure, beside):
    """The 防控图 as a table, with the responsible people of each step below."""
    return Table(
        title=f"{power.in_force.name}{GUARD_TITLE}",
        source=Source.register(timezone.localdate()),
        columns=GUARD,
        rows=list(guard_rows(figure, beside)),
        unit_name=power.unit.name,
        compiled_on=timezone.localdate(),
        notes=people_of(figure, beside),
    )


def people_of(figure, beside):
    """各环节责任人, a line for each step that has any."""
    lines = []
    for step in figure.steps:
        people = list(dict.fromkeys(b.people for b in beside.get(step["label"], ()) if b.people))
        if people:
            lines.append(f"{step['number']}. {step['label']}：{'、'.join(people)}")
    return ["各环节责任人", *lines] if lines else []
