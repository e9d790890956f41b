"""How a risk point is worded: the sentence from its parts, and the faults that must be mended.

A point is put exactly and concretely as source, point and harm [3]. Only rules of the "error" sort
stand here: what they find keeps a paper from being handed in.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

CAUSE_EFFECT, BEHAVIOUR, OWN = "cause_effect", "behaviour", "own"
UNCHANGED = "unchanged"
ERROR = "error"

NAMES = {
    "source": "风险源",
    "risk": "风险点",
    "harm": "危害性",
    "text": "完整表述",
    "measure": "防控措施",
    "duty": "岗位职责",
}
EXAMPLES = {
    "source": "材料由一人收、一人审，没有第二人复核",
    "risk": "对不符合条件的申请放宽把关",
    "harm": "其他学生失去公平机会，学校公信力受损",
    "text": "因材料由一人收、一人审，导致对不符合条件的申请放宽把关，造成其他学生失去公平机会。",
    "measure": "收件与审核由两人分别办理，审核结果当日在公示栏公布",
    "duty": "受理转学申请，核对材料，提出接收意见",
}


@dataclass(frozen=True)
class Parts:
    """What the writer typed; `text` counts only in the own wording."""

    source: str = ""
    risk: str = ""
    harm: str = ""
    wording: str = CAUSE_EFFECT
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to mend: which rule, in which part, what to do, and how it could read."""

    rule: str
    severity: str
    clause: str
    part: str
    message: str
    example: str


@dataclass(frozen=True)
class Rule:
    """`find(parts, change)` yields the names of the parts that break the rule."""

    name: str
    clause: str
    severity: str
    find: Callable
    message: str


# --- the sentence ---------------------------------------------------------------------------

_EDGES = " \t\n\r\u3000\u00a0，。、；：,.;:"
# 因公、因材施教… are words of their own; the lead word is only dropped before anything else.
_CAUSE = r"(?:是?因为|由于|因(?![公私材地时人事果素循陋噎势病故应此而特岗]))"
_LEADS = {
    "source": re.compile(_CAUSE),
    "risk": re.compile(r"(?:从而|进而|以致|容易|可能)?(?:导致|致使)"),
    "harm": re.compile(r"(?:从而|进而|以致|容易|可能)?(?:造成|导致|致使)"),
}
_FRAMES = {CAUSE_EFFECT: ("因", "导致", "造成"), BEHAVIOUR: ("", "", "")}


def compose(source, risk, harm, wording=CAUSE_EFFECT, text=""):
    """The sentence as every page, file and printed form shows it; missing parts are left out."""
    if wording == OWN:
        return unwrapped(text)
    parts = zip(_FRAMES[wording], ("source", "risk", "harm"), (source, risk, harm), strict=True)
    said = [lead + tidy for lead, part, raw in parts if (tidy := tidy_part(part, raw))]
    return "，".join(said) + "。" if said else ""


def tidy_part(part, text):
    """A part as it is kept: no punctuation at its ends, no 因/导致/造成 of the sentence itself."""
    tidy = unwrapped(text).strip(_EDGES)
    lead = _LEADS.get(part)
    if lead and (found := lead.match(tidy)):
        tidy = tidy[found.end() :].strip(_EDGES)
    return tidy


