"""Half a year of measures carried out: the bureau's office switches it on; most are done in time,
some late, a few wait; nearly all are found applied, some only in part.
"""

from datetime import timedelta
from zlib import crc32

from registry.organisation.models import Seat
from registry.tasks import clock
from registry.tasks.models import Task
from reviews.fulfilment import carrying, opening, switching
from reviews.fulfilment.kinds import CARRYING, CHECKING
from reviews.fulfilment.models import MeasureFinding, MeasureTurn

from .scans import scan_of_signature

LONGEST = timedelta(days=30)  # what is late is done by then, when somebody has asked
BEGINS, EACH = 119, 4  # working days before today; between two days that are played
Applied = MeasureFinding.Applied
NOTES = [
    "按措施做了，登记簿每一笔都有两个人签字，附最近一页。",
    "本期做了三次，每次都有记录；最近一次的记录附在后面。",
    "抽了十份材料，九份齐全，一份缺签字，当天补上了。",
    "公示和登记都按时做了，公示栏照片附后。",
    "与财务对过账，没有差异，对账单附后。",
]
PARTLY = [
    "有两次只有一个人签字，另一个人是后来补的。",
    "记录有，公示晚了一周。",
    "抽查做了，查出的问题没有写后来怎样改的。",
]
WITH_FILE = ["登记簿.png", "对账单.png", "公示栏照片.png"]


def stories(world):
    yield measures(world)


def measures(world):
    yield world.days.at(world.days.ago(BEGINS), "measures carried out, switched on")
    bureau = world.organisation.units["DEMO"]
    office = world.seated(Seat.PREVENTION_OFFICE, bureau)
    switching.switch(unit=bureau, on=True, by=office)
    for ago in range(BEGINS - 1, 0, -EACH):
        yield world.days.at(world.days.ago(ago), f"measures carried out, {ago} days ago")
        opening.open_due(world.today)
        clock.call_due(world.today)
        _carry(world.today)
        _check(world.today)


def _lot(task):
    return crc32(task.key.encode())


def _carry(day):
    """Most before their day, some late; one in ten waits until somebody asks."""
    for task in Task.objects.begun(day).filter(kind=CARRYING.name).select_related("measure_turn"):
        lot, people = _lot(task), task.people_on(day)
        waits = timedelta(days=lot % 18 - 13) if lot % 10 else LONGEST
        if people and task.due_on + waits <= day:
            carrying.carry_out(
                turn=task.measure_turn,
                by=people[0],
                note=NOTES[lot % len(NOTES)],
                files=_files(lot),
            )


def _files(lot):
    if lot % 3:
        return []
    scan = scan_of_signature(str(lot))
    scan.name = WITH_FILE[lot // 3 % len(WITH_FILE)]
    return [scan]


def _check(day):
    """Within two weeks; nearly all hold, a few in part, of which some are asked for again."""
    tasks = Task.objects.begun(day).filter(kind=CHECKING.name)
    for turn in MeasureTurn.objects.filter(checking__in=tasks).listed().order_by("pk"):
        lot = _lot(turn.task)
        others = [person for person in turn.checking.people_on(day) if person != turn.task.done_by]
        waits = timedelta(days=lot % 9 + 2) if lot % 14 else LONGEST
        if others and turn.checking.opens_on + waits <= day:
            carrying.check(turn=turn, by=others[0], **_found(lot, day))


def _found(lot, day):
    if lot % 9:
        return {"applied": Applied.YES}
    again_by = day + timedelta(days=14) if lot % 2 else None
    return {"applied": Applied.PARTLY, "why": PARTLY[lot % len(PARTLY)], "again_by": again_by}
