"""运行登记 of a school and of the bureau above it: what is registered, two months of uses, what was
noticed and how it was answered, records of a procurement system.
"""

from datetime import timedelta
from decimal import Decimal

from powers.models import Power
from registry.access.reach import read_reach
from reviews.exercises import answering, entering, keeping, receiving, tokens

from .scans import scan_of_signature

SCHOOL, BUREAU = "DEMO-1", "DEMO"
FIRST = 45  # working days before today on which the offices said what is registered
SAME_POWER = {"section": "", "window_days": 30, "days": 5, "timing": "after", "threshold": None}
REGISTERED = {
    SCHOOL: [
        ("大额资金使用审批", "财务室", "large_sum", "above", 20_000),
        ("物资采购决定", "总务处", "purchase", "above", 10_000),
        ("校舍维修项目安排", "总务处", "project", "above", 30_000),
        ("教师职称评审推荐", "办公室", "appointment", "always", None),
    ],
    BUREAU: [
        ("机关物资与服务采购审核", "办公室", "purchase", "above", 50_000),
        ("教育专项经费分配方案审定", "计财科", "large_sum", "always", None),
    ],
}
GROUP = ["宋怀远", "沈玉梅", "罗志诚", "唐雅静", "程立新", "冯树森"]
AGREED = "各位同意，按比选结果办。"
# (working days ago, days between decision and entry, power, who, what it says)
USES = [
    (40, 1, "物资采购决定", "d1-buyer", ("教师办公用纸一批", 3860, "青岚文具店")),
    (38, 2, "校舍维修项目安排", "d1-buyer", ("三号楼楼梯扶手加固", 8600, "永固建筑维修队")),
    (35, 1, "大额资金使用审批", "d1-cashier", ("支付第一季度水电费", 18_740, "")),
    (33, 9, "物资采购决定", "d1-buyer", ("体育器材补充（跳绳、软垫）", 4520, "健体器材店")),
    (24, 2, "物资采购决定", "d1-buyer", ("饮水机滤芯更换", 2980, "清源净水")),
    (21, 1, "大额资金使用审批", "d1-cashier", ("支付校园网络年费", 12_000, "")),
    (9, 1, "物资采购决定", "d1-buyer", ("一年级教室窗帘", 6800, "锦华布艺店")),
    (6, 1, "物资采购决定", "d1-buyer", ("二年级教室窗帘", 6500, "锦华布艺店")),
    (4, 1, "大额资金使用审批", "d1-cashier", ("支付校车年检费", 5400, "")),
]
LATE_BECAUSE = "那一周带队参加区运动会，回来才补登；以后请同事代登，不再拖。"
TOGETHER = [
    (30, "大额资金使用审批", "d1-cashier", "录播教室设备更新", 86_000, "明视科教"),
    (18, "校舍维修项目安排", "d1-buyer", "操场排水沟改造", 48_000, "永固建筑维修队"),
    (12, "教师职称评审推荐", "office-1", "推荐两名教师申报高级职称", None, ""),
]
AVOIDED = [["冯树森", "与施工方负责人是亲属"]]


def stories(world):
    yield registered(world)
    for use in USES:
        yield single(world, *use)
    for use in TOGETHER:
        yield together(world, *use)
    yield corrected(world)
    yield at_the_bureau(world)
    yield reported(world)
    yield drafted(world)


def scene(world, ago, what):
    return world.days.at(world.days.ago(ago), f"exercise: {what}")


def registered(world):
    yield scene(world, FIRST, "registered")
    for code, rows in REGISTERED.items():
        unit, by = world.unit(code), world.account("office-1" if code == SCHOOL else "office")
        powers = Power.objects.in_force().filter(unit=unit).select_related("in_force")
        known = {power.in_force.name: power for power in powers}
        for name, section, matter, collective, threshold in rows:
            facts = {
                **SAME_POWER,
                "name": name,
                "matter": matter,
                "collective": collective,
                "power": known.get(name),
                "section": world.organisation.sections[code, section],
                "threshold": threshold and Decimal(threshold),
            }
            keeping.add(unit=unit, facts=facts, by=by)


def single(world, ago, after, name, username, told):
    """Decided by procedure, entered some days later."""
    subject, amount, counterparty = told
    yield scene(world, ago - after, subject)
    facts = {"subject": subject, "amount": Decimal(amount), "counterparty": counterparty}
    entered = enter(world, name, username, decided_on=world.days.ago(ago), **facts)
    if after <= SAME_POWER["days"]:
        return
    yield scene(world, ago - after - 1, f"{subject} explained")
    late = entered.findings.get(kind="late")
    said = answering.answer(finding=late, text=LATE_BECAUSE, by=world.account(username))
    yield scene(world, ago - after - 2, f"{subject} looked at")
    answering.look(answer=said, word="好的，辛苦了。", by=world.account("office-1"))


