"""Names: as the law says it, short, with core and nature, at the right layer [3]."""

import re

from powers.checklist import SHORTEST_NAME, name_key

from .finding import HINT, WARNING, Hit, rule

LONGEST = 30
# Where the nature stands: 学生学籍变动审核, 校舍维修项目安排（五万元以下）.
_LAST = 6
NATURES = (
    *(
        "审核",
        "审定",
        "审批",
        "审查",
        "审议",
        "初审",
        "核准",
        "核定",
        "核发",
        "核查",
        "核实",
        "核对",
    ),
    *("批准", "签批", "许可", "决定", "决策", "议定", "处罚", "处分", "处理", "强制", "征收"),
    *("征用", "给付", "发放", "拨付", "分配", "检查", "督导", "监督", "监管", "查验", "查处"),
    *("巡查", "抽查", "考核", "考评", "评估", "评审", "评选", "评定", "评价", "评议", "鉴定"),
    *("确认", "认定", "认证", "登记", "备案", "注册", "换发", "奖励", "表彰", "裁决", "仲裁"),
    *(
        "复核",
        "复查",
        "复议",
        "调解",
        "答复",
        "任免",
        "任命",
        "聘任",
        "聘用",
        "选任",
        "选聘",
        "推荐",
        "选定",
        "选派",
    ),
    *("选用", "调配", "招聘", "录取", "录用", "采购", "审计", "验收", "处置", "安排", "安置"),
    *("划分", "撤销", "吊销", "惩戒", "报批", "上报", "审签", "申报", "征集", "退费", "减免"),
)
_NATURE = re.compile("|".join(NATURES))
# Natures that only an organ which the law authorises may have.
_OF_AN_ORGAN = re.compile("行政许可|行政处罚|行政强制|行政征收|吊销")
_KINDS_OF_AN_ORGAN = {
    "permission": "行政许可",
    "penalty": "行政处罚",
    "coercion": "行政强制",
    "levy": "行政征收",
}
_DECIDING = re.compile("审批|批准|核准|审定|决定|许可")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
_OPEN_END = re.compile(r"(?<![平中高初同均优相])等(?![级次第额分])|其他|其它|有关事项|相关事项")


def nature_of(name):
    """The word that tells the nature of a power, at the end of its name; "" where there is none."""
    found = _NATURE.findall(_BRACKETS.sub("", name_key(name))[-_LAST:])
    return found[-1] if found else ""


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 名称要体现权力的性质",
    message="名称里看不出是什么性质的权力。请照依据的说法，补上审核、审批、决定、认定一类的词。",
)
def no_nature(content, around):
    name = content["name"]
    if len(name_key(name)) >= SHORTEST_NAME and not nature_of(name):
        yield Hit(name, example=f"{name.rstrip('管理工作')}审核")


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 名称要按管理权限的层级确定",
    message="{said}要由法律授权的行政机关行使。本单位只办其中一段的，请写实际办的这一段，并改选职权类型。",
    better="民办学校设立材料初审、上报",
)
def above_authority(content, around):
    """A unit under another rarely is the organ that permits, punishes, compels or levies."""
    if not around.above:
        return
    found = _OF_AN_ORGAN.search(content["name"])
    said = found[0] if found else _KINDS_OF_AN_ORGAN.get(content["kind"])
    if said:
        yield Hit(f"{content['name']}|{content['kind']}", said)


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 名称要按管理权限的层级确定",
    message="这一项以{said}的名义行使，决定权在上级。请按本单位的权限来写，如初审、审核上报。",
    better="教师职称评审材料初审",
)
def decided_above(content, around):
    body = content["exercising_body"]
    if body and body in around.above and _DECIDING.search(content["name"]):
        yield Hit(f"{content['name']}|{body}", body)


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 名称要尽量简练概括",
    message="名称有 {said} 个字，偏长。请只留权力的核心，条件和对象可以写进职权内容。",
    better="学生学籍变动审核",
)
def too_long(content, around):
    length = len(name_key(content["name"]))
    if length > LONGEST:
        yield Hit(content["name"], str(length))


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 名称要反映权力的核心内容",
    message="名称里有“{said}”，管到哪里说不清。请逐项写明，或者分成几项。",
    better="学生休学、复学、转学审核",
)
def open_end(content, around):
    if found := _OPEN_END.search(content["name"]):
        yield Hit(content["name"], found[0])


@rule(
    part="disposition",
    severity=HINT,
    clause="[3] 能以事后监督管理的，尽量少用审批、审核",
    message="清理意见是“事后监督”，名称还写着{said}。请看看名称要不要一起改。",
    better="校园活动备案",
)
def still_beforehand(content, around):
    found = re.search("审批|核准|审核|审定", content["name"])
    if content["disposition"] == "supervise_after" and found:
        yield Hit(content["name"], found[0])
