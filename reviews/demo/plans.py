"""Which paper of this year stands where, and on which days before today it came there.

A wave is a course of days, counted in working days back from today: when the form was begun and
handed in, and when each step of the chain of a staff form was taken. A wave without all steps ends
in review. The chains of leaders and middle managers lack the first steps (`steps_of`).
"""

from registry.papers.models import PaperKind
from reviews.defaults import SHIPPED

WAVES = {
    "draft": {"begin": 2},
    "confirmed": {"begin": 58, "submit": 57, 1: 55, 2: 53, 3: 50, 4: 47},
    "ready": {"begin": 32, "submit": 31, 1: 29, 2: 27, 3: 24, 4: 21},
    "publicity": {"begin": 20, "submit": 19, 1: 17, 2: 15, 3: 12, 4: 9},
    "cleared": {"begin": 18, "submit": 17, 1: 15, 2: 13, 3: 8, 4: 5},
    "review-4": {"begin": 13, "submit": 12, 1: 10, 2: 8, 3: 4},
    "review-3": {"begin": 9, "submit": 8, 1: 7, 2: 5},
    "review-2": {"begin": 5, "submit": 4, 1: 2},
    "review-1": {"begin": 3, "submit": 2},
    "overdue-4": {"begin": 30, "submit": 29, 1: 28, 2: 26, 3: 20},
    "overdue-2": {"begin": 16, "submit": 15, 1: 14},
    "overdue-1": {"begin": 9, "submit": 8},
}
# When the office shows the papers of a wave; how long is the programme's.
OPENS = {"confirmed": 44, "ready": 18, "publicity": 3}
CONFIRMS = 34
# Leave cover lasts while the first step of the third wave is taken.
ACTING = (22, 13)

# unit, wave, post
FORMS = [
    ("DEMO", "confirmed", "副局长（计划财务）"),
    ("DEMO", "confirmed", "副局长（安全体育）"),
    ("DEMO", "confirmed", "办公室主任"),
    ("DEMO", "confirmed", "资金核拨会计"),
    ("DEMO", "confirmed", "学籍与招生专员"),
    ("DEMO", "confirmed", "体育场馆与赛事专员"),
    ("DEMO", "confirmed", "审批窗口专员"),
    ("DEMO", "confirmed", "防控办干事"),
    ("DEMO", "ready", "人事科科长"),
    ("DEMO", "ready", "考务专员"),
    ("DEMO", "publicity", "职称与调配专员"),
    ("DEMO", "publicity", "行政审批科科长"),
    ("DEMO", "cleared", "项目基建专员"),
    ("DEMO", "cleared", "采购与车辆管理员"),
    ("DEMO", "review-4", "纪检监察干事"),
    ("DEMO", "review-4", "计财科科长"),
    ("DEMO", "review-3", "教育督导室主任"),
    ("DEMO", "review-3", "招生考试中心主任"),
    ("DEMO", "review-1", "安全巡查专员"),
    ("DEMO", "review-1", "局长"),
    ("DEMO", "overdue-1", "文秘与信息员"),
    ("DEMO-1", "confirmed", "校长"),
    ("DEMO-1", "confirmed", "党支部书记"),
    ("DEMO-1", "confirmed", "副校长（教学）"),
    ("DEMO-1", "confirmed", "办公室主任"),
    ("DEMO-1", "confirmed", "教导主任"),
    ("DEMO-1", "confirmed", "资产与校舍管理员"),
    ("DEMO-1", "confirmed", "三年级班主任"),
    ("DEMO-1", "confirmed", "一年级班主任"),
    ("DEMO-1", "ready", "食堂负责人"),
    ("DEMO-1", "ready", "二年级组组长"),
    ("DEMO-1", "ready", "出纳"),
    ("DEMO-1", "publicity", "采购员"),
    ("DEMO-1", "publicity", "总务主任"),
    ("DEMO-1", "publicity", "课后服务教师"),
    ("DEMO-1", "cleared", "文印与印章管理员"),
    ("DEMO-1", "cleared", "大队辅导员"),
    ("DEMO-1", "overdue-4", "食材验收员"),
    ("DEMO-1", "review-3", "毕业班班主任"),
    ("DEMO-1", "review-3", "财务室主任"),
    ("DEMO-1", "review-2", "课题与培训管理员"),
    ("DEMO-1", "review-1", "六年级组组长"),
    ("DEMO-1", "review-1", "教务员"),
    ("DEMO-2", "confirmed", "副校长（后勤安全）"),
    ("DEMO-2", "confirmed", "总务主任"),
    ("DEMO-2", "ready", "教务主任"),
    ("DEMO-2", "ready", "文书干事"),
    ("DEMO-2", "publicity", "考务与成绩管理员"),
    ("DEMO-2", "publicity", "会计"),
    ("DEMO-2", "cleared", "政教干事"),
    ("DEMO-2", "review-4", "食堂管理员"),
    ("DEMO-2", "review-3", "九年级班主任"),
    ("DEMO-2", "review-1", "宿舍管理员"),
    ("DEMO-3", "confirmed", "后勤组组长"),
    ("DEMO-3", "ready", "教务组组长"),
    ("DEMO-3", "publicity", "包班教师"),
    ("DEMO-3", "cleared", "低年级组组长"),
    ("DEMO-3", "review-4", "任课教师"),
    ("DEMO-3", "review-3", "报账员"),
]
# A catalogue goes to the bureau's office last; one waits there, one before the superior's leader.
CATALOGUES = [
    ("DEMO-1", "review-4"),
    ("DEMO-3", "review-3"),
]
# From this year on each holder of the post fills in a form (一人一表); that of the post above is
# what they share, kept by the head of the section. What each adds: unit, post, holder, wave.
EACH_HOLDER = ("DEMO-1", "一年级班主任")
EACH_FROM = 59
OWN_FORMS = [
    (*EACH_HOLDER, "陆佳颖", "review-3"),
    (*EACH_HOLDER, "孔令怡", "draft"),
]
# A row that stays as short as it is, and the word of reason its reviewer reads: (unit, post) → …
REASONED = {
    ("DEMO-1", "教务员"): {
        "content": {
            "source": "各教研组订购同步练习的数量由一人汇总、一人报给书店",
            "risk": "多报订购份数",
            "harm": "家长多付费用，退书后的余款没有着落",
            "kind": "process",
            "answers": {"likelihood": 2, "severity": 2},
            "visibility": "inside",
        },
        "measure": "汇总数由班主任签字核对，书店发票份数与签收单一致才付款",
        "about": "too_short-risk",
        "answer": "学校里一直这么说，怎么多报的已经写在风险源里。",
    }
}
CANCELLED = [
    ("DEMO-1", "五年级组组长", "下学期年级组合并调整，岗位职责重新划分后再填。"),
    ("DEMO-2", "办公室主任", "误建，本年度改由学校统一布置后填写。"),
]


def steps_of(kind, days):
    """The days of the steps of this kind of form, from those of a staff form."""
    missing = len(SHIPPED[PaperKind.STAFF_FORM]) - len(SHIPPED[kind])
    return {step - missing: day for step, day in days.items() if step > missing}
