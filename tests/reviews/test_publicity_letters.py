"""What a publicity puts on paper: the notice for the wall, the report at its end."""

from io import BytesIO

import pikepdf
import pytest
from docx import Document

from registry.tables.description import INSIDE_MARK
from registry.trail.models import TrailEntry
from reviews import publicity, publicity_letters, workflow
from reviews.models import ReportChannel
from reviews.printed_document import LETTER_WRITERS
from reviews.progress import events_of
from tests.reviews.test_missives import make_public_publicity
from tests.reviews.test_opinion_pages import page
from tests.reviews.test_opinions import answered, give, row_of, shown_form
from tests.reviews.test_review_publicity import over


@pytest.fixture
def shown(cast):
    return shown_form(cast)[1]


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
    entry = TrailEntry.objects.get(action="export.downloaded")
    assert entry.actor_name == cast.people.principal.name


def test_the_report_lists_the_rows_that_were_reopened_and_no_other(closed):
    assert closed.row_count == 2
    parts = publicity_letters.report_of(closed).parts
    (row,) = next(part.rows for part in parts if part.kind == "grid" and "risk" in part.rows[0])
    assert row["risk"] == row_of(closed).content["risk"]


def test_the_report_stays_inside_and_hides_personal_data(cast):
    """Whatever the range: it tells what people wrote."""
    publication = make_public_publicity(cast)
    given = give(publication, text="班主任手机13812341234没有遮盖")
    answered(given, cast.people.school_office, "not_adopted", "已请13912341234的机主核对")
    publicity.close_publicity(publication=over(publication), by=None)
    publication.refresh_from_db()
    assert publication.edition == "public"
    report = publicity_letters.report_of(publication)
    assert report.mark == INSIDE_MARK
    assert publicity_letters.notice_of(publication).mark == ""
    (row,) = next(part.rows for part in report.parts if part.kind == "grid")
    assert row["text"] == "班主任手机138****1234没有遮盖"
    assert row["reply"] == "已请139****1234的机主核对"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (None, "1份表公示无异议，转单位主要负责人确认。"),
        ("row", "1份表公示期满，意见逐条答复，转单位主要负责人确认。"),
        ("whole", "1份表公示期满，意见逐条答复，转单位主要负责人确认。"),
    ],
)
def test_without_objection_is_said_only_where_nobody_spoke(cast, about, said):
    paper, publication = shown_form(cast)
    if about:
        given = give(publication, row=row_of(publication) if about == "row" else None)
        answered(given, cast.people.school_office, "not_adopted", "谢谢，现在的写法更清楚")
    publicity.close_publicity(publication=over(publication), by=None)
    publication.refresh_from_db()
    parts = publicity_letters.report_of(publication).parts
    assert [part.text for part in parts if part.kind == "paragraph"][-1] == said
    shown = publication.publicity_papers.get()
    assert shown.outcome == "stands"
    assert shown.outcome_said == ("公示期满，意见逐条答复" if about else "无异议")
    assert any(event["what"] == f"公示结束：{shown.outcome_said}" for event in events_of(paper))


@pytest.mark.parametrize("edition", ["inside", "public"])
def test_the_notice_tells_outsiders_their_way(cast, edition):
    publication = make_public_publicity(cast) if edition == "public" else shown_form(cast)[1]
    assert publication.edition == edition
    parts = publicity_letters.notice_of(publication).parts
    texts = "".join(part.text for part in parts if part.kind == "paragraph")
    assert ("社会公众" in texts) == (edition == "public")
    assert ("（三）当面" in texts) == (edition == "public")
    assert "二维码" not in texts, "where the public site stands is not known"


@pytest.mark.parametrize("own", [True, False])
def test_the_notice_names_the_channels_for_reports(cast, shown, own):
    if own:
        ReportChannel.objects.create(unit=shown.unit, label="举报电话", text="0600-1234567")
    texts = "".join(
        part.text for part in publicity_letters.notice_of(shown).parts if part.kind == "paragraph"
    )
    assert ("举报电话，0600-1234567" in texts) is own
    assert ("12388" in texts) is not own


@pytest.mark.parametrize("edition", ["inside", "public"])
def test_an_ordinary_notice_fits_on_one_sheet_with_its_code(cast, settings, edition):
    settings.PUBLIC_SITE = {"url": "https://lz.example.gov.cn"}
    publication = make_public_publicity(cast) if edition == "public" else shown_form(cast)[1]
    stream = BytesIO()
    letter = publicity_letters.notice_of(publication)
    LETTER_WRITERS["pdf"](letter, stream)
    with pikepdf.open(stream) as pdf:
        assert len(pdf.pages) == 1
    texts = "".join(part.text for part in letter.parts if part.kind == "paragraph")
    assert ("扫描下面的二维码" in texts) == (edition == "public")


def test_seal_and_date_stay_with_the_last_words_in_word(shown):
    stream = BytesIO()
    LETTER_WRITERS["docx"](publicity_letters.notice_of(shown), stream)
    kept = {p.text.strip(): p.paragraph_format.keep_with_next for p in Document(stream).paragraphs}
    (last,) = (text for text in kept if text.startswith("每一条意见都会得到答复"))
    assert kept[last]
    assert kept[f"{shown.unit.name}（盖章）"]
    (other,) = (text for text in kept if text.startswith("（一）"))
    assert not kept[other], "nothing else clings together"


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
