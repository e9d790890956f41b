"""Files that support a form: put in and taken out while it is a draft, frozen with the revision."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.files.models import StoredFile
from registry.files.storing import path_of
from registry.papers.drafts import NotDraft
from registry.papers.models import Attachment
from reviews import printing, workflow
from risks import enclosing
from tests import way

PDF = b"%PDF-1.4\n%%EOF\n"
NAME = "校务会议纪要.pdf"


@pytest.fixture
def paper(cast):
    return way.fill_form(way.begin_form(cast), cast.people.staff)


@pytest.fixture
def browser(cast, client):
    client.force_login(cast.accounts.staff)
    return client


def upload(name=NAME, content=PDF):
    return SimpleUploadedFile(name, content)


def enclose(paper, by, point=None, **kwargs):
    return enclosing.enclose(paper=paper, upload=upload(**kwargs), point_id=point, by=by)


def point_of(paper):
    return paper.current.point_lines.order_by("position").first().version.point_id


def names(revision):
    return [each.name for each in enclosing.enclosures_of(revision)]


def download(client, paper, attachment):
    answer = client.get(reverse("paper-attachment", args=[paper.pk, attachment.pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


# --- while it is a draft --------------------------------------------------------------------------


def test_a_file_is_put_in_shown_and_taken_out(browser, paper):
    files = reverse("paper-files", args=[paper.pk])
    answer = browser.post(files, {"file": upload(), "row": point_of(paper)})
    assert (answer.status_code, answer.url) == (302, files)
    enclosure = paper.current.enclosures.get()
    assert (enclosure.attachment.kind, enclosure.point_id) == ("support", point_of(paper))
    for name in ("paper-files", "paper-edit", "paper-check", "paper-detail"):
        shown = page(browser, name, paper.pk)
        assert NAME in shown, name
        assert "第 1 个风险点" in shown, name
    assert download(browser, paper, enclosure.attachment) == 200
    stored = enclosure.attachment.file
    browser.post(files, {"remove": enclosure.pk})
    assert names(paper.current) == []
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(pk=stored.pk).exists()


def test_the_bytes_go_once_the_removal_is_certain(cast, paper, django_capture_on_commit_callbacks):
    enclosure = enclose(paper, cast.people.staff)
    path = path_of(enclosure.attachment.file.stored_name)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        enclosing.take_out(paper=paper, enclosure_id=enclosure.pk, by=cast.people.staff)
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "请先选择要上传的文件"),
        ({"file": ("a.exe", PDF)}, "请上传 PDF、PNG 或 JPG"),
        ({"file": ("a.pdf", b"MZ\x90")}, "请上传 PDF、PNG 或 JPG"),
        ({"file": ("a.pdf.html", PDF)}, "请上传 PDF、PNG 或 JPG"),
        ({"file": ("a.pdf", b"")}, "文件是空的"),
        ({"file": ("a.pdf", PDF), "row": "999999"}, "选择"),
    ],
)
def test_what_cannot_be_taken_is_explained(browser, paper, data, said):
    if "file" in data:
        data = {**data, "file": upload(*data["file"])}
    answer = browser.post(reverse("paper-files", args=[paper.pk]), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_too_large_a_file_is_refused(browser, paper, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    large = upload(content=PDF + b"0" * 1024 * 1024)
    answer = browser.post(reverse("paper-files", args=[paper.pk]), {"file": large})
    assert answer.status_code == 422
    assert "文件超过 1 MB" in answer.content.decode()


def test_a_paper_takes_twenty_files(cast, browser, paper, monkeypatch):
    monkeypatch.setattr(enclosing, "MOST", 2)
    for number in range(2):
        enclose(paper, cast.people.staff, name=f"{number}.pdf")
    assert 'type="file"' not in page(browser, "paper-files", paper.pk)
    answer = browser.post(reverse("paper-files", args=[paper.pk]), {"file": upload()})
    assert answer.status_code == 409
    assert paper.current.enclosures.count() == 2


@pytest.mark.parametrize("number", ["x", "0", "9" * 30, ""])
def test_a_file_that_is_not_there_is_told(browser, paper, number):
    answer = browser.post(reverse("paper-files", args=[paper.pk]), {"remove": number}, follow=True)
    assert "已经在别处移除" in answer.content.decode()


def test_a_file_of_another_paper_is_not_taken_out(cast, browser, paper):
    other = way.begin_form(cast, post=cast.posts.other_staff, by=cast.people.other_staff)
    enclosure = enclose(other, cast.people.other_staff)
    browser.post(reverse("paper-files", args=[paper.pk]), {"remove": enclosure.pk})
    assert names(other.current) == [NAME]
    assert download(browser, other, enclosure.attachment) == 404
    assert download(browser, paper, enclosure.attachment) == 404


def test_a_file_whose_row_goes_belongs_to_the_paper(cast, browser, paper):
    enclose(paper, cast.people.staff, point_of(paper))
    line = paper.current.point_lines.order_by("position").first()
    way.editing.remove_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    shown = page(browser, "paper-files", paper.pk)
    assert NAME in shown
    assert "整张表 ·" in shown


# --- handed in ------------------------------------------------------------------------------------


def test_handed_in_it_is_frozen_and_every_reader_sees_it(cast, client, paper):
    enclosure = enclose(paper, cast.people.staff, point_of(paper))
    way.submit(paper, cast.people.staff)
    for act in (
        lambda: enclose(paper, cast.people.staff),
        lambda: enclosing.take_out(paper=paper, enclosure_id=enclosure.pk, by=cast.people.staff),
    ):
        with pytest.raises(NotDraft):
            act()
    for role in ("section_head", "supervisor", "group"):
        client.force_login(getattr(cast.accounts, role))
        assert NAME in page(client, "paper-detail", paper.pk)
        assert NAME in page(client, "revision-detail", paper.pk, 1)
        assert download(client, paper, enclosure.attachment) == 200
    for role in ("small_staff", "other_staff", "system_admin"):
        client.force_login(getattr(cast.accounts, role))
        assert download(client, paper, enclosure.attachment) == 404


def test_the_digest_covers_the_files(cast, paper):
    """The same form with and without a file, or with another file of the same name."""
    from registry.papers.digest import digest_of
    from risks import form

    def digest():
        return digest_of(form.freeze(paper.current))

    without = digest()
    enclosure = enclose(paper, cast.people.staff)
    first = digest()
    enclosing.take_out(paper=paper, enclosure_id=enclosure.pk, by=cast.people.staff)
    assert digest() == without
    enclose(paper, cast.people.staff, content=PDF + b"x")
    assert len({without, first, digest()}) == 3


def test_sent_back_it_comes_along_and_the_round_before_keeps_it(cast, client, paper):
    enclosure = enclose(paper, cast.people.staff, point_of(paper))
    way.submit(paper, cast.people.staff)
    way.sign(paper, cast.people.section_head, "return", opinion="请改")
    first, second = paper.revisions.order_by("no")
    assert names(second) == [NAME]
    carried = second.enclosures.get()
    enclosing.take_out(paper=paper, enclosure_id=carried.pk, by=cast.people.staff)
    since = enclose(paper, cast.people.staff, name="后来的.pdf")
    assert (names(first), names(second)) == ([NAME], ["后来的.pdf"])
    # Whoever reviewed reads what was handed in, not what is put into the draft since.
    client.force_login(cast.accounts.section_head)
    assert NAME in page(client, "paper-detail", paper.pk)
    assert "后来的" not in page(client, "paper-detail", paper.pk)
    assert download(client, paper, enclosure.attachment) == 200
    assert download(client, paper, since.attachment) == 404
    client.force_login(cast.accounts.staff)
    assert download(client, paper, since.attachment) == 200


def test_a_file_alone_makes_a_new_round(cast, paper):
    way.submit(paper, cast.people.staff)
    way.sign(paper, cast.people.section_head, "return", opinion="请附纪要")
    enclose(paper, cast.people.staff)
    way.submit(paper, cast.people.staff)
    assert paper.revisions.count() == 2


def test_nothing_changed_makes_no_new_round_and_loses_no_file(cast, paper):
    enclose(paper, cast.people.staff)
    way.submit(paper, cast.people.staff)
    workflow.recall(paper=paper, by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    assert paper.revisions.count() == 1
    assert names(paper.current) == [NAME]


def test_after_a_return_of_single_rows_only_those_may_get_a_file(cast, paper):
    lines = list(paper.current.point_lines.order_by("position"))
    closed, opened = (line.version.point_id for line in lines)
    enclosure = enclose(paper, cast.people.staff, closed)
    way.submit(paper, cast.people.staff)
    notes = {lines[1].pk: "请附材料"}
    way.sign(paper, cast.people.section_head, "return", opinion="请改", notes=notes)
    carried = paper.current.enclosures.get()
    assert carried.attachment_id == enclosure.attachment_id
    enclose(paper, cast.people.staff, opened)
    for act in (
        lambda: enclose(paper, cast.people.staff),
        lambda: enclose(paper, cast.people.staff, closed),
        lambda: enclosing.take_out(paper=paper, enclosure_id=carried.pk, by=cast.people.staff),
    ):
        with pytest.raises(NotDraft):
            act()


# --- on paper -------------------------------------------------------------------------------------


def test_the_printed_form_lists_the_names(cast, paper):
    enclose(paper, cast.people.staff)
    enclose(paper, cast.people.staff, name="公示照片.png", content=b"\x89PNG\r\n\x1a\n")
    sheet = printing.form_sheet(paper, paper.current)
    assert sheet.enclosure_lines == ["附件：1. 校务会议纪要.pdf", "　　　2. 公示照片.png"]
    with BytesIO() as stream:
        printing.print_paper(paper, paper.current, stream)
        assert len(pikepdf.open(stream).pages) >= 1


@pytest.mark.parametrize(
    ("given", "lines"),
    [([], []), (["甲.pdf"], ["附件：甲.pdf"]), (["甲", "乙"], ["附件：1. 甲", "　　　2. 乙"])],
)
def test_lines_of_files_below_the_table(given, lines):
    from tests.reviews.test_printed_form import SHEET, replace

    assert replace(SHEET, enclosures=given).enclosure_lines == lines
