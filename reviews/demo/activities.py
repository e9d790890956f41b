"""Activities of the demo's year: held and recorded, one to write down, one overdue, one called off,
two still ahead.
"""

from registry.organisation.models import Person
from reviews.activities import inviting, proceeding
from reviews.activities.models import ActivityKind, Invitation

EVERYBODY = [inviting.EVERYBODY]
LEADERS_AND_MIDDLE = ["leader", "middle"]
KEY = ["key"]
MISSING = (Invitation.Came.EXCUSED, Invitation.Came.ABSENT)
# kind, unit, who plans, who holds it, working days before today, place, about, groups, guests, how
# many did not come, result, what was appraised
HELD = [
    (
        *("廉政教育", "DEMO-1", "office-1", "group", 168, "阶梯教室"),
        "开学第一课：师德和廉洁从教",
        EVERYBODY,
        "",
        3,
        (
            "一起学习了师德规范，两位老教师讲了家长送礼时怎样婉拒。\n"
            "大家商量好：收到推不掉的礼物，当天交到办公室登记，由学校退还。"
        ),
        [],
    ),
    (
        *("党务政务校务公开", "DEMO-1", "principal", "principal", 139, "二楼会议室"),
        "校务公开日：经费和食堂",
        LEADERS_AND_MIDDLE,
        "家长代表 8 人、社区代表 2 人",
        1,
        (
            "向家长代表公布了上半年经费和食堂成本，现场答复了九个问题。\n"
            "家长建议把每周菜价贴在食堂门口，从下周起照办。"
        ),
        [],
    ),
    (
        *("警示教育", "DEMO", "discipline", "discipline", 121, "局三楼会议室"),
        "以案为鉴：采购验收里的小口子",
        [*LEADERS_AND_MIDDLE, inviting.PRINCIPALS],
        "",
        2,
        (
            "通报了一起验收走过场的案例，讲清了口子是怎样一步步开大的。\n"
            "各校校长表态回去查一查验收单，月底前把签字不全的补上原因。"
        ),
        [],
    ),
    (
        *("廉政听证", "DEMO-1", "office-1", "principal", 97, "二楼会议室"),
        "食堂食材供应商遴选听证",
        KEY,
        "家长代表 6 人、教师代表 3 人",
        1,
        (
            "总务处介绍了遴选条件和评分办法，家长代表问了冷链和退换。\n"
            "听证意见：评分表里加“退换货时限”一项，评审时请两位家长到场。学校采纳。"
        ),
        [],
    ),
    (
        *("民主测评", "DEMO-1", "office-1", "group", 60, "阶梯教室"),
        "领导班子廉政建设民主测评",
        EVERYBODY,
        "",
        4,
        "无记名投票，当场收票、计票，由两位教师代表监票。意见集中在会多、通知晚，班子已列入整改。",
        [("领导班子廉政建设", (21, 8, 1, 2)), ("财务和采购公开", (18, 10, 3, 1))],
    ),
    (
        *("述职述廉", "DEMO", "office", "bureau-leader", 36, "局三楼会议室"),
        "机关科室负责人述职述廉",
        LEADERS_AND_MIDDLE,
        "服务对象代表 5 人",
        0,
        "四个科室说了一年的履职和风险防控，服务对象代表提了三条建议，已交有关科室在月底前答复。",
        [("机关科室履职和廉洁", (14, 5, 1, 0))],
    ),
]
TO_RECORD = (
    *("警示教育", "DEMO-1", "office-1", "group", 3, "阶梯教室"),
    "年底警示教育：节日怎么过",
    EVERYBODY,
    "",
    2,
)
OVERDUE = (
    *("党务政务校务公开", "DEMO-1", "office-1", "principal", 6, "二楼会议室"),
    "校务公开日：职称评审结果",
    LEADERS_AND_MIDDLE,
    "教师代表 5 人",
)
CALLED_OFF = (
    *("廉政教育", "DEMO-1", "office-1", "group", 74, "校外教育基地"),
    "参观廉政教育基地",
    KEY,
    "",
)
WHY = "教育基地临时检修，改为线上观看，另行安排。"
# The same, and so many working days from today.
AHEAD = [
    (
        *("述职述廉", "DEMO-1", "office-1", "group", 8, "阶梯教室"),
        "学校中层以上干部述职述廉",
        LEADERS_AND_MIDDLE,
        "家长代表 4 人",
    ),
    (
        *("警示教育", "DEMO", "discipline", "discipline", 11, "局三楼会议室"),
        "元旦春节前警示教育",
        [*LEADERS_AND_MIDDLE, inviting.PRINCIPALS],
        "",
    ),
]


def stories(world):
    for each in HELD:
        yield recorded(world, each)
    yield to_record(world)
    yield overdue(world)
    yield called_off(world)
    for each in AHEAD:
        yield ahead(world, each)


def recorded(world, each):
    *plan, absent, result, appraised = each
    made = yield from held(world, [*plan, absent])
    yield world.days.at(world.days.ago(plan[4] - 2), f"recorded: {plan[6]}")
    grades = made.kind.ballot
    tallies = [(what, list(zip(grades, counts, strict=True))) for what, counts in appraised]
    proceeding.write_down(activity=made, result=result, tallies=tallies, by=made.holder)


def to_record(world):
    yield from held(world, TO_RECORD)


def overdue(world):
    yield world.days.at(world.days.ago(OVERDUE[4] + 12), OVERDUE[6])
    _plan(world, OVERDUE, world.days.ago(OVERDUE[4]))


def called_off(world):
    yield world.days.at(world.days.ago(CALLED_OFF[4] + 9), CALLED_OFF[6])
    made = _plan(world, CALLED_OFF, world.days.ago(CALLED_OFF[4]))
    yield world.days.at(world.days.ago(CALLED_OFF[4] + 1), f"called off: {CALLED_OFF[6]}")
    proceeding.call_off(activity=made, why=WHY, by=made.planned_by)


def ahead(world, each):
    yield world.days.at(world.days.ago(2), each[6])
    _plan(world, each, world.days.after(world.days.today, each[4]))


def held(world, each):
    *plan, absent = each
    yield world.days.at(world.days.ago(plan[4] + 9), plan[6])
    day = world.days.ago(plan[4])
    made = _plan(world, plan, day)
    yield world.days.at(day, f"held: {plan[6]}")
    rows = list(made.invitations.order_by("pk"))
    came = {row.pk: Invitation.Came.CAME for row in rows}
    for place, row in enumerate(rows[-absent:] if absent else []):
        came[row.pk] = MISSING[place % 3 == 2]
    return proceeding.hold(activity=made, held_on=day, came=came, by=made.holder)


def _plan(world, each, day):
    kind, unit, by, holder, _, place, about, groups, guests = each
    unit = world.unit(unit)
    people = inviting.people_of(unit, groups, world.today)
    return proceeding.plan(
        unit=unit,
        kind=ActivityKind.objects.get(name=kind, unit=None),
        people=list(Person.objects.filter(pk__in=people.values("pk")).order_by("pk")),
        by=world.account(by),
        said={
            "about": about,
            "planned_on": day,
            "place": place,
            "holder": world.account(holder),
            "guests": guests,
        },
    )
