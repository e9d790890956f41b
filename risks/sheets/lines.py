"""The lines of a sheet: cells as text, merged cells resolved, values printed once filled in."""

from dataclasses import dataclass, field

from registry.intake.cells import cleaned, is_empty, one_line, written
from registry.intake.filling import filled

from .columns import BY_FIELD, MEASURES

PEOPLE = ("person", "responsible", "leader")
LONG = ("source", "risk", "harm", "duty", "level", "level_after", *MEASURES)
ORDER = [name for name, column in BY_FIELD.items() if column.fills_down]
_SAID = {
    "above": ("filled_down", "info", "空着，沿用上一行"),
    "middle": ("filled_middle", "info", "空着，按印在这一块中间的内容填写"),
    "unsure": ("filled_unsure", "warning", "空着，看不准属于哪一块，暂按邻近的内容填写，请核对"),
    "merged": ("merged", "info", "按合并的单元格填写"),
}


@dataclass
class Line:
    """`texts`: field → text; `hidden`: fields whose cell a merged cell from above covers;
    `own`: fields printed on this very line; `done`: field → what was mended.
    """

    sheet: str
    at: int
    raw: dict
    texts: dict = field(default_factory=dict)
    hidden: set = field(default_factory=set)
    own: set = field(default_factory=set)
    done: dict = field(default_factory=dict)
    said: list = field(default_factory=list)

    @property
    def number(self):
        return self.at + 1


def texts_of(rows, at, fields, origins):
    """(field → text, fields covered from above, field → what was mended) of one line."""
    texts, hidden, done = {}, set(), {}
    for column, name in fields.items():
        row, first = origins.get((at, column), (at, column))
        if first != column and first in fields:
            continue  # a cell merged sideways says it once
        cells = rows[row]
        cell = cells[first] if first < len(cells) else ""
        text, mended = _text(name, cell)
        if row != at:
            hidden.add(name)
        elif mended:
            done[name] = mended
        texts[name] = text
    return texts, hidden, done


def _text(name, cell):
    if name in PEOPLE:
        cell = _people(written(cell))
    text, mended = cleaned(cell)
    if name not in LONG:
        text = one_line(text)
    if is_empty(text) and name != "risk":
        return "", ()
    return text, mended


def _people(text):
    """Names on lines or with blanks between them stay apart; 张　三 is one name."""
    tokens = text.replace("\u3000", " ").replace("\u00a0", " ").split()
    if len(tokens) > 1 and all(len(token) > 1 for token in tokens):
        return "、".join(token.strip("、，,;；") for token in tokens)
    return "".join(tokens)


def fill_down(lines, columns):
    """Blank cells of columns that are printed once per block take what the block says.

    A new value of an outer column ends the blocks of the columns within it.
    """
    for line in lines:
        line.own = {name for name, text in line.texts.items() if text and name not in line.hidden}
        for name in line.hidden & set(ORDER):
            if line.texts[name]:
                line.said.append((name, *_SAID["merged"]))
    outer = []
    for name in ORDER:
        if name in columns:
            for block in _blocks(lines, outer):
                _fill(block, name)
            outer.append(name)


def _blocks(lines, outer):
    """Runs of lines that agree in all outer columns."""
    runs, before = [], None
    for line in lines:
        key = tuple(line.texts.get(name, "") for name in outer)
        if not runs or key != before:
            runs.append([])
        runs[-1].append(line)
        before = key
    return runs


def _fill(block, name):
    values, how = filled([line.texts.get(name, "") for line in block])
    for line, value, said in zip(block, values, how, strict=True):
        if said:
            line.texts[name] = value
            line.said.append((name, *_SAID[said]))
