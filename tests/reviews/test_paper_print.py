"""How a paper is wanted on paper: format, copies, names; asked on a page, by command, by a job."""

from io import BytesIO

import docx
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.oxml.ns import qn

from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.papers.models import Paper
from reviews import printing
from tests import way
from tests.stage import staged

DOCX_START = b"PK"
pytestmark = pytest.mark.django_db


staged_form = staged(way.submitted_form)


@pytest.fixture
def paper(staged_form, db):
    return Paper.objects.get(pk=staged_form.pk)


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.accounts.staff)
    return client


def address(paper, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('paper-print', args=[paper.pk])}?{query}"


def body(response):
    return b"".join(response.streaming_content)


def test_the_page_asks_for_format_copies_and_names(desk, paper):
    page = desk.get(address(paper))
    assert page.status_code == 200
    assert set(page.context["form"].fields) == {"format", "copies", "names"}
    assert (
        reverse("paper-print", args=[paper.pk])
        in desk.get(reverse("paper-detail", args=[paper.pk])).text
    )


def test_a_table_has_no_names_to_leave_open(client, cast):
    client.force_login(cast.accounts.principal)
    page = client.get(address(way.confirmed_catalogue(cast)))
    assert set(page.context["form"].fields) == {"format", "copies"}


def test_a_word_document_in_copies_without_names(desk, paper):
    response = desk.get(address(paper, format="docx", copies=2, names="blank"))
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    document = docx.Document(BytesIO(body(response)))
    text = "".join(each.text for each in document.element.body.iter(qn("w:t")))
    assert len(document.sections) == 2
    assert "林听雨" not in text
    assert "未核对证明材料" in text


def test_a_pdf_in_copies_each_on_a_front_side(desk, paper):
    counts = []
    for copies in (1, 3):
        content = body(desk.get(address(paper, format="pdf", copies=copies, names="printed")))
        with pikepdf.open(BytesIO(content)) as document:
            counts.append(len(document.pages))
    one, three = counts
    assert three == 3 * one + 2 * (one % 2)


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "odt", "copies": 1, "names": "printed"},
        {"format": "pdf", "copies": 0, "names": "printed"},
        {"format": "pdf", "copies": 1000, "names": "printed"},
        {"format": "pdf", "copies": 1, "names": "x"},
    ],
)
def test_what_cannot_be_printed_is_asked_again(desk, paper, asked):
    assert desk.get(address(paper, **asked)).status_code == 422


def test_a_long_paper_is_made_by_a_worker_as_it_was_wanted(desk, paper, monkeypatch):
    monkeypatch.setattr(printing, "MOST_ROWS_AT_ONCE", 1)
    asked = {"format": "docx", "copies": 3, "names": "blank"}
    assert desk.get(address(paper, **asked)).status_code == 302
    assert not Job.objects.exists()
    for _ in range(2):
        desk.post(reverse("paper-print", args=[paper.pk]), asked)
    Worker().run_until_empty()
    job = Job.objects.get()
    assert job.state == Job.State.DONE
    assert job.result.original_name.endswith(".docx")


def run(tmp_path, paper, *options):
    out = tmp_path / "form"
    call_command("export_form", "--paper", paper.number, "--out", str(out), *options)
    return out.read_bytes()


def test_the_command_writes_both_formats(tmp_path, paper):
    content = run(tmp_path, paper, "--format", "docx", "--copies", "3", "--blank-names")
    assert content.startswith(DOCX_START)
    assert len(docx.Document(BytesIO(content)).sections) == 3
    assert run(tmp_path, paper, "--format", "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("options", [["--format", "odt"], ["--format", "pdf", "--copies", "0"]])
def test_the_command_refuses_what_there_is_not(tmp_path, paper, options):
    with pytest.raises(CommandError):
        run(tmp_path, paper, *options)


def test_the_command_does_not_leave_names_out_of_a_table(tmp_path, cast):
    paper = way.confirmed_catalogue(cast)
    assert run(tmp_path, paper, "--format", "docx", "--copies", "2").startswith(DOCX_START)
    with pytest.raises(CommandError, match="没有签名栏"):
        run(tmp_path, paper, "--format", "docx", "--blank-names")
