"""Who sees a task, as a table; and who is to do it."""

from datetime import date

from django.db.models import Q

from registry.organisation.models import Appointment, Seat
from registry.tasks.kinds import TaskKind
from registry.tasks.models import Task

DAY = date(2026, 3, 2)
# A post's task in a section of the large school; one to a person, said to be of the section.
SEES = {
    "staff": True,
    "section_head": True,
    "supervisor": True,
    "group": True,
    "principal": True,
    "school_office": True,
    "bureau_leader": True,
    "bureau_deputy": True,
    "office": True,
    "discipline": True,
    "teacher": False,
    "other_section_head": False,
    "other_supervisor": False,
    "keeper": False,
    "small_office": False,
    "small_principal": False,
    "bureau_staff": False,
    "bureau_section_head": False,
    "system_admin": False,
    "security_admin": False,
    "auditor": False,
}


def seers(cast):
    return {name: Task.objects.visible_to(getattr(cast.people, name)).exists() for name in SEES}


def test_a_task_of_a_post_is_seen_as_the_register_is(cast, due_to):
    due_to(post="staff")
    assert seers(cast) == SEES


def test_a_task_of_a_person_is_seen_alike_where_the_section_is_said(cast, due_to):
    due_to(person="staff", section=cast.sections.teaching)
    assert seers(cast) == SEES


def test_without_a_section_its_head_and_leader_do_not_see_it(cast, due_to):
    due_to(person="staff")
    assert seers(cast) == SEES | {"section_head": False, "supervisor": False}


def test_a_confidential_one_is_seen_by_its_addressee_and_whom_its_kind_names(cast, due_to, offered):
    def discipline(reach):
        return Q(unit__in=[cast.school_large]) if reach.holds(Seat.DISCIPLINE_OFFICE) else Q(pk=0)

    offered(TaskKind("secret", "约谈", "lock", is_confidential=True, seen_by=discipline))
    due_to(post="staff", kind="secret")
    assert [name for name, sees in seers(cast).items() if sees] == ["staff", "discipline"]


def test_what_no_app_knows_any_more_is_seen_by_its_addressee_alone(cast, due_to):
    task = due_to(post="staff")
    Task.objects.filter(pk=task.pk).update(kind="long-gone")
    assert [name for name, sees in seers(cast).items() if sees] == ["staff"]


def test_nobody_sees_nothing(cast, due_to):
    due_to(post="staff")
    assert not Task.objects.visible_to(None).exists()
    assert not Task.objects.waiting_for(None, DAY).exists()


def test_a_task_of_a_post_waits_for_whoever_sits_there_that_day(cast, due_to):
    task = due_to(post="staff")
    staff, other = cast.people.staff, cast.people.other_staff
    assert list(Task.objects.waiting_for(staff, DAY)) == [task]
    assert not Task.objects.waiting_for(other, DAY).exists()

    Appointment.objects.filter(person=staff).update(ends=date(2026, 3, 9))
    Appointment.objects.create(post=task.post, person=other, starts=date(2026, 3, 10))
    later = date(2026, 3, 10)
    assert not Task.objects.waiting_for(staff, later).exists()
    assert list(Task.objects.waiting_for(other, later)) == [task]
    assert task.people_on(DAY) == [staff]
    assert task.people_on(later) == [other]


def test_what_has_not_begun_does_not_wait_yet_and_the_most_urgent_is_first(cast, due_to):
    due_to(post="staff", key="later", opens_on=date(2026, 3, 3))
    second = due_to(post="staff", key="second")
    first = due_to(person="staff", key="first", due_on=date(2026, 3, 6))
    assert list(Task.objects.waiting_for(cast.people.staff, DAY)) == [first, second]
    assert list(Task.objects.late(date(2026, 3, 7))) == [first]
    assert Task.objects.of_unit(cast.bureau).count() == 3
    assert not Task.objects.of_unit(cast.school_small).exists()


def test_an_office_runs_those_of_its_units_but_what_is_confidential(cast, due_to, offered):
    from registry.access.reach import read_reach

    offered(TaskKind("secret", "约谈", "lock", is_confidential=True))
    task = due_to(post="staff")
    due_to(post="staff", kind="secret", key="secret")

    def run_by(name):
        return list(Task.objects.run_by(read_reach(getattr(cast.people, name), DAY)))

    assert run_by("school_office") == run_by("office") == [task]
    assert run_by("small_office") == run_by("discipline") == run_by("principal") == []
