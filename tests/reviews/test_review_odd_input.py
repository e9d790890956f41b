"""What no page would send: told in plain words, never an error of the program."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.files.models import StoredFile
from registry.papers.models import Attachment, Paper
from reviews import actions, filing
from reviews.models import Decision, Meeting
from risks import editing
from tests import way
from tests.reviews.test_confirmation import next_year, ready

PDF = b"%PDF-1.4 scan"


@pytest.fixture
def sign_in(client, cast):
    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in


def at_the_meeting(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    return paper


def meeting_data(paper, page, **changes):
    """What the page of the leading group would send, with changes."""
    deciding = page.context["deciding"]
    people = [form.invited.person.pk for form in deciding.attendees]
    data = {
        "digest": paper.current.digest,
        "action": "pass",
        "meeting-held_on": timezone.localdate().isoformat(),
        "meeting-place": "会议室",
        "attendees-TOTAL_FORMS": len(people),
        "attendees-INITIAL_FORMS": len(people),
    }
    for number, person in enumerate(people):
        data |= {
            f"attendees-{number}-person": person,
            f"attendees-{number}-presence": "present",
            f"attendees-{number}-vote": "for",
        }
    return data | changes


def decide(client, paper, **changes):
    page = client.get(f"/papers/{paper.pk}/")
    data = meeting_data(paper, page, **changes)
    step = actions.open_steps_of(paper)[0]
    return client.post(f"/papers/{paper.pk}/steps/{step.pk}/decide/", data)


def first_person(client, paper):
    return client.get(f"/papers/{paper.pk}/").context["deciding"].attendees[0].invited.person.pk


def test_the_meeting_passes_as_the_page_sends_it(cast, sign_in):
    paper = at_the_meeting(cast)
    assert decide(sign_in("group"), paper).status_code == 302
    assert Decision.objects.filter(step__seat="leading_group").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"attendees-1-person": "twice"},
        {"attendees-INITIAL_FORMS": "0", "attendees-0-person": "", "attendees-0-vote": ""},
        {"attendees-TOTAL_FORMS": "2"},
        {"attendees-TOTAL_FORMS": "abc"},
        {"attendees-0-person": "9" * 30},
        {"meeting-place": "会议\x00室"},
    ],
)
def test_a_list_of_attendees_that_is_not_the_pages_is_refused(cast, sign_in, changes):
    paper = at_the_meeting(cast)
    client = sign_in("group")
    if changes.get("attendees-1-person") == "twice":
        changes = {"attendees-1-person": first_person(client, paper)}
    assert decide(client, paper, **changes).status_code == 422
    assert not Meeting.objects.exists()
    assert not Decision.objects.filter(step__seat="leading_group").exists()


def test_numbers_that_are_no_numbers(cast, sign_in):
    paper = way.sign_on(way.submitted_form(cast))
    client = sign_in("school_office")
    address = f"/units/{paper.unit_id}/publicity/open/"
    for odd in ("²", "9" * 40, "-1", "甲", "\x00"):
        assert client.post(address, {"paper": odd}).status_code == 302
    huge = 9 * 10**30
    for path in (f"/papers/{huge}/", f"/papers/{paper.pk}/revisions/{huge}/"):
        assert client.get(path).status_code == 404
    paper.refresh_from_db()
    assert paper.state == "cleared"


def test_a_keeper_cannot_begin_the_form_of_somebody_with_an_account(cast, sign_in):
    client = sign_in("keeper")
    assert client.post(f"/my-posts/{cast.posts.staff.pk}/start/").status_code == 403
    empty = cast.posts.other_staff
    empty.appointments.all().delete()
    assert client.post(f"/my-posts/{empty.pk}/start/").status_code == 403
    assert not Paper.objects.exists()


def test_an_account_that_is_nobody_begins_no_form(cast, client, admin_user):
    client.force_login(admin_user)
    assert client.post(f"/my-posts/{cast.posts.staff.pk}/start/").status_code == 404


def test_a_keeper_begins_the_form_of_the_holder_without_account(cast, sign_in):
    """Three teachers have a form each; the keeper fills in for the one who cannot sign in."""
    third = cast.people.third_teacher
    third.account.is_active = False
    third.account.save()
    client = sign_in("keeper")
    assert client.post(f"/my-posts/{cast.posts.teacher.pk}/start/").status_code == 302
    assert Paper.objects.get().holder == third


def test_the_admin_tells_of_an_overtaken_row(cast, sign_in):
    way.confirmed_form(cast)
    late = next_year(cast)
    line = late.current.point_lines.order_by("position").first()
    editing.save_point(paper=late, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    ready(cast, late)
    quick = way.begin_form(cast)
    line = quick.current.point_lines.order_by("position").first()
    editing.save_point(paper=quick, content=way.point(7), by=cast.people.staff, line_id=line.pk)
    way.confirm(ready(cast, quick), cast.people.principal)
    account = cast.accounts.principal
    account.is_staff = True
    account.save()
    page = sign_in("principal").post(
        "/admin/papers/paper/",
        {"action": "confirm", "_selected_action": late.pk},
        follow=True,
    )
    assert page.status_code == 200
    assert "其他办件更新" in page.content.decode()
    assert Paper.objects.get(pk=late.pk).state == "ready"


def record_data(paper, content_type="application/pdf", content=PDF):
    scan = SimpleUploadedFile("scan.pdf", content, content_type=content_type)
    return {
        "digest": paper.current.digest,
        "action": "pass",
        "sheet-name": "顾言之",
        "sheet-title": "教务主任",
        "sheet-signed_on": timezone.localdate().isoformat(),
        "sheet-scan": scan,
    }


def to_be_recorded(cast):
    account = cast.people.section_head.account
    account.is_active = False
    account.save()
    paper = way.submitted_form(cast)
    return paper, f"/papers/{paper.pk}/steps/{way.open_step(paper).pk}/record/"


def test_a_scan_too_large_is_told_and_nothing_is_kept(cast, sign_in, settings):
    settings.MAX_UPLOAD_BYTES = 5
    paper, address = to_be_recorded(cast)
    assert sign_in("school_office").post(address, record_data(paper)).status_code == 422
    assert not StoredFile.objects.exists()
    assert not Attachment.objects.exists()


def test_a_sealed_copy_too_large_is_told(cast, sign_in, settings):
    paper = way.confirmed_form(cast)
    settings.MAX_UPLOAD_BYTES = 5
    scan = SimpleUploadedFile("scan.pdf", PDF, content_type="application/pdf")
    page = sign_in("school_office").post(f"/papers/{paper.pk}/sealed/", {"scan": scan})
    assert page.status_code in (200, 422)
    assert not Attachment.objects.exists()


def test_a_scan_is_served_as_what_it_is(cast, sign_in):
    """Not as what the browser that sent it said it was."""
    paper, address = to_be_recorded(cast)
    data = record_data(paper, content_type="text/html" + "x" * 300)
    assert sign_in("school_office").post(address, data).status_code == 302
    assert StoredFile.objects.get().content_type == "application/pdf"


def test_the_compiled_rows_of_a_directory_ask_for_no_notes(cast, sign_in):
    """A field for each of six thousand rows would be more than a request may carry."""
    way.confirmed_form(cast)
    office = cast.people.school_office
    paper = filing.start_directory(
        unit=cast.school_large, programme=cast.programme, covers="unit", by=office
    )
    way.submit(paper, office)
    page = sign_in("group").get(f"/papers/{paper.pk}/")
    assert page.context["deciding"].form.note_fields == []
