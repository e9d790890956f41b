"""One job per key; retry and cancel by its owner only, and in their time only."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from registry.jobs import queueing
from registry.jobs.models import Job
from registry.trail.models import TrailEntry


@pytest.fixture(autouse=True)
def kind(offer):
    offer(lambda work: None)


def test_a_job_waits_under_the_name_of_who_asked(queue, cast):
    job = queue(format="xlsx")
    job.refresh_from_db()
    assert (job.state, job.owner, job.arguments) == (
        "waiting",
        cast.people.staff,
        {"format": "xlsx"},
    )


def test_asking_is_in_the_trail_once(queue, cast):
    queue()
    queue()
    entry = TrailEntry.objects.get()
    assert (entry.action, entry.target_ref) == ("export.requested", "风险点目录")
    assert (entry.unit_id, entry.actor_id) == (cast.school_large.pk, cast.people.staff.pk)


def test_the_same_key_is_the_same_job(queue):
    assert {queue().pk for _ in range(10)} == {Job.objects.get().pk}
    assert queue(key="k2").pk != queue().pk


def test_a_kind_nobody_offers_is_refused(cast):
    with pytest.raises(KeyError):
        queueing.enqueue(kind="no.such", arguments={}, title="x", by=None, key="x")


def test_who_may_not_have_it_cannot_queue_it(offer, queue, cast):
    offer(lambda work: None, allowed=lambda owner, arguments: owner == cast.people.office)
    with pytest.raises(PermissionDenied):
        queue()
    assert not Job.objects.exists()
    assert queue(by=cast.people.office).pk


def end(job, state):
    Job.objects.filter(pk=job.pk).update(
        state=state, finished_at=timezone.now(), attempts=3, error_text="坏了"
    )


def test_a_failed_job_starts_again_from_nothing(queue, cast):
    job = queue()
    end(job, "failed")
    assert queueing.retry(job=job, by=cast.people.staff)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_text) == ("waiting", 0, "")
    assert TrailEntry.objects.filter(action="export.requested").count() == 2
    assert not queueing.retry(job=job, by=cast.people.staff)


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_only_failed_jobs_are_retried(queue, cast, state):
    job = queue()
    end(job, state)
    assert not queueing.retry(job=job, by=cast.people.staff)


def test_nobody_else_retries_or_cancels(queue, cast):
    job = queue()
    assert not queueing.cancel(job=job, by=cast.people.section_head)
    end(job, "failed")
    assert not queueing.retry(job=job, by=cast.people.section_head)


def test_a_waiting_job_is_cancelled(queue, cast):
    job = queue()
    assert queueing.cancel(job=job, by=cast.people.staff)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not queueing.cancel(job=job, by=cast.people.staff)
