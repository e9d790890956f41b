"""A year of integrity talks: held and confirmed, one corrected, one waiting, one still ahead."""

from django.utils import timezone

from registry.organisation.models import Appointment
from reviews.talks import holding
from reviews.talks.models import TalkKind

from .scans import scan_of_signature

# who holds it, with whom, kind, working days before today, place, topic, what was said
HELD = [
    (
        *("principal", "supervisor", "任职谈话", 150, "校长室"),
        "新学期分管教学和招生的责任",
        (
            "谈了今年招生报名的时间和咨询口径，约定所有咨询都留记录、两个人在场。"
            "对方说年级组人手紧，学校答应在报名那一周调两位老师过去帮忙。"
        ),
    ),
    (
        *("supervisor", "section-head", "例行谈话", 140, "教学楼二楼小会议室"),
        "转学插班的材料核对",
        (
            "谈了转学材料由两人分别核对的做法。对方觉得表格可以再少一张，"
            "约定下周把两张表并成一张，试用一个月再看。"
        ),
    ),
    (
        *("d1-vice-logistics", "d1-head-general", "例行谈话", 130, "后勤副校长室"),
        "零星采购的三家比价",
        (
            "谈了零星采购怎样比价、怎样留底。对方建议把常买的东西列成清单，"
            "一学期集中买两次，既省事也清楚。学校同意这样办。"
        ),
    ),
    (
        *("d1-vice-logistics", "d1-head-finance", "岗位风险谈话", 118, "后勤副校长室"),
        "报销审核和印章保管",
        (
            "一起看了财务室的风险点和措施。印章和支票分两处保管已经做到，"
            "对方提出寒暑假值班也要有两人，已列入值班安排。"
        ),
    ),
    (
        *("d1-vice-logistics", "d1-canteen", "谈心谈话", 96, "食堂办公室"),
        "食材验收和家里的近况",
        (
            "对方母亲住院，这一阵来得早走得晚，很辛苦。商量好验收由值班老师和家长代表一起签字，"
            "她不在的时候由总务处顶上。"
        ),
    ),
    (
        *("d1-vice-moral", "d1-head-moral", "例行谈话", 88, "德育处"),
        "评优推荐的程序",
        "谈了三好学生和优秀班主任怎样推荐。约定先公布条件和名额，再由班级推荐，结果在校内公示。",
    ),
    (
        *("supervisor", "section-head", "例行谈话", 61, "教学楼二楼小会议室"),
        "上次说的表格合并得怎样了",
        "两张表已经并成一张，家长少跑一趟。对方说教师也省了时间，打算把请假单也照这样改。",
    ),
    (
        *("principal", "d1-vice-logistics", "例行谈话", 57, "校长室"),
        "卫生间改造的变更签认",
        "谈了工程变更由监理、总务处、班子三方签认。目前有一处变更，已经上会并留了记录。",
    ),
    (
        *("d1-vice-logistics", "d1-head-general", "例行谈话", 33, "总务处"),
        "集中采购清单用得怎样",
        "清单试了一个学期，零星采购少了一半。对方打算下学期把维修材料也列进来。",
    ),
    (
        *("bureau-leader", "d0-vice-finance", "例行谈话", 126, "局长室"),
        "专项经费安排的会审",
        "谈了专项经费先由科室提方案、再会审、再上会的次序，约定今年把会审意见附在议题后面。",
    ),
    (
        *("d0-vice-finance", "d0-head-finance", "例行谈话", 110, "计财科"),
        "经费拨付的时限",
        "谈了学校反映拨付有快有慢的事，约定材料齐的五个工作日办结，办到哪一步学校能查到。",
    ),
    (
        *("d0-vice-finance", "d0-head-permit", "例行谈话", 74, "行政审批窗口"),
        "窗口一次告知",
        "谈了窗口一次性告知单。对方把常见问题写成一页，群众拿着就能准备材料。",
    ),
    (
        *("discipline", "principal", "廉政谈话", 82, "派驻纪检监察组"),
        "学校一把手的责任",
        "谈了校长对一级风险点负责的几件事，也听了学校的难处。对方说愿意每学期到教职工大会上讲一次。",
    ),
]
# Who holds it, and the unit and post of somebody who has no account.
ON_PAPER = (
    *("d1-vice-logistics", ("DEMO-1", "食材验收员"), "例行谈话", 52, "食堂办公室"),
    "验收时两个人在场的做法",
    (
        "谈了验收由两个人一起称、一起签。对方说早上送货集中，一个人顾不过来，"
        "学校同意送货时间错开半小时，由值班老师一起签字。"
    ),
)
CORRECTED = (
    *("d0-vice-finance", "d0-head-finance", "岗位风险谈话", 45, "计财科"),
    "政府采购需求的论证",
    "谈了采购需求由使用单位和专家一起论证，计财科只审预算。",
)
REMARK = "计财科除了审预算，还要核对采购方式，请补上。"
PUT_RIGHT = "谈了采购需求由使用单位和专家一起论证，计财科审预算、核对采购方式。"
WAITING = (
    *("principal", "supervisor", "谈心谈话", 2, "校长室"),
    "期末前的工作安排",
    "谈了期末工作多、老师们累的情况，商量把两次会并成一次，评语分两批交。",
)
AHEAD = ("d1-vice-logistics", "d1-head-finance", "例行谈话", "财务室", "年底结账前的几件事")
AHEAD_BY = 6


