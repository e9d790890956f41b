"""The rules of wording as a table: what each one finds, what it leaves alone, and its clause."""

from dataclasses import replace

import pytest

from risks.phrasing import ERROR, HINT, RULES, WARNING, Around, Neighbour, Parts, Resemblance, check
from risks.phrasing.findings import IMPORTED

SOURCE = "转学材料由一人收、一人审"
RISK = "对不符合条件的申请放宽把关"
HARM = "其他学生失去公平机会"
POWER = Around(powers=("转学审批", "学籍异动办理"))
COLLEAGUES = Around(people=("王小明", "张伟", "高峰", "方正", "欧阳正"))
OTHERS = Around(
    others=(Neighbour("第 2 个风险点", "询价时只找熟悉的一家供货商", "整句话写在这里一字不差", 3),)
)
MILD, GRAVE_LEVEL = Around(rank=1, lowest=1), Around(rank=3, lowest=1)
NEAR = Around(alike=(Resemblance("本单位其他岗位现行的一条", 96, 3),))
MORAL = Around(kind="moral")
CARRIED, FROM_PAPER = Around(change="unchanged"), Around(origin=IMPORTED)


def said(part, text, around=None):
    """A good point with this part instead."""
    parts = {"source": SOURCE, "risk": RISK, "harm": HARM, part: text}
    return Parts(**parts), around or Around()


def measured(*texts, repeated=()):
    return Parts(SOURCE, RISK, HARM), Around(measures=texts, repeated=frozenset(repeated))


def own(text, around=None):
    return Parts(SOURCE, RISK, HARM, "own", text), around or Around()


def ranked(risk, rank):
    return Parts(SOURCE, risk, HARM), Around(rank=rank, lowest=1, others=OTHERS.others)


