"""What of the acts runs outside a request: the daily reminders, the volume of a year."""

from datetime import time

from django.db import transaction

from registry.access.reach import reach_of
from registry.jobs import moment
from registry.jobs.kinds import Document, JobFailed, job_kind
from registry.jobs.schedule import duty
from registry.organisation.models import Seat
from registry.tables.formats import FORMATS
from registry.trail.recording import record_sealed
from reviews.volumes import MOST_PAPERS

from . import filing, waiting

VOLUME = "disposal.volume"
TOO_MANY = f"一卷最多 {MOST_PAPERS} 件，请按件打印归档。"


@duty("disposal.remind", label="提醒待办的文书", daily_at=time(7, 40))
def remind_of_acts():
    waiting.remind(moment.today())


def may_bind(person, arguments):
    """Who sits in that discipline office, when it is asked for, made and fetched."""
    if person is None:
        return False
    return arguments.get("office") in reach_of(person).units_of(Seat.DISCIPLINE_OFFICE)


@job_kind(VOLUME, label="汇编处置档案", allowed=may_bind)
def bind_acts(work):
    """Says of its progress nothing that counts; who bound which act is in the sealed trail."""
    office, year = work.arguments["office"], work.arguments["year"]
    found = filing.acts_of_year(reach_of(work.owner), office, year).listed()
    acts = list(found.select_related("issued_by__unit", "follow_up")[: MOST_PAPERS + 1])
    words = f"{year}年"
    if not acts:
        pdf = FORMATS["pdf"].content_type
        return Document(f"廉政风险处置档案（{words}）.pdf", pdf, filing.empty_volume(words))
    if len(acts) > MOST_PAPERS:
        raise JobFailed(TOO_MANY)
    volume = filing.volume_of(
        acts, words=words, told=lambda place: work.progress(5 + 90 * place // len(acts))
    )
    with transaction.atomic():
        for act in acts:
            record_sealed(by=work.owner, action="disposal.filed", target=act)
    return volume
