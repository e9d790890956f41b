"""Real workers in processes of their own: killed, stopped, many at once. One effect each time."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from registry.files.models import StoredFile
from registry.files.storing import open_verified
from registry.jobs import running
from registry.jobs.models import Job, JobQuerySet
from registry.jobs.queueing import enqueue
from registry.jobs.running import claim
from registry.trail import verifying
from registry.trail.models import TrailEntry
from reviews import importing
from risks.models import PointVersion
from tests.cast import make_cast
from tests.reviews.test_import_pages import GOOD, workbook

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 40


@pytest.fixture
def environment(child_environment, settings):
    settings.FILES_DIR = Path(child_environment["DATA_DIR"]) / "files"
    return {**child_environment, "JOB_LEASE_SECONDS": "2", "JOB_STOP_SECONDS": "1"}


@pytest.fixture
def start(environment):
    """Start a worker process; whatever still runs at the end of the test is killed."""
    processes = []

    def start_process(*command, **extra):
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**environment, **extra}
        )
        processes.append(process)
        return process

    yield start_process
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def export(cast):
    """The auditor's export in the queue."""

    def put(key="k"):
        return enqueue(
            kind="trail.export",
            arguments={"filter": {}},
            title="操作记录",
            by=cast.people.auditor,
            key=key,
        )

    return put


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def until(condition):
    """Wait for something another process does, but not for ever."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.05)


def state_of(job):
    job.refresh_from_db()
    return job.state


def slow_worker(start, tmp_path, point, *options, **extra):
    """A worker that has stopped at the point, and how to let it go on."""
    here, go_on = tmp_path / "here", tmp_path / "go-on"
    process = start("-m", "tests.jobs.slow_worker", point, here, go_on, *options, **extra)
    until(here.exists)
    return process, go_on.touch


def worker(start):
    return start("manage.py", "work")


def deliveries():
    return TrailEntry.objects.filter(action="job.done").count()


@pytest.mark.parametrize("point", ["handler", "delivery", "transaction"])
def test_a_killed_workers_export_is_taken_again_and_delivered_once(start, export, tmp_path, point):
    job = export()
    killed, _ = slow_worker(start, tmp_path, point)
    killed.kill()
    killed.wait()
    assert state_of(job) == "running"
    assert StoredFile.objects.count() == deliveries() == 0

    second = worker(start)
    until(lambda: state_of(job) == "done")
    second.terminate()
    assert second.wait(DEADLINE) == 0
    assert job.attempts == 2
    assert StoredFile.objects.count() == deliveries() == 1
    with open_verified(job.result) as stream:
        assert stream.read(2) == b"PK"
    assert not list(verifying.flaws())


def test_a_killed_workers_import_is_taken_again_and_written_once(
    start, cast, tmp_path, monkeypatch
):
    """Killed with every row written and nothing committed."""
    monkeypatch.setattr("registry.intake.at_once.ROWS_AT_ONCE", 0)  # any file goes to a worker
    keeper, file = cast.people.keeper, SimpleUploadedFile("a.xlsx", workbook(GOOD))
    imported = importing.take_in(
        file=file, unit=cast.school_large, programme=cast.programme, by=keeper
    )
    seen = importing.plan_of(imported).fingerprint
    job = importing.confirm(imported=imported, seen=seen, by=keeper)
    killed, _ = slow_worker(start, tmp_path, "transaction")
    killed.kill()
    killed.wait()
    assert state_of(job) == "running"
    assert PointVersion.objects.count() == deliveries() == 0

    second = worker(start)
    until(lambda: state_of(job) == "done")
    second.terminate()
    assert second.wait(DEADLINE) == 0
    assert PointVersion.objects.count() == deliveries() == 1
    assert TrailEntry.objects.filter(action="import.confirmed").count() == 1


def test_a_worker_that_was_only_asleep_delivers_nothing_more(start, export, tmp_path):
    """It wakes up believing it still has the job, with the result in its hands."""
    job = export()
    asleep, go_on = slow_worker(start, tmp_path, "delivery", "--once")
    asleep.send_signal(signal.SIGSTOP)
    second = worker(start)
    until(lambda: state_of(job) == "done")
    go_on()
    asleep.send_signal(signal.SIGCONT)
    assert asleep.wait(DEADLINE) == 0
    second.terminate()
    assert second.wait(DEADLINE) == 0
    assert StoredFile.objects.count() == deliveries() == 1


def test_told_to_stop_it_finishes_what_it_has_in_hand(start, export, tmp_path):
    first, second = export("first"), export("second")
    process, go_on = slow_worker(start, tmp_path, "handler", JOB_STOP_SECONDS="30")
    process.send_signal(signal.SIGTERM)
    go_on()
    assert process.wait(DEADLINE) == 0
    assert [state_of(first), state_of(second)] == ["done", "waiting"]


def test_told_to_stop_and_out_of_time_it_hands_the_job_back(start, export, tmp_path):
    job = export()
    process, _ = slow_worker(start, tmp_path, "handler")
    process.send_signal(signal.SIGTERM)
    assert process.wait(DEADLINE) == 0
    assert (state_of(job), job.attempts, job.leased_by) == ("waiting", 0, "")


def test_many_workers_share_the_queue_without_doing_anything_twice(start, export):
    jobs = [export(f"k{number}") for number in range(12)]
    processes = [start("manage.py", "work", "--burst") for _ in range(3)]
    assert [process.wait(DEADLINE) for process in processes] == [0, 0, 0]
    assert {state_of(job) for job in jobs} == {"done"}
    assert {job.attempts for job in jobs} == {1}
    assert StoredFile.objects.count() == deliveries() == 12


def test_ten_equal_posts_at_once_queue_one_job(export):
    together = threading.Barrier(10)

    def post():
        together.wait()
        return export().pk

    assert len({*in_threads(post, 10)}) == 1
    assert Job.objects.count() == TrailEntry.objects.count() == 1


@pytest.fixture
def claim_together(monkeypatch):
    """Four workers that have all looked before any of them takes; how many got the job."""

    def claim_in_threads():
        together, look = threading.Barrier(4), running._candidates

        def look_and_meet():
            found = look()
            together.wait(DEADLINE)
            return found

        monkeypatch.setattr(running, "_candidates", look_and_meet)
        got = in_threads(lambda: claim(threading.current_thread().name), 4)
        return sum(job is not None for job in got)

    return claim_in_threads


def test_of_many_that_claim_at_once_one_gets_the_job(export, claim_together):
    export()
    assert claim_together() == 1


def test_without_the_condition_many_would_get_it(export, claim_together, monkeypatch):
    """The negative control: look, then take."""
    export()
    monkeypatch.setattr(JobQuerySet, "claimable", lambda jobs: jobs)
    assert claim_together() == 4


def in_threads(function, number):
    """What the function returned in each of so many threads with connections of their own."""
    results = []

    def run():
        try:
            results.append(function())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    assert len(results) == number
    return results
