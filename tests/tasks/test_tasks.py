"""Opening, doing, taking back and waiving; the states as a table; what the database refuses."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.files.storing import FileRefused
from registry.notices.models import Notice
from registry.tasks import settling
from registry.tasks.models import Task, TaskFile, TaskState
from registry.tasks.opening import Due, open_tasks
from registry.trail.models import TrailEntry

DAY = date(2026, 3, 2)
PDF = b"%PDF-1.7\n%a page\n"


def test_it_is_opened_once_for_each_key_and_told_once(cast, due_to):
    first, again = due_to(post="staff"), None
    with pytest.raises(KeyError):
        again = due_to(post="staff")
    assert again is None
    assert list(Task.objects.all()) == [first]
    told = Notice.objects.filter(kind="task")
    assert [(each.person, each.text) for each in told] == [
        (cast.people.staff, "廉政风险防控自查可以办理了，期限 2026年3月20日。")
    ]
    assert TrailEntry.objects.filter(action="task.opened").count() == 1


def test_what_begins_later_is_told_later(cast, due_to):
    task = due_to(post="staff", opens_on=date(2026, 3, 9))
    assert not Notice.objects.exists()
    assert task.next_call_on == date(2026, 3, 9)


def test_only_kinds_that_are_offered_are_opened(cast, due_to):
    with pytest.raises(ValueError, match="no app offers"):
        due_to(post="staff", kind="unheard-of")


def test_what_is_confidential_goes_no_step_up(cast, due_to, offered):
    from registry.tasks.kinds import TaskKind

    offered(TaskKind("secret", "约谈", "lock", is_confidential=True))
    with pytest.raises(ValueError, match="no step up"):
        due_to(post="staff", kind="secret", escalates_after=3)


@pytest.mark.parametrize(
    ("opens", "due", "settled", "state"),
    [
        (1, 5, {}, TaskState.TO_COME),
        (0, 5, {}, TaskState.OPEN),
        (-5, 0, {}, TaskState.OPEN),
        (-5, -1, {}, TaskState.LATE),
        (-5, -1, "done", TaskState.DONE),
        (1, 5, "done", TaskState.DONE),
        (-5, -1, "waived", TaskState.WAIVED),
    ],
)
def test_the_state_is_computed_the_same_by_row_and_by_query(
    cast, due_to, opens, due, settled, state
):
    task = due_to(
        post="staff", opens_on=DAY + timedelta(days=opens), due_on=DAY + timedelta(days=due)
    )
    if settled == "done":
        task = settling.complete(task=task, by=cast.people.staff)
    if settled == "waived":
        task = settling.waive(task=task, why="本期不开展", by=cast.people.school_office)
    assert task.state_on(DAY) == state
    assert [each for each in TaskState if Task.objects.in_state(each, DAY).exists()] == [state]


def test_doing_it_keeps_note_and_evidence_and_is_undone(cast, due_to):
    task, staff = due_to(post="staff"), cast.people.staff
    upload = SimpleUploadedFile("自查.pdf", PDF)
    done = settling.complete(task=task, by=staff, note="已逐项检查。", files=[upload])
    assert (done.done_by, done.note) == (staff, "已逐项检查。")
    assert [each.file.original_name for each in done.files.all()] == ["自查.pdf"]

    settling.complete(task=task, by=staff, note="又按了一次")
    assert Task.objects.get().note == "已逐项检查。"
    with pytest.raises(settling.Refused, match="已由林听雨在"):
        settling.complete(task=task, by=cast.people.section_head)

    back = settling.take_back(task=task, by=staff)
    assert (back.done_at, back.done_by, back.note) == (None, None, "已逐项检查。")
    with pytest.raises(settling.Refused, match="还没有完成"):
        settling.take_back(task=task, by=staff)
    settling.remove_file(kept=TaskFile.objects.get(), by=staff)
    assert not TaskFile.objects.exists()
    actions = TrailEntry.objects.filter(action__startswith="task.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        *("task.opened", "task.done", "task.taken_back", "task.file_removed")
    ]


def test_a_file_that_cannot_be_taken_leaves_it_as_it_was(cast, due_to):
    task = due_to(post="staff")
    with pytest.raises(FileRefused):
        settling.complete(
            task=task, by=cast.people.staff, files=[SimpleUploadedFile("x.exe", b"MZ")]
        )
    assert Task.objects.get().done_at is None


def test_evidence_of_what_is_done_stays(cast, due_to):
    task, staff = due_to(post="staff"), cast.people.staff
    settling.complete(task=task, by=staff, files=[SimpleUploadedFile("自查.pdf", PDF)])
    with pytest.raises(settling.Refused):
        settling.remove_file(kept=TaskFile.objects.get(), by=staff)


def test_what_is_waived_is_neither_done_nor_waived_again(cast, due_to):
    task, office = due_to(post="staff"), cast.people.school_office
    settling.waive(task=task, why="本期不开展", by=office)
    with pytest.raises(settling.Refused, match="已经免办"):
        settling.waive(task=task, why="再来一次", by=office)
    with pytest.raises(settling.Refused, match="已经免办"):
        settling.complete(task=task, by=cast.people.staff)


@pytest.mark.parametrize(
    "wrong",
    [
        {"post": None},
        {"person": "staff"},
        {"due_on": DAY - timedelta(days=1)},
        {"done_at": "now"},
        {"waived_at": "now"},
        {"waived_why": "没有时间"},
        {"done_at": "now", "done_by": "staff", "waived_at": "now", "waived_why": "两样"},
    ],
    ids=str,
)
@pytest.mark.every_case
def test_what_must_never_be_false_is_refused_by_the_database(cast, due_to, wrong):
    task = due_to(post="staff")
    values = {name: timezone.now() if value == "now" else value for name, value in wrong.items()}
    values |= {name: cast.people.staff for name, value in wrong.items() if value == "staff"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**values)


def test_many_are_opened_with_as_many_queries_as_few(cast, django_assert_max_num_queries):
    posts = [cast.posts.staff, cast.posts.teacher, cast.posts.section_head, cast.posts.other_staff]
    dues = [
        Due(post.unit, "自查", DAY, DAY + timedelta(days=18), f"q:{post.pk}", post=post)
        for post in posts
    ]
    with django_assert_max_num_queries(8 + 3 * len(posts)):
        open_tasks(kind="recurring", dues=dues, by=None, day=DAY)
