"""A turn carried out, taken back, looked at by somebody else; what of it counts on the post."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.organisation.models import Mandate
from registry.tasks.models import Task
from registry.trail.models import TrailEntry
from reviews.assessment import facts
from reviews.fulfilment import carrying, opening
from reviews.fulfilment.models import MeasureFinding, MeasureTurn
from reviews.refusals import Refused
from tests.fulfilment.hands import carried_out, opened

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PDF = b"%PDF-1.4\n%%EOF\n"


def looked(turn, by, applied="yes", **given):
    return carrying.check(turn=turn, by=by, applied=applied, **given)


def test_handed_in_with_evidence_somebody_else_is_asked(cast):
    turn = carried_out(cast, files=[SimpleUploadedFile("签收单.pdf", PDF)])
    assert turn.task.files.get().file.original_name == "签收单.pdf"
    assert turn.checking.post == cast.posts.section_head
    assert turn.checking.kind == "measure-check"


def test_handed_in_twice_is_once(cast):
    turn = carried_out(cast)
    carrying.carry_out(turn=turn, by=cast.people.staff, note="又交一次")
    assert Task.objects.filter(kind="measure-check").count() == 1
    assert MeasureTurn.objects.get().task.note == "换好了"


@pytest.mark.parametrize(
    ("gone", "asked"),
    [
        ((), "section_head"),
        (("section_head",), "supervisor"),
        (("section_head", "supervising_leader"), "school_office"),
        (("section_head", "supervising_leader", "prevention_office"), "office"),
    ],
)
def test_who_is_asked_to_look(cast, gone, asked):
    mandates = Mandate.objects.filter(seat__in=gone).exclude(unit=cast.bureau)
    turn = opened(cast)
    mandates.delete()
    carrying.carry_out(turn=turn, by=cast.people.staff, note="换好了")
    turn.refresh_from_db()
    assert turn.checking.post == getattr(cast.posts, asked)


def test_whoever_carried_it_out_does_not_look(cast):
    turn = carried_out(cast)
    with pytest.raises(Refused, match="另外的人"):
        looked(turn, cast.people.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFinding.objects.create(
            turn=turn, applied="yes", carried_by=cast.people.staff, checked_by=cast.people.staff
        )


def test_what_is_wanting_has_a_reason(cast):
    turn = carried_out(cast)
    given = {"carried_by": cast.people.staff, "checked_by": cast.people.section_head}
    for applied in ("partly", "no", "perhaps"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeasureFinding.objects.create(turn=turn, applied=applied, **given)


def test_looked_at_once_and_said_for_good(cast):
    turn = carried_out(cast)
    finding = looked(turn, cast.people.section_head)
    assert Task.objects.get(kind="measure-check").done_by == cast.people.section_head
    with pytest.raises(Refused, match="顾言之"):
        looked(turn, cast.people.school_office, "no", why="没换")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureFinding.objects.filter(pk=finding.pk).update(applied="no", why="没换")
    assert TrailEntry.objects.filter(action="measure.checked").count() == 1


def test_nothing_to_look_at_before_it_is_handed_in(cast):
    with pytest.raises(Refused, match="还没有报告"):
        looked(opened(cast), cast.people.section_head)


def test_taken_back_and_handed_in_again_as_long_as_nobody_looked(cast):
    turn = carried_out(cast)
    carrying.take_back(turn=turn, by=cast.people.staff)
    turn.refresh_from_db()
    assert (turn.checking, turn.task.done_at) == (None, None)
    assert Task.objects.get(kind="measure-check").waived_at
    carrying.carry_out(turn=turn, by=cast.people.staff, note="这次附了照片")
    looked(turn, cast.people.section_head)
    with pytest.raises(Refused, match="不能再撤回"):
        carrying.take_back(turn=turn, by=cast.people.staff)


def test_what_is_wanting_may_be_asked_for_again(cast):
    turn = carried_out(cast)
    due_on = TODAY() + timedelta(days=5)
    finding = looked(turn, cast.people.section_head, "partly", why="少一把", again_by=due_on)
    again = finding.again
    assert (again.task.title, again.task.due_on) == (opening.AGAIN, due_on)
    assert again.version == turn.version
    assert opening.open_due(TODAY()) == 0
    assert not Task.objects.get(pk=again.task_id).is_settled


# --- what counts ----------------------------------------------------------------------------------


def lines(found):
    return [(fact.post, fact.point, fact.line.kind, fact.line.key) for fact in found]


def test_a_late_measure_counts_once_on_its_point(cast):
    turn = opened(cast)
    unit, later = [cast.school_large.pk], TODAY() + timedelta(days=20)
    point, key = turn.version.version.point_id, f"overdue_measure:{turn.version.measure_id}"
    told = lines(facts.overdue_measures(unit, later))
    assert set(told) == {(cast.posts.staff.pk, point, "overdue_measure", key)}
    assert not [line for line in lines(facts.late_tasks(unit, later)) if line[2] == "late_task"]


def test_carried_out_late_or_not_it_does_not_count_any_more(cast):
    carried_out(cast)
    unit = [cast.school_large.pk]
    assert lines(facts.overdue_measures(unit, TODAY() + timedelta(days=20))) == []


def test_not_looked_at_in_time_counts_on_the_post_that_was_asked(cast):
    carried_out(cast)
    late = facts.late_tasks([cast.school_large.pk], TODAY() + timedelta(days=30))
    assert [fact.post for fact in late] == [cast.posts.section_head.pk]


def test_not_applied_counts_until_somebody_finds_it_applied(cast):
    turn, unit = carried_out(cast), [cast.school_large.pk]
    due_on = TODAY() + timedelta(days=5)
    finding = looked(turn, cast.people.section_head, "no", why="没换", again_by=due_on)
    (fact,) = facts.not_applied(unit)
    assert (fact.post, fact.line.kind) == (cast.posts.staff.pk, "not_applied")
    carrying.carry_out(turn=finding.again, by=cast.people.staff, note="换好了")
    looked(finding.again, cast.people.section_head)
    assert list(facts.not_applied(unit)) == []
