import pytest

from registry.jobs import kinds, schedule
from registry.jobs.kinds import Document, job_kind
from registry.jobs.queueing import enqueue


@pytest.fixture(autouse=True)
def data_directories(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.JOB_BACKOFF_SECONDS = 0


@pytest.fixture
def offer(monkeypatch):
    """`offer(handler, allowed=…)` offers a kind "test.kind" for the time of one test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def offer_handler(handler, **options):
        kinds._kinds.pop("test.kind", None)
        return job_kind("test.kind", label="测试任务", **options)(handler)

    return offer_handler


@pytest.fixture
def offer_duty(monkeypatch):
    """Duties of this test alone; those of the apps are left out."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(schedule, "_duties", {})
    return schedule.duty


@pytest.fixture
def queue(cast):
    """`queue()` puts one "test.kind" of the school's staff member into the queue."""

    def put(key="k1", by=cast.people.staff, **arguments):
        return enqueue(kind="test.kind", arguments=arguments, title="风险点目录", by=by, key=key)

    return put


@pytest.fixture
def document():
    return Document("目录.csv", "text/csv", "序号,风险点".encode())
