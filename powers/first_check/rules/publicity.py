"""Form and range of publicity: external powers before the public, internal ones inside [3]."""

import re

from .finding import HINT, WARNING, Hit, rule

_GROUND = re.compile(
    "国家秘密|商业秘密|个人隐私|国家安全|公共安全|经济安全|社会稳定|秘密|涉密|机密|隐私"
)


@rule(
    part="visibility",
    severity=HINT,
    clause="[3] 内部职权不对外公开的，要在单位内部公开",
    message="内部职权选了面向社会公开。一般在单位内部公开就可以，愿意公开得更宽也行。",
    better="公开范围：单位内部公开",
)
def internal_public(content, around):
    if content["side"] == "internal" and content["visibility"] == "public":
        yield Hit("internal|public")


@rule(
    part="ground",
    severity=WARNING,
    clause="[3] 不能以保密为由，将应该公开的权力不公开；[4] 二（三）",
    message="不公开的理由“{said}”看不出属于哪一种。请写明是国家秘密、商业秘密、个人隐私等，拿不准可以问同级保密部门。",
    better="涉及学生个人隐私",
)
def weak_ground(content, around):
    ground = content["ground"].strip()
    if content["visibility"] == "withheld" and ground and not _GROUND.search(ground):
        yield Hit(ground, ground)


@rule(
    part="ground",
    severity=WARNING,
    clause="[3] 外部权力要全部面向社会公开",
    message="外部职权整项不公开。能公开名称、依据和程序的，先公开这些；确实不能的，写一句经谁审定。",
    better="公开范围：面向社会公开（涉密材料不列出）",
)
def external_withheld(content, around):
    if content["side"] == "external" and content["visibility"] == "withheld":
        yield Hit(f"external|withheld|{content['ground'].strip()}")


@rule(
    part="served",
    severity=HINT,
    clause="各地的办事指南都列明服务对象",
    message="外部职权还没有选服务对象。选一下是面向自然人还是法人和其他组织，公开以后群众按“为谁办”也找得到。",
    better="服务对象：自然人",
)
def nobody_served(content, around):
    if content["side"] == "external" and not content.get("served"):
        yield Hit("served")


@rule(
    part="supervision_channel",
    severity=HINT,
    clause="[2] 明确每一项职权的监督渠道",
    message="面向社会的职权还没有写监督渠道。写一句群众向哪里反映，公开以后用得上。",
    better="校务公开栏、校长信箱",
)
def no_channel(content, around):
    if content["side"] == "external" and not content["supervision_channel"].strip():
        yield Hit("supervision_channel")