def together(world, ago, name, username, subject, amount, counterparty):
    """Decided in a meeting, with its minutes; who has to do with the firm kept away."""
    yield scene(world, ago - 1, subject)
    avoided = AVOIDED if counterparty.startswith("永固") else []
    away = {who for who, _ in avoided}
    present = [who for who in GROUP if who not in away]
    enter(
        world,
        name,
        username,
        minutes=f"{subject}会议记录.png",
        subject=subject,
        amount=amount and Decimal(amount),
        counterparty=counterparty,
        decided_on=world.days.ago(ago),
        way="collective",
        attendees=present,
        votes=f"同意 {len(present)} 人",
        views=AGREED if amount else "按量化评分推荐，结果在校内公示五个工作日。",
        avoided=avoided,
    )


def corrected(world):
    """A zero too many, mended on the next day; the former row stays to be read."""
    yield scene(world, 15, "photocopier")
    facts = {"subject": "复印机保养", "counterparty": "迅达办公设备"}
    decided = {"decided_on": world.days.ago(16), "amount": Decimal(9600)}
    entered = enter(world, "物资采购决定", "d1-buyer", **facts, **decided)
    yield scene(world, 14, "photocopier corrected")
    by = world.account("d1-buyer")
    draft = entering.correct(exercise=entered, by=by, reach=reach(world, by))
    said = {name: getattr(draft, name) for name in entering.FACTS}
    said |= {"amount": Decimal(960), "why_corrected": "金额多写了一个零。"}
    entering.change(exercise=draft, facts=said, by=by)
    entering.enter(exercise=draft, by=by)


def at_the_bureau(world):
    yield scene(world, 20, "bureau")
    facts = {"subject": "机关办公电脑更新 12 台", "counterparty": "联创电子"}
    decided = {"decided_on": world.days.ago(22), "amount": Decimal(58_800)}
    entered = enter(world, "机关物资与服务采购审核", "d0-buyer", **facts, **decided)
    yield scene(world, 19, "bureau explained")
    answering.answer(
        finding=entered.findings.get(kind="no_minutes"),
        text="局长办公会研究过，记录由办公室统一装订，正在复印，复印件本周补上。",
        by=world.account("d0-buyer"),
    )


def reported(world):
    """What the procurement system of the district tells: looked at, waiting, waiting too long."""
    yield scene(world, 14, "token")
    registered = known(world, SCHOOL, "物资采购决定")
    day = world.days.today + timedelta(days=200)
    token, _ = tokens.make(
        registered=registered, system="procurement", expires_on=day, by=world.account("office-1")
    )
    by = world.account("d1-buyer")
    yield scene(world, 13, "first record")
    first = arrived(world, token, "QLZC-0412", 13, subject="图书角书架 24 组", amount="7200.00")
    yield scene(world, 12, "entered record")
    draft = receiving.begin(arrived=first, by=by, reach=reach(world, by))
    entering.enter(exercise=draft, by=by)
    yield scene(world, 10, "warning")
    note = "验收单上传晚于合同约定 3 天。"
    told = {"sort": "warning", "note": note, "exercise_number": "QLZC-0412"}
    warned = arrived(world, token, "QLZC-Y-031", 10, subject="图书角书架验收", **told)
    receiving.attach(arrived=warned, by=by)
    arrived(world, token, "QLZC-0420", 10, subject="多媒体展台 3 台", amount="5400.00")
    yield scene(world, 8, "declined")
    test = arrived(world, token, "QLZC-TEST-1", 8, subject="接口联调", amount="1.00")
    receiving.decline(arrived=test, why="采购中心联调接口用的测试数据。", by=by)
    yield scene(world, 2, "record that waits")
    arrived(world, token, "QLZC-0431", 2, subject="科学实验耗材", amount="3150.00")
    note = "申请提交 6 个工作日，尚未办结。"
    told = {"sort": "overdue", "note": note}
    arrived(world, token, "QLZC-C-008", 2, subject="校园广播功放更换审批", **told)


def arrived(world, token, number, ago, **told):
    happened_on = world.days.ago(ago).isoformat()
    content = {"number": number, "sort": "exercise", "happened_on": happened_on, **told}
    return receiving.take(token=token, content=content).record


def drafted(world):
    yield scene(world, 1, "draft")
    facts = {"subject": "音乐教室钢琴调音", "amount": Decimal(1200)}
    written(world, "物资采购决定", "d1-buyer", decided_on=world.days.ago(1), **facts)


def enter(world, name, username, *, minutes="", **facts):
    draft = written(world, name, username, **facts)
    if minutes:
        scan = scan_of_signature(minutes)
        scan.name = minutes
        entering.enclose(exercise=draft, upload=scan, by=world.account(username))
    return entering.enter(exercise=draft, by=world.account(username))


def written(world, name, username, **facts):
    by = world.account(username)
    blank = {"amount": None, "counterparty": "", "way": "procedure", "views": "", "votes": ""}
    people = {"attendees": [], "avoided": [], "why_corrected": ""}
    return entering.draft(
        registered=known(world, by.unit.code, name),
        facts={**blank, **people, **facts},
        by=by,
        reach=reach(world, by),
    )


def known(world, code, name):
    rows = world.unit(code).registered_powers.open().select_related("unit", "section")
    return rows.get(name=name)


def reach(world, person):
    return read_reach(person, world.today)
