"""Which lines of a sheet belong to one row: a description that goes on, a measure of its own line.

The first line of a row is what it is; the others only add text to it.
"""

from registry.intake.cells import is_empty

from .columns import BY_FIELD, LEVELS, MEASURES
from .splitting import ends_sentence, starts_item

CONTEXT = {name for name, column in BY_FIELD.items() if column.fills_down}
GOES_ON = {"risk", "source", "harm", "power", "duty", "basis", *MEASURES}


def join_lines(lines, columns):
    """(lines that are rows, others joined to them; [(line left out, why)])."""
    joiner = _Joiner(lines, columns)
    for line in lines:
        joiner.take(line)
    return joiner.rows, joiner.left_out


class _Joiner:
    def __init__(self, lines, columns):
        self.rows, self.left_out = [], []
        self.numbered = _is_numbered(lines, columns)
        self.row = None  # to which a line may still belong

    def take(self, line):
        line.joined, line.chunks = [], {}
        if "risk" in line.own and is_empty(line.texts["risk"]):
            self.left_out.append((line, "注明没有风险点"))
        elif self.row is not None and self._belongs(line):
            self._join(line)
        elif line.own <= CONTEXT | {"serial", "code", "remark"} and "risk" not in line.hidden:
            self.left_out.append((line, "只有科室、岗位等，没有风险点"))
        else:
            line.chunks = {name: [line.texts[name]] for name in MEASURES if line.texts.get(name)}
            self.rows.append(line)
            self.row = line

    def _belongs(self, line):
        if "risk" in line.hidden:
            return True
        if "risk" not in line.own:
            own_row = {"serial", "section", "post", *LEVELS, "grade"}
            return not line.own & own_row and bool(line.own)
        if not line.own <= GOES_ON or line.hidden & {"level", "serial", *MEASURES}:
            return False
        if starts_item(line.texts["risk"]):
            return self.numbered and "serial" in self.row.own
        if self.numbered and "serial" in self.row.own:
            return True
        unfinished = not ends_sentence(self.row.texts["risk"])
        return unfinished and line.own == {"risk"} and bool(self.row.own & {"level", *MEASURES})

    def _join(self, line):
        row = self.row
        for name in line.own & GOES_ON:
            if name in MEASURES:
                self._join_measure(row, line, name)
            elif line.texts[name] != row.texts.get(name):
                row.texts[name] = "\n".join(filter(None, (row.texts.get(name), line.texts[name])))
        for title, text in line.raw.items():
            row.raw[title] = "\n".join(filter(None, (row.raw.get(title), text)))
        for name in line.own - GOES_ON:
            row.texts[name] = row.texts.get(name) or line.texts[name]
        for name, mended in line.done.items():
            row.done[name] = [*row.done.get(name, []), *mended]
        row.joined.append(line.number)

    def _join_measure(self, row, line, name):
        """A measure of its own, or the rest of the one above."""
        text, chunks = line.texts[name], row.chunks.setdefault(name, [])
        own = "risk" in line.hidden or starts_item(text)
        if not chunks or own or ends_sentence(chunks[-1]):
            chunks.append(text)
        else:
            chunks[-1] = f"{chunks[-1]}\n{text}"
        row.texts[name] = "\n".join(chunks)


def _is_numbered(lines, columns):
    """Whether rows have numbers of their own: then a line without one belongs to the row above."""
    risks = [line for line in lines if "risk" in line.own]
    return "serial" in columns and sum("serial" in line.own for line in risks) * 2 >= len(risks)
