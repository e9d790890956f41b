"""What of the talks runs outside a request: the daily reminders, a volume of records."""

from datetime import time

from registry.access.reach import reach_of
from registry.jobs import moment
from registry.jobs.kinds import JobFailed, job_kind
from registry.jobs.schedule import duty
from registry.organisation.models import Seat, Unit
from reviews.offices import by_discipline_office
from reviews.volumes import MOST_PAPERS

from . import printed, reminding
from .models import Talk

VOLUME = "talks.volume"


def settled_of(person, arguments):
    """What the volume holds: talks of one unit and year, settled, under the person's office."""
    found = Talk.objects.filter(by_discipline_office(reach_of(person)))
    found = found.filter(
        unit=arguments.get("unit"), held_on__year=arguments.get("year"), settled_at__isnull=False
    )
    return found.listed().order_by("held_on", "pk")


def may_bind(person, arguments):
    return person is not None and reach_of(person).holds(Seat.DISCIPLINE_OFFICE)


@job_kind(VOLUME, label="汇编谈话档案", allowed=may_bind)
def bind_talks(work):
    talks = list(settled_of(work.owner, work.arguments)[: MOST_PAPERS + 1])
    if not 0 < len(talks) <= MOST_PAPERS:
        raise JobFailed("没有双方确认过的谈话，或者超过了一卷的件数。")
    unit = Unit.objects.get(pk=work.arguments["unit"])

    def told(place):
        work.progress(5 + 90 * place // len(talks), f"第 {place + 1} 件，共 {len(talks)} 件")

    words = f"{unit.name}，{work.arguments['year']}年"
    return printed.volume_of(talks, words=words, told=told)


@duty("talks.remind", label="提醒廉政谈话", daily_at=time(8, 20))
def remind_of_talks():
    reminding.remind(moment.today())
