"""Risk alerts of the bureau and a school: told, read, answered by most, one still a draft."""

from registry.access.reach import read_reach
from reviews.alerts import from_paper, issuing, proposing
from reviews.alerts.models import Alert

from .scans import scan_of_signature

MOST = 5  # points of one alert
Manner = Alert.Manner
# unit, who writes it, working days before today, working days to answer (None: no answer asked), …
ALERTS = [
    {
        "unit": "DEMO",
        "by": "office",
        "ago": 44,
        "answer_in": 8,
        "manner": Manner.WRITTEN,
        "key_work": "采购项目集中实施",
        "words": "采购 招标 验收",
        "text": (
            "这两个月采购项目集中，时间紧，越容易图省事。请各岗位把三件事做在前面：\n"
            "需求由用的人和管的人一起写，写功能，不写牌子；\n"
            "询价不少于三家，报价单原件留底；\n"
            "验收请没有参加采购的人到场，不合格的当场写明怎么改。"
        ),
        "replies": [
            "已按提示重新核对了在办的采购，有一项需求写得偏窄，改宽以后重新询价。",
            "验收表加了一栏“未参加采购的验收人”，从这个月起用。",
            "本岗位在办的都有三家报价，原件已归在一处。",
        ],
    },
    {
        "unit": "DEMO-1",
        "by": "office-1",
        "ago": 30,
        "answer_in": None,
        "manner": Manner.ORAL,
        "key_work": "期中评优推荐",
        "words": "评优 推荐 考核",
        "text": "推荐人选先公布条件和名额，年级组里大家一起议，议过的名单在组里贴三天。",
    },
    {
        "unit": "DEMO-1",
        "by": "office-1",
        "ago": 7,
        "answer_in": 12,
        "manner": Manner.WRITTEN,
        "key_work": "下年度预算编制",
        "words": "预算 经费 采购 维修 库房 报废",
        "text": (
            "编预算时把依据写清楚，往后花钱就不用反复解释。\n"
            "请先在科室里把明年要做的事过一遍，写明数量和测算办法；"
            "涉及采购和维修的，一起写上准备怎样采购、谁来验收；"
            "要更新器材的，先看看库房里还有没有能用的。"
        ),
        "replies": [
            "科室里议过了，维修项目列了清单和照片，正在请人估价。",
            "库房盘过一遍，能用的课桌椅有二十六套，今年先不买新的。",
        ],
    },
    {
        "unit": "DEMO",
        "by": "office",
        "ago": 1,
        "answer_in": 15,
        "manner": Manner.SPECIAL,
        "key_work": "年底集中支付",
        "words": "支付 报销 资金",
        "text": "年底付款集中，请把手续做全再付款，不因为赶进度先付后补。",
        "is_draft": True,
    },
]


def stories(world):
    for told in ALERTS:
        yield _story(world, told)


def _story(world, told):
    day = world.days.ago(told["ago"])
    yield world.days.at(day, f"alert on {told['key_work']}")
    alert = _written(world, told)
    if told.get("is_draft"):
        return
    by = world.account(told["by"])
    issuing.issue(alert=alert, seen=issuing.stamp(alert), by=by)
    yield world.days.at(world.days.after(day, 2), f"alert on {told['key_work']} told")
    if alert.is_spoken:
        posts = list(alert.addressees.values_list("post", flat=True))
        issuing.record_told(alert=alert, posts=posts, on=world.today, by=by)
        return
    _come_back(world, alert, told.get("replies", []))


def _written(world, told):
    by, unit = world.account(told["by"]), world.unit(told["unit"])
    due = told["answer_in"]
    content = {
        **{name: told[name] for name in ("key_work", "words", "manner", "text")},
        "year": world.today.year,
        "month": world.today.month,
        "reply_by": world.days.after(world.today, due) if due else None,
    }
    alert = issuing.draft(unit=unit, content=content, by=by)
    touched = [version for version, _ in proposing.touched_by(alert)[:MOST]]
    issuing.choose_points(alert=alert, versions=touched, by=by)
    return alert


def _come_back(world, alert, replies):
    """Those with an account read it; the first of them answer. Who has none signs on paper."""
    answers = iter(replies)
    alert.refresh_from_db()
    for addressee in alert.addressees.select_related("post", "alert"):
        person = next((each for each in addressee.post.holders(world.today)), None)
        if person is None:
            continue
        if not person.has_account:
            _on_paper(world, addressee, person, next(answers, ""))
            continue
        reach = read_reach(person, world.today)
        if issuing.addressed(alert, reach).filter(replied_at=None).exists():
            issuing.acknowledge(alert=alert, by=person, reach=reach)
            if text := next(answers, None):
                issuing.reply(alert=alert, text=text, by=person, reach=reach)


def _on_paper(world, addressee, person, reply):
    """The office brings the printed alert, and enters what comes back."""
    scan = scan_of_signature(f"alert {addressee.post}")
    scan.name = "风险提示签阅页.png"
    from_paper.record_paper(
        addressee=addressee,
        person=person,
        reply=reply if addressee.alert.reply_by else "",
        signed_on=world.today,
        scan=scan,
        by=addressee.alert.issued_by,
    )