# rule: (severity, clause, what it finds, what it leaves alone)
TABLE = {
    "missing_harm": (
        WARNING,
        "[3] 风险源、风险点、危害性",
        [said("harm", "", CARRIED), said("harm", "造成。", CARRIED), said("harm", "", FROM_PAPER)],
        [said("harm", HARM, CARRIED), said("harm", "")],
    ),
    "too_short": (
        WARNING,
        "[3] 不能太简单、太笼统",
        [
            said("source", "监督不到位"),
            said("risk", "放宽接收条件"),
            said("risk", "收、受、礼、品。。"),
            said("harm", "学校受损"),
            said("harm", "因造成影响不好"),
            own("审批把关不严"),
        ],
        [
            said("risk", "放宽转学接收条件"),
            said("risk", "先办理后补手续材料"),
            said("harm", "3 名学生错过报名"),
            said("risk", "……"),
            said("risk", ""),
        ],
    ),
    "prohibition": (
        WARNING,
        "[3] 风险点是可能的行为",
        [
            said("risk", "不得收受家长赠送的礼品礼金"),
            said("risk", "严禁在课外向学生推荐收费课程"),
            said("risk", "教师不准组织有偿的校外补课"),
            said("risk", "采购人员禁止与供货商私下接触"),
            said("risk", "不许擅自改动已经登记的成绩"),
            said("source", "切勿由一人同时保管印章和支票"),
            said("risk", "审核材料时，不得擅自放宽条件"),
        ],
        [
            said("risk", "将不得公开的信息泄露给投标人"),
            said("risk", "违反禁止性规定收受家长的礼品"),
            said("risk", "把严禁外借的试卷提前交给熟人"),
            said("source", "任课教师不得不一人承担全部登记"),
            said("harm", "课时津贴算不准，教师之间有意见"),
            said("source", "称量工具不准确，又没有人复核"),
            said("risk", "迫不得已先签字、事后也不补手续"),
        ],
    ),
    "question": (
        WARNING,
        "[3] 表述准确、具体",
        [
            said("risk", "学生提交的转学材料是否齐全"),
            said("risk", "采购合同的条款是不是合理合规"),
            said("risk", "食堂留样有没有按时登记入册"),
            said("risk", "收费项目能否向家长逐项说明？"),
            said("risk", "班费的收支情况都公布了吗"),
            said("source", "经费支出有无超过年初的预算"),
        ],
        [
            said("risk", "未核对转学材料是否齐全就受理"),
            said("risk", "没有检查食材是否在保质期以内"),
            said("risk", "凭个人好恶判断学生是否符合条件"),
            said("risk", "不询问家长有没有其他就读学校"),
            said("risk", "不论是否到岗一律按满勤发放津贴"),
            said("source", "由一人决定是否公开招标采购"),
        ],
    ),
    "only_the_power": (
        WARNING,
        "[3] 表述准确、具体",
        [
            said("risk", "转学审批", POWER),
            said("risk", "转学审批。", POWER),
            said("risk", "“转学审批”工作", POWER),
            said("risk", "转学审批廉政风险", POWER),
            said("risk", "学籍异动办理环节", POWER),
            said("risk", "学籍异动办理的风险", POWER),
        ],
        [
            said("risk", "转学审批时放宽接收条件", POWER),
            said("risk", "办理学籍异动不核对原件", POWER),
            said("risk", "转学审批"),
            said("risk", "", POWER),
        ],
    ),
    "and_so_on": (
        WARNING,
        "[3] 不能太简单、太笼统",
        [
            said("risk", "其他"),
            said("risk", "其它风险点"),
            said("harm", "其他影响等"),
            said("risk", "等等。"),
            said("source", "以及其他情况"),
        ],
        [
            said("risk", "对其他片区的学生放宽接收条件"),
            said("harm", "家长投诉等后果要由全校承担"),
            said("risk", "把其他班级的名额挪给本班学生"),
        ],
    ),
    "same_text": (
        WARNING,
        "[3] 避免形式化",
        [
            said("risk", "询价时只找熟悉的一家供货商", OTHERS),
            said("risk", "导致询价时，只找熟悉的一家供货商。", OTHERS),
            own("整句话写在这里，一字不差。", OTHERS),
        ],
        [
            said("risk", "验收时不清点供货商送来的数量", OTHERS),
            said("risk", "", OTHERS),
            own("整句话写在这里，换了几个字。", OTHERS),
            said("risk", "询价时只找熟悉的一家供货商"),
        ],
    ),
    "names_a_person": (
        WARNING,
        "[1][4] 对岗不对人、对事不对人",
        [
            said("risk", "王小明放宽转学的接收条件", COLLEAGUES),
            said("source", "印章和支票都由张伟一人保管", COLLEAGUES),
            said("risk", "张伟在登记时不核对学生原件", COLLEAGUES),
            said("risk", "把工程指定给张伟老师的亲属", COLLEAGUES),
            said("risk", "验收单请科长张伟补签后入账", COLLEAGUES),
            said("harm", "欧阳正的名声和学校受到影响", COLLEAGUES),
        ],
        [
            said("risk", "报名高峰时段放宽材料的审核", COLLEAGUES),
            said("source", "报名高峰在八月，人手不足", COLLEAGUES),
            said("risk", "做事不够方正，向熟人让步", COLLEAGUES),
            said("risk", "王小明放宽转学的接收条件"),
            said("risk", "验收时不清点供货商的数量", COLLEAGUES),
            said("risk", "夸张伟大成绩，多报先进材料", COLLEAGUES),
        ],
    ),
    "attitude": (
        HINT,
        "[3] 避免虚拟化",
        [
            said("risk", "思想认识不到位、责任心不强"),
            said("risk", "廉洁自律意识淡薄，监督不力"),
            said("risk", "制度不健全，管理不规范，把关不严"),
            said("risk", "业务学习不够，工作作风松懈"),
            said("risk", "宗旨意识缺失，导致不作为"),
        ],
        [
            said("risk", "理想信念动摇、思想道德滑坡", MORAL),
            said("risk", "制度不健全，借支以后长期不报账"),
            said("risk", "把关不严，让不合格的食材进了食堂"),
            said("risk", RISK),
        ],
    ),
    "vague_deed": (
        HINT,
        "[3] 避免虚拟化",
        [
            said("risk", "可能存在以权谋私的行为"),
            said("risk", "发生违规违纪问题，滋生腐败"),
            said("risk", "出现滥用职权、玩忽职守现象"),
            said("risk", "容易产生廉政风险和不正之风"),
            said("risk", "发生违纪违法的问题", MORAL),
        ],
        [
            said("risk", "虚报订餐人数，以权谋私留用差额"),
            said("risk", "滥用职权指定亲属的店铺供应校服"),
            said("harm", "滋生腐败，带坏一所学校的风气"),
            said("risk", RISK),
        ],
    ),
    "slogan_measure": (
        HINT,
        "[3] 避免虚拟化",
        [
            measured("加强学习，提高认识"),
            measured("进一步加强廉政教育，增强责任意识"),
            measured("严格遵守规章制度"),
            measured("收件与审核由两人分别办理", "不断提高思想觉悟"),
            measured("认真学习法律法规，树立正确的人生观"),
        ],
        [
            measured("每月抽查五份转学材料，结果写入台账"),
            measured("严格执行双人收件，材料当场编号"),
            measured("每学期组织一次采购制度学习并签到"),
            measured(),
        ],
    ),
    "inflated_harm": (
        HINT,
        "[3] 避免扩大化",
        [
            said("harm", "危害国家安全，引起社会动荡", MILD),
            said("harm", "给国家造成重大经济损失", MILD),
            (Parts(SOURCE, "工作时间上网聊天不做事", "引发群体性事件，影响社会稳定"), GRAVE_LEVEL),
            (Parts(SOURCE, "经常迟到早退还请人代签", "最终走上犯罪道路，家破人亡"), Around()),
            said("harm", "长此以往就会亡党亡国", GRAVE_LEVEL),
            said("harm", "群众失去信任，引起社会动荡"),
        ],
        [
            said("harm", "国有资产遭受重大损失", GRAVE_LEVEL),
            said("harm", "当事人可能因此涉嫌犯罪"),
            said("harm", "家长多付费用，学校失去信任", MILD),
            (Parts(SOURCE, "工作时间上网聊天不做事", "来办事的家长久等，事情拖延"), MILD),
            said("harm", "工程垮塌造成人员伤亡", Around()),
        ],
    ),
    "parts_repeat": (
        HINT,
        "[3] 避免形式化",
        [
            said("risk", SOURCE),
            said("harm", RISK),
            said("harm", f"{RISK}的后果"),
            said("harm", "转学材料由一人收和一人审"),
        ],
        [said("risk", RISK), said("harm", HARM), said("harm", "")],
    ),
    "blank_in_text": (
        HINT,
        "[3] 避免形式化",
        [
            said("risk", "收到申请后XX个工作日内不答复"),
            said("source", "【A岗位】一人保管印章和票据"),
            said("risk", "在____采购中不按规定询价比价"),
            said("risk", "审批××事项时放宽条件把关"),
        ],
        [
            said("risk", "收到申请后 5 个工作日内不答复"),
            said("risk", "在 OA 系统里代替他人点同意"),
            said("risk", "【A岗位】"),
        ],
    ),
    "same_measure": (
        HINT,
        "[2] 一个风险点有一套对应措施",
        [
            measured("每月公开一次。", repeated=["每月公开一次"]),
            measured("两人分别办理", "每月公开一次", repeated=["每月公开一次"]),
        ],
        [measured("每周公开一次", repeated=["每月公开一次"]), measured("每月公开一次")],
    ),
    "reads_alike": (
        HINT,
        "[3] 避免形式化",
        [(Parts(SOURCE, RISK, HARM), NEAR), own("自己写的一整句话也会相近", NEAR)],
        [(Parts(SOURCE, RISK, HARM), Around())],
    ),
    "two_levels": (
        HINT,
        "[2] 逐一评估，确定等级",
        [
            ranked("询价时只找熟悉的一家供货商", 1),
            ranked("询价时，只找熟悉的一家供货商。", 2),
            (Parts(SOURCE, RISK, HARM), replace(NEAR, rank=1)),
        ],
        [
            ranked("询价时只找熟悉的一家供货商", 3),
            ranked("询价时只找熟悉的一家供货商", None),
            ranked("验收时不清点供货商的数量", 1),
            (Parts(SOURCE, RISK, HARM), replace(NEAR, rank=3)),
            (Parts(SOURCE, RISK, HARM), NEAR),
            (Parts(SOURCE, RISK, HARM), Around(rank=1, alike=(Resemblance("他处", 80, 3),))),
        ],
    ),
}  # fmt: skip
FOUND = [(name, *case) for name, (_, _, found, _) in TABLE.items() for case in found]
LEFT = [(name, *case) for name, (_, _, _, left) in TABLE.items() for case in left]


