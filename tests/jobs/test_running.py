"""A job's effect happens once: whoever lost the lease delivers nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registry.files.models import StoredFile
from registry.files.storing import open_verified
from registry.jobs import kinds, running, worker
from registry.jobs.kinds import Document, Effect, JobFailed
from registry.jobs.models import Job
from registry.jobs.running import LeaseLost, Work, claim
from registry.jobs.worker import Worker
from registry.organisation.models import Unit
from registry.trail.models import TrailEntry


def let_lease_run_out(job):
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(leased_until=long_ago)


def actions():
    return list(TrailEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_document_is_delivered_to_its_owner(offer, queue, document):
    offer(lambda work: document)
    job = queue()
    assert Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.progress, job.attempts) == ("done", 100, 1)
    with open_verified(job.result) as stream:
        assert stream.read() == document.content
    assert job.result.original_name == "目录.csv"
    assert actions() == ["export.requested", "job.done"]
    assert TrailEntry.objects.latest("id").request_id == f"job-{job.pk}"


def test_an_effect_and_the_state_come_together(offer, queue):
    offer(lambda work: Effect(lambda: Unit.objects.create(code="NEW", name="新校")))
    queue()
    Worker().run_one()
    assert Unit.objects.filter(code="NEW").exists()
    assert Job.objects.get().state == "done"


def test_an_effect_that_fails_leaves_nothing(offer, queue):
    def half():
        Unit.objects.create(code="NEW", name="新校")
        raise IntegrityError("second half")

    offer(lambda work: Effect(half))
    queue()
    Worker().run_one()
    assert not Unit.objects.filter(code="NEW").exists()
    assert Job.objects.get().state == "waiting"


def test_a_handler_that_returns_something_else_is_a_fault(offer, queue):
    offer(lambda work: "done?")
    queue()
    Worker().run_one()
    assert Job.objects.get().state == "waiting"


def test_there_is_nothing_to_do(db):
    assert not Worker().run_one()


def test_a_job_under_a_lease_is_nobody_elses(offer, queue):
    offer(lambda work: None)
    queue()
    assert claim("first") is not None
    assert claim("second") is None


def test_a_job_whose_lease_ran_out_is_taken_again(offer, queue):
    offer(lambda work: None)
    job = queue()
    claim("first")
    let_lease_run_out(job)
    taken = claim("second")
    assert (taken.pk, taken.leased_by, taken.attempts) == (job.pk, "second", 2)


def taken_over(job):
    """The same job in the hands of a worker that lost it and of the one that has it."""
    late = Work(claim("late"), "late")
    let_lease_run_out(job)
    return late, Work(claim("second"), "second")


def test_who_lost_the_lease_delivers_nothing(offer, queue, document):
    offer(lambda work: document)
    late, second = taken_over(queue())
    with pytest.raises(LeaseLost):
        late.deliver(document)
    second.deliver(document)
    with pytest.raises(LeaseLost):
        late.deliver(document)
    assert StoredFile.objects.count() == 1
    assert actions().count("job.done") == 1


def test_without_the_lease_it_would_be_delivered_twice(offer, queue, document, monkeypatch):
    """The negative control: it is the condition on the lease that makes it once."""
    offer(lambda work: document)
    late, second = taken_over(queue())
    monkeypatch.setattr(Work, "_mine", lambda work: Job.objects.filter(pk=work.job.pk))
    second.deliver(document)
    late.deliver(document)
    assert StoredFile.objects.count() == 2
    assert actions().count("job.done") == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda work: work.progress(50),
        lambda work: work.renew(),
        lambda work: work.fail("坏了"),
        lambda work: work.put_back(seconds=0),
    ],
)
def test_who_lost_the_lease_writes_nothing_else_either(offer, queue, write):
    offer(lambda work: None)
    late, _ = taken_over(queue())
    with pytest.raises(LeaseLost):
        write(late)
    late.hand_over()
    job = Job.objects.get()
    assert (job.state, job.leased_by, job.attempts) == ("running", "second", 2)


def test_progress_is_shown_and_keeps_the_lease(offer, queue):
    seen = []

    def handler(work):
        let_lease_run_out(work.job)
        work.progress(40, "正在排版")
        work.progress(41, "太快了，不写")
        seen.append(Job.objects.get())

    offer(handler)
    queue()
    Worker().run_one()
    (job,) = seen
    assert (job.progress, job.progress_text) == (40, "正在排版")
    assert job.leased_until > timezone.now()


def test_a_fault_is_tried_again_later_and_then_failed(offer, queue, settings):
    runs = []

    def broken(work):
        runs.append(work.job.attempts)
        raise ZeroDivisionError("secret detail")

    offer(broken)
    job = queue()
    settings.JOB_BACKOFF_SECONDS = 60
    Worker().run_one()
    job.refresh_from_db()
    assert job.state == "waiting"
    assert job.run_after > timezone.now() + timedelta(seconds=100)
    assert not Worker().run_one()
    settings.JOB_BACKOFF_SECONDS = 0
    for _ in range(2):
        Job.objects.update(run_after=timezone.now() - timedelta(minutes=1))
        Worker().run_one()
    job.refresh_from_db()
    assert runs == [1, 2, 3]
    assert job.state == "failed"
    assert "重试" in job.error_text
    assert "secret" not in job.error_text
    assert actions()[-1] == "job.failed"
    assert not Worker().run_one()


def test_a_plain_refusal_is_not_tried_again(offer, queue):
    def refuse(work):
        raise JobFailed("所选范围内没有风险点，请换一个单位再导出。")

    offer(refuse)
    job = queue()
    Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.error_text) == ("failed", "所选范围内没有风险点，请换一个单位再导出。")


def test_a_job_that_took_three_workers_down_is_given_up(offer, queue):
    offer(lambda work: None)
    job = queue()
    for token in ("a", "b", "c"):
        assert claim(token).pk == job.pk
        let_lease_run_out(job)
    assert claim("d") is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert str(job.pk) in job.error_text
    assert actions()[-1] == "job.failed"


def test_handing_over_does_not_count_as_an_attempt(offer, queue):
    offer(lambda work: None)
    queue()
    for _ in range(5):
        Work(claim("w"), "w").hand_over()
    assert Job.objects.get().attempts == 0
    assert claim("w") is not None


def test_rights_are_asked_again_when_it_runs(offer, queue, cast):
    rights = {"held": True}
    offer(lambda work: pytest.fail("ran"), allowed=lambda owner, arguments: rights["held"])
    job = queue()
    rights["held"] = False
    Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.error_text) == ("failed", worker.NOT_ALLOWED)


def test_nothing_runs_for_a_disabled_account(offer, queue, cast):
    offer(lambda work: pytest.fail("ran"))
    job = queue()
    cast.accounts.staff.is_active = False
    cast.accounts.staff.save()
    Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.error_text) == ("failed", worker.OWNER_GONE)


def test_a_kind_that_is_no_longer_offered_fails_plainly(offer, queue, monkeypatch):
    offer(lambda work: None)
    job = queue()
    monkeypatch.delitem(kinds._kinds, "test.kind")
    Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.error_text) == ("failed", worker.NOT_OFFERED)


def test_the_systems_duties_go_before_what_people_wait_for(offer, queue):
    offer(lambda work: None)
    queue(key="mine")
    duty = queue(key="duty", by=None)
    assert claim("w").pk == duty.pk


def test_a_worker_told_to_stop_out_of_time_hands_the_job_back(offer, queue):
    def long(work):
        raise worker.TimeToStop

    offer(long)
    job = queue()
    Worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.leased_by) == ("waiting", 0, "")


def test_the_lease_is_renewed_while_a_handler_says_nothing(offer, queue, monkeypatch):
    """With the heart at rest the lease would stay where it was."""
    renewed = []
    monkeypatch.setattr(running.Work, "renew", lambda work: renewed.append(work.job.pk))
    work = Work(Job(pk=1, kind="test.kind"), "w")

    class Impatient:
        def __init__(self):
            self.waited = 0

        def wait(self, seconds):
            self.waited += 1
            return self.waited > 3

    worker._beat(work, Impatient())
    assert renewed == [1, 1, 1]


def test_results_are_documents_of_the_system(offer, queue, settings):
    settings.MAX_UPLOAD_BYTES = 1
    offer(lambda work: Document("大.csv", "text/csv", b"x" * 100))
    queue()
    Worker().run_one()
    assert StoredFile.objects.get().created_by is None
