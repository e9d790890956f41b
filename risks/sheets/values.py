"""What hides inside the text of a cell: a level, a responsible person, the steps of a power."""

import re
from functools import reduce
from itertools import accumulate

from registry.intake.columns import MEASURES_TAKEN

_LEVEL = r"(?:较?[高中低]|[一二三四]级|[ⅠⅡⅢⅣ]+级?|I{1,3}V?级?|[ABCD]级?|[★▲☆△]+|[红橙黄蓝]色?)"
_OPEN, _SHUT = r"[（(\[【]", r"[)）\]】]"
_GRADED = r"(?:(?:廉政)?风险(?:等级|级别|等次)|等级|级别|等次)"
# A cleaned text has one blank at a time. Without bounds, blanks side by side in a pattern take a
# time that grows with the third power of their number.
_GAP = r"\s?"
_SAYS = rf"{_GAP}(?:[:：]|[降调]?[为至到]){_GAP}"
_COMMA = rf"{_GAP}[，,：:]?{_GAP}"
_ENDS = rf"{_GAP}(?=$|{_SHUT}|[，,；;。、\n])"
# 措施后（风险等级：低）, 采取措施后风险等级降为低, 防控后：低, 剩余风险：低. The sign between may
# be missing in brackets; the level must end the phrase, so 措施后：高中生 holds none.
_AFTER_INSIDE = re.compile(
    rf"(?P<open>{_OPEN})?{_GAP}(?P<when>{MEASURES_TAKEN}[之以]?后的?"
    rf"|(?:剩余|残余|残留)的?(?={_GAP}{_OPEN}?{_GAP}风险)){_COMMA}"
    rf"(?P<says>{_OPEN}{_GAP}(?:{_GRADED}|风险)?(?:{_SAYS})?|(?:{_GRADED}|风险)?{_SAYS}"
    rf"|(?(open){_GRADED}?|(?!)))"
    rf"(?P<level>{_LEVEL}){_ENDS}{_SHUT}{{0,2}}"
)
_BEFORE_INSIDE = re.compile(
    rf"{_OPEN}?{_GAP}(?:{MEASURES_TAKEN}[之以]?前的?{_COMMA}{_OPEN}?{_GAP})?"
    rf"(?P<after>后{_GAP}的?{_GAP})?"
    rf"(?:廉政)?(?P<says>风险(?:等级|级别)){_GAP}(?:[:：]|为){_GAP}(?P<level>{_LEVEL})"
    rf"{_GAP}{_SHUT}{{0,2}}"
    rf"|{_OPEN}?{_GAP}(?P<when>{MEASURES_TAKEN}[之以]?前的?){_SAYS}"
    rf"(?P<short>{_LEVEL}){_ENDS}{_SHUT}?"
)
_GRADES = re.compile("风险|等[级次]|级别")
_MAY_SAY_LEVELS = re.compile("[前后余留级]")  # as all that is found by these two does
_PERSON_INSIDE = re.compile(
    rf"[（(\[【]?{_GAP}(?:直接)?责任人{_GAP}[:：]{_GAP}"
    rf"(?P<person>[\u4e00-\u9fff·、，, ]{{2,24}}?){_GAP}(?:[)）\]】]|(?=[；;。\n])|$)"
)
_STEPS = re.compile(r"^(?P<power>[^:：\n]{2,40})[:：]\s*(?P<steps>.{3,})$", re.DOTALL)
_ARROWS = re.compile(r"\s*(?:→|⇒|—+>|-+>|、|；|;|\n)\s*")
LONGEST_STEP = 20
_EDGES = " \n；;，,。"


def levels_inside(text):
    """(the text without them, the words for the level before and for that after the measures).

    A level that follows a bare 后 may be either, and stays in the text. So does what no word of
    grading calls a level (对 B 级企业管控后为 B 级), unless in brackets or all that is said.
    """
    found = _levels(text, _all)
    says_more = any(found[1:]) and found[0].strip(_EDGES)
    return _levels(text, _sure) if says_more else found


def level_in_cell(text):
    """(before, after) of a cell that is only for levels: ("高", "低") of 高（措施后：低）.

    A cell that says something else as well is a word as it stands.
    """
    rest, before, after = _levels(text, _all)
    if rest and before:
        return text, ""
    return before or rest, after


def _levels(text, of):
    """As `levels_inside`; `of` a text and its phrases says which of them are meant as levels."""
    if not _MAY_SAY_LEVELS.search(text):
        return text, "", ""
    after = next(iter(of(text, _AFTER_INSIDE.finditer(text))), None)
    text = _without(text, after) if after else text
    phrases = of(text, _BEFORE_INSIDE.finditer(text))
    before = next((one for one in phrases if not one["after"]), None)
    text = _without(text, before) if before else text
    word = (before["level"] or before["short"]) if before else ""
    return text, word, after["level"] if after else ""


def _all(_text, phrases):
    return phrases


def _sure(text, phrases):
    """The phrases that say 风险 or 等级 of their level, and those within brackets."""
    depths = list(accumulate(text, _depth, initial=0))
    for found in phrases:
        if _GRADES.search(found["says"] or "") or depths[found.start("when")]:
            yield found


def _bracket(sign):
    return (sign in "（([【") - (sign in ")）]】")


def _depth(depth, sign):
    return max(depth + _bracket(sign), 0)


def _without(text, found):
    """The text without a phrase; brackets that open before it and shut with it stay shut."""
    before, phrase = text[: found.start()], found.group()
    opened = reduce(_depth, before, 0)
    shut_here = min(opened, max(0, -sum(map(_bracket, phrase))))
    kept = phrase[len(phrase) - shut_here :]
    return (before.rstrip(_EDGES) + kept + text[found.end() :]).strip(" ，,")


def person_inside(text):
    """(the text without it, the responsible person named in it)."""
    found = _PERSON_INSIDE.search(text)
    if not found:
        return text, ""
    rest = text[: found.start()].rstrip(" ，,") + text[found.end() :]
    return rest.strip(" ，,\n"), found.group("person").strip(" 、，,")


def steps_inside(text):
    """(the name of the power, its steps) where they stand after a colon; else (text, [])."""
    found = _STEPS.match(text)
    if not found:
        return text, []
    steps = [step.strip(_EDGES) for step in _ARROWS.split(found.group("steps"))]
    steps = [step for step in steps if step]
    if len(steps) < 2 or any(len(step) > LONGEST_STEP for step in steps):
        return text, []
    return found.group("power").strip(), steps


def kind_of(text, labels):
    """The kind whose label stands in the text; `labels`: label → value. "" where none does."""
    return next((value for label, value in labels.items() if label[:2] in text), "")
