"""A year of reminders in the demo: most at the mildest steps, most well mended; about work only."""

from reviews.disposal import following_up, issuing, proceeding
from reviews.disposal.models import Disposal, FollowUp, LadderStep, WarningColour

from .scans import scan_of_signature

DISCIPLINE, OFFICE = "discipline", "office"
# `ago`: working days before today of each scene; a story stands where its scenes end.
STORIES = [
    {
        "unit": "DEMO-1",
        "post": "采购员",
        "by": DISCIPLINE,
        "step": "谈话提醒",
        "colour": "yellow",
        "leader": ("DEMO-1", "副校长（后勤）"),
        "why": "三月两批办公用品没有货比三家的记录，询价单是后来补的。",
        "demand": "说明当时的情况，把询价的做法固定下来，以后每批留存三家报价。",
        "analysis": "开学前要得急，只打了一家的电话，想着回头再补，没有想到手续本身就是保护自己。",
        "commitment": "今后不管多急，先询价再下单。",
        "plan": "一、做一张询价单，三家报价签字以后才下单。二、每月把询价单交财务室核对一次。",
        "done": "询价单已经用了四批，都有三家报价，财务室核对过两次。",
        "file": "询价单和核对记录.png",
        "checked": "记录齐全，做法可以保留。",
        "follow_up": FollowUp.Kind.NOTHING,
        "ago": (150, 147, 120, 116, 115),
        "lift": "整改到位，三个月没有再出现。",
    },
    {
        "unit": "DEMO-3",
        "post": "报账员",
        "by": OFFICE,
        "step": "谈心疏导",
        "colour": "",
        "leader": ("DEMO-3", "校长"),
        "why": "一个人兼着报账和出纳，月底常常忙到很晚，账对得不及时。",
        "demand": "说说实际的困难，一起想一个两个人能核对的办法。",
        "analysis": "学校人少，两样都由我做，月底赶不过来，就拖到下个月一起对。",
        "commitment": "账当月对清，有困难早一点说。",
        "plan": "每月二十五日由后勤组组长和我一起盘点现金、核对票据，两个人签字。",
        "done": "已经一起盘点了两个月，账款相符。",
        "file": "盘点表.png",
        "checked": "办法实在，两个人都轻松了一些。",
        "follow_up": FollowUp.Kind.NOTHING,
        "ago": (95, 92, 60, 57, 56),
    },
    {
        "unit": "DEMO",
        "post": "采购与车辆管理员",
        "by": DISCIPLINE,
        "step": "约见谈话",
        "colour": "orange",
        "leader": ("DEMO", "副局长（计划财务）"),
        "why": "公务用车派车单有六张没有审批人签字，提醒过一次，下个月又有两张。",
        "demand": "说明原因，把派车审批的顺序理顺，补上登记。",
        "analysis": "临时用车来电话就派了，签字想事后补，后来又忙忘了。",
        "commitment": "没有审批单不派车。",
        "plan": "用车先在办公室登记、审批，司机见单出车，每周五核对一次里程。",
        "done": "派车改为先审批后出车，附三周的登记。",
        "file": "派车登记.png",
        "redo": "登记有了，里程还没有核对，请再坚持两周。",
        "redone": "又核对了两周的里程，都对得上。",
        "redone_file": "里程核对表.png",
        "ago": (45, 42, 25, 22, 6),
    },
    {
        "unit": "DEMO-1",
        "post": "学籍管理员",
        "by": DISCIPLINE,
        "step": "谈话提醒",
        "colour": "yellow",
        "leader": ("DEMO-1", "副校长（教学）"),
        "why": "上月有三份学籍异动由一个人办结，没有第二个人核对。",
        "demand": "说明原因，补做核对，今后每份异动都有两个人签字。",
        "draft": "月底异动集中，教务员那几天出差，我就先办了，想着回来再请他核对。",
        "ago": (3, 1),
    },
    {
        "unit": "DEMO-2",
        "post": "宿舍管理员",
        "by": DISCIPLINE,
        "step": "谈话提醒",
        "colour": "",
        "leader": ("DEMO-2", "校长"),
        "why": "两次夜间查寝只有一个人签字，第二天才补上另一个。",
        "demand": "说说夜里人手的实际情况，定一个两个人都在场的时间。",
        "analysis": "另一位同事家里有事先走了，我想着先查完再说。",
        "commitment": "两个人不齐就等一等，等不来就打电话给值班领导。",
        "plan": "查寝改在晚上九点半，交接班的时候两个人一起查、一起签。",
        "done": "已经这样查了三周，两个人的签字都在登记本上。",
        "file": "查寝登记.png",
        "checked": "登记齐全，时间改得合理。",
        "follow_up": FollowUp.Kind.NOTHING,
        "ago": (70, 67, 48, 45, 44),
    },
    {
        "unit": "DEMO-2",
        "post": "",
        "by": DISCIPLINE,
        "step": "限期整改",
        "colour": "",
        "leader": ("DEMO", "副局长（教育教学）"),
        "why": "收费公示牌更换不及时，有两项收费的依据写的还是旧文件。",
        "demand": "在一个月内把公示牌全部核对一遍，换上现行依据，写明由谁更换、几天以内换好。",
        "analysis": "公示牌由几个部门各管一块，文件变了没有人通知到。",
        "commitment": "公示牌由总务处一处负责。",
        "plan": "十天内核对全部公示牌；以后每学期初核对一次。",
        "ago": (20, 16),
    },
]


