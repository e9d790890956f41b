"""Opinions that come back as a file from a site without a server: JSON, one object a line.

    {"receipt": "7KX…", "publication": "DEMO-2-2026-…", "received_on": "2026-11-20",
     "text": "…", "row": 3, "contact": "…"}

The first four are needed. All or none of the file is taken in; lines that are in already are passed
over, so that a file sent twice has the effect of one. Problems name the line and never its text.
"""

import json
from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone

from . import missives
from .missive_forms import LONGEST_CONTACT
from .models import Missive, Publication
from .opinion_forms import LONGEST
from .opinions import RECEIPT_LENGTH, RECEIPT_SIGNS
from .refusals import NotReady, Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 5000
KNOWN = {"receipt", "publication", "received_on", "text", "row", "contact"}


class BadLine(ValueError):
    """Says in Chinese what is wrong with a line."""


@transaction.atomic
def take_in(content):
    """How many of these bytes' lines are new; `NotReady` names every line that cannot be."""
    problems, items = [], []
    for number, line in _lines(content):
        try:
            items.append((number, _read(line)))
        except BadLine as bad:
            problems.append(f"第 {number} 行：{bad}")
    problems += _doubled(items)
    new = 0
    for number, item in [] if problems else items:
        try:
            new += _keep(item)
        except (BadLine, Refused) as refusal:
            text = refusal.in_one_line if isinstance(refusal, Refused) else str(refusal)
            problems.append(f"第 {number} 行：{text}")
    if problems:
        raise NotReady(problems)
    return new


def _lines(content):
    if len(content) > MOST_BYTES:
        raise NotReady([f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReady(["文件不是 UTF-8 编码。"]) from None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise NotReady([f"文件超过 {MOST_LINES} 行，请分成几个文件。"])
    return lines


def _doubled(items):
    counts = Counter(item["receipt"] for _, item in items)
    return [
        f"第 {number} 行：回执号在文件里不止一次。"
        for number, item in items
        if counts[item["receipt"]] > 1
    ]


def _read(line):
    """The item on a line, as `missives.keep` takes it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("不是 JSON。") from None
    if not isinstance(found, dict):
        raise BadLine("应当是一个 JSON 对象。")
    if unknown := found.keys() - KNOWN:
        raise BadLine(f"有不认识的栏目（{len(unknown)} 个）。")
    return {
        "receipt": _receipt(found),
        "publication": _publication(found),
        "received_on": _day(found),
        "text": _text(found, "text", LONGEST),
        "contact": _text(found, "contact", LONGEST_CONTACT, default=""),
        "row": _position(found),
    }


def _text(found, name, longest, default=None):
    text = found.get(name, default)
    if not isinstance(text, str) or len(text) > longest or "\x00" in text:
        raise BadLine(f"{name} 应当是不超过 {longest} 字的文字。")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadLine(f"{name} 里有不成字的编码。") from None
    if default is None and not text.strip():
        raise BadLine(f"{name} 是空的。")
    return text.strip()


def _receipt(found):
    receipt = _text(found, "receipt", RECEIPT_LENGTH)
    if len(receipt) != RECEIPT_LENGTH or set(receipt) - set(RECEIPT_SIGNS):
        raise BadLine(f"receipt 应当是 {RECEIPT_LENGTH} 位，只用 {RECEIPT_SIGNS}。")
    return receipt


def _day(found):
    try:
        return date.fromisoformat(_text(found, "received_on", 10))
    except ValueError as error:
        if isinstance(error, BadLine):
            raise
        raise BadLine("received_on 应当像 2026-11-20。") from None


def _position(found):
    row = found.get("row")
    if row is not None and (type(row) is not int or not 0 < row < 10**6):
        raise BadLine("row 应当是公示里的序号，或者不写。")
    return row


def _publication(found):
    number = _text(found, "publication", 80)
    public = {"kind": Publication.Kind.PUBLICITY, "edition": Publication.Edition.PUBLIC}
    publication = Publication.objects.filter(number=number, **public).select_related("unit").first()
    if publication is None or publication.withdrawn_at:
        raise BadLine("publication 不是面向社会的公示的编号，或者已经撤回。")
    return publication


def _keep(item):
    """1 where it is new, 0 where the same is in already."""
    publication, day = item["publication"], item["received_on"]
    if not timezone.localdate(publication.at) <= day <= publication.ends_on:
        raise BadLine("received_on 不在公示期内。")
    if day > timezone.localdate():
        raise BadLine("received_on 还没有到。")
    position, row = item["row"], None
    if position is not None:
        row = publication.rows.filter(position=position).first()
        if row is None:
            raise BadLine(f"这次公示没有第 {position} 条。")
    earlier = Missive.objects.filter(receipt=item["receipt"]).first()
    if earlier is not None:
        return _passed_over(earlier, item, row)
    missives.keep(**{**item, "row": row})
    return 1


def _passed_over(earlier, item, row):
    was = (earlier.publication, earlier.row, earlier.text, earlier.contact, earlier.received_on)
    now = (item["publication"], row, item["text"], item["contact"], item["received_on"])
    if was != now:
        raise BadLine("这个回执号已经有了，内容不一样。")
    return 0
