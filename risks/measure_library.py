"""Good measures (措施库) to start one's own from, in our own words: by matter, by the six kinds, by
the kinds of risk they answer to. Never taken over unread, like the examples (`example_bank`).
"""

from dataclasses import dataclass

from .content import MEASURE_DEFAULTS
from .models import MeasureVersion, PointVersion

_R = PointVersion.Kind
_MORAL, _DUTIES, _PROCESS = _R.MORAL, _R.DUTIES, _R.PROCESS
_INSTITUTION, _ENVIRONMENT = _R.INSTITUTION, _R.ENVIRONMENT
Kind, Stage, Rhythm = MeasureVersion.Kind, MeasureVersion.Stage, MeasureVersion.Rhythm
_BEFORE, _DURING, _AFTER = Stage.BEFORE, Stage.DURING, Stage.AFTER
EVERY_MATTER = "各类事项"


@dataclass(frozen=True)
class GoodMeasure:
    matter: str
    kind: Kind
    risks: tuple
    stage: Stage
    rhythm: Rhythm
    text: str

    def content(self):
        """Plain data of a new measure of a point."""
        told = {"text": self.text, "stage": self.stage, "kind": self.kind, "rhythm": self.rhythm}
        return {**MEASURE_DEFAULTS, **{name: str(value) for name, value in told.items()}}


_EACH, _MONTH, _QUARTER = Rhythm.EACH_TIME, Rhythm.MONTHLY, Rhythm.QUARTERLY
_HALF, _YEAR = Rhythm.HALF_YEARLY, Rhythm.YEARLY


def _of(kind, *rows):
    return tuple(
        GoodMeasure(matter, kind, risks, stage, rhythm, text)
        for matter, risks, stage, rhythm, text in rows
    )


