"""A tick opens, reminds, goes one step up and closes, each once; after a standstill too."""

from datetime import date, timedelta

import pytest

from registry.notices.models import Notice
from registry.organisation.models import Appointment, Post, SchoolHoliday
from registry.tasks import settling
from registry.tasks.clock import call_due, tick
from registry.tasks.models import Task, TaskRule
from registry.tasks.recurring import coming, counting

MONTHLY = "monthly-report"


def march(day):
    return date(2026, 3, 1) + timedelta(days=day - 1)


@pytest.fixture
def switched_on(db):
    def switch(code):
        TaskRule.objects.filter(code=code, unit=None).update(is_on=True)
        return TaskRule.objects.get(code=code, unit=None)

    return switch


def texts(person):
    return list(Notice.objects.of(person).order_by("pk").values_list("text", flat=True))


def test_nothing_is_opened_before_an_office_switches_it_on(cast):
    assert str(tick(march(16))) == "没有要办的"
    assert not Task.objects.exists()
    assert TaskRule.objects.filter(is_on=False).count() == 4


def test_the_monthly_report_opens_once_for_each_office(cast, switched_on):
    switched_on(MONTHLY)
    assert tick(march(15)).opened == 0
    assert tick(march(16)).opened == 3
    assert tick(march(16)).opened == tick(march(17)).opened == 0
    tasks = Task.objects.order_by("unit__path").values_list("post__name", "title", "due_on")
    assert list(tasks) == [
        ("防控办主任", "廉政风险防控工作月报（2026年3月）", march(26)),
        ("办公室主任", "廉政风险防控工作月报（2026年3月）", march(26)),
        ("办公室主任", "廉政风险防控工作月报（2026年3月）", march(26)),
    ]


def test_what_is_due_on_a_day_off_is_due_on_the_next_working_day(cast, switched_on):
    switched_on(MONTHLY)
    tick(date(2026, 4, 20))  # the 26th of April 2026 is a Sunday
    assert {task.due_on.weekday() for task in Task.objects.all()} == {0}


def test_a_day_by_the_calendar_does_not_wait_for_the_end_of_the_school_holidays(cast, switched_on):
    SchoolHoliday.objects.create(
        unit=cast.bureau, first=date(2026, 7, 6), last=date(2026, 8, 31), name="暑假"
    )
    switched_on(MONTHLY)
    tick(date(2026, 7, 16))
    assert {task.due_on for task in Task.objects.all()} == {date(2026, 7, 27)}


def test_it_is_told_reminded_said_to_be_late_and_goes_up(cast, switched_on):
    switched_on(MONTHLY)
    for day in range(1, 60):
        tick(march(day))
    office = cast.people.school_office
    assert texts(office)[:4] == [
        "廉政风险防控工作月报（2026年3月）可以办理了，期限 2026年3月26日。",
        "廉政风险防控工作月报（2026年3月）还有 7 天到期。",
        "廉政风险防控工作月报（2026年3月）还有 1 天到期。",
        "廉政风险防控工作月报（2026年3月）已过期限，请尽快办理。",
    ]
    # Its own section has the office as head and the supervisor as leader; then the office above.
    up = [text for text in texts(cast.people.supervisor) if "2026年3月" in text]
    assert up == ["廉政风险防控工作月报（2026年3月）已过期限 5 天，请过问一下。"]
    above = [text for text in texts(cast.people.office) if "过问" in text and "3月" in text]
    # That of the small school, where no section stands between; then that of the large one.
    assert above == [
        "廉政风险防控工作月报（2026年3月）已过期限 5 天，请过问一下。",
        "廉政风险防控工作月报（2026年3月）已过期限 8 天，请过问一下。",
    ]


def test_after_ten_days_of_standstill_only_the_nearest_is_said(cast, switched_on):
    switched_on(MONTHLY)
    tick(march(16))
    tick(march(26))
    assert texts(cast.people.school_office) == [
        "廉政风险防控工作月报（2026年3月）可以办理了，期限 2026年3月26日。",
        "廉政风险防控工作月报（2026年3月）今天到期，请抽空办理。",
    ]
    assert tick(march(26)).reminded == 0


def test_what_came_and_went_during_a_standstill_is_opened_for_who_sat_there_then(cast, switched_on):
    switched_on(MONTHLY)
    tick(march(10))
    Appointment.objects.filter(person=cast.people.small_office).update(ends=march(27))
    tick(march(31))
    assert Task.objects.count() == 3
    assert texts(cast.people.school_office) == [
        "廉政风险防控工作月报（2026年3月）已过期限，请尽快办理。"
    ]


def test_what_was_due_before_it_was_switched_on_is_not_opened(cast, switched_on):
    switched_on(MONTHLY)
    assert tick(march(27)).opened == 0
    assert tick(date(2026, 4, 16)).opened == 3