def rules_of(parts, around):
    return {finding.rule for finding in check(parts, around)}


@pytest.mark.parametrize(("name", "parts", "around"), FOUND)
def test_it_is_found(name, parts, around):
    assert name in rules_of(parts, around)


@pytest.mark.parametrize(("name", "parts", "around"), LEFT)
def test_it_is_left_alone(name, parts, around):
    assert name not in rules_of(parts, around)


@pytest.mark.parametrize("name", TABLE)
def test_each_rule_says_why_and_shows_better_wording(name):
    severity, clause, found, _ = TABLE[name]
    parts, around = found[0]
    finding = next(finding for finding in check(parts, around) if finding.rule == name)
    assert (finding.severity, finding.clause) == (severity, clause)
    assert finding.example
    assert "{" not in finding.message
    assert not any(word in finding.message for word in ("错误", "违规填报", "不合格"))


def test_the_table_knows_every_rule_that_is_no_error():
    assert set(TABLE) == {rule.name for rule in RULES.values() if rule.severity != "error"}


def test_the_gravest_is_said_first():
    parts = Parts("……", "不得收受", "长此以往就会亡党亡国")
    found = [finding.severity for finding in check(parts, Around(measures=("加强学习",)))]
    assert found == sorted(found, key=[ERROR, WARNING, HINT].index)
    assert set(found) == {ERROR, WARNING, HINT}


def test_the_table_is_long_enough():
    """Errors have a table of their own (`test_phrasing`): 150 are promised of all rules."""
    assert len(FOUND) + len(LEFT) >= 145


def test_a_good_point_is_left_in_peace():
    assert check(Parts(SOURCE, RISK, HARM), COLLEAGUES) == []
