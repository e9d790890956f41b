"""Duties come round once per turn, however many schedulers look."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry.files.models import StoredFile
from registry.files.storing import path_of
from registry.jobs import background, schedule
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.trail.models import TrailEntry

MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai


@pytest.fixture
def ran(offer_duty, db):
    """What the two duties of this test did."""
    ran = []
    offer_duty("test.often", label="常做", every=timedelta(minutes=5))(lambda: ran.append("often"))
    offer_duty("test.daily", label="每天", daily_at=time(9, 0))(lambda: ran.append("daily"))
    return ran


def work():
    Worker().run_until_empty()


def test_a_turn_is_queued_once(ran):
    assert schedule.queue_due(MORNING) == ["test.often"]
    assert schedule.queue_due(MORNING + timedelta(minutes=4)) == []
    work()
    assert schedule.queue_due(MORNING + timedelta(minutes=4)) == []
    assert ran == ["often"]
    assert schedule.queue_due(MORNING + timedelta(minutes=5)) == ["test.often"]


def test_a_daily_duty_waits_for_its_hour_here_and_is_made_up_for(ran):
    assert "test.daily" not in schedule.queue_due(MORNING)
    assert "test.daily" in schedule.queue_due(MORNING + timedelta(hours=1))
    assert "test.daily" not in schedule.queue_due(MORNING + timedelta(hours=10))
    # After midnight here the new day's hour has not come yet.
    assert "test.daily" not in schedule.queue_due(MORNING + timedelta(hours=17))
    assert "test.daily" in schedule.queue_due(MORNING + timedelta(days=1, hours=9))


def test_a_clock_that_jumps_back_repeats_nothing(ran):
    schedule.queue_due(MORNING + timedelta(hours=1))
    assert schedule.queue_due(MORNING + timedelta(minutes=61)) == []
    assert Job.objects.count() == 2
    schedule.queue_due(MORNING)
    schedule.queue_due(MORNING + timedelta(hours=1))
    assert Job.objects.filter(kind="test.daily").count() == 1


def test_two_schedulers_queue_a_turn_once(ran, monkeypatch):
    """Both looked before either queued: the key decides."""
    nothing_yet = Job.objects.none()
    monkeypatch.setattr(schedule.Job.objects, "filter", lambda **_: nothing_yet)
    schedule.queue_due(MORNING)
    schedule.queue_due(MORNING)
    monkeypatch.undo()
    assert Job.objects.count() == 1


def test_a_duty_that_did_its_turn_makes_no_noise_in_the_trail(ran):
    schedule.queue_due(MORNING)
    work()
    assert ran == ["often"]
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("rhythm", [{}, {"every": timedelta(1), "daily_at": time(1)}])
def test_a_duty_has_one_rhythm(rhythm):
    with pytest.raises(ValueError, match="either"):
        schedule.duty("test.none", label="x", **rhythm)


def test_the_commands(ran, capsys, monkeypatch):
    monkeypatch.setattr(Worker, "listen_to_signals", lambda worker: None)
    call_command("schedule", "--once")
    assert "test.often" in capsys.readouterr().out
    call_command("work", "--burst")
    call_command("work", "--once")
    assert "often" in ran


def test_the_duties_of_the_apps_are_found(db):
    assert {"downloads.clean", "files.sweep", "trail.checkpoint"} <= set(schedule._duties)


def test_downloads_are_kept_seven_days(
    offer, queue, document, settings, django_capture_on_commit_callbacks
):
    offer(lambda work: document)
    old, fresh = queue(key="old"), queue(key="fresh")
    Worker().run_until_empty()
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=7, minutes=1))
    Job.objects.filter(pk=fresh.pk).update(finished_at=timezone.now() - timedelta(days=6))
    waiting = queue(key="waiting")
    path = path_of(Job.objects.get(pk=old.pk).result.stored_name)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        background.clean_downloads()
    assert set(Job.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}
    assert StoredFile.objects.count() == 1
    assert not path.exists()
    background.sweep_files()
