"""One tick by hand: every duty whose turn has come is done here and now, one after the other.

By the keys of the scheduler, so that a turn is done once, whoever does it. For another moment the
keys are its own: the scheduler's turn of that day stays.
"""

from dataclasses import dataclass

from django.utils import timezone

from .models import Job
from .queueing import enqueue
from .running import take
from .schedule import due, key_of
from .worker import Worker


@dataclass(frozen=True)
class Done:
    """What became of one duty: its label, and what is to be said of it."""

    label: str
    text: str


def tick(at=None):
    """Do what is due now, or at that moment; yields a `Done` for each duty."""
    worker = Worker()
    for found, slot in due(at or timezone.now()):
        key = key_of(found, slot) if at is None else f"{key_of(found, slot)}:at"
        arguments = {} if at is None else {"at": at.isoformat()}
        job = enqueue(kind=found.name, arguments=arguments, title=found.label, by=None, key=key)
        yield Done(found.label, _do(job, worker))


def _do(job, worker):
    if job.state == Job.State.DONE:
        return "这一次已经办过"
    taken = take(job.pk, worker.token)
    if taken is None:
        return "正由别的进程办理，或者还没有到重试的时间"
    said = worker.run(taken)
    taken.refresh_from_db(fields=["state"])
    return said or "已办" if taken.state == Job.State.DONE else "没有办成，稍后会再试"
