"""One entry per act, in its transaction, without content."""

import pytest
from django.db import IntegrityError, connection, transaction

from registry.trail.models import TrailEntry, TrailHead
from registry.trail.origin import Origin, acting_from
from registry.trail.recording import UnknownAction, record, record_now


def test_an_entry_says_who_when_what_from_where_and_how_it_ended(cast):
    with transaction.atomic(), acting_from(Origin("10.0.0.7", "abc123")):
        entry = record(
            by=cast.people.section_head,
            action="step.returned",
            unit=cast.school_large,
            target="LARGE-2026-SF-0001",
            target_kind="papers.paper",
            outcome="refused",
        )
    entry.refresh_from_db()
    assert (entry.actor_name, entry.account_name) == ("顾言之", "section-head")
    assert (entry.unit_name, entry.chain) == ("和平区第一中学", f"unit-{cast.school_large.pk}")
    assert (entry.target_ref, entry.outcome) == ("LARGE-2026-SF-0001", "refused")
    assert (entry.origin, entry.request_id) == ("10.0.0.7", "abc123")
    assert entry.action_label == "审核退回"


def test_entries_of_a_unit_are_chained(cast):
    first = record_now(by=None, action="signin.done", unit=cast.bureau)
    other = record_now(by=None, action="signin.done", unit=cast.school_small)
    system = record_now(by=None, action="signin.failed")
    second = record_now(by=None, action="signout.done", unit=cast.bureau)
    assert [entry.seq for entry in (first, other, system, second)] == [1, 1, 1, 2]
    assert second.previous == first.digest
    assert system.chain == "system"
    head = TrailHead.objects.get(chain=first.chain)
    assert (head.seq, head.digest) == (2, second.digest)


def test_a_model_is_named_by_its_number_or_id(cast):
    entry = record_now(by=None, action="account.disabled", target=cast.accounts.staff)
    assert entry.target_kind == "organisation.account"
    assert entry.target_ref == str(cast.accounts.staff.pk)


def test_an_unknown_action_is_refused(db):
    with pytest.raises(UnknownAction), transaction.atomic():
        record(by=None, action="paper.teleported")


def test_an_unknown_outcome_is_refused(db):
    with pytest.raises(ValueError, match="maybe"), transaction.atomic():
        record(by=None, action="signin.done", outcome="maybe")


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(by=None, action="signin.done")


def test_what_is_rolled_back_leaves_no_entry(cast):
    with transaction.atomic():
        record(by=None, action="signin.done", unit=cast.bureau)
        transaction.set_rollback(True)
    assert not TrailEntry.objects.exists()
    assert record_now(by=None, action="signin.done", unit=cast.bureau).seq == 1


def test_when_the_entry_cannot_be_written_the_act_does_not_happen(cast, monkeypatch):
    def full(*args, **kwargs):
        raise IntegrityError("no room")

    @transaction.atomic
    def rename():
        cast.bureau.name = "改名"
        cast.bureau.save()
        record(by=None, action="organisation.changed", unit=cast.bureau)

    monkeypatch.setattr(TrailEntry, "save", full)
    with pytest.raises(IntegrityError):
        rename()
    cast.bureau.refresh_from_db()
    assert cast.bureau.name == "和平区教育体育局"


def test_overlong_references_and_nul_do_not_stop_the_trail(cast):
    entry = record_now(by=None, action="import.confirmed", target="表\x00" + "长" * 500)
    entry.refresh_from_db()
    assert entry.target_ref == "表" + "长" * 119


def test_recording_costs_few_queries(cast, django_assert_max_num_queries):
    record_now(by=None, action="signin.done", unit=cast.bureau)
    with django_assert_max_num_queries(5):
        record_now(by=cast.people.staff, action="signin.done", unit=cast.bureau)


def test_the_head_row_is_locked_where_the_database_has_row_locks(cast, django_capture_queries):
    record_now(by=None, action="signin.done", unit=cast.bureau)
    with django_capture_queries() as queries:
        record_now(by=None, action="signin.done", unit=cast.bureau)
    locks = any("FOR UPDATE" in query["sql"] for query in queries)
    assert locks == connection.features.has_select_for_update


@pytest.fixture
def django_capture_queries():
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
