"""The columns of a catalogue's workbook, and the words in which a power stands in its cells.

A power is compared as plain values by field: codes where there is a drop-down that decides, else
the text of the cell. What a text means is asked of `powers.sheets`, as of every imported table.
"""

from powers.checklist import default_visibility, name_key
from powers.content import TEXTS, content_of, whole, words_of
from powers.kinds.choosing import kinds_for
from powers.kinds.shipped import OTHER
from powers.models import PowerVersion
from powers.sheets import columns as imported
from powers.sheets.meaning import Meaning
from registry.offline.columns import Column
from registry.tables.text import clean

# The most that a cell of a spreadsheet holds.
LONGEST_CELL = 32_000
TOO_LONG = "（内容太长，表格里放不下，请在网页上改）"
CHOICES = {
    "side": PowerVersion.Side.choices,
    "served": PowerVersion.Served.choices,
    "disposition": PowerVersion.Disposition.choices,
    "visibility": PowerVersion.Visibility.choices,
}
MAY_BE_BLANK = {"served"}
HINTS = {
    "side": "外部职权或内部职权；新增的不选按外部职权。",
    "served": "请从列表中选择；内部职权不选。",
    "kind": "请从列表中选择；新增的不选按“其他职权”。",
    "visibility": "新增的不选：外部面向社会公开，内部单位内部公开。",
    "disposition": "新增的不选按保留。",
    "steps": "按先后写，各占一行。画好的流程图上留着的环节，说明和连线不变。",
}
WHY = Column("why", "调整理由", "改动已生效的职权时，写一句为什么改。", width=22)


class Columns:
    """Of one draft: the unit's own kinds and sections stand in the drop-downs."""

    def __init__(self, draft):
        unit = draft.paper.unit
        kinds = kinds_for(unit)
        self.kinds = {kind.code: kind for kind in kinds}
        self.unit_name = unit.name
        sections = list(unit.sections.all())
        self.names = {section.pk: section.name for section in sections}
        is_open = [section for section in sections if section.closed_on is None]
        self.meaning = Meaning(kinds, {name_key(section.name): section for section in is_open})
        self.lists = {"sections": [section.name for section in is_open]}
        choices = {**CHOICES, "kind": [(kind.code, kind.name) for kind in kinds]}
        name_first = sorted(imported.COLUMNS, key=lambda column: column.field != "name")
        self.all = [*(_column(column, choices) for column in name_first), WHY]
        self.by_field = {column.field: column for column in self.all}

    def said_of(self, content, why):
        """Field → value of a power, in the words of this workbook."""
        names = [self.names[pk] for pk in content["sections"] if pk in self.names]
        words = words_of(content, names, content["kind"])
        # The chart is drawn on its page: the workbook has the order of its steps.
        words |= {"steps": "\n".join(content["steps"]), "why": why}
        return {column.field: self._said(column, content, words) for column in self.all}

    def new_content(self):
        """What a new power says before a cell of it is read."""
        blank = dict.fromkeys(TEXTS, "")
        content = whole({**blank, "bases": [], "sections": [], "steps": []})
        content |= {"side": PowerVersion.Side.EXTERNAL.value, "kind": OTHER, "visibility": ""}
        return {
            **content,
            "disposition": PowerVersion.Disposition.KEEP.value,
            "exercising_body": self.unit_name,
        }

    def onto(self, content, row, fields):
        """The content with these fields as the row says them."""
        new = dict(content)
        for field in fields:
            new |= self.meant(row, field)
        return settled(new)

    def meant(self, row, field):
        """What the cell of a field puts into the content; `Unclear` where it means nothing. The
        reason is no part of it, and a column that did not go out says nothing.
        """
        if field == "why" or field not in row.said:
            return {}
        said = row.said[field]
        if said and not self.by_field[field].choices:
            return {field: self.meaning.of(field, said)}
        return {field: said or ("" if field in TEXTS else [])}

    def _said(self, column, content, words):
        if column.choices:
            return column.sayable(content[column.field])
        text = clean(words[column.field]).strip()
        return TOO_LONG if len(text) > LONGEST_CELL else text


def settled(content):
    """As it would be kept: a range of publicity at all times, a ground only where one is due."""
    content = whole(content)
    content["visibility"] = content["visibility"] or default_visibility(content["side"])
    if content["visibility"] != PowerVersion.Visibility.WITHHELD:
        content["ground"] = ""
    return content


def why_of(version, paper):
    """Why this draft changes the power; what earlier years said of it stays with them."""
    own = version.written_in_id == paper.pk and not version.struck
    return version.why if own else ""


def said_by(columns, version, paper):
    return columns.said_of(content_of(version), why_of(version, paper))


def _column(column, choices):
    return Column(
        column.field,
        column.header,
        HINTS.get(column.field, column.hint),
        tuple(choices.get(column.field, ())),
        column.width,
        longest=LONGEST_CELL,
        always=column.field in choices.keys() - MAY_BE_BLANK,
    )
