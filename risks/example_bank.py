"""Examples to start a row from, in our own words, by matter and kind; never taken over unread."""

from dataclasses import dataclass

from .content import point_content
from .models import PointVersion

Kind = PointVersion.Kind


@dataclass(frozen=True)
class Example:
    matter: str
    kind: Kind
    source: str
    risk: str
    harm: str
    measure: str

    def content(self):
        """Plain data of a new row: level and the rest are the filler's own to judge."""
        return point_content(
            source=self.source,
            risk=self.risk,
            harm=self.harm,
            kind=self.kind,
            measures=[{"text": self.measure}],
        )


BANK = (
    Example(
        "采购",
        Kind.PROCESS,
        "询价和验收由同一个人经办",
        "数量不足、型号不符的货物照样签收",
        "单位多付钱、物品不合用",
        "验收由未参与询价的两人到场，当场点数并拍照留档",
    ),
    Example(
        "采购",
        Kind.ENVIRONMENT,
        "供应商常年上门拜访经办人",
        "采购需求照着某一家的样本来写",
        "其他供应商失去公平竞争的机会",
        "采购需求由使用部门和资产管理人员共同拟定，来访一律登记",
    ),
    Example(
        "财务",
        Kind.PROCESS,
        "报销票据只由一人审核",
        "附件不齐的票据先行付款",
        "经费被多支出、事后难以追回",
        "票据由经办以外的两人先后核验，附件不齐的退回补齐再付款",
    ),
    Example(
        "财务",
        Kind.INSTITUTION,
        "现金收费没有规定几天内入账",
        "收来的款项长期放在个人手里",
        "公款可能被挪作个人开支",
        "收费改为扫码直达单位账户，确需现金的当日入账",
    ),
    Example(
        "人事",
        Kind.DUTIES,
        "评优名额分配只有口头标准",
        "凭平时印象提出推荐人选",
        "踏实做事的人得不到公正评价",
        "评分表在评选前一周公布，得分逐项张榜",
    ),
    Example(
        "人事",
        Kind.ENVIRONMENT,
        "竞聘期间有熟人前来说情",
        "向个别人透露面试题目",
        "选人结果失去公信",
        "题目当天由两人封闭抽取，说情情况如实登记报告",
    ),
    Example(
        "招生学籍",
        Kind.PROCESS,
        "入学材料收件和审核不分开",
        "对缺件的申请予以登记",
        "符合条件的孩子被挤到后面",
        "收件、审核分由两人办理，缺件清单当场交给家长",
    ),
    Example(
        "招生学籍",
        Kind.ENVIRONMENT,
        "编班前有家长托人打招呼",
        "编班结果抽出以后再作调整",
        "家长对学校失去信任",
        "编班现场请家长代表抽签，结果当场张贴，调班须集体研究",
    ),
    Example(
        "从教行为",
        Kind.MORAL,
        "与校外培训机构来往较多",
        "向本班家长推荐收费课程",
        "家庭负担加重、教师形象受损",
        "学期初签订不推荐承诺，年级组每学期向家长回访一次",
    ),
    Example(
        "从教行为",
        Kind.DUTIES,
        "平时成绩由任课教师一人评定",
        "给熟人的孩子打高分",
        "评价失去公平、学生受挫",
        "平时成绩按公布的分项记录，期末由备课组交换复核",
    ),
    Example(
        "班级管理",
        Kind.DUTIES,
        "班费由班主任一人经手",
        "支出不记账、不公布",
        "家长疑虑、班级失和",
        "班费由家长委员会管理，每月把收支明细发到家长群",
    ),
    Example(
        "审批检查",
        Kind.DUTIES,
        "检查时间和对象由经办人自定",
        "长期不去某几家检查",
        "安全隐患没有及时发现",
        "检查对象由系统随机抽取，年底核对有没有遗漏",
    ),
    Example(
        "审批检查",
        Kind.MORAL,
        "检查中接受对方安排的用餐",
        "对查出的问题从轻记录",
        "检查失去意义、群众利益受损",
        "检查自带餐食或缴纳伙食费，记录表由两人当场签字",
    ),
    Example(
        "基建维修",
        Kind.PROCESS,
        "施工变更现场口头同意",
        "照施工方自报的数量结算，多付工程款",
        "维修经费超支，学校多花冤枉钱",
        "变更须有照片和三方签字，单项超过限额的上会研究",
    ),
    Example(
        "资产",
        Kind.INSTITUTION,
        "物资领用只记数量不记去向",
        "公家的设备带回家长期使用",
        "账实不符、资产流失",
        "领用登记到人到处，每学期由财务人员抽点一次",
    ),
    Example(
        "集体决策",
        Kind.DUTIES,
        "上会材料当天才发到手里",
        "没有看明白就举手通过",
        "决策出现疏漏、事后难以补救",
        "材料提前三天送达，临时动议的事项不表决",
    ),
)
MATTERS = tuple(dict.fromkeys(example.matter for example in BANK))


def examples(matter=""):
    """(number, example) of a matter, or of all of them."""
    return [
        (number, example)
        for number, example in enumerate(BANK)
        if not matter or example.matter == matter
    ]
