"""What the public sent on the publicity for society that runs now: one in each state."""

from reviews import missives, opinions
from reviews.models import OpinionAnswer, ReportChannel

from .opinions import publicity_of

UNIT, ABOVE = "DEMO-2", "DEMO"
SENT, SORTED = 2, 1  # working days before today
CHANNELS = [
    ("派驻纪检监察组举报电话", "12388（全国统一）"),
    ("来信地址", "教育局办公楼三层，派驻纪检监察组收（演示地址）"),
]
ITEMS = [
    {
        "text": "我是学生家长。这些措施写得明白。成绩更正以后多久告诉家长，能不能也写上？",
        "contact": "李女士，晚上方便接电话",
        "opinion": "成绩更正以后多久告诉家长，能不能也写进措施里？",
        "reply": "谢谢您，这一句提醒得好。学校已请填报人补上：更正以后两个工作日内告诉家长。",
    },
    {
        "text": "表里的“双人复核”不太好懂，建议后面用一句话说明是哪两个人、怎样复核。",
        "contact": "",
        "opinion": "表里的“双人复核”不太好懂，建议用一句话说明是哪两个人、怎样复核。",
    },
    {
        "text": "听人说起，安排监考时有人打过招呼，不知道是不是真的，请了解一下。",
        "contact": "",
        "kept": "report",
        "note": "已登记，由本组了解核实。",
    },
    {
        "text": "请问明年一年级什么时候报名？",
        "contact": "",
        "kept": "neither",
        "note": "招生咨询，不是对公示的意见。",
    },
    {
        "text": "收费公示牌这一条很实在。建议写明由谁更换、几天以内换好。",
        "contact": "",
        "row": 1,
    },
]


def stories(world):
    yield received_and_sorted(world)


def received_and_sorted(world):
    yield world.days.at(world.days.ago(SENT), "missives received")
    shown = publicity_of(world, world.this_year, UNIT)
    for order, (label, text) in enumerate(CHANNELS, start=1):
        ReportChannel.objects.create(unit=world.unit(ABOVE), label=label, text=text, order=order)
    found = [(_keep(world, shown, item), item) for item in ITEMS]
    yield world.days.at(world.days.ago(SORTED), "missives sorted")
    for missive, item in found:
        triage = _sorted(world, missive, item)
        if "reply" in item:
            _answer(world, triage.opinion, item["reply"])


def _keep(world, shown, item):
    row = shown.rows.filter(position=item["row"]).first() if "row" in item else None
    return missives.keep(
        publication=shown,
        text=item["text"],
        contact=item["contact"],
        row=row,
        received_on=world.today,
        receipt=opinions.receipt_in(opinions.new_receipt(shown), shown),
    )


def _sorted(world, missive, item):
    said = {key: item[key] for key in ("opinion", "kept", "note") if key in item}
    by = missives.receivers(missive, world.today)[0]
    return missives.sort(missive=missive, by=by, **said) if said else None


def _answer(world, opinion, reply):
    by = opinions.answerers(opinion, world.today)[0]
    opinions.answer(opinion=opinion, outcome=OpinionAnswer.Outcome.ADOPTED, reply=reply, by=by)
