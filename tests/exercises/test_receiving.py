"""What a system reported: entered once, put beside what it names, declined with a reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.notices.models import Notice
from registry.standing.keeping import Refused
from reviews.exercises import entering, receiving
from reviews.exercises.models import (
    Exercise,
    ReceivedRecord,
)
from tests.exercises.factory import (
    make_registered,
    make_token,
    reach,
    sent,
    today,
)

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


def kinds(exercise):
    return set(exercise.findings.values_list("kind", flat=True))


def never_changes(act):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act()


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
