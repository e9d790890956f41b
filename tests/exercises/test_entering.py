"""Entering a use of a power: drafts of one's own, frozen for good, corrected by a further row."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.notices.models import Notice
from registry.standing.keeping import Refused
from registry.trail.models import TrailEntry
from reviews.exercises import answering, entering, keeping, owners, receiving
from reviews.exercises.models import (
    Exercise,
    ExerciseFile,
    ExerciseFinding,
    FindingAnswer,
    FindingLook,
    ReceivedRecord,
    RegisteredPower,
)
from tests.exercises.factory import (
    RULE,
    USE,
    make_draft,
    make_entered,
    make_registered,
    make_token,
    reach,
    sent,
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


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        ("other_staff", True),  # who entered it
        ("other_section_head", True),
        ("school_office", True),
        ("other_supervisor", False),
        ("principal", False),
        ("staff", False),
        ("office", False),
    ],
)
def test_who_answers(registered, buyer, cast, role, answers):
    entered = make_entered(registered, buyer)
    assert owners.answers_for(entered, reach(getattr(cast.people, role))) is answers


@pytest.mark.parametrize(
    ("role", "looks"),
    [
        ("other_staff", False),  # entered it
        ("other_section_head", False),  # answered it
        ("school_office", True),
        ("other_supervisor", True),
        ("principal", True),
        ("discipline", True),
        ("staff", False),
        ("section_head", False),
        ("small_office", False),
    ],
)
def test_who_looks(registered, buyer, head, cast, role, looks):
    entered = make_entered(registered, buyer, way="one", amount=Decimal(60_000))
    finding = entered.findings.get(kind="one_person")
    assert not owners.may_look(finding, reach(cast.people.principal))
    answering.answer(finding=finding, text="抢修", by=head)
    finding = ExerciseFinding.objects.select_related("answer", "exercise__unit").get(pk=finding.pk)
    assert owners.may_look(finding, reach(getattr(cast.people, role))) is looks


# --- who enters, who sees -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        ("other_staff", True),
        ("other_section_head", True),
        ("other_supervisor", True),
        ("school_office", True),
        ("staff", False),
        ("section_head", False),
        ("principal", False),
        ("office", False),
        ("small_office", False),
        ("auditor", False),
    ],
)
def test_who_enters_for_a_section(registered, cast, role, enters):
    found = owners.to_enter(reach(getattr(cast.people, role)))
    assert found.filter(pk=registered.pk).exists() is enters


def test_without_a_section_anybody_of_the_unit_enters(cast):
    registered = make_registered(cast, name="公车使用", section=None)
    for role, enters in (("staff", True), ("principal", True), ("small_staff", False)):
        found = owners.to_enter(reach(getattr(cast.people, role)))
        assert found.filter(pk=registered.pk).exists() is enters


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("other_staff", True),
        ("other_section_head", True),
        ("other_supervisor", True),
        ("principal", True),
        ("group", True),
        ("school_office", True),
        ("office", True),
        ("discipline", True),
        ("bureau_leader", True),
        ("staff", False),
        ("section_head", False),
        ("supervisor", False),
        ("keeper", False),
        ("small_office", False),
        ("bureau_staff", False),
        ("auditor", False),
    ],
)
def test_who_sees_what_was_entered(registered, buyer, cast, role, sees):
    make_entered(registered, buyer)
    rows = Exercise.objects.visible_to(reach(getattr(cast.people, role)))
    assert rows.exists() is sees
    findings = ExerciseFinding.objects.visible_to(reach(getattr(cast.people, role)))
    assert not findings.exists()


# --- the list of registered powers --------------------------------------------------------------


def test_a_name_stands_once_while_it_is_open(registered, cast):
    office = cast.people.school_office
    with pytest.raises(Refused, match="同名") as refusal:
        make_registered(cast)
    assert refusal.value.field == "name"
    keeping.stop(registered=registered, by=office)
    keeping.stop(registered=registered, by=office)
    assert TrailEntry.objects.filter(action="registered_power.stopped").count() == 1
    assert make_registered(cast).pk != registered.pk
    with pytest.raises(Refused, match="已经停止"):
        keeping.change(registered=registered, facts={**RULE}, by=office)


def test_a_section_of_another_unit_is_refused(cast):
    with pytest.raises(Refused, match="本单位"):
        make_registered(cast, section=cast.sections.small_office)


def test_nothing_is_entered_of_what_was_stopped(registered, buyer, cast):
    draft = make_draft(registered, buyer)
    keeping.stop(registered=registered, by=cast.people.school_office)
    with pytest.raises(Refused, match="停止登记"):
        entering.enter(exercise=draft, by=buyer)


@pytest.mark.parametrize(
    "changes",
    [
        {"collective": "above", "threshold": None},
        {"timing": "before", "days": 5},
        {"timing": "after", "days": None},
        {"threshold": Decimal(0)},
        {"window_days": 0},
    ],
)
def test_what_must_never_be_false_is_a_constraint(registered, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredPower.objects.filter(pk=registered.pk).update(**changes)


# --- records of systems -------------------------------------------------------------------------


def arrived(registered, cast, **changes):
    row, _ = make_token(registered, cast.people.school_office)
    return receiving.take(token=row, content=sent(**changes)).record


def test_a_record_becomes_a_draft_and_is_entered_once(registered, buyer, head, cast):
    record = arrived(registered, cast)
    drafts = [receiving.begin(arrived=record, by=by, reach=reach(by)) for by in (buyer, head)]
    assert drafts[0].subject == "采购打印纸"
    assert drafts[0].amount == Decimal("4200.00")
    entered = entering.enter(exercise=drafts[0], by=buyer)
    record.refresh_from_db()
    assert (record.outcome, record.settled_by) == ("entered", buyer)
    with pytest.raises(Refused, match="有人核对过"):
        entering.enter(exercise=drafts[1], by=head)
    with pytest.raises(Refused, match="有人核对过"):
        receiving.decline(arrived=record, why="重复", by=head)
    assert list(Exercise.objects.standing()) == [entered]


def test_a_warning_goes_beside_the_use_it_names(registered, buyer, cast):
    entered = entering.enter(
        exercise=receiving.begin(arrived=arrived(registered, cast), by=buyer, reach=reach(buyer)),
        by=buyer,
    )
    told = {"sort": "warning", "note": "审批用时超过平均", "exercise_number": "CG-1"}
    for number in ("YJ-1", "YJ-2"):
        warning = arrived(registered, cast, number=number, **told)
        assert receiving.attach(arrived=warning, by=buyer) == entered
    findings = entered.findings.filter(kind="system_warning")
    assert findings.count() == 2
    assert findings[0].sentence == "办公系统：审批用时超过平均"


def test_a_warning_that_names_nothing_is_entered_with_its_finding(registered, buyer, cast):
    overdue = arrived(registered, cast, sort="overdue", note="超期两天")
    with pytest.raises(Refused, match="没有找到"):
        receiving.attach(arrived=overdue, by=buyer)
    draft = receiving.begin(arrived=overdue, by=buyer, reach=reach(buyer))
    assert kinds(entering.enter(exercise=draft, by=buyer)) == {"system_overdue"}


def test_what_arrived_never_changes_and_is_declined_with_a_reason(registered, buyer, cast):
    record = arrived(registered, cast)
    rows = ReceivedRecord.objects.filter(pk=record.pk)
    never_changes(lambda: rows.update(content={}))
    never_changes(lambda: rows.update(number="9"))
    never_changes(rows.delete)
    with pytest.raises(IntegrityError), transaction.atomic():
        receiving.decline(arrived=record, why="", by=buyer)
    receiving.decline(arrived=record, why="测试数据", by=buyer)
    record.refresh_from_db()
    assert record.outcome == "declined"


def test_a_record_late_in_the_queue_is_told_of_once_a_week(registered, cast):
    from reviews.exercises.background import remind_of_records

    arrived(registered, cast, happened_on=(today() - timedelta(days=30)).isoformat())
    remind_of_records()
    remind_of_records()
    (notice,) = Notice.objects.filter(text__contains="过了登记期限")
    assert notice.person == cast.people.other_section_head
    assert timezone.localdate(notice.created_at) == today()
