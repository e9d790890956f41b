"""Putting a job into the queue, once per key, and back into it."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from registry.trail.recording import record

from .kinds import kind_named
from .models import Job


@transaction.atomic
def enqueue(*, kind, arguments, title, by, key):
    """The job with this key: queued now, or the one queued before (ten equal posts, one job).

    `by` is the Person under whose rights it runs and in whose downloads it waits; None is the
    system. `title` is what that person reads, and goes into the trail: no content in it.
    """
    offered = kind_named(kind)
    if by is not None and not offered.allowed(by, arguments):
        raise PermissionDenied
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, arguments=arguments, title=title[:120], owner=by, key=key
            )
    except IntegrityError:
        return Job.objects.get(key=key)
    if by is not None:
        record(by=by, action=offered.requested, unit=by.unit, target=job.title, target_kind=kind)
    return job


@transaction.atomic
def retry(*, job, by):
    """Queue a failed job again from the start; False when it is not (or no longer) failed."""
    again = Job.objects.filter(pk=job.pk, owner=by, state=Job.State.FAILED).update(
        state=Job.State.WAITING,
        attempts=0,
        run_after=Now(),
        finished_at=None,
        progress=0,
        progress_text="",
        error_text="",
    )
    if again:
        action = kind_named(job.kind).requested
        record(by=by, action=action, unit=by.unit, target=job.title, target_kind=job.kind)
    return bool(again)


@transaction.atomic
def cancel(*, job, by):
    """Take a job out of the queue before a worker took it; False when one already has."""
    return bool(
        Job.objects.filter(pk=job.pk, owner=by, state=Job.State.WAITING).update(
            state=Job.State.CANCELLED, finished_at=Now()
        )
    )
