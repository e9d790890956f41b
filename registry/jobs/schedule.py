"""Duties that come round: closing publicity, reminders, checkpoints, cleaning up.

A duty is a kind of job without owner. Each time its slot begins, whoever schedules queues one job
under the key of that slot: two schedulers queue it once, and lease and retry are those of any job.
Apps offer duties in `background.py`:

    @duty("publicity.close", label="结束到期的公示", every=timedelta(minutes=5))
    @duty("trail.checkpoint", label="生成留痕校验点", daily_at=time(1, 30))
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from . import moment
from .kinds import job_kind
from .models import Job
from .queueing import enqueue


@dataclass(frozen=True)
class Duty:
    name: str
    label: str
    every: timedelta | None
    daily_at: time | None

    def slot(self, now: datetime) -> str | None:
        """Which turn of the duty this moment belongs to; None before today's time has come.

        A turn missed because nothing ran is made up for once, when the scheduler is back.
        """
        if self.every is not None:
            turn = int(now.timestamp() // self.every.total_seconds())
            return f"{int(self.every.total_seconds())}s-{turn}"
        local = timezone.localtime(now)
        return local.date().isoformat() if local.time() >= self.daily_at else None


_duties: dict[str, Duty] = {}


def duty(name, *, label, every=None, daily_at=None):
    """Offer the decorated function, called without arguments, as a duty that comes round.

    Exactly one of `every` (a timedelta) and `daily_at` (a local time). It may be called twice for
    one turn after a crash, so its own changes must be conditional. It asks `moment` which day it
    is, and may answer with a few words on what it did.
    """
    if (every is None) == (daily_at is None):
        raise ValueError("a duty has either `every` or `daily_at`")

    def offer(function):
        job_kind(name, label=label)(_handler(function))
        _duties[name] = Duty(name, label, every, daily_at)
        return function

    return offer


def _handler(function):
    def run(work):
        named = work.arguments.get("at")
        with moment.at(named and datetime.fromisoformat(named)):
            work.said = function() or ""

    return run


def queue_due(now=None):
    """Queue the duties whose turn it is; the names of those that were not queued before."""
    queued = []
    for found, slot in due(now or timezone.now()):
        key = key_of(found, slot)
        if not Job.objects.filter(key=key).exists():
            enqueue(kind=found.name, arguments={}, title=found.label, by=None, key=key)
            queued.append(found.name)
    return queued


def due(now):
    """(duty, its turn) of those whose turn has come."""
    turns = [(found, found.slot(now)) for found in _duties.values()]
    return [(found, slot) for found, slot in turns if slot is not None]


def key_of(found, slot):
    return f"duty:{found.name}:{slot}"
