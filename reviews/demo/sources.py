"""What the bureau's discipline office heard in a year, and the assessment switched on: about steps
of work, never about somebody, and most of it mended since.
"""

from datetime import timedelta

from registry.organisation.models import Post, Seat
from reviews.assessment import setting, studying
from reviews.sources import entering, ordering
from reviews.sources.models import Channel, Weight
from risks.models import PointVersion, RiskPoint

OFFICE = "DEMO"
SWITCHED_ON, STUDIED = 60, 1  # working days before today
# `ago`: working days before today on which it was entered; it came three days before.
ENTRIES = [
    ("DEMO-1", "采购员", "audit", "high", 40, "年度审计提到，办公用品有两批是先送货、后补询价单。"),
    (
        "DEMO-1",
        "采购员",
        "efficiency",
        "middle",
        12,
        "抽查七张验收单，有三张验收人和经办人写的是同一个岗位。",
    ),
    (
        "DEMO-1",
        "学籍管理员",
        "appraisal",
        "low",
        25,
        "考核中有老师提到，转学手续要跑两趟，建议一次说清要带的材料。",
    ),
    (
        "DEMO-2",
        "教务主任",
        "petition",
        "middle",
        18,
        "有家长问，现场核验材料的先后是怎么排的，希望写出来。",
    ),
    (
        "DEMO-2",
        "考务与成绩管理员",
        "questionnaire",
        "low",
        30,
        "家长问卷里有六份写着，不清楚材料不全时可以补几次。",
    ),
    ("DEMO-2", "", "media", "low", 52, "本地论坛有帖子问课后服务费怎样使用，语气平和。"),
    ("DEMO-3", "报账员", "audit", "middle", 46, "村小审计建议，收据和存款单每月由两个人核对一次。"),
    (
        "DEMO",
        "采购与车辆管理员",
        "efficiency",
        "middle",
        22,
        "派车登记有几处里程没有填，建议每周核对。",
    ),
    (
        "DEMO",
        "",
        "democratic_life",
        "low",
        65,
        "民主生活会上有同志提出，项目评审的回避要求可以写得更具体。",
    ),
    (
        "DEMO",
        "资金核拨会计",
        "duty_report",
        "low",
        34,
        "述职述廉时提到，票据交接目前靠口头，打算做一张交接单。",
    ),
    ("DEMO-1", "", "public", "low", 8, "公示期间有意见问，食堂的月度账目贴在哪里能看到。"),
    (
        "DEMO-2",
        "",
        "case",
        "high",
        75,
        "兄弟区县通报了一起校服选用的问题，对照看本区学校有没有同样的环节。",
    ),
]
WITHDRAWN = 5  # which of them came to nothing
WITHDRAWN_WHY = "发帖人后来说明是看错了公示，不再计入。"
ORDER = {
    "entry": 11,
    "post": ("DEMO-2", "总务主任"),
    "presence": PointVersion.Presence.LATENT,
    "source": "校服由年级组自行联系厂家，没有统一的选用程序",
    "risk": "选用服装不经家长委员会讨论，由一方说了算",
    "harm": "价格和质量没有人把关，家长不放心",
    "measure": "选用前征求家长委员会意见，结果在校内公示五天",
    "reason": "对照上级的要求看了一遍，台账里还没有服装选用这个环节。",
}
DECIDED = "近期已由两个岗位分开验收，先看一个季度。"


def stories(world):
    for at in range(len(ENTRIES)):
        yield entered(world, at)
    yield switched_on(world)
    yield studied(world)


def entered(world, at):
    code, post, channel, weight, ago, text = ENTRIES[at]
    yield world.days.at(world.days.ago(ago), f"source {at} entered")
    by = world.seated(Seat.DISCIPLINE_OFFICE, world.unit(OFFICE))
    facts = {
        "unit": world.unit(code),
        "channel": Channel(channel),
        "weight": Weight(weight),
        "text": text,
        "came_on": world.today - timedelta(days=3),
    }
    source = entering.enter(facts=facts, by=by)
    target = Post.objects.filter(unit=world.unit(code), name=post).first()
    if target is not None:
        _linked(source, target, by)
    if at == WITHDRAWN:
        entering.withdraw(source=source, why=WITHDRAWN_WHY, by=by)
    if at == ORDER["entry"]:
        _ordered(world, source, by)


def _linked(source, post, by):
    """To a point of the post, where it has one: so an entry is covered; else to the post."""
    point = RiskPoint.objects.in_force().filter(post=post).order_by("pk").first()
    kind, target = ("post", post) if point is None else ("point", point)
    entering.link(source=source, kind=kind, target=target, by=by)


def _ordered(world, source, by):
    code, name = ORDER["post"]
    post = Post.objects.filter(unit=world.unit(code), name=name).first()
    if post is None:
        return
    words = {key: said for key, said in ORDER.items() if key not in ("entry", "post")}
    ordering.order(entry=source, post=post, found_by=PointVersion.FoundBy.MASSES, by=by, **words)


def switched_on(world):
    yield world.days.at(world.days.ago(SWITCHED_ON), "assessment switched on")
    unit = world.unit(OFFICE)
    by = world.seated(Seat.PREVENTION_OFFICE, unit)
    setting.save(unit=unit, values={**setting.values_of(unit), "is_on": True}, by=by)


def studied(world):
    """The quarter's study of the discipline office: the first point keeps its level."""
    yield world.days.at(world.days.ago(STUDIED), "quarter studied")
    by = world.seated(Seat.DISCIPLINE_OFFICE, world.unit(OFFICE))
    first, last = studying.quarter_of(world.today)
    study = studying.open_study(starts=first, ends=last, by=by)
    item = study.items.select_related("point").first()
    if item is not None:
        studying.decide(item=item, outcome="keep", why=DECIDED, by=by)
