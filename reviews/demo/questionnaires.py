"""What the bureau's discipline office asked: parents of one school in spring, colleagues just now.

Which answer is given how often is laid down here, and whose they are is nobody's business.
"""

import uuid
from datetime import timedelta

from registry.organisation.models import Seat
from registry.papers.stamps import stamp_of
from reviews.questionnaires import answering, asking, drafting
from reviews.questionnaires.models import Questionnaire
from reviews.questionnaires.shipped import PATTERNS

OFFICE = "DEMO"
Audience = Questionnaire.Audience
# Days before today on which it was switched on, and how many it runs. `ticked`: for each question
# how often each of its options was chosen.
SERVED = {
    "unit": "DEMO-2",
    "pattern": "served",
    "title": "家长办事满意度问卷",
    "audience": Audience.PUBLIC,
    "ago": 30,
    "runs": 14,
    "ticked": ((9, 10, 3, 1, 0), (12, 9, 2, 0, 0), (15, 5, 2, 1), (22, 1, 0)),
    "texts": (
        "转学要带的材料，在校门口的公示栏里也贴一张就更方便了。",
        "午餐费每学期用了多少，能不能像班费那样公布一次？",
        "门卫师傅很热心，告诉我先去哪个办公室。",
        "课后服务收费的通知写得很清楚，谢谢。",
        "材料不全时可以补几次，窗口说的和网上写的不太一样。",
        "没有遇到不放心的地方。",
    ),
}
COLLEAGUES = {
    "unit": "DEMO-1",
    "pattern": "colleagues",
    "title": "教职工廉洁感受问卷",
    "audience": Audience.INSIDE,
    "ago": 3,
    "runs": 14,
    "ticked": ((3, 4, 1, 0, 0), (5, 3, 0), (6, 2, 0), (3, 3, 1, 0, 0)),
    "texts": ("零星采购从申请到报账要签几次字，画一张图大家就清楚了。",),
}


def stories(world):
    yield asked_and_answered(world, SERVED)
    yield asked_and_answered(world, COLLEAGUES)


def asked_and_answered(world, told):
    yield world.days.at(world.days.ago(told["ago"]), f"{told['title']} asked")
    by = world.seated(Seat.DISCIPLINE_OFFICE, world.unit(OFFICE))
    begins = world.days.ago(told["ago"])
    facts = {
        "unit": world.unit(told["unit"]),
        "title": told["title"],
        "intro": PATTERNS[told["pattern"]].intro,
        "audience": told["audience"],
        "opens_on": begins,
        "closes_on": begins + timedelta(days=told["runs"]),
    }
    made = drafting.draft(facts=facts, by=by, pattern=told["pattern"])
    seen = stamp_of(drafting.whole_of(made))
    asking.switch_on(questionnaire=made, seen=seen, by=by)
    yield world.days.at(world.days.ago(told["ago"] - 2), f"{told['title']} answered")
    for said in _sheets(made, told):
        answering.keep(questionnaire=made, said=said, key=uuid.uuid4())


def _sheets(made, told):
    """{question: answer} of as many as answered the first question."""
    *ticks, text = made.questions.order_by("position")
    columns = [_spread(numbers) for numbers in told["ticked"]]
    for at in range(len(columns[0])):
        said = {
            question: column[at]
            for question, column in zip(ticks, columns, strict=True)
            if at < len(column)
        }
        if at < len(told["texts"]):
            said[text] = told["texts"][at]
        yield said


def _spread(numbers):
    """Each option as often as it was chosen."""
    return [option for option, times in enumerate(numbers) for _ in range(times)]
