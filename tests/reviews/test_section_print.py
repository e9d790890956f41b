"""All current forms of a section at one go, and scans taken with a phone."""

import datetime
import subprocess
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn

from registry.files.storing import open_verified
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Mandate
from registry.papers.models import Attachment, PaperState
from registry.tables import press
from reviews import binding
from reviews.forms import SealedCopyForm, SignatureForm, SubmitForm
from reviews.printing import Wanted
from tests import way
from tests.cast import make_programme

pytestmark = pytest.mark.django_db
ADDRESS = reverse("section-print")


@pytest.fixture
def papers(cast):
    """Two forms of the teaching section handed in, one of general affairs, one draft."""
    found = []
    for post, person in (
        ("staff", "staff"),
        ("section_head", "section_head"),
        ("other_staff",) * 2,
    ):
        post, person = getattr(cast.posts, post), getattr(cast.people, person)
        paper = way.begin_form(cast, post=post, by=person)
        found.append(way.submit(way.fill_form(paper, person, points=1), person))
    teacher = cast.people.teacher
    way.fill_form(way.begin_form(cast, post=cast.posts.teacher, by=teacher), teacher)
    return found


def printed(client, cast, role="school_office", **asked):
    client.force_login(getattr(cast.accounts, role))
    data = {"section": cast.sections.teaching.pk, "copies": 1, "names": "printed", **asked}
    assert client.post(ADDRESS, data).status_code == 302
    Worker().run_until_empty()
    job = Job.objects.get()
    assert job.state == Job.State.DONE
    with open_verified(job.result) as stream:
        return job.result.original_name, stream.read()


def text_of(content):
    document = docx.Document(BytesIO(content))
    return "".join(each.text for each in document.element.body.iter(qn("w:t")))


@pytest.mark.usefixtures("papers")
def test_a_section_becomes_one_pdf_with_every_form_on_a_front_side(client, cast):
    name, content = printed(client, cast, format="pdf", copies=2)
    assert name.endswith(".pdf")
    with pikepdf.open(BytesIO(content)) as document:
        # Two forms of two copies, each of at least a page with its blank back or back sheet.
        assert len(document.pages) >= 7
        assert str(document.docinfo.Title).startswith("和平区第一中学教务处")


def pages_of(content):
    """The words of each page."""
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")]


def bound(cast, section, **wanted):
    forms = binding.current_forms(section, cast.people.school_office)
    told = []
    made = binding.bind_pdf(section, forms, Wanted(**wanted), told=told.append)
    return made.content, told


def test_on_several_cores_the_same_pages_come_in_the_same_order(cast, papers, monkeypatch):
    serial, _ = bound(cast, cast.sections.teaching, names="blank")
    monkeypatch.setattr(press, "FEW", 1)
    monkeypatch.setattr(press, "cores", lambda: 2)
    asked = []
    kept = press.printed
    monkeypatch.setattr(press, "printed", lambda *given: asked.append(given[2]) or kept(*given))
    parallel, told = bound(cast, cast.sections.teaching, names="blank")
    assert asked == [2]
    assert pages_of(parallel) == pages_of(serial)
    assert len(parallel) == pytest.approx(len(serial), rel=0.02)
    assert told == [0, 0, 1]
    mine = [paper.number for paper in papers if paper.section_id == cast.sections.teaching.pk]
    text = "".join(pages_of(parallel))
    assert all(number in text for number in mine)


@pytest.mark.usefixtures("papers")
def test_copies_share_what_is_embedded(cast):
    one, _ = bound(cast, cast.sections.teaching)
    three, _ = bound(cast, cast.sections.teaching, copies=3)
    assert len(pages_of(three)) > 2 * len(pages_of(one))
    assert len(three) < 1.2 * len(one)


def test_a_section_becomes_a_zip_of_word_documents(client, cast, papers):
    name, content = printed(client, cast, format="docx", names="blank")
    assert name.endswith(".zip")
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        texts = [text_of(archive.read(each)) for each in names]
    mine = [paper for paper in papers if paper.section_id == cast.sections.teaching.pk]
    assert sorted(names) == sorted(f"{paper.number}-{paper.owner_name}.docx" for paper in mine)
    assert all("未核对证明材料" in text for text in texts)
    assert not any("林听雨" in text for text in texts)


