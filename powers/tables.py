"""The catalogue (职权目录) as a table, from plain rows: paper, register and publication alike."""

from itertools import groupby
from operator import attrgetter

from registry.tables.description import Column, Source, Table

from .bases import written_basis
from .content import content_of
from .flow import FIELDS, is_drawn, whole
from .particulars import content as particulars

TITLE = "职权目录"
COLUMNS = (
    Column("side", "内外部", 16, "center", merge=True),
    Column("serial", "序号", 12, "center"),
    Column("name", "职权名称", 42),
    Column("kind", "职权类型", 20, "center"),
    Column("served", "服务对象", 24, on_paper=False),
    Column("exercising_body", "行使主体", 30),
    Column("sections", "承办科室", 26),
    Column("bases", "法律依据", 56),
    Column("handling_body", "办理主体", 26),
    Column("time_limit", "办理期限", 24),
    Column("supervision_channel", "监督渠道", 32),
)
UNIT_COLUMN = Column("unit", "单位", 28, merge=True)


def public_content(version):
    """What a publication row freezes: the columns and what the page of a power shows besides.

    JSON-able, Chinese ready to show. What is said inside only (disposition, visibility and its
    ground, reasons of a change) is not in it. No query for a version read by `with_content`.
    """
    content = content_of(version)
    return {
        "side": version.get_side_display(),
        "name": version.name,
        "kind": version.kind.name,
        **({"served": version.get_served_display()} if version.served else {}),
        "exercising_body": version.exercising_body,
        "sections": [undertaking.section.name for undertaking in version.undertakings.all()],
        "bases": [written_basis(basis.law, basis.article) for basis in version.bases.all()],
        "handling_body": version.handling_body,
        "time_limit": version.time_limit,
        "supervision_channel": version.supervision_channel,
        "content": version.content,
        "conditions": version.conditions,
        "procedure": version.procedure,
        **public_chart(content),
        **particulars.public(content),
    }


def public_chart(content):
    """The chart as lists of texts beside `steps`, so that rows stay strings and lists of strings.

    Without details and ways there is only `steps`, as in publications before charts were drawn.
    """
    steps = content["steps"]
    if not is_drawn(content):
        return {"steps": steps}
    details = [content["details"].get(label, {}) for label in steps]
    place = {label: str(number) for number, label in enumerate(steps, start=1)}
    return {
        "steps": steps,
        **{f"step_{name}": [each.get(name, "") for each in details] for name in FIELDS},
        "way_ends": [f"{place[w['source']]}>{place[w['target']]}" for w in content["ways"]],
        "way_outcomes": [way["outcome"] for way in content["ways"]],
    }


def chart_of_public(row):
    """The plain content of a chart from a row of a publication."""
    steps = row.get("steps", [])
    details = {
        label: {name: row[f"step_{name}"][place] for name in FIELDS}
        for place, label in enumerate(steps)
        if f"step_{FIELDS[0]}" in row
    }
    ends = [[int(end) - 1 for end in pair.split(">")] for pair in row.get("way_ends", ())]
    ways = [
        {"source": steps[source], "target": steps[target], "outcome": outcome}
        for (source, target), outcome in zip(ends, row.get("way_outcomes", ()), strict=True)
    ]
    return whole({"steps": steps, "details": details, "ways": ways})


def catalogue_row(serial, content):
    """One row of the table from a `public_content`, fresh or frozen."""
    return {
        "serial": serial,
        **{column.key: content.get(column.key) for column in COLUMNS if column.key != "serial"},
    }


def numbered(contents):
    """Rows 1, 2, 3 … from contents in order."""
    return (catalogue_row(serial, content) for serial, content in enumerate(contents, start=1))


def catalogue_table(rows, source, *, title=TITLE, columns=COLUMNS, notes=(), **facts):
    """`rows` are mappings as `catalogue_row` makes them; `facts` are the further fields of a Table
    (unit_name, compiled_on, number, digest)."""
    return Table(title=title, source=source, columns=columns, rows=rows, notes=notes, **facts)


def register_table(powers, on):
    """Powers in force (as `PowerQuerySet.listed` reads them), a column more if of several units."""
    powers = list(powers)
    names = list(dict.fromkeys(power.unit.name for power in powers))
    columns = COLUMNS if len(names) < 2 else (UNIT_COLUMN, *COLUMNS)
    return catalogue_table(
        list(_register_rows(powers)),
        Source.register(on),
        columns=columns,
        unit_name=names[0] if len(names) == 1 else "",
        compiled_on=on,
    )


def _register_rows(powers):
    """Numbered afresh in each unit."""
    for unit, of_unit in groupby(powers, key=attrgetter("unit")):
        contents = (public_content(power.in_force) for power in of_unit)
        for row in numbered(contents):
            yield {"unit": unit.name, **row}
