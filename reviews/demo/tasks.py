"""Recurring duties since May: the bureau's office switches them on, people do most in time."""

from datetime import timedelta
from zlib import crc32

from registry.organisation.models import Seat
from registry.tasks import clock, keeping, settling
from registry.tasks.kinds import RECURRING
from registry.tasks.models import Task, TaskRule

BEGINS, EACH = 142, 3  # working days before today; between two ticks that are played
NOTES = {
    "月报": [
        "本月开了一次防控工作例会，两条措施的责任人作了调整，没有新的风险线索。",
        "本月完成采购流程的对照检查，发现验收单签字不全两处，已补。",
        "本月新教师岗前谈话三人次，风险点和措施没有变化。",
    ],
    "季报": [
        "分管科室每月碰头一次，本季度没有信访；设备采购的两项措施已落实。",
        "听了三个科室的汇报，督促总务处把食材验收改成三人签字。",
    ],
    "半年报告": ["经领导班子会议研究，形成半年报告，会议记录编号已附在报告后面。"],
}


def stories(world):
    yield recurring(world)


def recurring(world):
    yield world.days.at(world.days.ago(BEGINS), "recurring duties switched on")
    bureau = world.organisation.units["DEMO"]
    office = world.seated(Seat.PREVENTION_OFFICE, bureau)
    for code in TaskRule.objects.filter(unit=None).values_list("code", flat=True):
        keeping.switch(unit=bureau, code=code, on=True, by=office)
    for ago in range(BEGINS - 1, 0, -EACH):
        yield world.days.at(world.days.ago(ago), f"recurring duties, {ago} days ago")
        clock.tick(world.today)
        _work(world.today)


def _work(day):
    """Most are done before their day, some late, a few wait."""
    tasks = Task.objects.begun(day).filter(kind=RECURRING.name)
    for task in tasks.select_related("post", "person"):
        lot = crc32(task.key.encode())
        people = task.people_on(day)
        if people and lot % 12 and task.due_on + timedelta(days=lot % 16 - 12) <= day:
            settling.complete(task=task, by=people[0], note=_note(task, lot))


def _note(task, lot):
    for word, notes in NOTES.items():
        if word in task.title:
            return notes[lot % len(notes)]
    return ""
