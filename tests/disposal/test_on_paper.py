"""An act whose addressee cannot sign in: the office enters receipt, reply and rectification."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.files.models import SignedSheet
from registry.notices.models import Notice
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews.disposal import from_paper, letters, proceeding, waiting
from reviews.disposal.models import Disposal, Move, Receipt
from reviews.refusals import Refused
from tests.disposal import factory
from tests.disposal.factory import TEXTS, fresh, issued
from tests.hands_on_paper import sheet, without_account

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
State = Disposal.State


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def act(cast):
    """Addressed to the role "staff", who can no longer sign in."""
    made = issued(cast)
    without_account(cast.people.staff)
    return fresh(made)


def address(act, what):
    return reverse("disposal-paper", args=[act.pk, what])


def test_from_the_receipt_to_the_end_on_paper(cast, act, client):
    staff, office = cast.people.staff, cast.people.discipline
    client.force_login(cast.accounts.discipline)
    page = reverse("disposal", args=[act.pk])
    offered = client.get(page).content.decode()
    assert "补录签收" in offered
    assert "补录回复" in offered
    assert "补录整改" not in offered
    given = {"person": staff.pk, **sheet()}
    assert client.post(address(act, "sign"), given).status_code == 302
    receipt = Receipt.objects.get(disposal=act)
    assert (receipt.by, receipt.sheet.recorded_by) == (staff, office)
    client.post(address(act, "reply"), {"person": staff.pk, **sheet(), **TEXTS})
    assert fresh(act).state == State.REPLIED
    uploads = {"said": "已补齐", "uploads": [factory.evidence()]}
    client.post(address(act, "rectify"), {"person": staff.pk, **sheet(), **uploads})
    assert fresh(act).state == State.RECTIFIED
    moves = Move.objects.filter(disposal=act, kind__in=["replied", "rectified"])
    assert {(move.by, move.sheet.recorded_by) for move in moves} == {(staff, office)}
    shown = client.get(page).content.decode()
    assert "（纸质补录）" in shown
    assert f"纸质，{office.name}" in shown
    scan = reverse("disposal-sheet", args=[act.pk, receipt.sheet_id])
    assert b"".join(client.get(scan).streaming_content).startswith(b"%PDF")
    proceeding.passed(act=fresh(act), said="齐了", by=office)
    assert fresh(act).state == State.CLOSED


def test_the_record_says_that_it_was_on_paper(cast, act):
    staff, office = cast.people.staff, cast.people.discipline
    given = {"person": type(staff).objects.get(pk=staff.pk), "by": office}
    proceeding.reply_on_paper(act=act, **given, **sheet(), **TEXTS)
    letter = letters.record_of(fresh(act), list(act.moves.all()))
    told = str(letter.parts)
    assert f"纸质签字，{office.name}" in told
    assert TrailEntry.objects.filter(chain=SEALED_CHAIN, action="disposal.recorded").count() == 2
    assert not TrailEntry.objects.exclude(chain=SEALED_CHAIN).filter(action__startswith="disposal")


@pytest.mark.parametrize("what", from_paper.LABELS)
def test_nobody_enters_it_for_whom_can_sign_in(cast, client, what):
    act = issued(cast) if what != "rectify" else factory.replied(cast)
    client.force_login(cast.accounts.discipline)
    given = {"person": cast.people.staff.pk, **sheet(), **TEXTS, "said": "好了"}
    client.post(address(act, what), {**given, "uploads": [factory.evidence()]})
    assert not SignedSheet.objects.exists()
    ways = {
        "sign": lambda: proceeding.sign_on_paper(act=act, **by_office(cast), **sheet()),
        "reply": lambda: proceeding.reply_on_paper(act=act, **by_office(cast), **sheet(), **TEXTS),
        "rectify": lambda: proceeding.rectify_on_paper(
            act=act, **by_office(cast), **sheet(), said="好了", uploads=[factory.evidence()]
        ),
    }
    with pytest.raises(Refused, match="登录账号"):
        ways[what]()


def by_office(cast):
    return {"person": cast.people.staff, "by": cast.people.discipline}


@pytest.mark.parametrize("who", ["supervisor", "school_office", "office", "system_admin"])
def test_only_the_office_that_keeps_it_enters_anything(cast, act, client, who):
    """The leader knows of the act and may not; the others do not find it."""
    client.force_login(getattr(cast.accounts, who))
    given = {"person": cast.people.staff.pk, **sheet()}
    answer = client.post(address(act, "sign"), given)
    assert answer.status_code == (403 if who == "supervisor" else 404)
    assert not Receipt.objects.filter(disposal=act).exists()


def test_a_leader_without_an_account_signs_on_paper(cast, client):
    act = issued(cast)
    leader = without_account(cast.people.supervisor)
    client.force_login(cast.accounts.discipline)
    client.post(address(act, "sign"), {"person": leader.pk, **sheet()})
    receipt = Receipt.objects.get(disposal=act)
    assert (receipt.by, receipt.sheet is not None) == (leader, True)
    assert from_paper.offered(act, TODAY()) == []


def test_a_second_reply_is_told_that_it_was_done(cast, act):
    person = type(cast.people.staff).objects.get(pk=cast.people.staff.pk)
    given = {"person": person, "by": cast.people.discipline}
    proceeding.reply_on_paper(act=act, **given, **sheet(), **TEXTS)
    stale = fresh(act)
    stale.state = State.ISSUED  # as a page read it before
    with pytest.raises(Refused, match="往前走了一步"), transaction.atomic():
        proceeding.reply_on_paper(act=stale, **given, **sheet(), **TEXTS)
    assert SignedSheet.objects.count() == 1


def test_what_waits_and_is_reminded_is_the_offices(cast, act):
    office = cast.people.discipline
    (card,) = waiting.cards_for(office)
    assert card["action"] == "去补录"
    assert waiting.waiting_count(office) == 1
    Notice.objects.all().delete()
    waiting.remind(act.reply_due - timedelta(days=1))
    assert {notice.person for notice in Notice.objects.all()} == {office}


def test_with_an_account_it_waits_for_the_addressee_alone(cast):
    """The control: the office has nothing to do before anything is handed in."""
    issued(cast)
    assert waiting.waiting_count(cast.people.discipline) == 0
    assert waiting.waiting_count(cast.people.staff) == 1


def test_handed_over_the_scan_closes_with_the_matter(cast, act, client):
    person = type(cast.people.staff).objects.get(pk=cast.people.staff.pk)
    proceeding.sign_on_paper(act=act, person=person, by=cast.people.discipline, **sheet())
    scan = reverse("disposal-sheet", args=[act.pk, act.receipts.get().sheet_id])
    client.force_login(cast.accounts.supervisor)
    assert b"".join(client.get(scan).streaming_content).startswith(b"%PDF")
    proceeding.hand_over(act=fresh(act), why="需要了解", by=cast.people.discipline)
    assert client.get(scan).status_code == 404


def test_only_what_an_addressee_does_has_a_sheet(cast, act):
    kept = proceeding.keep_sheet(by=cast.people.discipline, **sheet())
    first = act.moves.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(
            disposal=act, kind="passed", round=9, said="x", by=first.by, name="x", sheet=kept
        )
