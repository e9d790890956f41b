"""The pages of opinions: giving one, finding the answer, answering, what is printed at the end."""

import logging
from io import BytesIO

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from docx import Document

from reviews import opinions, publicity, publicity_letters, workflow
from reviews.models import Opinion
from tests.architecture.page_forms import form_with
from tests.reviews.test_opinions import answered, give, row_of, shown_form
from tests.reviews.test_review_publicity import over

TEXT = "措施里请写明由谁来查"


def page(name, *args):
    return reverse(name, args=args)


def typed(client, publication, **changes):
    """The form as the page carries it, filled in."""
    form = form_with("receipt", client.get(page("opinion-add", publication.pk)))
    return {**form, "text": TEXT, "naming": "unnamed", **changes}


@pytest.fixture
def shown(cast):
    return shown_form(cast)[1]


def test_without_a_name_no_message_no_session_no_log_line(cast, client, shown, caplog):
    client.force_login(cast.accounts.staff)
    data = typed(client, shown)
    before = [session.get_decoded() for session in Session.objects.all()]
    caplog.set_level(logging.DEBUG, logger="reviews")
    response = client.post(page("opinion-add", shown.pk), data)
    given = Opinion.objects.get()
    assert response.status_code == 200
    assert given.receipt in response.content.decode()
    assert given.given_by is None
    assert [session.get_decoded() for session in Session.objects.all()] == before
    assert "messages" not in response.cookies
    assert given.receipt not in str(response.headers)
    assert not [line for line in caplog.messages if TEXT in line or given.receipt in line]


def test_in_ones_name(cast, client, shown):
    client.force_login(cast.accounts.staff)
    client.post(page("opinion-add", shown.pk), typed(client, shown, naming="named", row="2"))
    given = Opinion.objects.get()
    assert (given.given_by, given.row.position) == (cast.people.staff, 2)
    assert TEXT in client.get(page("publicity-detail", shown.pk)).content.decode()
    client.force_login(cast.accounts.teacher)
    assert TEXT not in client.get(page("publicity-detail", shown.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "请写一句您的意见"),
        ({"row": "99"}, "这次公示只有 2 条"),
        ({"row": "0"}, "序号从 1 开始"),
        ({"naming": ""}, "请选择署名，还是不署名"),
        ({"receipt": "ABCDEFGHJKMN"}, "重新打开"),
    ],
)
def test_what_is_missing_is_said_and_nothing_written(cast, client, shown, changes, said):
    client.force_login(cast.accounts.staff)
    response = client.post(page("opinion-add", shown.pk), typed(client, shown, **changes))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Opinion.objects.exists()


def test_what_comes_too_late_keeps_its_words(cast, client, shown):
    client.force_login(cast.accounts.staff)
    data = typed(client, shown)
    over(shown)
    response = client.post(page("opinion-add", shown.pk), data)
    assert response.status_code == 422
    assert opinions.OVER in response.content.decode()
    assert TEXT in response.content.decode()
    assert "不再收意见" in client.get(page("opinion-add", shown.pk)).content.decode()


def test_the_row_comes_with_the_link(cast, client, shown):
    client.force_login(cast.accounts.staff)
    detail = client.get(page("publicity-detail", shown.pk)).content.decode()
    address = f"{page('opinion-add', shown.pk)}?row=2"
    assert address in detail
    assert form_with("receipt", client.get(address))["row"] == ["2"]
    over(shown)
    assert address not in client.get(page("publicity-detail", shown.pk)).content.decode()


@pytest.mark.parametrize("row", ["0", "99", "x", "-1", "٣", "9" * 30])
def test_a_row_that_is_not_there_is_left_out(cast, client, shown, row):
    client.force_login(cast.accounts.staff)
    response = client.get(page("opinion-add", shown.pk), {"row": row})
    assert form_with("receipt", response)["row"] == [""]


@pytest.mark.parametrize(("role", "status"), [("teacher", 200), ("small_staff", 422)])
def test_an_answer_is_found_by_its_receipt_in_the_unit(cast, client, shown, role, status):
    given = give(shown, text=TEXT)
    answered(given, cast.people.school_office, reply="谢谢，已写明由组长查")
    client.force_login(getattr(cast.accounts, role))
    spaced = f"{given.receipt[:4]}-{given.receipt[4:].lower()}"
    response = client.post(page("opinion-find"), {"receipt": spaced})
    assert response.status_code == status
    assert ("已写明由组长查" in response.content.decode()) == (status == 200)


def test_adopted_leads_to_the_row_ticked(cast, client, shown):
    given = give(shown, row=row_of(shown))
    client.force_login(cast.accounts.school_office)
    response = client.post(
        page("opinion-answer", given.pk), {"outcome": "partly", "reply": "谢谢"}, follow=True
    )
    line = given.shown.revision.point_lines.get(version=given.row.point_version)
    assert form_with("row", response)["row"] == [str(line.pk)]


