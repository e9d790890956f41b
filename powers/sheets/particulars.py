"""What a cell says of a power's particulars: a line for each row, as lists print them."""

import re
from decimal import Decimal

from powers.particulars import content as particulars
from powers.particulars.ranges import Range, plain_number
from powers.particulars.writing import MODELS

from .values import Unclear

_NUMBERING = re.compile(r"^\s*(?:\d{1,2}(?:-\d{1,2})?[.、．)）](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*")
# 1.受理责任：……。2.审查责任：……： several rows in one line.
_RUNNING = re.compile(r"(?<=[。；;])\s*(?=\d{1,2}[.、．](?!\d))")
_CODE = re.compile(r"\s*[(（]([0-9A-Za-z][0-9A-Za-z_.\-]*)[)）]$")
_BASIS = re.compile(
    r"\s*[(（]((?:依据[：:])?[^()（）]*《[^《》]+》(?:[^()（）]|[(（][^()（）]*[)）])*)[)）]$"
)
_STAGE = re.compile(r"^([^：:]{1,20})[：:]\s*(.+)$", re.DOTALL)
_BENCHMARK = re.compile(r"^(.+?)[：:]\s*([^，,：:]+?)(?:[，,]\s*(.+))?$")
_N, _U = r"(\d+(?:\.\d+)?)", r"([^\d\s、，,以]{1,8}?)"
_LIMITS = (
    ("lower", False, re.compile(rf"^(?:超过|高于|大于){_N}{_U}(?=$|[、，,\s]|至|不满|不足|\d)")),
    ("lower", True, re.compile(rf"^{_N}{_U}(?:\(含\)|（含）)?以上")),
    ("upper", False, re.compile(rf"^(?:不满|不足|低于|少于){_N}{_U}$")),
    ("upper", True, re.compile(rf"^{_N}{_U}(?:\(含\)|（含）)?(?:以下|以内)$")),
)
_ONE = re.compile(rf"^{_N}{_U}$")
_BETWEEN = " \t、，,至"


def rows_of(key, text):
    """The plain rows of one list; a line that means nothing raises `Unclear`."""
    rows = [_READING[key](line) for line in _lines(text)]
    for row in rows:
        _keep_short(key, row)
    return rows


def _lines(text):
    pieces = (piece for line in text.splitlines() for piece in _RUNNING.split(line))
    return [line for piece in pieces if (line := _NUMBERING.sub("", piece).strip())]


def _sub_item(line):
    found = _CODE.search(line)
    if found is None:
        return {"code": "", "name": line}
    return {"code": found[1], "name": line[: found.start()].strip()}


def _responsibility(line):
    line, basis = _parted(line)
    found = _STAGE.match(line)
    if found is None:
        return {"stage": "其他", "text": line, "basis": basis}
    stage = re.sub(r"(?:阶段)?责任$", "", found[1].strip()) or found[1].strip()
    return {"stage": stage, "text": found[2].strip(), "basis": basis}


def _accountability(line):
    text, basis = _parted(line)
    return {"text": text, "basis": basis}


def _benchmark(line):
    said, basis = _parted(line)
    found = _BENCHMARK.match(said)
    if found is None:
        raise Unclear(
            f"“{line[:20]}”看不出情形、种类和幅度，请写成：主动改正的：罚款，1000元以上、不满3000元。"
        )
    condition, kind, amount = (part.strip() if part else "" for part in found.groups())
    return {"condition": condition, "kind": kind, **_range(amount), "basis": basis}


def _range(text):
    """The ends of a range as rules say it; blank: the kind has none."""
    given = {"lower": "", "lower_closed": True, "upper": "", "upper_closed": False, "unit": ""}
    rest = text.strip()
    if one := _ONE.match(rest):
        number = plain_number(Decimal(one[1]))
        return given | {
            "lower": number, "upper": number, "upper_closed": True, "unit": one[2],
        }  # fmt: skip
    while rest:
        rest = _take_limit(rest, given, text)
    if _is_empty(given):
        raise Unclear(f"“{text[:20]}”的上限不比下限大，请核对。")
    return given


def _take_limit(rest, given, text):
    for name, closed, pattern in _LIMITS:
        if found := pattern.match(rest):
            given[name], given[f"{name}_closed"] = plain_number(Decimal(found[1])), closed
            given["unit"] = given["unit"] or found[2]
            return rest[found.end() :].lstrip(_BETWEEN)
    raise Unclear(f"“{text[:20]}”看不出幅度，请写成：1000元以上、不满3000元。")


def _is_empty(given):
    lower, upper = (particulars.number(given[name]) for name in particulars.NUMBERS)
    return Range(1, "", lower, upper, given["lower_closed"], given["upper_closed"]).is_empty


def _parted(line):
    """(text, basis): a basis stands in brackets at the end and names a law."""
    found = _BASIS.search(line)
    if found is None:
        return line, ""
    return line[: found.start()].strip(), re.sub("^依据[：:]", "", found[1]).strip()


def _keep_short(key, row):
    for name, text in row.items():
        if not isinstance(text, str) or name in particulars.NUMBERS:
            continue
        column = MODELS[key]._meta.get_field(name)
        if column.max_length and len(text) > column.max_length:
            raise Unclear(f"“{text[:20]}…”太长，请控制在 {column.max_length} 个字以内。")


_READING = {
    "sub_items": _sub_item,
    "responsibilities": _responsibility,
    "accountabilities": _accountability,
    "benchmarks": _benchmark,
}