def stories(world):
    for each in HELD:
        yield held(world, each)
    yield on_paper(world)
    yield corrected(world)
    yield waiting(world)
    yield planned(world)


def held(world, each):
    talk = yield from recorded(world, each)
    yield from confirmed(world, talk, each[3] - 1)


def on_paper(world):
    """The other has no account, and signs the printed record; its scan is entered."""
    talk = yield from recorded(world, ON_PAPER)
    yield world.days.at(world.days.ago(ON_PAPER[3] - 2), f"talk {talk.pk} on paper")
    digest, scan = holding.latest(talk).digest, scan_of_signature(f"talk {talk.pk}")
    scan.name = "谈话记录签字页.png"
    signed = {"person": talk.partner, "signed_on": world.today, "scan": scan, "by": talk.holder}
    holding.confirm_on_paper(talk=talk, digest=digest, **signed)
    holding.confirm(talk=talk, by=talk.holder, digest=digest)


def corrected(world):
    """The one asks for a correction, the other puts it right, both confirm the second wording."""
    talk = yield from recorded(world, CORRECTED)
    yield world.days.at(world.days.ago(CORRECTED[3] - 1), "talk remark")
    holding.remark(talk=talk, by=talk.partner, text=REMARK)
    yield world.days.at(world.days.ago(CORRECTED[3] - 2), "talk put right")
    found = holding.latest(talk)
    said = {name: getattr(found, name) for name in holding.RECORD}
    holding.write_down(talk=talk, by=talk.holder, said={**said, "content": PUT_RIGHT})
    talk.refresh_from_db()
    yield from confirmed(world, talk, CORRECTED[3] - 3)


def waiting(world):
    """Confirmed by the one who held it; the other has it before them."""
    talk = yield from recorded(world, WAITING)
    holding.confirm(talk=talk, by=talk.holder, digest=holding.latest(talk).digest)


def planned(world):
    holder, partner, kind, place, topic = AHEAD
    yield world.days.at(world.days.ago(1), topic)
    day = world.days.after(world.days.today, AHEAD_BY)
    arrange(world, holder, partner, kind, day, place, topic)


def recorded(world, each):
    holder, partner, kind, ago, place, topic, content = each
    yield world.days.at(world.days.ago(ago + 3), topic)
    day = world.days.ago(ago)
    talk = arrange(world, holder, partner, kind, day, place, topic)
    yield world.days.at(day, content)
    said = {"held_on": day, "place": place, "present": "", "content": content}
    holding.write_down(talk=talk, by=talk.holder, said=said)
    talk.refresh_from_db()
    return talk


def arrange(world, holder, partner, kind, day, place, topic):
    person = _who(world, partner)
    there = Appointment.objects.on(timezone.localdate()).filter(person=person, acting=False)
    return holding.plan(
        kind=TalkKind.objects.get(unit=None, name=kind),
        appointment=there.order_by("pk").first(),
        by=world.account(holder),
        said={"planned_on": day, "planned_place": place, "topic": topic, "recorder": None},
    )


def _who(world, partner):
    """By the name of their account, or by the post they sit on."""
    if isinstance(partner, str):
        return world.account(partner)
    return world.organisation.posts[partner].holders(world.today)[0]


def confirmed(world, talk, ago):
    yield world.days.at(world.days.ago(ago), f"talk {talk.pk} confirmed")
    digest = holding.latest(talk).digest
    for person in (talk.partner, talk.holder):
        holding.confirm(talk=talk, by=person, digest=digest)