def test_of_two_years_the_later_is_current_and_nothing_cancelled_is_printed(cast, papers):
    _, second, _ = papers
    staff = cast.people.staff
    later = make_programme(cast.bureau, cast.year + 1)
    office = cast.people.school_office
    type(second).objects.filter(pk=second.pk).update(
        state=PaperState.CANCELLED,
        position=None,
        cancelled_at=second.created_at,
        cancelled_by=staff,
        cancelled_why="岗位撤销",
    )
    from reviews import filing

    new = filing.start_form(post=cast.posts.staff, programme=later, by=staff, holder=staff)
    new = way.submit(way.fill_form(new, staff, points=1), staff)
    forms = binding.current_forms(cast.sections.teaching, office)
    assert [paper.pk for paper, _ in forms] == [new.pk]


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("school_office", {"教务处", "总务处"}),
        ("section_head", {"教务处"}),
        ("staff", {"教务处"}),
        ("small_office", set()),
        ("auditor", set()),
    ],
)
def test_only_sections_with_forms_one_may_read_are_offered(client, cast, role, sections):
    person = getattr(cast.people, role)
    assert {section.name for section in binding.sections_to_print(person)} == sections
    client.force_login(getattr(cast.accounts, role))
    page = client.get(ADDRESS)
    assert ("还没有可以打印的表" in page.text) == (not sections)


@pytest.mark.usefixtures("papers")
def test_staff_print_their_own_form_only(cast):
    forms = binding.current_forms(cast.sections.teaching, cast.people.staff)
    assert [paper.post for paper, _ in forms] == [cast.posts.staff]


@pytest.mark.usefixtures("papers")
def test_another_section_is_asked_again(client, cast):
    client.force_login(cast.accounts.small_office)
    data = {"section": cast.sections.teaching.pk, "copies": 1, "names": "printed", "format": "pdf"}
    assert client.post(ADDRESS, data).status_code == 422
    assert not Job.objects.exists()


def test_the_bound_file_ends_with_the_seat_that_it_was_made_from(client, cast, papers):
    """One's own form of the section stays readable; the forms of everybody else do not."""
    printed(client, cast, format="pdf", role="section_head")
    address = reverse("download-file", args=[Job.objects.get().pk])
    answer = client.get(address)
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    Mandate.objects.filter(post=cast.posts.section_head).update(ends=datetime.date(2020, 12, 31))
    own = binding.current_forms(cast.sections.teaching, cast.people.section_head)
    assert [paper.post for paper, _ in own] == [cast.posts.section_head]
    assert client.get(address).status_code in (403, 404)


# --- scans by phone ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [SealedCopyForm, SignatureForm, SubmitForm])
def test_a_scan_comes_from_the_camera_or_from_a_file(form):
    """`capture` would leave phones the camera only."""
    given = form.base_fields["scan"].widget.attrs
    assert "capture" not in given
    assert set(given["accept"].split(",")) == {"image/jpeg", "image/png", "application/pdf"}


@pytest.mark.parametrize(
    ("name", "start", "taken"),
    [
        ("IMG_0001.JPG", b"\xff\xd8\xff\xe1", True),
        ("IMG_0001.jpeg", b"\xff\xd8\xff\xe0", True),
        ("IMG_0001.HEIC", b"\x00\x00\x00\x24ftypheic", False),
    ],
)
def test_a_photo_of_the_sealed_sheet_is_attached(client, cast, name, start, taken):
    paper = way.confirmed_form(cast)
    client.force_login(cast.accounts.school_office)
    photo = SimpleUploadedFile(name, start + b"\0" * 2000, "image/jpeg")
    address = reverse("paper-sealed", args=[paper.pk])
    response = client.post(address, {"scan": photo})
    assert response.status_code == (302 if taken else 422)
    attached = paper.attachments.filter(kind=Attachment.Kind.SEALED_COPY)
    assert attached.exists() == taken
