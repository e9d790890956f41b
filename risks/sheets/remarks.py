"""Content that is worth a word to whoever imports, and no reason to refuse the row.

How a point is phrased is said by `risks.phrasing`; here stands what only a table can show: cells
in the wrong column, repeats between rows, totals that do not add up.
"""

import re

from risks import phrasing

from .columns import LABELS
from .finding import WARNING

MANY = 5
# What cannot be repaired is an error of the cell by now, and a part may be missing.
SAID_OF_TABLES = [
    name for name in phrasing.RULES if name != "damaged" and not name.startswith("empty_")
]
_NOT_TELLING = re.compile(r"[的地得和及与等了]|\d+")
_RISK_TYPES = re.compile(
    r"^(?:思想道德|岗位职责|业务流程|制度机制|外部环境)(?:类|方面|风险)?(?:的?风险)?$"
)
_CAUSE_ONLY = re.compile(
    r"^[^，。；]{2,24}(?:不健全|不完善|不到位|不规范|不强|不高|不够|不足|淡薄|薄弱|缺失|滞后|不力)。?$"
)
_REGULATION_ONLY = re.compile(
    r"^(?:(?:严格)?(?:按照?|依照?|执行|遵守|落实|根据)?《[^》]+》[、和及]?)+(?:等?(?:制度|规定|文件)?(?:执行)?)?[。；]?$"
)


def remark(reading, *, powers=(), people=()):
    """Add warnings to the rows. `powers`: names of the unit's powers; `people`: of its staff."""
    names = {phrasing.bare(name): name for name in powers}
    staff = re.compile("|".join(map(re.escape, sorted(people)))) if people else None
    for row in reading.rows:
        parts = parts_of(row)
        _wording(row, parts, _around(row, names, staff))
        _missing(row, parts)
        _wrong_column(row)
    keyed = [(row, phrasing.core(row.texts["risk"])) for row in reading.rows]
    _repeats(keyed)
    _other_levels(keyed)
    _same_measure(keyed)
    _totals(reading)


# --- one row -------------------------------------------------------------------------------


def parts_of(row):
    """The point as `risks.phrasing` sees it: in three parts where the table has them."""
    source, harm = row.texts.get("source", ""), row.texts.get("harm", "")
    if source and harm:
        return phrasing.Parts(source=source, risk=row.texts["risk"], harm=harm)
    text = "，".join(filter(None, (source, row.texts["risk"], harm)))
    return phrasing.Parts(wording=phrasing.OWN, text=text)


def _around(row, names, staff):
    """What the rules of wording look at beside the point, found without going through the unit."""
    text = "\n".join(row.texts.get(part, "") for part in ("source", "risk", "harm"))
    powers = (row.texts.get("power", ""), names.get(phrasing.bare(row.texts["risk"]), ""))
    return phrasing.Around(
        powers=tuple(filter(None, powers)),
        people=tuple(dict.fromkeys(staff.findall(text))) if staff else (),
    )


def _wording(row, parts, around):
    found = phrasing.check(parts, around, SAID_OF_TABLES)
    if parts.wording == phrasing.OWN:  # in the whole sentence the cell no longer stands alone
        alone = phrasing.Parts(risk=row.texts["risk"])
        found += phrasing.check(alone, around, ["only_the_power"])
    for finding in found:
        row.find(finding.rule, WARNING, "risk", finding.message)
    for _, text in row.measures:
        for finding in phrasing.check_text("measure", text):
            row.find(finding.rule, WARNING, "measures", finding.message)


def _missing(row, parts):
    own = parts.wording == phrasing.OWN
    if own and row.texts["risk"] and not _says_harm(parts.text):
        row.find(
            "parts_missing",
            WARNING,
            "risk",
            "看不出风险源或危害性。导入后请补上：因为什么、可能怎样、造成什么影响。",
        )
    if not row.measures:
        row.find("no_measure", WARNING, "measures", "没有防控措施，提交前要补上。")
    if not row.texts.get("level"):
        row.find("no_level", WARNING, "level", "没有风险等级，提交前要补上。")


def _says_harm(text):
    return bool(re.search(r"导致|造成|致使|影响|损害|损失|侵害", text))


def _wrong_column(row):
    risk, power = row.texts["risk"], row.texts.get("power", "")
    if _CAUSE_ONLY.match(risk) and not _says_harm(risk):
        row.find("only_cause", WARNING, "risk", "只写了原因，请写出由此可能出现的情形。")
    if _RISK_TYPES.match(power):
        row.find("power_is_type", WARNING, "power", "这一格写的是风险类型，不是职权名称，请核对。")
    if any(_REGULATION_ONLY.match(text) for _, text in row.measures):
        said = "措施只有制度名称，请写出谁、怎么做。"
        row.find("only_regulation", WARNING, "measures", said)
    for name, text in (("power", power), ("measures", "\n".join(t for _, t in row.measures))):
        if found := phrasing.blank_left(text):
            said = f"{LABELS[name]}里还留着模板的空位“{found}”，请换成实际的内容。"
            row.find("blank_in_text", WARNING, name, said)


# --- between rows --------------------------------------------------------------------------


def _repeats(keyed):
    exact, near = {}, {}
    for row, key in keyed:
        if not row.texts["risk"]:
            continue
        where = row.texts.get("post", ""), row.texts.get("section", ""), row.texts.get("power", "")
        same = exact.setdefault((where, key), row)
        if same is not row:
            _repeat(row, same)
            continue
        like = near.setdefault((where, _NOT_TELLING.sub("", key)), row)
        if like is not row:
            row.find("near_repeat", WARNING, "risk", f"与第 {like.number} 行很接近，请核对。")


def _repeat(row, same):
    row.find("repeat", WARNING, "risk", f"与第 {same.number} 行相同，请核对是否重复。")


def _other_levels(keyed):
    """The same risk, wherever it stands, under two levels."""
    first = {}
    for row, key in keyed:
        level = row.texts.get("level", "")
        if not level or not key:
            continue
        other = first.setdefault(key, row)
        if other.texts["level"] != level:
            said = other.texts["level"]
            row.find(
                "two_levels",
                WARNING,
                "level",
                f"同样的风险在第 {other.number} 行是“{said}”，这里是“{level}”，请核对。",
            )


def _same_measure(keyed):
    by_text = {}
    for row, risk in keyed:
        for key in {phrasing.core(text) for _, text in row.measures}:
            by_text.setdefault(key, []).append((row, risk))
    for found in by_text.values():
        risks = {risk for _, risk in found}
        if len(risks) >= MANY:
            for row, _ in found:
                row.find(
                    "same_measure",
                    WARNING,
                    "measures",
                    f"同一条措施用在 {len(risks)} 个风险点上，建议按各自情况写具体。",
                )


def _totals(reading):
    """A total at the foot of a table that is not the number of its rows."""
    for left_out in reading.skipped:
        line = "".join(left_out.cells)
        if not re.match(r"\s*(?:合\s*计|总\s*计)", line):
            continue
        rows = [
            row
            for row in reading.rows
            if row.sheet == left_out.sheet and row.number < left_out.number
        ]
        numbers = [int(number) for number in re.findall(r"\d+", line)]
        counts = {len(rows), len({row.number for row in rows})}
        if rows and numbers and not counts & set(numbers) and sum(numbers) not in counts:
            rows[-1].find(
                "total",
                WARNING,
                "risk",
                f"第 {left_out.number} 行的合计与读到的 {len(rows)} 项对不上，请核对。",
            )
