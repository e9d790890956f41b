"""What the principal said stays: who, when, on what, on screen or from paper; and what follows."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Mandate
from registry.papers.models import Attachment, Paper
from registry.trail.models import TrailHead
from reviews import actions, offices, printing, progress, reading, waiting, workflow
from reviews.confirmation import Answer
from reviews.models import Confirmation, SentBackRow
from reviews.refusals import Moved, NotAllowed, NotReady
from reviews.verdicts import PaperSignature
from risks.models import RiskPoint
from tests import way
from tests.cast import all_who_differ
from tests.reviews.test_avoidance import scan_for
from tests.reviews.test_review_offices import lock_out
from tests.stage import staged

TODAY = timezone.localdate


@staged
def staged_ready(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    return paper


@pytest.fixture
def ready(staged_ready, db):
    return Paper.objects.get(pk=staged_ready.pk)


def answer(paper, action="confirm", **kwargs):
    return Answer(action, paper.current.digest, **kwargs)


def signed_by(paper, by, name="陆怀瑾", title="校长"):
    return PaperSignature(name, title, TODAY(), scan_for(paper, by))


def record(cast, paper, said=None, **signer):
    office = cast.people.school_office
    return workflow.record_confirmation(
        paper=paper,
        by=office,
        answer=said or answer(paper),
        signer=signed_by(paper, office, **signer),
    )


@pytest.mark.parametrize(("name", "refused"), [("林听雨", True), ("顾言之", False)])
def test_the_filer_is_not_the_signer_of_a_step(cast, name, refused):
    lock_out(cast.people.section_head)
    paper = way.submitted_form(cast)
    office = cast.people.school_office

    def enter():
        workflow.record_from_paper(
            step=way.open_step(paper),
            by=office,
            verdict=way.verdict_for(paper),
            signer=signed_by(paper, office, name=name),
        )

    if not refused:
        enter()
        return
    with pytest.raises(NotReady):
        enter()
    assert not paper.current.decisions.exists()


def test_older_row_notes_are_done_with_once_the_principal_has_sent_it_back(cast):
    paper = way.submitted_form(cast)
    line = paper.current.point_lines.first()
    head = cast.people.section_head
    way.sign(paper, head, "return", opinion="请改", notes={line.pk: "写具体些"})
    noted = paper.current.point_lines.order_by("position").first()
    assert [note.text for note in reading.notes_on(noted)] == ["写具体些"]
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.send_back(paper, cast.people.principal, why="措施再实一些")
    assert reading.notes_on(paper.current.point_lines.order_by("position").first()) == []


def on_screen(cast, paper):
    way.confirm(paper, cast.people.principal)


def from_paper(cast, paper):
    lock_out(cast.people.principal)
    record(cast, paper)


@pytest.mark.parametrize("enter", [on_screen, from_paper])
def test_the_register_is_locked_before_the_trail(cast, ready, enter):
    """On screen as from paper, or of two confirmations each could wait for the other."""
    with CaptureQueriesContext(connection) as queries:
        enter(cast, ready)
    asked = [query["sql"] for query in queries]
    trail, *_ = (i for i, sql in enumerate(asked) if f'FROM "{TrailHead._meta.db_table}"' in sql)
    *_, moved = (i for i, sql in enumerate(asked) if f'UPDATE "{RiskPoint._meta.db_table}"' in sql)
    assert moved < trail


def test_a_confirmation_on_screen_is_a_row_of_its_own(cast, ready):
    way.confirm(ready, cast.people.principal)
    kept = ready.confirmations.get()
    assert (kept.action, kept.name, kept.title) == ("confirm", "陆怀瑾", "校长")
    assert (kept.revision, kept.digest) == (ready.current, ready.current.digest)
    assert (kept.person, kept.signed_on, kept.scan) == (cast.people.principal, TODAY(), None)
    assert Paper.objects.get(pk=ready.pk).confirmed_at == kept.at


def test_sending_back_keeps_the_reason_and_the_rows(cast, ready):
    first = ready.current.point_lines.order_by("position").first()
    way.send_back(ready, cast.people.principal, why=" 措施再实一些 ", line_ids=[first.pk])
    kept = ready.confirmations.get()
    assert (kept.action, kept.opinion) == ("send_back", "措施再实一些")
    assert [row.point_line for row in kept.rows.all()] == [first]


def test_a_stale_page_neither_confirms_nor_sends_back(cast, ready):
    with pytest.raises(Moved):
        workflow.send_back(paper=ready, by=cast.people.principal, digest="0" * 64, why="请改")
    assert not Confirmation.objects.exists()


def test_a_paper_sent_back_and_handed_in_unchanged_is_confirmed_in_its_next_round(cast, ready):
    """The same revision runs again: it is the round that is answered once, not the revision."""
    way.send_back(ready, cast.people.principal, why="请再核对")
    way.submit(ready, cast.people.staff)
    way.sign_on(ready)
    way.through_publicity(ready, cast.people.school_office)
    way.confirm(ready, cast.people.principal)
    first, second = ready.confirmations.order_by("lap")
    assert first.revision == second.revision
    assert (first.action, second.action) == ("send_back", "confirm")


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"action": "send_back", "opinion": "请改", "lap": 2}, True),
        ({"action": "send_back", "opinion": "", "lap": 2}, False),
        ({"action": "send_back", "opinion": "请改"}, False),
        ({"action": "confirm", "lap": 2}, False),
    ],
)
def test_the_database_holds_the_rules(cast, ready, changes, allowed):
    way.confirm(ready, cast.people.principal)
    kept = ready.confirmations.get()
    kept.pk = None
    for name, value in changes.items():
        setattr(kept, name, value)
    if allowed:
        kept.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()


def test_the_database_refuses_to_change_or_delete_them(cast, ready):
    line = ready.current.point_lines.first()
    way.send_back(ready, cast.people.principal, why="请改", line_ids=[line.pk])
    for rows in (Confirmation.objects.all(), SentBackRow.objects.all()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(id=999)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_without_the_triggers_it_would_change(cast, ready, tampering):
    way.confirm(ready, cast.people.principal)
    with tampering():
        assert Confirmation.objects.update(opinion="改过") == 1


# --- recorded from paper -----------------------------------------------------------------


def test_recorded_from_paper_names_the_signer_and_keeps_the_scan(cast, ready):
    lock_out(cast.people.principal)
    record(cast, ready)
    kept = ready.confirmations.get()
    assert (kept.name, kept.title, kept.person) == ("陆怀瑾", "校长", cast.people.school_office)
    assert kept.scan.kind == Attachment.Kind.DECISION_SCAN
    ready.refresh_from_db()
    assert ready.state == "confirmed"


def test_what_was_sent_back_on_paper_is_recorded_too(cast, ready):
    lock_out(cast.people.principal)
    line = ready.current.point_lines.first()
    record(cast, ready, answer(ready, "send_back", opinion="措施再实一些", line_ids=(line.pk,)))
    ready.refresh_from_db()
    assert ready.state == "draft"
    assert ready.confirmations.get().rows.get().point_line == line


def test_recording_is_refused_while_the_principal_can_sign(cast, ready):
    with pytest.raises(NotAllowed):
        record(cast, ready)
    assert not Confirmation.objects.exists()


def test_the_office_cannot_confirm_without_a_signature(cast, ready):
    lock_out(cast.people.principal)
    with pytest.raises(NotAllowed):
        way.confirm(ready, cast.people.school_office)


@pytest.mark.parametrize(
    ("name", "refused"),
    [("林听雨", True), ("林 听\u3000雨", True), ("林听雨（总务处）", False), ("陆怀瑾", False)],
)
def test_the_filer_is_not_the_signer_of_the_own_paper(cast, ready, name, refused):
    lock_out(cast.people.principal)
    if not refused:
        record(cast, ready, name=name)
        return
    with pytest.raises(NotReady) as refusal:
        record(cast, ready, name=name)
    assert "填报人" in refusal.value.problems[0]
    assert not Confirmation.objects.exists()


def no_principal(cast):
    Mandate.objects.filter(seat="principal").update(ends=datetime.date(2020, 12, 31))


SITUATIONS = [
    lambda cast: None,
    lambda cast: lock_out(cast.people.principal),
    no_principal,
    lambda cast: (no_principal(cast), lock_out(cast.people.bureau_deputy)),
]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_confirmations_on_paper_agree_with_the_guard(cast, ready, situation):
    situation(cast)
    for person in all_who_differ():
        recorded = Paper.objects.filter(offices.recorded(reach_of(person)))
        can = actions.find(ready, person, TODAY(), "record_confirmation") is not None
        listed = set(waiting.confirmations_on_paper(recorded, TODAY()))
        assert listed == ({ready} if can else set()), person


# --- what follows on the pages -----------------------------------------------------------


def test_the_history_and_the_printed_record_name_the_principal(cast, ready):
    way.confirm(ready, cast.people.principal)
    newest = progress.events_of(ready)[0]
    assert (newest["who"], newest["what"]) == ("校长 陆怀瑾", "单位主要负责人：确认生效")
    last = printing.form_sheet(ready, ready.current).record[-1]
    assert (last.step, last.who, last.action) == ("单位主要负责人", "陆怀瑾", "确认生效")


def test_the_filler_reads_why_the_principal_sent_it_back(client, cast, ready):
    line = ready.current.point_lines.order_by("position").first()
    way.send_back(ready, cast.people.principal, why="措施再实一些", line_ids=[line.pk])
    client.force_login(cast.accounts.staff)
    page = client.get(reverse("paper-edit", args=[ready.pk])).content.decode()
    assert "请按意见修改" in page
    assert "措施再实一些" in page
    assert page.count("请修改这一条。") == 1


def test_the_principal_sends_back_on_the_page(client, cast, ready):
    client.force_login(cast.accounts.principal)
    address = reverse("paper-send-back", args=[ready.pk])
    digest = client.get(address).context["revision"].digest
    client.post(address, {"why": "请补一条措施", "digest": digest})
    assert ready.confirmations.get().opinion == "请补一条措施"


def posted(ready, **changes):
    scan = SimpleUploadedFile("签字页.pdf", b"%PDF-1.4 scan", content_type="application/pdf")
    return {
        "digest": ready.current.digest,
        "action": "confirm",
        "sheet-name": "陆怀瑾",
        "sheet-title": "校长",
        "sheet-signed_on": "2026-01-05",
        "sheet-scan": scan,
        **changes,
    }


@pytest.fixture
def recording(client, cast, ready):
    """The office is signed in, and nobody can confirm on screen."""
    lock_out(cast.people.principal)
    client.force_login(cast.accounts.school_office)
    return reverse("paper-confirmation-record", args=[ready.pk])


def test_the_office_finds_the_page_and_records(client, cast, ready, recording):
    inbox = client.get(reverse("inbox"))
    assert recording in [card["url"] for card in inbox.context["to_record"]]
    assert recording in client.get(reverse("paper-detail", args=[ready.pk])).content.decode()
    answered = client.post(recording, posted(ready))
    assert answered.status_code == 302, answered.context["form"].errors
    kept = ready.confirmations.get()
    assert (kept.name, kept.signed_on) == ("陆怀瑾", datetime.date(2026, 1, 5))
    history = client.get(reverse("paper-history", args=[ready.pk])).content.decode()
    assert "陆怀瑾" in history


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"sheet-scan": ""}, 422),
        ({"sheet-name": ""}, 422),
        ({"sheet-title": ""}, 422),
        ({"sheet-signed_on": "2999-01-01"}, 422),
        ({"sheet-name": "林听雨"}, 422),
        ({"action": ""}, 422),
        ({"action": "send_back"}, 422),
        ({"digest": "0" * 64}, 409),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client, ready, recording, changes, status):
    answered = client.post(recording, posted(ready, **changes))
    assert answered.status_code == status
    assert not Confirmation.objects.exists()
    assert not ready.attachments.filter(kind="decision_scan").exists()


def test_the_office_records_that_rows_were_sent_back(client, ready, recording):
    line = ready.current.point_lines.order_by("position").first()
    data = posted(ready, action="send_back", opinion="请补一条措施", row=line.pk)
    assert client.post(recording, data).status_code == 302
    ready.refresh_from_db()
    assert ready.state == "draft"
    assert [each.open for each in ready.current.point_lines.order_by("position")] == [True, False]
