"""Which column is which where a table has no head line: a proposal, by what stands in the cells.

Levels, types and serial numbers are told by their few words; of the long texts by the words that
go with a duty, a cause, a risk, a harm, a measure. Whoever pastes looks at it and chooses.
"""

import re

from registry.intake.cells import text_of

from .values import level_in_cell

LONG = 6  # letters that a sentence has at least
MOSTLY = 0.8
SERIAL = re.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[)）]?[.、．]?")
# The ways of writing a level; two columns of one way are the level before and after the measures.
LEVEL_WAYS = (
    r"较?[高中低](?:风险|级)?",
    r"[一二三四]级.{0,6}",
    r"[ⅠⅡⅢⅣ]+级?|I{1,3}V?级?",
    r"[ABCD]级?",
    r"[★▲☆△]+",
    r"[红橙黄蓝]色?",
)
LEVEL = re.compile("|".join(LEVEL_WAYS))
KIND = re.compile(r"(?:思想道德|岗位职责|业务流程|制度机制|外部环境)(?:风险|类|类风险)?")
SHORT_COLUMNS = (("serial", SERIAL), ("level", LEVEL), ("kind", KIND))
# Each cue that a cell holds counts once; the likeliest column of all is taken first.
CUES = {
    "measures": r"复核|核对|公示|公开|双人|两人|登记|抽查|会审|制定|建立|完善|定期|培训|签字|回访",
    "harm": r"^(?:造成|导致|致使|影响|损害)|公信力|不公|损失|失去|受损|声誉",
    "source": r"^(?:因|由于)|一人|缺少|不健全|不完善|不清|没有|凭经验|自由裁量|不公开",
    "risk": r"违规|放宽|不严|收受|谋取|谋利|泄露|虚报|截留|徇私|优亲厚友|擅自|人情|随意|可能|篡改",
    "duty": r"^(?:负责|承担|受理|办理|组织|协助|参与|做好|主持|管理)|工作$",
}


def guessed_columns(rows):
    """Column → field for rows without a head line; a column nothing speaks for is left out."""
    width = max(map(len, rows), default=0)
    cells = {at: [text_of(row[at]) for row in rows if at < len(row)] for at in range(width)}
    cells = {at: [text for text in texts if text] for at, texts in cells.items()}
    fields = _short(cells)
    long = {
        at: texts
        for at, texts in cells.items()
        if at not in fields and texts and sum(map(len, texts)) / len(texts) >= LONG
    }
    return fields | _long(long)


def _short(cells):
    fields = {}
    for at, texts in cells.items():
        for name, words in SHORT_COLUMNS:
            fits = _fitting(words, texts)
            if texts and fits >= MOSTLY * len(texts) and name not in fields.values():
                fields[at] = name
                break
    return fields | _level_after(cells, fields)


def _level_after(cells, fields):
    """A column that says 措施后, or a further one to the right that writes levels in the way of
    the first.
    """
    for at, texts in cells.items():
        said = [text for text in texts if level_in_cell(text)[1]]
        if said and at not in fields and len(said) >= MOSTLY * len(texts):
            return {at: "level_after" if "level" in fields.values() else "level"}
    first = next((at for at, name in fields.items() if name == "level"), None)
    if first is None:
        return {}
    way = max(LEVEL_WAYS, key=lambda way: _fitting(way, cells[first]))
    for at, texts in cells.items():
        if (
            at > first
            and at not in fields
            and texts
            and _fitting(way, texts) >= MOSTLY * len(texts)
        ):
            return {at: "level_after"}
    return {}


def _fitting(words, texts):
    return sum(bool(re.fullmatch(words, text)) for text in texts)


def _long(cells):
    """The column that most speaks for a field gets it; without a risk, the first one left is."""
    scores = sorted(
        (
            (-sum(bool(re.search(cue, text)) for text in texts) / len(texts), order, at, name)
            for at, texts in cells.items()
            for order, (name, cue) in enumerate(CUES.items())
        ),
    )
    fields = {}
    for score, _, at, name in scores:
        if score < 0 and at not in fields and name not in fields.values():
            fields[at] = name
    left = next((at for at in cells if at not in fields), None)
    if "risk" not in fields.values() and left is not None:
        fields[left] = "risk"
    return fields
