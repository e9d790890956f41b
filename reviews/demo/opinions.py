"""Opinions heard in publicity: last year's, answered; this year's, one that still waits, and days
added to it.
"""

from reviews import opinions, publicity
from reviews.models import OpinionAnswer, Publication

from .last_year import FORMS_BEGIN, PUBLICITY_AFTER

Outcome = OpinionAnswer.Outcome
UNIT = "DEMO-1"
GIVEN_AFTER, ANSWERED_AFTER = 1, 2  # working days after the publicity was opened
NEW_SINCE = 1  # working days before today
LAST_YEAR = [
    {
        "by": "staff",
        "row": None,
        "text": "公示贴在行政楼一楼，食堂的师傅们平时不往那边走。能不能在食堂门口也贴一份？",
        "outcome": Outcome.ADOPTED,
        "reply": "谢谢提醒，说得对。今天已在食堂门口补贴一份，明年起两处同时张贴。",
    },
    {
        "by": None,
        "row": 2,
        "text": "这一条的措施要求每次都两个人到场，忙的时候人手不够，建议改成每周抽查一次。",
        "outcome": Outcome.NOT_ADOPTED,
        "reply": (
            "谢谢您把难处说出来。这一步出了差错不容易补救，两人到场先保留；"
            "人手的事已请总务处排班时错开高峰，下学期再一起看看效果。"
        ),
    },
]
MORE_TIME = "期中考试期间看的人少，再留两天，让各年级组都看得到"
WAITING = "措施里没有写多久做一次、由谁来做。写清楚，大家就好照着做了。"


def stories(world):
    yield heard_and_answered(world)
    yield just_received(world)


def heard_and_answered(world):
    begins = world.days.last_year(*FORMS_BEGIN[UNIT])
    given_on, answered_on = (
        world.days.after(begins, PUBLICITY_AFTER + later) for later in (GIVEN_AFTER, ANSWERED_AFTER)
    )
    yield world.days.at(given_on, "opinions given")
    shown = publicity_of(world, world.last_year)
    given = [(give(world, shown, each), each) for each in LAST_YEAR]
    yield world.days.at(answered_on, "opinions answered")
    for opinion, each in given:
        by = opinions.answerers(opinion, world.today)[0]
        opinions.answer(opinion=opinion, outcome=each["outcome"], reply=each["reply"], by=by)


def just_received(world):
    """Without a name, on a row of a publicity that still runs, and that is given two days more."""
    yield world.days.at(world.days.ago(NEW_SINCE), "opinion received")
    shown = publicity_of(world, world.this_year)
    give(world, shown, {"by": None, "row": 1, "text": WAITING})
    publicity.extend_publicity(
        publication=shown, days=2, why=MORE_TIME, by=shown.by, instead_of=shown.ends_on
    )


def publicity_of(world, year, unit=UNIT):
    shown = Publication.objects.filter(
        unit=world.unit(unit), kind=Publication.Kind.PUBLICITY, year=year
    )
    return shown.order_by("-at").first()


def give(world, shown, each):
    row = shown.rows.filter(position=each["row"]).first() if each["row"] else None
    return opinions.give(
        publication=shown,
        text=each["text"],
        row=row,
        by=world.account(each["by"]) if each["by"] else None,
        receipt=opinions.receipt_in(opinions.new_receipt(shown), shown),
    )
