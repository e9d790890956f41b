"""What hides inside the text of a cell: a level, a responsible person, the steps of a power."""

import re

_LEVEL = r"(?:较?[高中低]|[一二三四]级|[ⅠⅡⅢⅣ]+级?|I{1,3}V?级?|[ABCD]级?|[★▲☆△]+|[红橙黄蓝]色?)"
_LEVEL_INSIDE = re.compile(
    rf"[（(\[【]?\s*(?P<after>(?:剩余|残余|残留|后)\s*的?\s*)?(?:廉政)?风险(?:等级|级别)"
    rf"\s*(?:[:：]|为)\s*(?P<level>{_LEVEL})\s*[)）\]】]?"
)
_PERSON_INSIDE = re.compile(
    r"[（(\[【]?\s*(?:直接)?责任人\s*[:：]\s*(?P<person>[\u4e00-\u9fff·、，, ]{2,24}?)\s*"
    r"(?:[)）\]】]|(?=[；;。\n])|$)"
)
_STEPS = re.compile(r"^(?P<power>[^:：\n]{2,40})[:：]\s*(?P<steps>.{3,})$", re.DOTALL)
_ARROWS = re.compile(r"\s*(?:→|⇒|—+>|-+>|、|；|;|\n)\s*")
LONGEST_STEP = 20
_EDGES = " \n；;，,。"


def level_inside(text):
    """(the text without it, the word for the level that stood in it).

    A level after the measures is not it and stays in the text.
    """
    found = next((one for one in _LEVEL_INSIDE.finditer(text) if not one["after"]), None)
    if not found:
        return text, ""
    rest = text[: found.start()].rstrip(_EDGES) + text[found.end() :]
    return rest.strip(" ，,"), found.group("level")


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
