"""What must be mended before a paper is handed in: parts that are missing or say nothing."""

from .composing import OWN, tidy_part
from .findings import ERROR, Hit, rule
from .legible import is_damaged, says_something

THREE_PARTS = "[3] 风险源、风险点、危害性"
EXACT = "[3] 表述准确、具体"
NOT_FOR_FORM = "[3] 避免形式化"


@rule(
    severity=ERROR,
    clause=THREE_PARTS,
    message="还没有写风险源。请写一句：什么情况下容易出问题。",
)
def empty_source(parts, around):
    return _empty(parts, "source")


@rule(
    severity=ERROR,
    clause=THREE_PARTS,
    message="还没有写风险点。请写一句：可能出现什么样的行为。",
)
def empty_risk(parts, around):
    return _empty(parts, "risk")


@rule(
    severity=ERROR,
    clause=THREE_PARTS,
    message="还没有写危害性。请写一句：万一发生，谁会受到什么影响。",
)
def empty_harm(parts, around):
    """Who writes now names the harm too; an old or imported row may stay as it came."""
    return _empty(parts, "harm") if around.is_written_now else []


@rule(severity=ERROR, clause=EXACT, message="选择了自行表述，请写出完整的一句话。")
def empty_text(parts, around):
    return _empty(parts, "text") if parts.wording == OWN else []


@rule(
    severity=ERROR,
    clause=NOT_FOR_FORM,
    message="{name}里只有符号、数字或者模板留下的空位，请换成这里的实际情况。",
)
def nothing_said(parts, around):
    for part, text in parts.written:
        if not is_damaged(text) and not says_something(text):
            yield Hit(part)


@rule(
    severity=ERROR,
    clause=EXACT,
    message="{name}里有无法显示的字符，可能是复制时出的错，请删去后重新输入。",
)
def damaged(parts, around):
    return [Hit(part) for part, text in parts.written if is_damaged(text)]


def _empty(parts, part):
    return [] if tidy_part(part, getattr(parts, part)) else [Hit(part)]
