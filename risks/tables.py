"""《廉政风险点和风险等级目录》 [0]: its seven columns, its rows, and the table made of them.

The same rows serve the directory paper, the register and the publication; a publication keeps them
as JSON, so they hold strings and lists of strings only. The level after the measures is an eighth
column for inside use, wherever a row says one (ADR 0020); what goes before the public has seven.
"""

from django.db.models import prefetch_related_objects

from powers.models import FlowNode, PowerVersion
from registry.papers.models import Paper
from registry.tables.description import Column, Table

from .compiled_levels import CompiledLevels
from .models import DutyVersion
from .responsibility import Responsibilities

TITLE = "廉政风险点和风险等级目录"
# What a row reads besides the version itself; what a caller has loaded is not asked again.
ROW_NEEDS = (
    "level",
    "level_after",
    "step",
    "point__unit",
    "point__section",
    "point__post__section",
    "measures",
)

SERIAL = Column("serial", "序号", width=10, align="center")
UNIT = Column("unit", "单位", width=26, merge=True)
# Stands behind 风险等级 where a row has one.
AFTER = Column("after", "措施后等级", width=20, align="center")
# 职权名称、风险点、风险等级、责任科室、责任人、监控措施、主管领导 [0] 二(四)
SEVEN = (
    Column("power", "职权名称", width=34, merge=True),
    Column("risk", "风险点", width=62),
    Column("level", "风险等级", width=20, align="center"),
    Column("section", "责任科室", width=24),
    Column("responsible", "责任人", width=20, align="center"),
    Column("measures", "监控措施", width=66),
    Column("leader", "主管领导", width=20, align="center"),
)


def directory_columns(covers=Paper.Covers.UNIT, rows=()):
    """The seven columns behind a serial number; with the unit where more than one is covered, and
    with the level after the measures where one of the rows says it.
    """
    units = (UNIT,) if covers == Paper.Covers.SUBTREE else ()
    columns = (SERIAL, *units, *SEVEN)
    return with_after(columns) if any(row.get(AFTER.key) for row in rows) else columns


def with_after(columns):
    """The columns with the level after the measures behind the level before them."""
    place = next(at for at, column in enumerate(columns) if column.key == "level") + 1
    return (*columns[:place], AFTER, *columns[place:])


def directory_table(rows, source, *, columns, title=TITLE, **facts):
    """Rows of `point_contents` as a table; `facts` are unit_name, compiled_on, number, digest."""
    numbered = [{"serial": serial, **row} for serial, row in enumerate(rows, start=1)]
    return Table(
        title=title,
        source=source,
        columns=columns,
        rows=numbered,
        **facts,
    )


def point_content(version, on, names):
    """One row; for more than one use `point_contents`."""
    return point_contents([version], on, names)[0]


def point_contents(versions, on, names, scale=None):
    """The rows of many versions, in order, with a fixed number of queries.

    `on` is the day whose holders count, `names` how the programme shows them; `scale` that of the
    unit which compiles, None: each level as its own unit says it.
    """
    versions = list(versions)
    prefetch_related_objects(versions, *ROW_NEEDS)
    matters = Matters(versions)
    responsibilities = Responsibilities(versions, on)
    levels = CompiledLevels(scale)
    return [
        _content(version, matters, responsibilities.of(version), names) | _levels(levels, version)
        for version in versions
    ]


def _levels(levels, version):
    """The level, and the one after the measures where the version says it."""
    counted = levels.of(version.level)
    said = {
        "level": levels.text(version.level),
        "level_rank": counted.rank if counted else None,
        "level_colour": counted.colour if counted else "",
    }
    if not version.level_after_id:
        return said
    counted = levels.of(version.level_after)
    return said | {
        AFTER.key: levels.text(version.level_after),
        "after_colour": counted.colour if counted else "",
    }


def without_after(content):
    """A row as it is shown where the level after the measures is not (the seven columns)."""
    return {key: said for key, said in content.items() if key not in (AFTER.key, "after_colour")}


class Matters:
    """What points hang on, in words: `duties` and `powers` by id, a power with its step."""

    def __init__(self, versions):
        powers = {_power_id(version) for version in versions} - {None}
        duties = {version.duty_now for version in versions} - {None}
        self.powers = _current(PowerVersion, "power", powers, "name")
        self.duties = _current(DutyVersion, "duty", duties, "text")
        self._steps = _step_labels({version.step_id for version in versions} - {None})

    def power(self, version):
        return self.powers.get(_power_id(version), "")

    def step(self, version):
        return self._steps.get(version.step_id, "")

    def matter(self, version):
        """The power, with the step the point hangs on."""
        return " · ".join(filter(None, (self.power(version), self.step(version))))

    def name(self, version):
        """职权名称 of the directory: the power, or the duty where the point hangs on none."""
        return self.power(version) or self.duties.get(version.duty_now, "")


def _power_id(version):
    return version.step.power_id if version.step_id else version.power_id


def _content(version, matters, responsible, names):
    point = version.point
    section = point.owner_section
    return {
        "unit": point.unit.name,
        "unit_code": point.unit.code,
        "power": matters.name(version),
        "step": matters.step(version),
        "risk": version.sentence,
        "section": section.name if section else point.unit.name,
        "responsible": responsible.manages.shown(names) if responsible.manages else "",
        "measures": numbered([measure.told for measure in version.measures.all()]),
        "leader": responsible.leader.shown(names) if responsible.leader else "",
    }


def numbered(texts):
    """A list as it stands in one cell: numbered where there is more than one."""
    if len(texts) < 2:
        return list(texts)
    return [f"{number}. {text}" for number, text in enumerate(texts, start=1)]


def _current(model, identity, ids, field):
    """Identity id → its words: the version in force, else the latest there is."""
    if not ids:
        return {}
    versions = model.objects.filter(**{f"{identity}__in": ids}).order_by("pk")
    words, settled = {}, set()
    for identity_id, in_force_id, pk, text in versions.values_list(
        f"{identity}_id", f"{identity}__in_force_id", "pk", field
    ):
        if identity_id not in settled:
            words[identity_id] = text
        if pk == in_force_id:
            settled.add(identity_id)
    return words


def _step_labels(step_ids):
    """Step id → its label in the latest drawing."""
    nodes = FlowNode.objects.filter(step__in=step_ids).order_by("version_id")
    return dict(nodes.values_list("step_id", "label")) if step_ids else {}