@pytest.mark.parametrize(("outcome", "row"), [("not_adopted", True), ("adopted", False)])
def test_otherwise_back_to_the_publicity(cast, client, shown, outcome, row):
    given = give(shown, row=row_of(shown) if row else None)
    client.force_login(cast.accounts.school_office)
    data = {"outcome": outcome, "reply": "谢谢"}
    response = client.post(page("opinion-answer", given.pk), data)
    assert response.url == page("publicity-detail", shown.pk)


def test_a_second_answer_is_refused_and_shown(cast, client, shown):
    given = give(shown)
    answered(given, cast.people.school_office)
    client.force_login(cast.accounts.school_office)
    data = {"outcome": "not_adopted", "reply": "另一种说法"}
    response = client.post(page("opinion-answer", given.pk), data)
    assert response.status_code == 422
    text = response.content.decode()
    assert "不需要再办理" in text
    assert "另一种说法" in text
    assert "另一种说法" not in client.get(page("opinion-answer", given.pk)).content.decode()


def test_an_answer_without_a_reply_is_not_taken(cast, client, shown):
    given = give(shown)
    client.force_login(cast.accounts.school_office)
    response = client.post(page("opinion-answer", given.pk), {"outcome": "adopted", "reply": " "})
    assert response.status_code == 422
    assert "请写明答复" in response.content.decode()


def test_closing_on_the_page_says_what_is_missing(cast, client, shown):
    give(shown)
    over(shown)
    client.force_login(cast.accounts.school_office)
    response = client.post(page("publicity-close", shown.pk), follow=True)
    assert "还有 1 条意见没有答复" in response.content.decode()


# --- on paper --------------------------------------------------------------------------------


@pytest.fixture
def closed(cast):
    """Two opinions, the first on a row that was reopened."""
    paper, publication = shown_form(cast)
    office = cast.people.school_office
    first = give(publication, by=cast.people.staff, row=row_of(publication), text="写明由谁来查")
    answered(first, office, reply="谢谢，退回补写")
    answered(give(publication, text="字太小"), office, "not_adopted", "公示栏放不下更大的纸")
    line = first.shown.revision.point_lines.get(version=first.row.point_version)
    workflow.reopen_rows(paper=paper, by=office, line_ids=[line.pk])
    publicity.close_publicity(publication=over(publication), by=office)
    publication.refresh_from_db()
    return publication


def words_of_docx(content):
    document = Document(BytesIO(content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def downloaded(client, name, publication, format_name):
    response = client.get(page(name, publication.pk, format_name))
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_report_says_what_happened_and_names_nobody(cast, client, closed):
    client.force_login(cast.accounts.principal)
    text = words_of_docx(downloaded(client, "publicity-report", closed, "docx"))
    for said in (
        "公示期间收到意见2条，已全部答复：采纳1条，不采纳1条",
        "谢谢，退回补写",
        "公示栏放不下更大的纸",
        row_of(closed).content["risk"],
        "1份表按意见修改，不在本次确认之列",
        "防控办负责人",
        "（盖章）",
        closed.number,
    ):
        assert said in text, said
    assert cast.people.staff.name not in text


def test_the_report_of_a_quiet_publicity(cast):
    _, publication = shown_form(cast)
    publicity.close_publicity(publication=over(publication), by=None)
    publication.refresh_from_db()
    texts = [
        part.text
        for part in publicity_letters.report_of(publication).parts
        if part.kind == "paragraph"
    ]
    assert "公示期间没有收到意见。" in texts
    assert "没有条目需要重开。" in texts
    assert texts[-1] == "1份表公示无异议，转单位主要负责人确认。"


def test_no_report_while_it_runs(cast, client, shown):
    client.force_login(cast.accounts.school_office)
    response = client.get(page("publicity-report", shown.pk, "pdf"))
    assert response.url == page("publicity-detail", shown.pk)


@pytest.mark.parametrize("name", ["publicity-notice", "publicity-report"])
def test_both_are_pdfs_too(cast, client, closed, name):
    client.force_login(cast.accounts.school_office)
    with pikepdf.open(BytesIO(downloaded(client, name, closed, "pdf"))) as pdf:
        assert "公示" in str(pdf.docinfo["/Title"])
        assert len(pdf.pages) >= 1
    assert client.get(page(name, closed.pk, "csv")).status_code == 404


def test_the_notice_says_what_until_when_and_where_to(cast, client, shown):
    client.force_login(cast.accounts.staff)
    text = words_of_docx(downloaded(client, "publicity-notice", shown, "docx"))
    ends = f"{shown.ends_on.year}年{shown.ends_on.month}月{shown.ends_on.day}日"
    for said in (ends, "共5个工作日", "学籍管理员", "办公室主任", "可以署名，也可以不署名"):
        assert said in text, said
