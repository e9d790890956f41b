"""The rules a row of the catalogue must keep [3], on plain content (see `powers.content`).

`faults` refuses a row as soon as it is saved; `gaps` may be filled in later, but before the
catalogue is handed in.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from . import flow
from .particulars import content as particulars

SHORTEST_NAME = 4
LONGEST_STEP = 60

# What a copied template leaves behind: 【A岗位】, XX个工作日, ××学校, 某某制度.
_PLACEHOLDER = re.compile(
    r"【[^】]{0,8}(?:岗位|单位|科室|名称|填写)[^】]{0,8}】|[XxＸｘ×]{2,}|某某|_{2,}|＿{2,}"
)
_CHECKED_FOR_PLACEHOLDERS = {
    "name": "职权名称",
    "exercising_body": "行使主体",
    "handling_body": "办理主体",
    "time_limit": "办理期限",
    "supervision_channel": "监督渠道",
    "content": "职权内容",
    "conditions": "办理条件",
    "procedure": "办理程序",
}


class Fault(NamedTuple):
    field: str
    text: str


def faults(content):
    """What cannot stand even in a draft."""
    return [
        *_name_faults(content["name"]),
        *_visibility_faults(content),
        *_served_faults(content),
        *_step_faults(content["steps"]),
        *(Fault("steps", text) for _, text in flow.faults(flow.whole(content))),
        *_placeholder_faults(content),
    ]


def gaps(content):
    """What is still missing: every power rests on a law, and a section undertakes it [3]."""
    missing = []
    if not content["bases"]:
        missing.append(Fault("bases", "请写明法律依据，至少一条（法律法规或“三定”方案）。"))
    if not content["sections"]:
        missing.append(Fault("sections", "请选择承办科室，谁行使谁清理，谁清理谁负责。"))
    missing += [Fault("steps", text) for _, text in flow.gaps(flow.whole(content))]
    return missing


@lru_cache(maxsize=8192)
def name_key(name):
    """Two names are the same when only blanks or the width of signs differ."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def default_visibility(side):
    """External powers face society and are all public; internal ones are public inside [3]."""
    return "public" if side == "external" else "inside"


def _name_faults(name):
    if not name.strip():
        yield Fault("name", "请填写职权名称。")
    elif len(name_key(name)) < SHORTEST_NAME:
        yield Fault(
            "name", "名称太短，看不出是什么职权。请照依据的说法写全，如“学生学籍变动审核”。"
        )


def _visibility_faults(content):
    if content["visibility"] == "withheld" and not content["ground"].strip():
        yield Fault("ground", "不公开的职权请写明理由，如国家秘密、商业秘密、个人隐私。")
    if content["side"] == "external" and content["visibility"] == "inside":
        yield Fault(
            "visibility",
            "外部职权要面向社会公开。确实涉密的，请选“不公开”并写明理由。",
        )


def _served_faults(content):
    if content["side"] == "internal" and content.get("served"):
        yield Fault("served", "内部职权不面向社会，没有服务对象，请不选。")


def _step_faults(steps):
    seen = set()
    for label in steps:
        if len(label) > LONGEST_STEP:
            yield Fault("steps", f"环节名称请控制在 {LONGEST_STEP} 个字以内：“{label[:12]}…”。")
        if label in seen:
            yield Fault("steps", f"环节“{label}”写了两次，请改成不同的名称，如“初审”“复审”。")
        seen.add(label)


def _placeholder_faults(content):
    words = {**content, **particulars.words_of(content)}
    for field, label in (_CHECKED_FOR_PLACEHOLDERS | particulars.LABELS).items():
        if found := _PLACEHOLDER.search(words[field]):
            yield Fault(field, f"{label}里还留有模板文字“{found[0]}”，请换成本单位的实际内容。")
