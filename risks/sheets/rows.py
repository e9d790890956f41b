"""One line of a table as risk points: what hides in a cell is taken out, items are split."""

from dataclasses import dataclass, field

from registry.intake.cells import one_line
from registry.intake.cleaning import broken

from .columns import LABELS, LEVELS, MEASURES, STAGES
from .finding import ERROR, INFO, WARNING, Finding
from .splitting import items_of
from .values import level_in_cell, levels_inside, person_inside, steps_inside


@dataclass
class PointRow:
    """One risk point as the file has it. `measures`: [(stage or "", text)]."""

    sheet: str
    number: int
    item: int
    texts: dict
    measures: list
    raw: dict
    letters: dict
    steps: list = field(default_factory=list)
    joined: list = field(default_factory=list)
    findings: list = field(default_factory=list)

    def find(self, rule, severity, name, text):
        """Once a rule and column: what two readers of a cell notice is said once."""
        if all((found.rule, found.field) != (rule, name) for found in self.findings):
            letter = self.letters.get(name, "")
            self.findings.append(Finding(rule, severity, name, letter, text))

    def count(self, severity):
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def key(self):
        """What names this row in the choices of whoever imports."""
        return f"{self.sheet}!{self.number}.{self.item}"


def rows_of(line, letters, split):
    """The points of one line; more than one where its cell lists several (a proposal)."""
    risks, proposal = items_of(line.texts.get("risk", "")) if split else ([], False)
    if not proposal:
        risks = risks if len(risks) == 1 else [one_line(line.texts.get("risk", "")).strip()]
    measures = _measures(line, split)
    rows = []
    for item, risk in enumerate(risks, start=1):
        levels = {name: _part(line, name, item, len(risks)) for name in LEVELS}
        texts = {**line.texts, "risk": risk, **levels}
        for name in MEASURES:
            texts.pop(name, None)
        texts = {name: one_line(text) for name, text in texts.items()}
        row = PointRow(line.sheet, line.number, item, texts, [], line.raw, letters)
        row.joined = list(line.joined)
        _tell(row, line, len(risks))
        row.measures = _for_item(row, measures, item, len(risks))
        _take_out(row, line)
        _judge(row, line)
        rows.append(row)
    return rows


def _measures(line, split):
    found = []
    for name in MEASURES:
        for chunk in line.chunks.get(name, []):
            texts = items_of(chunk)[0] if split else [one_line(chunk)]
            found += [(STAGES.get(name, ""), text) for text in texts if text]
    return found


def _part(line, name, item, count):
    """The part of a cell that belongs to this item, where it has as many lines as there are."""
    parts = line.texts.get(name, "").split("\n") if count > 1 else []
    return parts[item - 1] if len(parts) == count else line.texts.get(name, "")


def _for_item(row, measures, item, risks):
    """One measure for each risk where there are as many; else all of them for every risk."""
    if risks == 1 or not measures:
        return measures
    if len(measures) == risks:
        return [measures[item - 1]]
    row.find(
        "counts_differ",
        WARNING,
        "measures",
        f"风险 {risks} 条，措施 {len(measures)} 条，暂时每条风险都配上全部措施，请核对。",
    )
    return measures


def _tell(row, line, risks):
    """What was done to the cells of this line on the way here."""
    for name, rule, severity, text in line.said:
        row.find(rule, severity, name, f"{text}。")
    for name, mended in line.done.items():
        for text in dict.fromkeys(mended):
            row.find("cleaned", INFO, name, f"{text}。")
    if line.joined:
        numbers = "、".join(map(str, line.joined))
        row.find("joined", WARNING, "risk", f"与第 {numbers} 行接成一项，请核对。")
    if risks > 1:
        row.find("split", WARNING, "risk", f"这一格写了 {risks} 条，建议分开，请核对。")
    elif "\n" in line.texts.get("risk", ""):
        row.find("unwrapped", INFO, "risk", "去掉了中间的换行。")


def _take_out(row, line):
    """A level or a person in a text, steps behind a colon."""
    _take_levels(row)
    _take_people(row, "responsible" in line.own)
    named, several = items_of(row.texts.get("power", ""))
    if not several and named and named[0] != row.texts["power"]:
        row.texts["power"] = named[0]
        row.find("unnumbered", INFO, "power", "去掉了前面的编号。")
    power, row.steps = steps_inside(row.texts.get("power", ""))
    if row.steps:
        row.texts["power"] = power
        row.find(
            "steps_inside", WARNING, "power", f"冒号后的 {len(row.steps)} 项看作环节，请核对。"
        )


def _take_levels(row):
    """The levels before and after the measures, wherever the cells of the row say them."""
    _sort_levels(row)
    row.texts["risk"], *words = levels_inside(row.texts["risk"])
    _take_words(row, "risk", words)
    measures = []
    for stage, text in row.measures:
        rest, before, after = levels_inside(text)
        if after:  # a level alone is that of what the measure is about
            _take_words(row, "measures", (before, after))
            text = rest
        measures += [(stage, text)] if text else []
    row.measures = measures


def _sort_levels(row):
    """高（措施后：低） in one column says two levels, 措施后（风险等级：低） the one after."""
    level, after = level_in_cell(row.texts["level"])
    before, own = level_in_cell(row.texts["level_after"])
    row.texts["level"], row.texts["level_after"] = level, own or before
    if own:
        _take_words(row, "level_after", (before, ""))
    if after:
        _take_words(row, "level", ("", after))


def _take_words(row, name, words):
    """Levels that stood in the text of column `name`; the column of its own goes before them."""
    for own, word in zip(LEVELS, words, strict=True):
        if not word:
            continue
        label, said = LABELS[own], row.texts[own]
        row.find(f"{own}_inside", INFO, name, f"从文字里取出了{label}“{word}”。")
        if said and said != word:
            text = f"{label}栏写“{said}”，文字里写“{word}”，请核对。"
            row.find("levels_differ", WARNING, own, text)
        row.texts[own] = said or word


def _take_people(row, printed):
    measures = []
    for stage, text in row.measures:
        rest, person = person_inside(text)
        if person:
            row.find("person_inside", INFO, "measures", f"从措施里取出了责任人“{person}”。")
            row.texts["responsible"] = row.texts["responsible"] if printed else person
        if rest:
            measures.append((stage, rest))
    row.measures = measures


def _judge(row, line):
    """What keeps a row from being taken at all."""
    if not row.texts["risk"]:
        row.find("no_risk", ERROR, "risk", "没有写风险点。请补上，或删去这一行。")
    texts = {**row.texts, "measures": "\n".join(text for _, text in row.measures)}
    for name, text in texts.items():
        if said := broken(text):
            row.find("broken", ERROR, name, f"{LABELS.get(name, '')}：{said}")