def stories(world):
    for each in STORIES:
        yield told(world, each)


def told(world, each):
    scenes = iter(each["ago"])
    yield _next(world, scenes, each)
    act = _issued(world, each)
    who = _addressee(world, act)
    yield _next(world, scenes, each)
    _sign(world, act, who)
    if "draft" in each:
        proceeding.keep_draft(act=act, texts={"analysis": each["draft"]}, by=who)
        return
    texts = {name: each[name] for name in proceeding.TEXTS}
    _reply(world, act, texts, who)
    if "done" not in each:
        return
    yield _next(world, scenes, each)
    _hand_in(world, act, each["done"], each["file"], who)
    yield _next(world, scenes, each)
    yield from _rechecked(world, each, act, who, scenes)


def _rechecked(world, each, act, who, scenes):
    office = world.account(DISCIPLINE)
    if "redo" in each:
        proceeding.redone(act=act, said=each["redo"], by=office)
        yield _next(world, scenes, each)
        _hand_in(world, act, each["redone"], each["redone_file"], who)
        return
    proceeding.passed(act=act, said=each["checked"], by=office)
    yield _next(world, scenes, each)
    following_up.follow_up(act=act, kind=each["follow_up"], by=office)
    if "lift" in each:
        issuing.lift(warning=act.warning, why=each["lift"], by=office)


def _issued(world, each):
    unit, by = world.unit(each["unit"]), world.account(each["by"])
    post = world.organisation.posts[each["unit"], each["post"]] if each["post"] else None
    person = post.holders(world.today)[0] if post else None
    for_whom = LadderStep.ForWhom.PERSON if post else LadderStep.ForWhom.UNIT
    step = LadderStep.objects.of_unit(unit).get(name=each["step"], for_whom=for_whom)
    warning = None
    if each["colour"]:
        colour = WarningColour.objects.get(pk=each["colour"])
        warning = issuing.warn(unit=unit, post=post, colour=colour, grounds=each["why"], by=by)
    return issuing.issue(
        to=issuing.Addressee(unit, person, post),
        step=step,
        leader_post=world.organisation.posts[each["leader"]],
        why=each["why"],
        demand=each["demand"],
        warning=warning,
        by=by,
    )


def _addressee(world, act):
    return act.person or world.seated("principal", act.unit)


def _sign(world, act, who):
    if who.has_account:
        proceeding.sign(act=act, by=who)
    else:
        proceeding.sign_on_paper(act=act, **_sheet(world, who))


def _reply(world, act, texts, who):
    if who.has_account:
        proceeding.reply(act=act, texts=texts, by=who)
    else:
        proceeding.reply_on_paper(act=act, **texts, **_sheet(world, who))


def _sheet(world, who):
    """What somebody without an account signed, as the office enters it."""
    scan = scan_of_signature(who.name)
    scan.name = "签字页.png"
    given = {"person": who, "signed_on": world.today, "scan": scan}
    return {**given, "by": world.account(DISCIPLINE)}


def _hand_in(world, act, said, name, who):
    scan = scan_of_signature(name)
    scan.name = name
    act = Disposal.objects.select_related("unit", "office", "leader_post").get(pk=act.pk)
    if who.has_account:
        proceeding.rectify(act=act, said=said, uploads=[scan], by=who)
    else:
        sheet = _sheet(world, who)
        proceeding.rectify_on_paper(act=act, said=said, uploads=[scan], **sheet)


def _next(world, scenes, each):
    day = world.days.ago(next(scenes))
    return world.days.at(day, f"{each['step']} {each['why']}")
