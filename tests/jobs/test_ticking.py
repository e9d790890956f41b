"""`manage.py tick`: one tick by hand, by the keys of the scheduler."""

from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registry.jobs import moment, schedule
from registry.jobs.models import Job
from registry.jobs.worker import Worker


@pytest.fixture
def days(offer_duty, db):
    """The days for which the two duties of this test were done."""
    days = []

    def often():
        days.append(moment.today())
        return f"办了 {len(days)} 次"

    def broken():
        raise ArithmeticError

    offer_duty("test.often", label="常做", every=timedelta(days=1000))(often)
    offer_duty("test.quiet", label="不说话", daily_at=time(0, 0))(lambda: None)
    offer_duty("test.broken", label="坏了的", daily_at=time(0, 0))(broken)
    return days


def tick(capsys, *options):
    call_command("tick", *options)
    return capsys.readouterr().out.splitlines()


def test_it_does_what_is_due_and_says_what_it_did(days, capsys):
    head, *lines = tick(capsys)
    assert head.startswith(f"按 {timezone.localdate():%Y-%m-%d}")
    assert lines == ["  常做：办了 1 次", "  不说话：已办", "  坏了的：没有办成，稍后会再试"]
    assert days == [timezone.localdate()]


def test_a_turn_is_done_once_whoever_does_it(days, capsys):
    schedule.queue_due()
    Worker().run_one()
    assert tick(capsys)[1] == "  常做：这一次已经办过"
    assert tick(capsys)[2] == "  不说话：这一次已经办过"
    assert len(days) == 1
    assert Job.objects.count() == 3


def test_what_another_has_in_hand_is_left_to_it(days, capsys):
    schedule.queue_due()
    Job.objects.filter(kind="test.often").update(
        state="running", leased_by="another", leased_until=timezone.now() + timedelta(hours=1)
    )
    assert "正由别的进程办理" in tick(capsys)[1]
    assert days == []


def test_at_another_moment_it_is_that_day_and_the_turn_of_the_scheduler_stays(days, capsys):
    yesterday = timezone.localdate() - timedelta(days=1)
    tick(capsys, "--at", yesterday.isoformat())
    tick(capsys, "--at", yesterday.isoformat())
    assert days == [yesterday]
    tick(capsys)
    assert days == [yesterday, timezone.localdate()]


@pytest.mark.parametrize("named", ["昨天", "2026-13-01", "9:00"])
def test_a_moment_that_is_none_is_refused(days, named):
    with pytest.raises(CommandError, match="认不出这个时间"):
        call_command("tick", "--at", named)


def test_the_future_is_only_tried_in_a_demo(days, capsys, settings):
    tomorrow = timezone.localdate() + timedelta(days=1)
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="将来"):
        call_command("tick", "--at", tomorrow.isoformat())
    settings.DEMO = True
    tick(capsys, "--at", tomorrow.isoformat())
    assert days == [tomorrow]


def test_the_duties_of_the_apps_say_what_they_did(cast, capsys):
    lines = tick(capsys, "--at", "2026-03-26")
    assert "  开启和提醒任务：没有要办的" in lines
    assert "  结束到期的公示：结束 0 个公示" in lines
    assert len(lines) == 1 + len(schedule._duties)
