"""清权 under way in a school and in the bureau above it: some have declared, some have not begun,
two sections do not agree, a power handed down waits for the school's answer.
"""

from powers.models import Power
from reviews.clearing import declaring, gathering, offers, rounds
from reviews.clearing.models import Declaration
from risks.models import Duty

SCHOOL, BUREAU = "DEMO-1", "DEMO"
KEEP, DOWN, TRANSFER, AFTER, ABOLISH = (
    "keep",
    "hand_down",
    "transfer",
    "supervise_after",
    "abolish",
)
# Of powers in the register or newly found (with `bases`), what is said; the rest is kept.
REGISTER_KEEPER = {
    "转入学生接收审核": {
        "disposition": KEEP,
        "should_do": "当天登记材料，五个工作日内核对户籍、学籍并答复家长",
        "must_not": "不收复印件代替原件，不要求家长重复提交系统里查得到的材料",
        "how_far": "只核对本校接收条件；跨区转学报区局核准",
        "administrative": "超过期限没有答复的，向家长说明原因",
        "disciplinary": "放宽条件接收的，按学籍管理办法处理",
    },
    "学生休学、复学审核": {
        "disposition": AFTER,
        "reason": "有医院证明的，班主任受理后直接登记，教导处每学期抽查，家长少跑一次",
        "should_do": "核对医院证明，登记起止日期",
        "must_not": "不打听、不传播学生病情",
        "how_far": "休学一年以内；超过的报教导处集体研究",
        "moral": "为学生和家长保密",
    },
    "学籍档案查阅审核": {
        "disposition": KEEP,
        "side": "external",
        "kind": "confirmation",
        "bases": "《中小学生学籍管理办法》第十一条",
        "content": "家长、毕业生、公安机关查阅学籍档案时，核对身份并登记",
        "should_do": "核对身份和介绍信，登记查阅内容",
        "must_not": "不让人把档案原件带走",
        "how_far": "只提供查阅人本人或者介绍信写明的内容",
    },
}
MORAL = {
    "学生校服选用组织": {
        "disposition": TRANSFER,
        "to_section": "总务处",
        "reason": "选用以后的招标、签约、验收都在总务处，一个部门办到底，家长委员会照常参加",
    },
    "学生荣誉评选决定": {
        "disposition": KEEP,
        "must_not": "不由一个人定名单，不以分数作唯一条件",
        "how_far": "名额按班级人数分配，结果在校内公示五个工作日",
    },
}
BUYER = {
    "零星采购比价": {
        "disposition": KEEP,
        "bases": "《清荷小学采购管理办法》第六条",
        "content": "五千元以下的零星采购，找三家比价，选定供应商",
        "should_do": "三家书面报价，比价单两人签字",
        "must_not": "不拆分项目，不指定唯一一家",
        "how_far": "单次五千元以下；超过的交总务处集体研究",
        "political": "公家的钱按规矩花",
        "disciplinary": "收受回扣的，依规依纪处理",
    },
}
FINANCE = {
    "民办学校年度检查": {
        "disposition": AFTER,
        "reason": "财务部分改为审计报告备案、按比例抽查",
    },
    "机关经费支出审批": {
        "disposition": KEEP,
        "must_not": "不批没有预算的支出",
        "how_far": "一万元以下科长审核、分管副局长批；以上的报局长办公会",
    },
    "学校小额维修立项审核": {
        "disposition": DOWN,
        "to_all": True,
        "bases": "《青岚区中小学校舍维修管理办法》第九条",
        "content": "学校三万元以下的日常维修，立项以前由局里审核",
        "reason": "金额小、次数多，学校集体研究就能定，局里改为年底抽查",
        "how_far": "三万元以下；涉及结构安全的仍报局里",
    },
    "校园运动场地开放方案审核": {
        "disposition": DOWN,
        "to_units": ("DEMO-1", "DEMO-2"),
        "bases": "《青岚区中小学体育场地向社会开放办法》第五条",
        "content": "学校运动场地双休日向社区开放，时段、区域和看护安排由局里审核",
        "reason": "两校围栏和看护已经到位，自己定时段更贴近社区；其余学校改造好以后再说",
        "how_far": "只定时段和区域；收费事项仍报局里",
    },
    "学校公务用车派车审核": {
        "disposition": ABOLISH,
        "reason": "公车改革以后学校已经没有公务用车，这一项没有依据了",
    },
}
WORKS = {
    "校舍建设维修项目审批": {
        "disposition": KEEP,
        "should_do": "对照年度计划和预算核对项目资料，现场看过再写意见",
        "must_not": "不向学校推荐施工、监理单位",
        "how_far": "只提初审意见，立项由局长办公会定",
        "administrative": "资料不齐的一次说清要补什么",
        "disciplinary": "与投标人有利害关系的主动回避",
    },
}
PERMITS = {"民办学校年度检查": {"disposition": KEEP, "must_not": "不借检查要求购买服务"}}
DECLINED = "学校没有懂维修造价的人，后勤只有一位老师兼着，请局里继续帮着把关。"
NONE = {
    "d1-class1a": (
        "一年级班主任",
        "我这个岗位带班上课，不审核、不审批、不经手钱物；评优推荐由年级组集体办，列在年级组。",
    ),
    "d1-teacher2": ("二年级任课教师", "本岗位只上课、批改作业，没有需要列出的职权。"),
    "d1-sport5": (
        "五年级体育教师",
        "训练队选拔由教导处和家长委员会定，列在教导处；器材由总务处管。",
    ),
}
WORD = "凡是涉及单位和个人利益的都列出来，不怕小；拿不准的先写上，科室再一起商量。"


