"""A draft is seen by whoever fills it in; others see what was handed in, and nothing before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from powers import editing as power_editing
from registry.files.storing import store
from registry.papers.models import Attachment
from reviews import filing, workflow
from reviews.visibility import papers_visible_to
from tests import way

CANARY = "草稿里的话"


def attach(paper, kind, by):
    stored = store(
        stream=SimpleUploadedFile("a.pdf", b"%PDF-1.4"),
        name="a.pdf",
        content_type="application/pdf",
        by=by,
    )
    return Attachment.objects.create(paper=paper, kind=kind, file=stored, added_by=by)


def catalogue(cast):
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("学籍异动审核", cast.sections.teaching)
    power_editing.add_power(paper=paper, content=content, by=keeper)
    return paper


def returned_and_changed(cast):
    """A catalogue handed back, changed since, with a table imported into the new draft."""
    paper, keeper = catalogue(cast), cast.people.keeper
    before = attach(paper, Attachment.Kind.ORIGINAL, keeper)
    way.submit(paper, keeper)
    way.sign(paper, cast.people.school_office, "return", opinion="请改")
    line = paper.current.power_lines.get()
    content = way.power(CANARY, cast.sections.teaching)
    power_editing.change_power(paper=paper, line_id=line.pk, content=content, by=keeper)
    return paper, before, attach(paper, Attachment.Kind.ORIGINAL, keeper)


def download(client, paper, attachment):
    answer = client.get(f"/papers/{paper.pk}/attachments/{attachment.pk}/")
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


PAGES = ("", "history/", "revisions/1/", "revisions/2/", "form.pdf", "edit/", "check/")


@pytest.mark.parametrize("role", ["group", "bureau_deputy", "principal"])
def test_a_draft_handed_back_shows_others_what_was_handed_in(cast, client, role):
    paper, before, since = returned_and_changed(cast)
    client.force_login(getattr(cast.accounts, role))
    for page in PAGES:
        answer = client.get(f"/papers/{paper.pk}/{page}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert CANARY not in body.decode(errors="ignore"), page
    detail = client.get(f"/papers/{paper.pk}/")
    assert f"/attachments/{before.pk}/" in detail.content.decode()
    assert f"/attachments/{since.pk}/" not in detail.content.decode()
    assert download(client, paper, before) == 200
    assert download(client, paper, since) == 404


def test_whoever_fills_it_in_sees_what_came_since(cast, client):
    paper, _, since = returned_and_changed(cast)
    client.force_login(cast.accounts.keeper)
    assert download(client, paper, since) == 200


def test_a_draft_cancelled_before_it_was_handed_in_stays_unseen(cast, client):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    attached = attach(paper, Attachment.Kind.ORIGINAL, cast.people.staff)
    workflow.cancel(paper=paper, by=cast.people.staff, why="岗位合并")
    for role in ("school_office", "principal", "keeper", "section_head"):
        assert not papers_visible_to(getattr(cast.people, role)).filter(pk=paper.pk).exists()
        client.force_login(getattr(cast.accounts, role))
        for page in ("", "history/", "form.pdf", f"attachments/{attached.pk}/"):
            assert client.get(f"/papers/{paper.pk}/{page}").status_code == 404, (role, page)
    client.force_login(cast.accounts.staff)
    assert client.get(f"/papers/{paper.pk}/").status_code == 200


def test_the_scan_of_a_recorded_return_stays_readable(cast, client):
    """It belongs to the decision, not to the draft that follows it."""
    paper = way.submitted_form(cast)
    scan = attach(paper, Attachment.Kind.DECISION_SCAN, cast.people.school_office)
    way.sign(paper, cast.people.section_head, "return", opinion="请改")
    client.force_login(cast.accounts.section_head)
    assert download(client, paper, scan) == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 404), ("section_head", 404), ("principal", 404), ("school_office", 200)],
)
def test_the_table_of_a_whole_unit_is_read_from_no_single_form(cast, client, role, status):
    """It holds the rows of other posts too: only whoever keeps the tables of the unit reads it."""
    paper = way.confirmed_form(cast)
    table = attach(paper, Attachment.Kind.ORIGINAL, cast.people.keeper)
    client.force_login(getattr(cast.accounts, role))
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert (f"/attachments/{table.pk}/" in page) == (status == 200)
    assert download(client, paper, table) == status
