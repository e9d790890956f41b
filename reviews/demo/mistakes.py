"""纠错: what visitors said is wrong in the lists, one answered and two that wait."""

from registry.organisation.models import Seat
from reviews import mistakes, opinions
from reviews.models import Publication

SENT, ANSWERED = 4, 2  # working days before today
ITEMS = [
    {
        "unit": "DEMO-1",
        "row": 2,
        "text": "写着“学位余量每学期公示”，没有写在哪里公示，网站上没有找到。",
        "contact": "家长，晚上方便",
        "outcome": "next",
        "reply": "谢谢您提醒，确实漏写了。公示在校门口公示栏和学校网站首页，下一版目录写上。",
    },
    {"unit": "DEMO-1", "row": 5, "text": "办理期限写“每学期末”，看不出是哪几天，请写明。"},
    {"unit": "DEMO", "row": 1, "text": "依据里的民办教育促进法修正过，第几条请再核对一下。"},
]


def stories(world):
    yield received(world)


def received(world):
    yield world.days.at(world.days.ago(SENT), "mistakes received")
    found = [(_keep(world, item), item) for item in ITEMS]
    yield world.days.at(world.days.ago(ANSWERED), "mistakes answered")
    for mistake, item in found:
        if "reply" in item:
            by = world.seated(Seat.PREVENTION_OFFICE, mistake.publication.unit)
            said = {"outcome": item["outcome"], "reply": item["reply"]}
            mistakes.answer(mistake=mistake, by=by, **said)


def _keep(world, item):
    shown = Publication.objects.public().standing()
    shown = shown.get(unit=world.unit(item["unit"]), kind=Publication.Kind.CATALOGUE)
    return mistakes.keep(
        publication=shown,
        text=item["text"],
        contact=item.get("contact", ""),
        row=shown.rows.get(position=item["row"]),
        received_on=world.today,
        receipt=opinions.receipt_in(opinions.new_receipt(shown), shown),
    )
