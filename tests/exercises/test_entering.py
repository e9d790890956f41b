"""Entering a use of a power: drafts of one's own, frozen for good, corrected by a further row."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from registry.notices.models import Notice
from registry.standing.keeping import Refused
from registry.trail.models import TrailEntry
from reviews.exercises import answering, entering
from reviews.exercises.models import (
    Exercise,
    ExerciseFile,
    ExerciseFinding,
    FindingAnswer,
    FindingLook,
)
from tests.exercises.factory import (
    USE,
    make_draft,
    make_entered,
    make_registered,
    reach,
    today,
)

PDF = b"%PDF-1.4\n%%EOF\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(cast):
    return make_registered(cast)


@pytest.fixture
def buyer(cast):
    return cast.people.other_staff


@pytest.fixture
def head(cast):
    return cast.people.other_section_head


def scan():
    return SimpleUploadedFile("会议记录.pdf", PDF, "application/pdf")


def kinds(exercise):
    return set(exercise.findings.values_list("kind", flat=True))


def never_changes(act):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act()


# --- entering -----------------------------------------------------------------------------------


def test_what_is_entered_says_whose_it_is_and_when(registered, buyer, cast):
    entered = make_entered(registered, buyer)
    assert entered.unit == cast.school_large
    assert entered.section == cast.sections.general_affairs
    assert entered.post == cast.posts.other_staff
    assert entered.first_entered_at == entered.entered_at
    assert TrailEntry.objects.filter(action="exercise.entered").count() == 1


def test_a_draft_is_its_writers_alone(registered, buyer, head):
    draft = make_draft(registered, buyer)
    assert not Exercise.objects.visible_to(reach(head)).exists()
    for write in (
        lambda: entering.enter(exercise=draft, by=head),
        lambda: entering.throw_away(exercise=draft, by=head),
        lambda: entering.enclose(exercise=draft, upload=scan(), by=head),
    ):
        with pytest.raises(Refused):
            write()


def test_what_was_entered_never_changes(registered, buyer):
    draft = make_draft(registered, buyer)
    entering.enclose(exercise=draft, upload=scan(), by=buyer)
    entered = entering.enter(exercise=draft, by=buyer)
    rows = Exercise.objects.filter(pk=entered.pk)
    never_changes(lambda: rows.update(amount=1))
    never_changes(lambda: rows.update(entered_at=None, first_entered_at=None))
    never_changes(entered.delete)
    never_changes(entered.files.all().delete)
    never_changes(lambda: ExerciseFile.objects.create(exercise=entered, file=_file(entered)))
    with pytest.raises(Refused, match="不能再改"):
        entering.change(exercise=entered, facts={**USE, "decided_on": today()}, by=buyer)
    with pytest.raises(Refused, match="不能再改"):
        entering.enter(exercise=entered, by=buyer)


def _file(entered):
    return entered.files.get().file


def test_a_draft_goes_with_its_files(registered, buyer):
    draft = make_draft(registered, buyer)
    entering.enclose(exercise=draft, upload=scan(), by=buyer)
    entering.throw_away(exercise=draft, by=buyer)
    assert not Exercise.objects.exists()
    assert not ExerciseFile.objects.exists()


def test_findings_answers_and_looks_never_change(registered, buyer, head):
    entered = make_entered(registered, buyer, way="one", amount=Decimal(60_000))
    finding = entered.findings.get(kind="one_person")
    said = answering.answer(finding=finding, text="台风抢修，事后补议", by=buyer)
    answering.look(answer=said, word="", by=head)
    for model in (FindingLook, FindingAnswer, ExerciseFinding):
        never_changes(lambda model=model: model.objects.all()._raw_delete("default"))
    never_changes(lambda: ExerciseFinding.objects.update(sentence="别的"))
    never_changes(lambda: FindingAnswer.objects.update(text="别的"))


# --- noticing -----------------------------------------------------------------------------------


def test_what_is_in_order_asks_nothing(registered, buyer):
    assert kinds(make_entered(registered, buyer)) == set()


def test_what_comes_too_late_by_working_days(registered, buyer):
    old = today() - timedelta(days=20)
    entered = make_entered(registered, buyer, decided_on=old)
    assert kinds(entered) == {"late"}
    assert entered.due_on == entering.due_on(registered, old)


def test_what_is_registered_before_is_late_on_the_next_day(cast, buyer):
    before = make_registered(cast, name="采购立项", timing="before", days=None)
    assert kinds(make_entered(before, buyer)) == set()
    yesterday = today() - timedelta(days=1)
    assert kinds(make_entered(before, buyer, decided_on=yesterday, amount=None)) == {"late"}


def test_amounts_split_up_are_noticed_with_those_that_belong_together(registered, buyer, head):
    first = make_entered(registered, buyer)
    assert kinds(first) == set()
    second = make_entered(registered, head, subject="采购三年级课桌椅")
    (finding,) = second.findings.all()
    assert finding.kind == "split"
    assert list(finding.others.all()) == [first]


def test_what_was_corrected_is_not_counted_twice(registered, buyer):
    first = make_entered(registered, buyer)
    corrected = correct(first, buyer, counterparty="青禾家具有限公司")
    assert kinds(corrected) == set()


def test_another_power_is_another_matter(registered, cast, buyer):
    make_entered(registered, buyer)
    other = make_registered(cast, name="小额维修支出")
    assert kinds(make_entered(other, buyer)) == set()


# --- correcting ---------------------------------------------------------------------------------


def correct(exercise, by, **changes):
    draft = entering.correct(exercise=exercise, by=by, reach=reach(by))
    facts = {**entering_facts(draft), "why_corrected": "写错了", **changes}
    return entering.enter(exercise=entering.change(exercise=draft, facts=facts, by=by), by=by)


def entering_facts(draft):
    return {name: getattr(draft, name) for name in entering.FACTS}


def test_a_correction_takes_the_place_and_the_former_stays(registered, buyer):
    first = make_entered(registered, buyer)
    second = correct(first, buyer, amount=Decimal(31_000))
    third = correct(second, buyer, amount=Decimal(32_000))
    assert list(Exercise.objects.standing()) == [third]
    assert third.first_entered_at == first.first_entered_at
    first.refresh_from_db()
    assert first.amount == Decimal(30_000)
    assert TrailEntry.objects.filter(action="exercise.corrected").count() == 2


def test_a_row_is_corrected_once(registered, buyer, head):
    first = make_entered(registered, buyer)
    late = entering.correct(exercise=first, by=head, reach=reach(head))
    correct(first, buyer)
    with pytest.raises(Refused, match="已经更正过"):
        entering.correct(exercise=first, by=buyer, reach=reach(buyer))
    facts = {**entering_facts(late), "why_corrected": "也写错了"}
    late = entering.change(exercise=late, facts=facts, by=head)
    with pytest.raises(Refused, match="已经更正过"):
        entering.enter(exercise=late, by=head)


def test_a_correction_begun_is_gone_on_with(registered, buyer):
    first = make_entered(registered, buyer)
    begun = [entering.correct(exercise=first, by=buyer, reach=reach(buyer)) for _ in range(2)]
    assert begun[0] == begun[1]


def test_files_go_along_and_a_correction_thrown_away_leaves_them(registered, buyer):
    draft = make_draft(registered, buyer)
    entering.enclose(exercise=draft, upload=scan(), by=buyer)
    first = entering.enter(exercise=draft, by=buyer)
    corrected = entering.correct(exercise=first, by=buyer, reach=reach(buyer))
    assert corrected.files.count() == 1
    entering.throw_away(exercise=corrected, by=buyer)
    assert first.files.get().file.original_name == "会议记录.pdf"


def test_what_was_answered_is_not_asked_again(registered, buyer):
    first = make_entered(registered, buyer, way="one", amount=Decimal(60_000))
    assert kinds(first) == {"one_person", "no_minutes"}
    answering.answer(finding=first.findings.get(kind="one_person"), text="抢修", by=buyer)
    second = correct(first, buyer, subject="采购课桌椅（抢修）")
    assert kinds(second) == {"no_minutes"}


def test_a_correction_must_say_why(registered, buyer):
    first = make_entered(registered, buyer)
    draft = entering.correct(exercise=first, by=buyer, reach=reach(buyer))
    with pytest.raises((Refused, IntegrityError)), transaction.atomic():
        entering.enter(exercise=draft, by=buyer)


# --- answering ----------------------------------------------------------------------------------


def test_an_answer_is_given_once_and_looked_at_once(
    registered, buyer, head, cast, django_capture_on_commit_callbacks
):
    entered = make_entered(registered, buyer, decided_on=today() - timedelta(days=20))
    finding = entered.findings.get()
    with django_capture_on_commit_callbacks(execute=True):
        said = answering.answer(finding=finding, text="出差，回来才补", by=buyer)
    assert [each.person for each in Notice.objects.all()] == [cast.people.school_office]
    with pytest.raises(Refused, match="已经说明过"):
        answering.answer(finding=finding, text="又想起来", by=head)
    answering.look(answer=said, word="", by=head)
    with pytest.raises(Refused, match="已经有人看过"):
        answering.look(answer=said, word="", by=cast.people.school_office)
    finding = ExerciseFinding.objects.get()
    assert finding.stands == "已看过"