def stories(world):
    yield school(world)
    yield bureau(world)


def school(world):
    """Some posts have declared, one section has; the catalogue of the year is still in review."""
    clearing = yield from opened(world, SCHOOL, "office-1", ago=9)
    posts, sections = world.organisation.posts, world.organisation.sections
    yield scene(world, 7, "clearing: register keeper")
    own = declared(world, clearing, "staff", REGISTER_KEEPER, post=posts[SCHOOL, "学籍管理员"])
    yield scene(world, 6, "clearing: class teachers")
    for username, (post, because) in NONE.items():
        by = world.account(username)
        none = declaring.begin(clearing=clearing, post=posts[SCHOOL, post], by=by)
        declaring.hand_in(declaration=none, none_because=because, by=by)
    yield scene(world, 6, "clearing: buyer")
    declared(world, clearing, "d1-buyer", BUYER, post=posts[SCHOOL, "采购员"])
    yield scene(world, 5, "clearing: moral education")
    declared(world, clearing, "d1-head-moral", MORAL, section=sections[SCHOOL, "德育处"])
    yield scene(world, 4, "clearing: reminded")
    rounds.remind(clearing=clearing, by=world.account("office-1"))
    yield scene(world, 3, "clearing: teaching gathers")
    gathering.gather_up(declaration=own, by=world.account("section-head"))
    yield scene(world, 2, "clearing: teaching clerk")
    begun(world, clearing, "d1-teaching", post=posts[SCHOOL, "教务员"])
    yield scene(world, 1, "clearing: cashier")
    begun(world, clearing, "d1-cashier", post=posts[SCHOOL, "出纳"])


def bureau(world):
    """Two sections say different things of one power; one handed down to all schools is declined
    by one of them and waits for the others, one handed down to two waits for both."""
    clearing = yield from opened(world, BUREAU, "office", ago=27)
    sections = world.organisation.sections
    yield scene(world, 24, "clearing: finance")
    money = declared(
        world, clearing, "d0-head-finance", FINANCE, section=sections[BUREAU, "计财科"]
    )
    yield scene(world, 23, "clearing: works")
    post = world.organisation.posts[BUREAU, "项目基建专员"]
    declared(world, clearing, "d0-works", WORKS, post=post)
    yield scene(world, 22, "clearing: permits")
    declared(world, clearing, "d0-head-permit", PERMITS, section=sections[BUREAU, "行政审批科"])
    yield scene(world, 18, "clearing: gathered")
    gathering.into_catalogue(declaration=money, by=world.account("office"))
    yield scene(world, 2, "clearing: declined")
    row = money.rows.get(to_all=True)
    small = world.unit("DEMO-3")
    offers.decline(row=row, unit=small, reason=DECLINED, by=world.account("keeper-3"))


def scene(world, ago, what):
    return world.days.at(world.days.ago(ago), what)


def opened(world, code, by, *, ago):
    yield scene(world, ago, f"clearing opened {code}")
    return rounds.open_round(
        unit=world.unit(code),
        programme=world.organisation.programme(world.unit(code), world.this_year),
        due_on=world.days.after(world.days.today, 6),
        word=WORD,
        by=world.account(by),
    )


def begun(world, clearing, username, **owner):
    """With what the register knows and a duty taken over, nothing said yet."""
    by = world.account(username)
    declaration = declaring.begin(clearing=clearing, by=by, **owner)
    duties = Duty.objects.in_force().filter(post=declaration.post).values_list("pk", flat=True)
    powers = declaring.powers_to_add(declaration).values_list("pk", flat=True)
    declaring.add_known(declaration=declaration, powers=powers[:2], duties=duties[:1], by=by)
    return declaration


def declared(world, clearing, username, said, **owner):
    by = world.account(username)
    declaration = declaring.begin(clearing=clearing, by=by, **owner)
    known = {
        power.in_force.name: power
        for power in Power.objects.in_force().filter(unit=clearing.unit).select_related("in_force")
    }
    wanted = [known[name].pk for name in said if name in known]
    declaring.add_known(declaration=declaration, powers=wanted, duties=[], by=by)
    rows = {row.said_name: row for row in declaration.rows.listed()}
    for name, words in said.items():
        content = content_for(world, clearing, name, words)
        if name in rows:
            row = rows[name].pk
            declaring.change(declaration=declaration, row_id=row, content=content, by=by)
        else:
            declaring.add_found(declaration=declaration, content=content, by=by)
    declaring.keep_the_rest(declaration=declaration, by=by)
    declaring.hand_in(declaration=declaration, none_because="", by=by)
    return Declaration.objects.get(pk=declaration.pk)


def content_for(world, clearing, name, words):
    words = dict(words)
    to_unit, to_section = words.pop("to_unit", None), words.pop("to_section", None)
    named = words.pop("to_units", ())
    sections = world.organisation.sections
    return {
        **dict.fromkeys(declaring.FIELDS, ""),
        "name": name,
        "side": "internal",
        "kind": "other",
        "to_all": False,
        **words,
        "to_several": bool(named),
        "to_units": [world.unit(code).pk for code in named],
        "to_unit_id": to_unit and world.unit(to_unit).pk,
        "to_section_id": to_section and sections[clearing.unit.code, to_section].pk,
    }
