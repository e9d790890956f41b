"""Self-checks of the demo, opened by the recurring duty: most are handed in, some late; nearly all
of what is drawn holds.
"""

from datetime import timedelta
from zlib import crc32

from registry.tasks.models import Task
from reviews.self_checks import answering, asking
from reviews.self_checks.answering import Answer
from reviews.self_checks.kinds import ANSWERING, CONFIRMING
from reviews.self_checks.models import SelfCheck, SelfCheckAnswer

LONGEST = timedelta(days=30)  # what is late is done by then, when somebody has asked
BEGINS, EACH = 140, 4  # working days before today; between two days that are played
Said = SelfCheckAnswer.Said
NOTES = [
    "逐条对照过，措施都在执行；办事窗口的提示牌旧了，已换新的。",
    "双人复核有一次漏签，已补签并提醒自己。",
    "本岗位风险点没有变化，材料存在科室档案盒里。",
    "忙的时候有两次先办后登记，今后改过来。",
]
PARTLY = [
    "人手紧的两周只做了一次，已和科室商量调班。",
    "记录做了，没有每次都让对方签字。",
    "公示晚了三天，下次提前准备。",
]
NOT_DONE = ["登记系统停用期间没有登记，恢复以后还没有补完。"]
EVIDENCE = ["登记簿最近三个月", "对账单和签字页", "公示栏照片", "科室会议记录", ""]
WRONG = ["登记簿上有四次只有一个人的签字。", "材料里没有找到这几次的记录。"]


def stories(world):
    yield self_checks(world)


def self_checks(world):
    for ago in range(BEGINS, 0, -EACH):
        yield world.days.at(world.days.ago(ago), f"self-checks, {ago} days ago")
        _hand_in(world.today)
        _confirm(world.today)


def _lot(*words):
    return crc32(":".join(map(str, words)).encode())


def _hand_in(day):
    """Most within their time, some late, one in twelve when somebody asks."""
    for task in Task.objects.begun(day).filter(kind=ANSWERING.name).select_related("post"):
        lot, people = _lot(task.key), task.people_on(day)
        waits = timedelta(days=lot % 16 - 12) if lot % 12 else LONGEST
        if people and task.due_on + waits <= day:
            measures = asking.measures_of(task, day)
            answering.hand_in(
                task=task,
                answers=[_answer(task, each) for each in measures],
                note=NOTES[lot % len(NOTES)],
                seal=answering.seal_of(measures),
                by=people[0],
            )


def _answer(task, measure):
    lot = _lot(task.key, measure.measure_id)
    if lot % 41 == 0:
        return Answer(measure.pk, Said.NOT_DONE, NOT_DONE[0])
    if lot % 9 == 0:
        return Answer(measure.pk, Said.PARTLY, PARTLY[lot % len(PARTLY)])
    return Answer(measure.pk, Said.DONE, evidence=EVIDENCE[lot % len(EVIDENCE)])


def _confirm(day):
    """Within three weeks; one sample in thirteen later."""
    tasks = Task.objects.begun(day).filter(kind=CONFIRMING.name)
    for check in SelfCheck.objects.filter(confirming__in=tasks).select_related("task__done_by"):
        asked, lot = tasks.get(pk=check.confirming_id), _lot(check.task.key)
        others = [each for each in asked.people_on(day) if each != check.task.done_by]
        waits = timedelta(days=lot % 14 + 2) if lot % 13 else LONGEST
        if others and asked.opens_on + waits <= day:
            drawn = check.answers.filter(is_drawn=True)
            answering.confirm(
                check=check, findings={each.pk: _found(each) for each in drawn}, by=others[0]
            )


def _found(answer):
    lot = _lot("found", answer.check_made_id, answer.position)
    return (True, "") if lot % 23 else (False, WRONG[lot % len(WRONG)])
