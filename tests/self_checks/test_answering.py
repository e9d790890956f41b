"""A self-check from draft to sample: kept, handed in once, drawn by chance, confirmed by another;
what of it counts on the post.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.organisation.models import Mandate
from registry.tasks import clock
from registry.tasks.models import Task, TaskRule
from registry.trail.models import TrailEntry
from reviews.assessment import facts
from reviews.refusals import Refused
from reviews.self_checks import answering, asking
from reviews.self_checks.models import SelfCheckAnswer, SelfCheckFinding
from tests import way
from tests.self_checks.hands import answers_to, found, handed_in, opened, reread

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PDF = b"%PDF-1.4\n%%EOF\n"


def test_the_shipped_duty_opens_self_checks(cast):
    rules = TaskRule.objects.filter(code="self-check")
    assert {rule.kind for rule in rules} == {"self-check"}
    day = TODAY()
    rules.update(is_on=True, every="year", month=day.month, day=day.day, working_days=20)
    clock.tick(day)
    assert Task.objects.filter(kind="self-check", post=cast.posts.staff).exists()
    assert Task.objects.filter(kind="self-check", person=cast.people.teacher).exists()


def test_asked_is_what_the_post_has_in_force(cast):
    task = opened(cast, points=2)
    measures = asking.measures_of(task, TODAY())
    assert [each.version.point.post for each in measures] == [cast.posts.staff] * 2
    other = opened(cast, points=0, post="other_staff", key="other")
    assert asking.measures_of(other, TODAY()) == []


def test_a_draft_is_kept_and_nothing_is_said_yet(cast):
    task = opened(cast)
    draft = {"1": {"said": "partly", "why": "", "evidence": ""}}
    check = answering.save_draft(
        task=task,
        draft=draft,
        note="写到一半",
        by=cast.people.staff,
        files=[SimpleUploadedFile("登记簿.pdf", PDF)],
    )
    assert (check.draft, reread(task).done_at) == (draft, None)
    assert not SelfCheckAnswer.objects.exists()
    assert task.files.count() == 1


def test_handed_in_a_sample_is_drawn_that_can_be_drawn_again(cast):
    check = handed_in(cast)
    measures = asking.measures_of(check.task, TODAY())
    drawn = set(check.answers.filter(is_drawn=True).values_list("measure", flat=True))
    assert drawn == set(answering.sample_of(measures, check.seed))
    assert len(drawn) == answering.LEAST_DRAWN
    assert check.confirming.post == cast.posts.section_head
    assert check.draft == {}


@pytest.mark.parametrize(("measures", "drawn"), [(1, 1), (2, 2), (8, 2), (9, 3), (20, 5)])
def test_how_many_are_drawn(monkeypatch, measures, drawn):
    class Measure:
        def __init__(self, pk):
            self.pk = pk

    given = [Measure(pk) for pk in range(measures)]
    monkeypatch.setattr(asking, "weights_of", lambda found: dict.fromkeys(range(measures), 0))
    assert len(answering.sample_of(given, 7)) == drawn


def test_handed_in_once_and_for_good(cast):
    check = handed_in(cast)
    with pytest.raises(Refused, match="不能再改"):
        handed_in(cast, task=check.task)
    with pytest.raises(Refused, match="不能再改"):
        answering.save_draft(task=check.task, draft={}, note="", by=cast.people.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        check.answers.update(said="not_done", why="改口")


def test_what_the_register_has_changed_meanwhile_is_shown_first(cast):
    task = opened(cast)
    answers, _ = answers_to(task)
    with pytest.raises(Refused, match="刚刚有了变化"):
        answering.hand_in(task=task, answers=answers, note="", seal="old", by=cast.people.staff)
    assert reread(task).done_at is None


def test_what_is_not_done_has_a_reason(cast):
    task = opened(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        handed_in(cast, task=task, said="not_done")
    assert reread(task).done_at is None


def test_a_post_without_measures_hands_in_a_word(cast):
    task = opened(cast, points=0)
    check = handed_in(cast, task=task)
    assert (check.confirming, check.answers.count()) == (None, 0)
    assert reread(task).done_at


def test_a_second_person_confirms_the_sample_once(cast):
    check = handed_in(cast)
    answering.confirm(check=check, findings=found(check), by=cast.people.section_head)
    assert Task.objects.get(kind="self-check-confirm").done_by == cast.people.section_head
    with pytest.raises(Refused, match="顾言之"):
        answering.confirm(check=check, findings=found(check), by=cast.people.school_office)
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfCheckFinding.objects.update(holds=False, why="不对")
    assert TrailEntry.objects.filter(action="self_check.confirmed").count() == 1


def test_nobody_confirms_their_own(cast):
    check = handed_in(cast)
    with pytest.raises(Refused, match="另外的人"):
        answering.confirm(check=check, findings=found(check), by=cast.people.staff)
    answer = check.answers.filter(is_drawn=True).first()
    given = {"answered_by": cast.people.staff, "found_by": cast.people.staff}
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfCheckFinding.objects.create(answer=answer, holds=True, **given)


def test_what_does_not_hold_has_a_reason(cast):
    check = handed_in(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        answering.confirm(
            check=check, findings=found(check, holds=False), by=cast.people.section_head
        )
    assert not SelfCheckFinding.objects.exists()


def test_without_a_head_the_leader_over_the_section_is_asked(cast):
    task = opened(cast)
    Mandate.objects.filter(seat="section_head", section=cast.sections.teaching).delete()
    assert handed_in(cast, task=task).confirming.post == cast.posts.supervisor


# --- what counts ----------------------------------------------------------------------------------


def counted(cast):
    return [
        (fact.post, fact.line.kind, fact.line.on)
        for fact in facts.failed_self_checks([cast.school_large.pk])
    ]


def test_done_and_partly_do_not_count(cast):
    handed_in(cast, said="partly", why="人手不够")
    assert counted(cast) == []


def test_not_done_counts_and_fades(cast):
    handed_in(cast, said="not_done", why="设备坏了")
    assert counted(cast) == [(cast.posts.staff.pk, "not_applied", TODAY())] * 2


def test_what_does_not_hold_counts_once(cast):
    check = handed_in(cast)
    answering.confirm(
        check=check, findings=found(check, holds=False, why="没有登记"), by=cast.people.section_head
    )
    assert counted(cast) == [(cast.posts.staff.pk, "not_applied", TODAY())] * 2


def test_what_one_person_hands_in_is_nobodys_score(cast):
    way.confirmed_form(cast)
    check = handed_in(cast, said="not_done", why="设备坏了", task=opened(cast, points=0))
    Task.objects.filter(pk=check.task_id).update(post=None, person=cast.people.staff)
    assert counted(cast) == []