def unwrapped(text):
    """One line: a break between Chinese characters is a hard wrap, elsewhere it was a space."""
    lines = [line.strip() for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        apart = joined and joined[-1].isascii() and line[0].isascii()
        joined += (" " if apart else "") + line
    return joined


# --- the rules ------------------------------------------------------------------------------

_PLACEHOLDERS = re.compile(
    r"【[^】]{0,20}】|\[[^\]]{0,20}\]|[（(][^（()）]{0,4}[）)]"
    r"|[×xX＊*○〇_＿]+[个名次年月日工作天元项条款处科室岗位单位人员学校内]+"
    r"|[×xX＊*○〇_＿]{2,}"
    r"|[A-Za-zＡ-Ｚ]岗位?|某{1,3}(?:岗位|单位|科室|同志|人)?|…+|\.{2,}"
    r"|待(?:填|定|补充?)|暂无|无|同上|略"
)


def says_something(text):
    """Whether anything is left once placeholders, digits, signs and spaces are taken away."""
    rest = _PLACEHOLDERS.sub("", text)
    return any(unicodedata.category(sign)[0] == "L" for sign in rest)


def is_damaged(text):
    """Broken characters (U+FFFD, lone surrogates, control signs), or mostly no text at all."""
    if "\ufffd" in text or any(unicodedata.category(sign) in _BROKEN for sign in _signs(text)):
        return True
    kinds = [unicodedata.category(sign)[0] for sign in _signs(_PLACEHOLDERS.sub("", text))]
    plain = sum(kind in "LNM" for kind in kinds)
    return "L" in kinds and plain * 2 < len(kinds)


_BROKEN = {"Cc", "Cs", "Cn", "Co"}


def _signs(text):
    return [sign for sign in text if sign not in " \t\n\r\u3000\u00a0"]


def empty_source(parts, change):
    return _empty(parts, "source")


def empty_risk(parts, change):
    return _empty(parts, "risk")


def empty_harm(parts, change):
    """Old rows may stay as they came from paper; who writes anew names the harm too."""
    return _empty(parts, "harm") if change != UNCHANGED else []


def empty_text(parts, change):
    return _empty(parts, "text") if parts.wording == OWN else []


def nothing_said(parts, change):
    return [
        part for part, text in _written(parts) if not is_damaged(text) and not says_something(text)
    ]


def damaged(parts, change):
    return [part for part, text in _written(parts) if is_damaged(text)]


RULES = (
    Rule("empty_source", "[3] 风险源、风险点、危害性", ERROR, empty_source,
         "还没有写风险源。请写一句：什么情况下容易出问题。"),
    Rule("empty_risk", "[3] 风险源、风险点、危害性", ERROR, empty_risk,
         "还没有写风险点。请写一句：可能出现什么样的行为。"),
    Rule("empty_harm", "[3] 风险源、风险点、危害性", ERROR, empty_harm,
         "还没有写危害性。请写一句：万一发生，谁会受到什么影响。"),
    Rule("empty_text", "[3] 表述准确、具体", ERROR, empty_text,
         "选择了自行表述，请写出完整的一句话。"),
    Rule("nothing_said", "[3] 防止形式化", ERROR, nothing_said,
         "{name}里只有符号、数字或者模板留下的空位，请换成本岗位的实际情况。"),
    Rule("damaged", "[3] 表述准确、具体", ERROR, damaged,
         "{name}里有无法显示的字符，可能是复制时出的错，请删去后重新输入。"),
)  # fmt: skip


def check(parts, change="new"):
    """Every finding on a point. `change` is what its row does to the register (不变/调整/新增)."""
    return [_finding(rule, part) for rule in RULES for part in rule.find(parts, change)]


def check_text(part, text):
    """Findings on a single text that stands by itself: a measure or a duty."""
    if not text.strip():
        return []
    if is_damaged(text):
        return [_finding(_rule("damaged"), part)]
    return [] if says_something(text) else [_finding(_rule("nothing_said"), part)]


def _empty(parts, part):
    return [] if tidy_part(part, getattr(parts, part)) else [part]


def _written(parts):
    names = ("source", "risk", "harm", "text") if parts.wording == OWN else (
        "source", "risk", "harm",
    )  # fmt: skip
    return [(part, text) for part in names if (text := tidy_part(part, getattr(parts, part)))]


def _rule(name):
    return next(rule for rule in RULES if rule.name == name)


def _finding(rule, part):
    return Finding(
        rule=rule.name,
        severity=rule.severity,
        clause=rule.clause,
        part=part,
        message=rule.message.format(name=NAMES[part]),
        example=EXAMPLES[part],
    )
