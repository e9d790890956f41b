"""One job in the hands of one worker: its lease, its progress, and its delivery exactly once.

Every write to the row is conditional on still holding the lease. A worker that lost it (paused,
cut off, believed dead) may have computed in vain, but it can deliver nothing.
"""

import time
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now

from registry.files.storing import store
from registry.trail.recording import record

from .kinds import Document, Effect
from .models import Job

# A bar that moves twice a second is smooth enough; more would only load the database.
PROGRESS_EVERY = 0.5


class LeaseLost(Exception):
    """Another worker has the job now."""


def from_now(seconds):
    """A time by the database's clock: machines may disagree about theirs."""
    later = Now() + timedelta(seconds=seconds)
    return models.ExpressionWrapper(later, output_field=models.DateTimeField())


def claim(token):
    """The next job for this worker, or None. Of many that ask at once one gets it.

    Duties of the system (no owner) go first: they are short, and an export may be long.
    """
    _give_up_abandoned()
    taken = (take(pk, token) for pk in _candidates())
    return next((job for job in taken if job is not None), None)


def _candidates():
    owned = models.ExpressionWrapper(models.Q(owner__isnull=False), models.BooleanField())
    waiting = Job.objects.claimable().order_by(owned.asc(), "run_after", "pk")
    return list(waiting.values_list("pk", flat=True)[:20])


def take(pk, token):
    """This job for this worker, or None when it is no longer there to take."""
    taken = (
        Job.objects.claimable()
        .filter(pk=pk)
        .update(
            state=Job.State.RUNNING,
            leased_by=token,
            leased_until=from_now(settings.JOB_LEASE_SECONDS),
            attempts=models.F("attempts") + 1,
            started_at=Now(),
            progress=0,
            progress_text="",
        )
    )
    return Job.objects.select_related("owner__unit", "owner__account").get(pk=pk) if taken else None


def _give_up_abandoned():
    """A job that took several workers down with it is not handed to yet another."""
    for job in Job.objects.given_up().select_related("owner__unit", "owner__account"):
        with transaction.atomic():
            if Job.objects.given_up().filter(pk=job.pk).update(**_failed(plain_failure(job))):
                _record(job, "job.failed", "failed")


class Work:
    """What a handler gets: the owner, the arguments, and a way to say how far it is.

    `said`: what a duty did, in a few words, for whoever has it done by hand.
    """

    def __init__(self, job, token):
        self.job = job
        self.owner = job.owner
        self.arguments = job.arguments
        self.said = ""
        self._token = token
        self._written_at = 0.0

    def progress(self, percent, text=""):
        """Show how far the work is and keep the lease; stops here when the lease is lost.

        Call it outside transactions: what nobody else can see is no progress.
        """
        moment = time.monotonic()
        if percent < 100 and moment - self._written_at < PROGRESS_EVERY:
            return
        self._written_at = moment
        self._hold(progress=min(int(percent), 100), progress_text=text[:120])

    def renew(self):
        """Keep the lease for another while."""
        self._hold()

    def _hold(self, **changes):
        until = from_now(settings.JOB_LEASE_SECONDS)
        if not self._mine().update(leased_until=until, **changes):
            raise LeaseLost(self.job.pk)

    def deliver(self, result):
        """State, result, effect and trail together or not at all."""
        with transaction.atomic():
            self._finish(Job.State.DONE, progress=100, progress_text="")
            if isinstance(result, Effect):
                result.apply()
            elif isinstance(result, Document):
                Job.objects.filter(pk=self.job.pk).update(result=_stored(result))
            elif result is not None:
                raise TypeError(f"{self.job.kind} returned neither Document nor Effect")
            # A duty that ran leaves its own entries; that it ran every five minutes is no news.
            if self.owner is not None:
                _record(self.job, "job.done", "done")

    def fail(self, text):
        """The end of it, with a reason in plain words for the owner."""
        with transaction.atomic():
            self._finish(Job.State.FAILED, error_text=text)
            _record(self.job, "job.failed", "failed")

    def put_back(self, *, seconds):
        """Try again later, or have another worker try now."""
        released = self._mine().update(
            state=Job.State.WAITING,
            leased_by="",
            leased_until=None,
            run_after=from_now(seconds),
        )
        if not released:
            raise LeaseLost(self.job.pk)

    def hand_over(self):
        """Give the lease back unused: stopping a worker is not the job's fault."""
        self._mine().update(
            state=Job.State.WAITING,
            leased_by="",
            leased_until=None,
            run_after=Now(),
            attempts=models.F("attempts") - 1,
        )

    def _finish(self, state, **changes):
        over = {"state": state, "leased_by": "", "leased_until": None, "finished_at": Now()}
        if not self._mine().update(**over, **changes):
            raise LeaseLost(self.job.pk)

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk).held_by(self._token)


def plain_failure(job):
    return (
        f"处理时出了问题，试了 {job.attempts} 次都没有完成。可以点“重试”再来一次；"
        f"如果仍不成功，请把任务编号 {job.pk} 告诉系统管理员。"
    )


def _failed(text):
    return {
        "state": Job.State.FAILED,
        "leased_by": "",
        "leased_until": None,
        "finished_at": Now(),
        "error_text": text,
    }


def _record(job, action, outcome):
    record(
        by=job.owner,
        action=action,
        unit=job.owner.unit if job.owner else None,
        target=job.title,
        target_kind=job.kind,
        outcome=outcome,
    )


def _stored(document):
    """The document as a stored file; as the system, because upload limits are not for results."""
    return store(
        stream=BytesIO(document.content),
        name=document.name,
        content_type=document.content_type,
        by=None,
    )
