"""What the text of a cell means for a field; one that means nothing raises `Unclear`."""

import re

from powers.bases import split_bases
from powers.checklist import name_key
from powers.kinds.choosing import OFFICIAL_NAMES, kind_meant
from powers.models import PowerVersion

_SEPARATORS = re.compile(r"[、,，;；/\n|]+")
_ARROWS = re.compile(r"\s*(?:→|⇒|—+>|-+>|＞)\s*|\n+")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}[.、．)）]|[(（]\d{1,2}[)）]|[①-⑳])\s*")


class Unclear(ValueError):
    """The message says, in Chinese, what cannot be understood and what to write instead."""


def side_of(text):
    for choice in PowerVersion.Side:
        if choice.label[:2] in text:
            return choice.value
    raise Unclear("请写“外部职权”或“内部职权”。")


def kind_of(text, kinds=OFFICIAL_NAMES):
    """The code of one of the `kinds`, which know their `name` and `code`."""
    if code := kind_meant(text, kinds):
        return code
    labels = "、".join(kind.name for kind in kinds)
    raise Unclear(f"“{text[:20]}”不是可选的职权类型，请改为：{labels}。")


_CITIZENS = ("自然人", "个人", "公民", "学生", "家长", "教师")
_ORGANISATIONS = ("法人", "组织", "企业", "单位", "机构", "团体")


def served_of(text):
    """By the words that real tables use; `不限` and `社会公众` are both."""
    if text in ("无", "没有", "不涉及"):
        return ""
    everybody = any(word in text for word in ("不限", "社会", "公众"))
    citizens = everybody or any(word in text for word in _CITIZENS)
    organisations = everybody or any(word in text for word in _ORGANISATIONS)
    if citizens and organisations:
        return PowerVersion.Served.BOTH.value
    if citizens:
        return PowerVersion.Served.CITIZEN.value
    if organisations:
        return PowerVersion.Served.ORGANISATION.value
    raise Unclear("请写“自然人”“法人和其他组织”，两样都有的都写上；内部职权空着。")


def visibility_of(text):
    if "不公开" in text or "不予公开" in text or "保密" in text or text == "否":
        return PowerVersion.Visibility.WITHHELD.value
    if "内部" in text:
        return PowerVersion.Visibility.INSIDE.value
    if "公开" in text or "社会" in text or text == "是":
        return PowerVersion.Visibility.PUBLIC.value
    raise Unclear("请写“面向社会公开”“单位内部公开”或“不公开”。")


def disposition_of(text):
    for choice in PowerVersion.Disposition:
        if choice.label in text:
            return choice.value
    raise Unclear("请写“保留”“下放”“转移”或“事后监督”。")


def bases_of(text):
    bases = [basis._asdict() for basis in split_bases(text)]
    if not bases:
        raise Unclear(
            "看不出是哪部法律法规或文件，请写全称，如“《中华人民共和国教育法》第二十八条”。"
        )
    return bases


def steps_of(text):
    pieces = _ARROWS.split(text)
    if len(pieces) == 1:
        pieces = _SEPARATORS.split(text)
    return [step for piece in pieces if (step := _NUMBERING.sub("", piece).strip())]


def sections_of(text, by_name):
    """Ids of the sections named in the cell; `by_name` maps `name_key` to section."""
    whole = by_name.get(name_key(text))
    names = [text] if whole else [name for name in _SEPARATORS.split(text) if name.strip()]
    unknown = [name for name in names if name_key(name) not in by_name]
    if unknown:
        known = "、".join(section.name for section in by_name.values())
        raise Unclear(f"本单位没有“{'、'.join(unknown)[:40]}”这个科室，现有：{known}。")
    return sorted({by_name[name_key(name)].pk for name in names})