def test_what_is_done_or_waived_is_spoken_of_no_more(cast, due_to):
    done, waived = due_to(post="staff"), due_to(post="teacher")
    settling.complete(task=done, by=cast.people.staff)
    settling.waive(task=waived, why="本期不开展", by=cast.people.school_office)
    Notice.objects.all().delete()
    assert call_due(march(60)) == (0, 0)
    assert not Notice.objects.exists()


def test_taken_back_it_is_spoken_of_again(cast, due_to):
    task = due_to(post="staff")
    settling.complete(task=task, by=cast.people.staff)
    call_due(march(19))
    settling.take_back(task=task, by=cast.people.staff)
    assert call_due(march(19)) == (1, 0)
    assert texts(cast.people.staff)[-1] == "廉政风险防控自查还有 1 天到期。"


@pytest.mark.parametrize(
    ("post", "told"),
    [
        ("staff", ["section_head", "supervisor", "school_office"]),
        ("section_head", ["supervisor", "school_office"]),
        ("principal", ["school_office"]),
        # The office's own goes to the office above.
        ("school_office", ["supervisor", "office"]),
    ],
)
def test_whom_a_late_task_goes_up_to(cast, due_to, post, told):
    due_to(post=post, escalates_after=3)
    call_due(march(100))
    people = Notice.objects.filter(text__contains="过问").order_by("pk").values("person")
    expected = [getattr(cast.people, name).pk for name in told]
    assert [row["person"] for row in people] == expected


def test_a_step_up_waits_for_its_working_days(cast, due_to):
    due_to(post="staff", escalates_after=3)  # due on Friday the 20th
    assert call_due(march(24))[1] == 0
    assert call_due(march(25))[1] == 1
    assert call_due(march(25))[1] == 0


def test_nobody_is_told_of_an_empty_post_but_those_above_are(cast, due_to):
    due_to(post="staff", escalates_after=3)
    Appointment.objects.filter(person=cast.people.staff).update(ends=march(3))
    assert call_due(march(25)) == (0, 1)


def test_each_holder_of_a_post_with_a_form_each_has_one(cast, switched_on):
    switched_on("self-check")
    tick(date(2026, 5, 15))
    teachers = Task.objects.filter(person__isnull=False)
    assert set(teachers.values_list("person__name", flat=True)) == {"苏晓棠", "何望舒", "罗一鸣"}
    assert {task.section for task in teachers} == {cast.sections.teaching}
    assert Task.objects.filter(post__isnull=False).count() == Post.objects.count() - 1


def test_what_nobody_can_do_any_more_is_waived_once(cast, due_to):
    of_post, of_person = due_to(post="staff"), due_to(person="teacher")
    stays = due_to(person="third_teacher")
    Post.objects.filter(pk=cast.posts.staff.pk).update(closed_on=march(5))
    Appointment.objects.filter(person=cast.people.teacher).update(ends=march(4))
    assert tick(march(4)).closed == 0
    assert tick(march(5)).closed == 2
    assert tick(march(6)).closed == 0
    for task in (of_post, of_person, stays):
        task.refresh_from_db()
    assert (of_post.waived_why, of_post.waived_by) == ("岗位或者单位已撤销", None)
    assert of_person.waived_why == "人员已不在岗"
    assert not stays.is_settled


def test_the_nearest_row_counts_for_a_unit(cast, switched_on):
    shipped = switched_on(MONTHLY)
    facts = {
        "code": MONTHLY,
        "name": "月报",
        "whom": "prevention_office",
        "every": "month",
        "day": 1,
        "due_day": 5,
    }
    bureau = TaskRule.objects.create(unit=cast.bureau, is_on=True, **facts)
    small = TaskRule.objects.create(unit=cast.school_small, is_on=False, **facts)
    assert counting(cast.bureau)[MONTHLY] == bureau
    assert counting(cast.school_large)[MONTHLY] == bureau
    assert counting(cast.school_small)[MONTHLY] == small
    assert shipped not in counting(cast.school_large).values()
    tick(march(1))
    assert set(Task.objects.values_list("unit__code", flat=True)) == {"BUREAU", "LARGE"}


def test_what_comes_next(cast, switched_on):
    switched_on(MONTHLY)
    switched_on("leaders-report")
    found = coming(cast.school_large, march(1), most=3)
    assert [(one.title, one.turn.begins_on, [to.name for to in whom]) for one, whom in found] == [
        ("分管领导履责情况季报（2026年第一季度）", march(10), ["教学副校长", "后勤副校长"]),
        ("廉政风险防控工作月报（2026年3月）", march(16), ["办公室主任"]),
        ("廉政风险防控工作月报（2026年4月）", date(2026, 4, 16), ["办公室主任"]),
    ]