SEPARATION = _of(
    Kind.SEPARATION,
    (
        "采购",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "提需求、询价、验收分由三个人办理，同一批采购里不互相替代",
    ),
    ("采购", (_PROCESS,), _DURING, _EACH, "评标专家由使用部门以外的人从名单里当场抽取"),
    ("财务", (_DUTIES, _PROCESS), _BEFORE, _EACH, "出纳不兼管稽核和账目登记，银行印鉴分由两人保管"),
    ("人事", (_DUTIES,), _BEFORE, _EACH, "出题、监考、阅卷分由不同的人承担，阅卷前密封姓名"),
    (
        "招生学籍",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "收件、核验、录入分由三人办理，录入人看不到申请人姓名以外的关系信息",
    ),
    (
        "审批检查",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "受理、踏勘、决定分由不同岗位办理，现场踏勘至少两人",
    ),
    (
        "基建维修",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "签证、计量、付款分由工程、审计、财务三方经手",
    ),
    (
        EVERY_MATTER,
        (_DUTIES, _ENVIRONMENT),
        _BEFORE,
        _YEAR,
        "在同一岗位满五年的轮换一次，轮换时当面清点在办事项",
    ),
)
PROCEDURE = _of(
    Kind.PROCEDURE,
    ("采购", (_PROCESS,), _DURING, _EACH, "到货由两名未参与询价的人点数、拍照、签字，缺一项不付款"),
    (
        "采购",
        (_PROCESS, _INSTITUTION),
        _BEFORE,
        _QUARTER,
        "每季度汇总同类小额采购，临近限额的合并比选",
    ),
    ("财务", (_PROCESS,), _DURING, _EACH, "报销单附件不齐的当场退回，补齐以后按先后次序付款"),
    (
        "财务",
        (_PROCESS, _INSTITUTION),
        _DURING,
        _MONTH,
        "每月由不管账的人核对一次银行流水和账面余额",
    ),
    ("招生学籍", (_PROCESS,), _DURING, _EACH, "转学、休学材料逐份核对原件，核对人在清单上逐项签字"),
    (
        "班级管理",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "评优推荐先由学生投票，再由任课教师合议，结果附投票统计",
    ),
    (
        "审批检查",
        (_PROCESS,),
        _DURING,
        _EACH,
        "按受理编号先后办理，提前或者推后的写明原因并由负责人签字",
    ),
    (
        "基建维修",
        (_PROCESS,),
        _DURING,
        _EACH,
        "变更工程量须附前后照片和三方签字，超过限额的上会研究",
    ),
    (
        "集体决策",
        (_DUTIES, _PROCESS),
        _BEFORE,
        _EACH,
        "议题材料提前三天送到参会人手里，主要负责人最后表态",
    ),
    ("资产", (_PROCESS,), _AFTER, _HALF, "每半年由财务和使用部门共同抽点一次物资，差异当月查清"),
)
OPENNESS = _of(
    Kind.OPENNESS,
    (
        "采购",
        (_ENVIRONMENT, _PROCESS),
        _DURING,
        _EACH,
        "采购结果连同报价一览表在公示栏张贴五个工作日",
    ),
    (
        "财务",
        (_DUTIES, _INSTITUTION),
        _AFTER,
        _QUARTER,
        "每季度把公用经费收支明细交教职工代表看一遍并答复疑问",
    ),
    (
        "人事",
        (_DUTIES, _MORAL),
        _DURING,
        _EACH,
        "评分办法在报名前公布，得分逐项张榜，本人可以查自己的评分表",
    ),
    ("招生学籍", (_ENVIRONMENT,), _DURING, _EACH, "编班请家长代表当场抽签，抽签结果当天张贴"),
    (
        "班级管理",
        (_DUTIES, _MORAL),
        _AFTER,
        _MONTH,
        "班费收支明细每月发给全体家长，票据由家长代表保管",
    ),
    (
        "从教行为",
        (_MORAL, _ENVIRONMENT),
        _BEFORE,
        _HALF,
        "每学期初把不补课、不荐课的约定和反映渠道告知每位家长",
    ),
    (
        "审批检查",
        (_ENVIRONMENT, _DUTIES),
        _DURING,
        _EACH,
        "办理时限、所需材料和进度在网上可查，超期自动显示原因",
    ),
    (
        "集体决策",
        (_DUTIES, _INSTITUTION),
        _AFTER,
        _EACH,
        "会议决定在会后三个工作日内公布，涉密的写明理由并登记",
    ),
)
TECHNOLOGY = _of(
    Kind.TECHNOLOGY,
    (
        "采购",
        (_PROCESS, _ENVIRONMENT),
        _DURING,
        _EACH,
        "询价在系统里发出和回收，报价到截止时间才能打开",
    ),
    (
        "财务",
        (_INSTITUTION, _PROCESS),
        _DURING,
        _EACH,
        "收费一律扫码直达单位账户，系统当日自动对账",
    ),
    (
        "招生学籍",
        (_PROCESS, _MORAL),
        _DURING,
        _EACH,
        "学籍系统的每次修改自动留下修改人、时间和原值，每月导出核对",
    ),
    (
        "审批检查",
        (_DUTIES, _ENVIRONMENT),
        _BEFORE,
        _EACH,
        "检查对象和检查人由系统随机配对，出发前一小时才显示",
    ),
    ("审批检查", (_DUTIES, _MORAL), _DURING, _EACH, "现场检查使用记录仪，影像当天上传，保存两年"),
    ("基建维修", (_PROCESS,), _DURING, _EACH, "隐蔽工程在覆盖以前拍照上传，照片带时间和位置"),
    (
        "资产",
        (_INSTITUTION, _DUTIES),
        _DURING,
        _EACH,
        "设备贴二维码，领用、归还、报修扫码登记到人到处",
    ),
    (
        EVERY_MATTER,
        (_PROCESS, _INSTITUTION),
        _DURING,
        _MONTH,
        "系统账号一人一号，每月核对一次权限，离岗当日停用",
    ),
)
INSTITUTION = _of(
    Kind.INSTITUTION,
    (
        "采购",
        (_INSTITUTION,),
        _BEFORE,
        _YEAR,
        "写明小额采购的限额、比选家数和留存材料，每年修订一次",
    ),
    (
        "财务",
        (_INSTITUTION,),
        _BEFORE,
        _YEAR,
        "制定差旅、接待、培训的开支标准，超标准的由经办人自行承担",
    ),
    (
        "人事",
        (_INSTITUTION, _ENVIRONMENT),
        _BEFORE,
        _EACH,
        "规定有亲属关系的人员回避同一次评审，回避情况记入会议记录",
    ),
    (
        "招生学籍",
        (_INSTITUTION,),
        _BEFORE,
        _YEAR,
        "每年招生以前印发细则，写明证件种类、核验人和申诉办法",
    ),
    (
        "班级管理",
        (_INSTITUTION, _DUTIES),
        _BEFORE,
        _YEAR,
        "写明座位轮换、评优名额和收费事项的办法，学年初发给家长",
    ),
    (
        "审批检查",
        (_INSTITUTION, _DUTIES),
        _BEFORE,
        _YEAR,
        "把处罚幅度分成几档，写明每一档的条件，跨档的集体研究",
    ),
    (
        "资产",
        (_INSTITUTION,),
        _BEFORE,
        _YEAR,
        "写明出租出借的审批层次和评估办法，合同到期前三个月重新比选",
    ),
    (
        "集体决策",
        (_INSTITUTION,),
        _BEFORE,
        _YEAR,
        "列出三重一大事项清单和数额标准，每年对照检查一次",
    ),
    (
        EVERY_MATTER,
        (_INSTITUTION, _ENVIRONMENT),
        _BEFORE,
        _EACH,
        "说情打招呼的当日登记，每月由纪检监察机构查看登记簿",
    ),
)
ETHICS = _of(
    Kind.ETHICS,
    (
        "从教行为",
        (_MORAL,),
        _BEFORE,
        _YEAR,
        "学年初集体重温职业行为准则，每人对照本岗位写一条自己最要当心的事",
    ),
    (
        "从教行为",
        (_MORAL, _ENVIRONMENT),
        _DURING,
        _HALF,
        "每学期由年级组向家长电话回访一次，反映的情况当周答复",
    ),
    (
        "审批检查",
        (_MORAL, _ENVIRONMENT),
        _DURING,
        _EACH,
        "外出检查自带餐食或者交伙食费，收据随检查记录一起归档",
    ),
    (
        "采购",
        (_MORAL, _ENVIRONMENT),
        _BEFORE,
        _EACH,
        "供应商来访在办公室由两人接待并登记，谢绝上门拜访",
    ),
    ("人事", (_MORAL,), _BEFORE, _EACH, "评审开始以前每位评委签写公正评审承诺，写明与参评人的关系"),
    ("财务", (_MORAL,), _BEFORE, _HALF, "每半年用本系统的案例开一次警示教育，经手钱物的人都参加"),
    ("班级管理", (_MORAL,), _DURING, _HALF, "节日以前提醒家长不送礼，收到的礼品当日上交登记并退回"),
    (
        EVERY_MATTER,
        (_MORAL, _DUTIES),
        _BEFORE,
        _HALF,
        "科室负责人每半年与每位同事谈一次心，问困难也问苗头",
    ),
)
LIBRARY = (*SEPARATION, *PROCEDURE, *OPENNESS, *TECHNOLOGY, *INSTITUTION, *ETHICS)
MATTERS = tuple(dict.fromkeys(measure.matter for measure in LIBRARY))


def offered(*, matter="", kind="", risk=""):
    """[(number, measure)] of a matter, one of the six kinds, a kind of risk; what is not asked
    narrows nothing. Those of every matter stand with each.
    """
    return [
        (number, each)
        for number, each in enumerate(LIBRARY)
        if (not matter or each.matter in (matter, EVERY_MATTER))
        and (not kind or each.kind == kind)
        and (not risk or risk in each.risks)
    ]
