"""What a business system may send: one description that is both the schema and the check.

No database. `read` gives the content in one shape, or a list of faults that name their field; the
JSON Schema for other programs comes from the same fields (`docs/records.md` holds it).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SORTS = ("exercise", "warning", "overdue")
WAYS = ("collective", "one", "procedure")
NOTED = ("warning", "overdue")
LONGEST_NAME, MOST_NAMES = 40, 60
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT_PATTERN = r"^\d{1,12}(\.\d{1,2})?$"


@dataclass(frozen=True)
class Fault:
    """`field` as it is called in the JSON; "" where the whole is meant."""

    field: str
    message: str


class Unreadable(ValueError):
    """Why a value cannot be taken."""


@dataclass(frozen=True)
class Field:
    name: str
    read: Callable
    schema: dict
    meaning: str
    required: bool = False


def text(longest):
    def read(value):
        if not isinstance(value, str):
            raise Unreadable("请写成文字（字符串）。")
        plain = value.strip()
        if not plain:
            raise Unreadable("不能是空的。")
        if len(plain) > longest:
            raise Unreadable(f"最多 {longest} 个字。")
        if "\x00" in plain or any("\ud800" <= sign <= "\udfff" for sign in plain):
            raise Unreadable("有不能存的字符。")
        return plain

    return read, {"type": "string", "minLength": 1, "maxLength": longest}


def one_of(names):
    def read(value):
        if not isinstance(value, str) or value not in names:
            raise Unreadable(f"只能是 {'、'.join(names)} 之一。")
        return value

    return read, {"enum": list(names)}


def _day(value):
    said = value if isinstance(value, str) and _DAY.fullmatch(value) else ""
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError as wrong:
        raise Unreadable("请写成 2026-03-01 这样的日期。") from wrong


def _amount(value):
    """As text of the same amount always the same; numbers come as Decimal, never as a float."""
    written = str(value) if isinstance(value, int | Decimal | str) else ""
    if isinstance(value, bool) or not _AMOUNT.fullmatch(written):
        raise Unreadable("请写成以元为单位、最多两位小数的数，例如 52000.00。")
    return f"{Decimal(written):.2f}"


def _names(value):
    read, _ = text(LONGEST_NAME)
    if not isinstance(value, list) or len(value) > MOST_NAMES:
        raise Unreadable(f"请写成姓名的列表，最多 {MOST_NAMES} 个。")
    return [read(name) for name in value]


def _avoided(value):
    name, why = text(LONGEST_NAME)[0], text(100)[0]
    if not isinstance(value, list) or len(value) > MOST_NAMES or not all(map(_is_avoided, value)):
        raise Unreadable("请写成 {name, why} 的列表：谁回避、为什么。")
    return [[name(one["name"]), why(one["why"])] for one in value]


def _is_avoided(one):
    return isinstance(one, dict) and set(one) == {"name", "why"}


_NAME = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
_AVOIDED = {
    "type": "array",
    "maxItems": MOST_NAMES,
    "items": {
        "type": "object",
        "properties": {"name": _NAME, "why": {"type": "string", "minLength": 1, "maxLength": 100}},
        "required": ["name", "why"],
        "additionalProperties": False,
    },
}
_MONEY = {"type": ["string", "number"], "pattern": AMOUNT_PATTERN, "minimum": 0}

FIELDS = (
    Field("number", *text(64), "发送系统自己的编号，同一编号只收一次", required=True),
    Field("sort", *one_of(SORTS), "exercise 权力运行，warning 预警提示，overdue 超期办件", True),
    Field("subject", *text(200), "事项", required=True),
    Field("happened_on", _day, {"type": "string", "format": "date"}, "决定或者发生的日期", True),
    Field("amount", _amount, _MONEY, "金额（元），最多两位小数"),
    Field("counterparty", *text(120), "往来单位或对象"),
    Field("way", *one_of(WAYS), "collective 集体研究，one 一人决定，procedure 按程序审批"),
    Field(
        "attendees",
        _names,
        {"type": "array", "maxItems": MOST_NAMES, "items": _NAME},
        "参加人员的姓名",
    ),
    Field("avoided", _avoided, _AVOIDED, "谁回避、为什么"),
    Field("note", *text(300), "预警、超期的说明；这两种必填"),
    Field("exercise_number", *text(64), "预警、超期所指的那一件，先前发来时的编号"),
)
_BY_NAME = {field.name: field for field in FIELDS}


def read(sent):
    """(content, faults) of what was sent: content in one shape, whatever order or form it had."""
    if not isinstance(sent, dict):
        return {}, [Fault("", "请发送一个 JSON 对象。")]
    content, faults = {}, []
    for name in sent.keys() - _BY_NAME.keys():
        faults.append(Fault(str(name)[:64], "没有这个字段。"))
    for field in FIELDS:
        if sent.get(field.name) is None:
            if field.required:
                faults.append(Fault(field.name, f"必填：{field.meaning}。"))
            continue
        try:
            content[field.name] = field.read(sent[field.name])
        except Unreadable as wrong:
            faults.append(Fault(field.name, str(wrong)))
    return content, sorted(faults + _misfits(content), key=lambda fault: fault.field)


def _misfits(content):
    """Fields that do not go with the sort."""
    sort = content.get("sort")
    if sort in NOTED and "note" not in content:
        return [Fault("note", "预警、超期请写明说明。")]
    if sort == "exercise" and "exercise_number" in content:
        return [Fault("exercise_number", "只有预警、超期才写所指的编号。")]
    return []


def schema():
    """JSON Schema (2020-12) of one record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "record",
        "type": "object",
        "properties": {
            field.name: {**field.schema, "description": field.meaning} for field in FIELDS
        },
        "required": [field.name for field in FIELDS if field.required],
        "additionalProperties": False,
        "if": {"properties": {"sort": {"enum": list(NOTED)}}},
        "then": {"required": ["note"]},
        "else": {"not": {"required": ["exercise_number"]}},
    }
