"""Whatever somebody does to the trail with the database in their hands is found, and named."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.trail import checkpoints, verifying
from registry.trail.digests import entry_digest
from registry.trail.models import TrailEntry, TrailHead
from registry.trail.recording import record_now


@pytest.fixture
def chain(cast):
    """Six entries in the chain of the school, and some elsewhere."""
    for action in ("signin.done", "paper.created", "paper.submitted", "step.passed", "step.passed"):
        record_now(by=cast.people.staff, action=action, unit=cast.school_large, target="A-1")
        record_now(by=None, action="signin.failed")
    record_now(by=cast.people.staff, action="signout.done", unit=cast.school_large)
    return f"unit-{cast.school_large.pk}"


def at(chain, seq):
    return TrailEntry.objects.filter(chain=chain, seq=seq)


def only_flaw():
    (flaw,) = [*verifying.flaws(), *checkpoints.flaws()]
    return flaw


def shift(chain, since, by):
    """Renumber the entries from one on, as somebody would who closes or opens a gap."""
    numbers = list(at_or_after(chain, since).values_list("seq", flat=True))
    for seq in sorted(numbers, reverse=by > 0):
        at(chain, seq).update(seq=seq + by)


def at_or_after(chain, seq):
    return TrailEntry.objects.filter(chain=chain, seq__gte=seq)


def test_an_untouched_trail_is_intact(chain):
    assert not list(verifying.flaws())
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert "完整：11 条" in out.getvalue()


CHANGES = {
    "outcome": "refused",
    "actor_id": 1,
    "actor_name": "别人",
    "account_name": "somebody",
    "action": "step.returned",
    "unit_id": None,
    "unit_name": "别的学校",
    "target_kind": "x",
    "target_ref": "A-2",
    "origin": "10.9.9.9",
    "request_id": "f",
}


@pytest.mark.parametrize("field", CHANGES)
def test_an_edited_entry_is_found(chain, tampering, field):
    with tampering():
        at(chain, 3).update(**{field: CHANGES[field]})
    flaw = only_flaw()
    assert (flaw.chain, flaw.seq, flaw.kind) == (chain, 3, "edited")


def test_an_entry_whose_time_was_changed_is_found(chain, tampering):
    entry = at(chain, 2).get()
    with tampering():
        at(chain, 2).update(at=entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000))
    assert (only_flaw().seq, only_flaw().kind) == (2, "edited")


def test_an_entry_sealed_without_the_key_is_found(chain, tampering, settings):
    entry = at(chain, 3).get()
    with tampering():
        settings.TRAIL_KEY, kept = "guessed", settings.TRAIL_KEY
        at(chain, 3).update(target_ref="A-2", digest=entry_digest(entry, target_ref="A-2"))
        settings.TRAIL_KEY = kept
    assert (only_flaw().seq, only_flaw().kind) == (3, "edited")


def test_a_removed_entry_is_found(chain, tampering):
    with tampering():
        at(chain, 3).delete()
    assert (only_flaw().seq, only_flaw().kind) == (3, "removed")


def test_a_removed_entry_is_found_when_the_gap_was_closed(chain, tampering):
    with tampering():
        at(chain, 3).delete()
        shift(chain, 4, -1)
        TrailHead.objects.filter(chain=chain).update(seq=5)
    assert (only_flaw().seq, only_flaw().kind) == (3, "removed")


def test_swapped_entries_are_found(chain, tampering):
    with tampering():
        at(chain, 3).update(seq=99)
        at(chain, 4).update(seq=3)
        at(chain, 99).update(seq=4)
    flaw = only_flaw()
    assert (flaw.seq, flaw.kind) == (3, "swapped")
    assert "第 4 条" in flaw.text


def test_an_inserted_entry_is_found(chain, tampering):
    forged = at(chain, 3).get()
    with tampering():
        shift(chain, 3, 1)
        forged.pk, forged.target_ref = None, "A-9"
        forged.save(force_insert=True)
    assert (only_flaw().seq, only_flaw().kind) == (3, "inserted")


def test_an_entry_appended_without_the_key_is_found(chain):
    last = at(chain, 6).get()
    TrailEntry.objects.create(chain=chain, seq=7, at=last.at, action="step.passed", digest="0" * 64)
    assert only_flaw().seq == 7


def test_a_cut_tail_is_found_by_its_head(chain, tampering):
    with tampering():
        at_or_after(chain, 5).delete()
    assert (only_flaw().seq, only_flaw().kind) == (5, "cut")


def test_a_chain_removed_whole_is_found_by_its_head(chain, tampering):
    with tampering():
        TrailEntry.objects.filter(chain=chain).delete()
    assert (only_flaw().seq, only_flaw().kind) == (1, "cut")


def test_a_removed_head_is_found(chain):
    TrailHead.objects.filter(chain=chain).delete()
    assert only_flaw().kind == "head"


def cut_and_mend(chain, tampering):
    with tampering():
        at_or_after(chain, 5).delete()
        digest = at(chain, 4).get().digest
        TrailHead.objects.filter(chain=chain).update(seq=4, digest=digest)


def test_a_cut_tail_with_a_mended_head_is_found_by_the_checkpoint(chain, tampering):
    checkpoints.write()
    cut_and_mend(chain, tampering)
    flaw = only_flaw()
    assert (flaw.chain, flaw.seq, flaw.kind) == (chain, 6, "cut")


def test_without_a_checkpoint_it_could_not_be_found(chain, tampering):
    """The negative control, and the limit the design states: up to the last checkpoint."""
    cut_and_mend(chain, tampering)
    assert not [*verifying.flaws(), *checkpoints.flaws()]


def test_a_cut_tail_that_grew_again_is_found_by_the_checkpoint(chain, tampering, cast):
    checkpoints.write()
    cut_and_mend(chain, tampering)
    for _ in range(3):
        record_now(by=cast.people.staff, action="signin.done", unit=cast.school_large)
    assert not list(verifying.flaws())
    assert (only_flaw().seq, only_flaw().kind) == (6, "edited")


def test_a_chain_removed_with_its_head_is_found_by_the_checkpoint(chain, tampering):
    checkpoints.write()
    with tampering():
        TrailEntry.objects.filter(chain=chain).delete()
        TrailHead.objects.filter(chain=chain).delete()
    assert (only_flaw().chain, only_flaw().kind) == (chain, "cut")


def test_a_forged_checkpoint_is_found(chain):
    path = checkpoints.write()
    kept = json.loads(path.read_text())
    kept["content"]["heads"][chain][0] = 1
    path.write_text(json.dumps(kept))
    assert only_flaw().kind == "checkpoint"
    path.write_text("{")
    assert only_flaw().kind == "checkpoint"


def test_a_checkpoint_is_never_written_over_nor_over_a_cut_tail(chain, tampering):
    first, second = checkpoints.write(), checkpoints.write()
    assert first != second
    assert len(checkpoints.paths()) == 2
    cut_and_mend(chain, tampering)
    with pytest.raises(CommandError, match="没有生成校验点"):
        call_command("checkpoint_trail")
    assert len(checkpoints.paths()) == 2


def test_the_line_for_sign_off_sheets_names_the_latest_checkpoint(chain):
    assert checkpoints.latest_line() == checkpoints.NONE_YET
    out = StringIO()
    call_command("checkpoint_trail", stdout=out)
    line = checkpoints.latest_line()
    assert line in out.getvalue()
    assert checkpoints.latest().digest[:4].upper() in line


def test_the_command_exits_with_the_first_bad_entry(chain, tampering):
    with tampering():
        at(chain, 3).update(actor_name="别人")
        at(chain, 5).update(actor_name="别人")
    with pytest.raises(CommandError) as stopped:
        call_command("verify_trail")
    assert f"{chain} 第 3 条" in str(stopped.value)
    assert "第 5 条" not in str(stopped.value)
    assert stopped.value.returncode == 1


def test_entries_written_while_it_reads_are_no_flaw(chain, cast, monkeypatch):
    read = verifying._flaw_in

    def meanwhile(chain, head):
        record_now(by=None, action="signin.done", unit=cast.school_large)
        return read(chain, head)

    monkeypatch.setattr(verifying, "_flaw_in", meanwhile)
    assert not list(verifying.flaws())


@pytest.mark.parametrize("extra", [0, 30])
def test_verifying_reads_each_chain_in_one_query(chain, cast, django_assert_num_queries, extra):
    for _ in range(extra):
        record_now(by=None, action="signin.done", unit=cast.school_large)
    with django_assert_num_queries(2 + 2 * 2, connection=connection):
        list(verifying.flaws())
