"""How a row of a sheet looks, on the page and in the file: what is there, what is missing."""

from dataclasses import dataclass, field

from registry.tables.description import Column, Source, Table
from risks.coverage.sheets import SHEETS

from .mending import Mend

# State: icon and word; the shape says it without colour.
STATES = {
    "done": ("check-circle-fill", "已有"),
    "todo": ("exclamation-triangle-fill", "待补"),
    "noted": ("dash-circle", "有说明"),
    "look": ("eye", "请核对"),
    "void": ("circle", "不涉及"),
}
UNIT = Column("unit", "单位", 30, merge=True)
COLUMNS = {
    "steps": (
        Column("power", "职权", 44, merge=True),
        Column("step", "环节", 30),
        Column("post", "经办岗位", 34),
        Column("risk", "风险点", 54),
        Column("measure", "措施", 34),
        Column("duty", "责任", 40),
    ),
    "powers": (Column("power", "职权", 60), Column("step", "环节和风险点", 90)),
    "points": (
        Column("post", "岗位", 40, merge=True),
        Column("risk", "风险点", 90),
        Column("measure", "防控措施", 60),
    ),
    "measures": (
        Column("post", "岗位", 40, merge=True),
        Column("risk", "风险点", 60, merge=True),
        Column("measure", "措施", 60),
        Column("seat", "责任岗位", 44),
        Column("due", "落实时间", 34),
    ),
    "posts": (
        Column("section", "科室", 34, merge=True),
        Column("post", "岗位", 44),
        Column("form", "本年的表", 34),
        Column("risk", "风险定到岗", 36),
        Column("rule", "制度建到岗", 36),
        Column("duty", "责任落实到岗", 36),
    ),
}


@dataclass(frozen=True)
class Mark:
    """A cell that says whether something is there: state, words, and how it is mended."""

    state: str
    text: str = ""
    mend: Mend = field(default_factory=Mend)
    url: str = ""

    @property
    def icon(self):
        return STATES[self.state][0] if self.state else ""

    @property
    def word(self):
        return STATES[self.state][1] if self.state else ""

    def __str__(self):
        """As the file says it."""
        said = "：".join(filter(None, [self.word, self.text]))
        return f"{said}　{self.mend.who}" if self.mend.who else said


def columns_of(name, several_units):
    return (UNIT, *COLUMNS[name]) if several_units else COLUMNS[name]


def table_of(name, lines, columns, day, *, unit_name=""):
    """A sheet as a file; 内部资料."""
    return Table(
        title=f"找全：{SHEETS[name].label}",
        source=Source.register(day),
        columns=columns,
        rows=[{key: str(value) for key, value in line.items()} for line in lines],
        unit_name=unit_name,
        compiled_on=day,
    )
