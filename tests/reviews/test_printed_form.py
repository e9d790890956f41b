import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from registry.papers.models import PaperKind
from registry.tables import printing
from reviews import printed_form
from reviews.form_layouts import LAYOUTS
from reviews.printed_form import (
    DRAFT_MARK,
    DutyGroup,
    FormSheet,
    OpinionBox,
    PointRow,
    RecordLine,
    render_form_pdf,
)

STAFF = LAYOUTS[PaperKind.STAFF_FORM]
BUREAU_TITLE, SCHOOL_TITLE = STAFF.bureau_title, STAFF.title
OPINION_LABELS, (BACK_OPINION_LABEL,) = list(STAFF.front.values()), STAFF.back.values()
MM = 72 / 25.4
LEFT_EDGE = 25
POINT = PointRow(
    "因报销票据由一人审核，可能虚开、多报支出，造成公款流失。",
    "业务流程",
    "二级（中）",
    ["票据由两人以上核验并签字。", "每季度抽查报销凭证。"],
)
DUTIES = [
    DutyGroup("办公用品采购与报销", [POINT, replace(POINT, risk="询价走过场。", change="新增")])
]
SIGNED = [
    OpinionBox(OPINION_LABELS[0], "同意。", "赵建国", "副校长", "", date(2026, 5, 6)),
    OpinionBox(OPINION_LABELS[1], "经会议集体审查，同意。", "周明", "组长", "", date(2026, 5, 12)),
    OpinionBox(OPINION_LABELS[2], "同意。", "吴青松", "副组长", "郑开来", date(2026, 5, 20)),
]
HEAD_BOX = OpinionBox(BACK_OPINION_LABEL, "已逐条核对。", "孙桂英", "主任", "", date(2026, 5, 4))
RECORD = [
    RecordLine(
        "科室负责人审核", "孙桂英", "主任", "退回", "请写明时间。", datetime(2026, 4, 28, 9, 15)
    ),
    RecordLine(
        "科室负责人审核", "孙桂英", "主任", "通过", "", datetime(2026, 5, 4, 2, 2, tzinfo=UTC)
    ),
]
SHEET = FormSheet(
    title=SCHOOL_TITLE,
    unit="示范区第一中学",
    name="林𠮷舟",
    post="总务处采购员",
    number="DEMO-1-2026-STAFF-0007",
    year=2026,
    state_note="",
    duties=DUTIES,
    grade="B级",
    grade_why="二级风险点两个",
    opinions=SIGNED,
    record=RECORD,
    digest="9f2c61d0" * 8,
    check_url="https://lz.example.gov.cn/check/DEMO-1-2026-STAFF-0007",
    checkpoint="留痕校验点 2026年5月20日 01:30，校验码 4BE1-C09D",
    back_opinions=[HEAD_BOX],
)
DRAFT = replace(
    SHEET,
    title=BUREAU_TITLE,
    number="",
    state_note=DRAFT_MARK,
    duties=[],
    grade="",
    grade_why="",
    opinions=[OpinionBox(label) for label in OPINION_LABELS],
    record=[],
    digest="",
    check_url="",
    checkpoint="",
    back_opinions=[],
)


def printed(sheet):
    stream = BytesIO()
    render_form_pdf(sheet, stream)
    return stream.getvalue()


def read(content, *options):
    result = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True
    )
    return result.stdout.decode()


def pages_of(content):
    """The text of each page without blanks: cells wrap where they like."""
    return [re.sub(r"\s", "", page) for page in read(content, "-raw").split("\f")[:-1]]


def words_of(content, page=1):
    """(text, left, right) of the words on a page, in mm."""
    xml = read(content, "-bbox", "-f", str(page), "-l", str(page)).replace("&nbsp;", "")
    words = ElementTree.fromstring(xml).iter("{http://www.w3.org/1999/xhtml}word")
    return [(w.text, float(w.get("xMin")) / MM, float(w.get("xMax")) / MM) for w in words]


@pytest.fixture(scope="module")
def signed():
    return printed(SHEET)


@pytest.fixture(scope="module")
def signed_pages(signed):
    return pages_of(signed)


@pytest.fixture(scope="module")
def draft_pages():
    return pages_of(printed(DRAFT))


@pytest.fixture(scope="module")
def long_pages():
    """Five duties of six points: they and the opinions take several pages."""
    duties = [DutyGroup(f"第{number}项职责", [POINT] * 6) for number in range(1, 6)]
    return pages_of(printed(replace(SHEET, duties=duties)))


def test_the_front_has_title_head_and_columns_of_the_annex(signed_pages):
    front = signed_pages[0]
    assert front.startswith(SCHOOL_TITLE)
    for text in ("单位（盖章）：示范区第一中学", "2026年度", "姓名林𠮷舟", "职务", "总务处采购员"):
        assert text in front
    titles = ("岗位职责、工作流程", "风险点", "风险类型", "风险级别", "自我防控措施")
    places = [front.index(title) for title in titles]
    assert places == sorted(places)


def test_the_front_has_points_grade_opinions_and_note_in_order(signed_pages):
    front = signed_pages[0]
    order = [
        "办公用品采购与报销",
        "造成公款流失",
        "岗位风险等级",
        "单位主管领导",
        "单位领导小组",
        "所在派驻纪检组",
    ]
    places = [front.index(text) for text in order]
    assert places == sorted(places)
    assert "B级（二级风险点两个）" in front
    assert "1.票据由两人以上核验并签字。2.每季度抽查报销凭证。" in front
    assert "〔新增〕询价走过场。" in front
    assert front.count("办公用品采购与报销") == 1
    assert "注：本表一式三份。" in front


def test_each_opinion_has_signer_title_seal_space_and_date(signed_pages):
    front = signed_pages[0]
    assert "签名：赵建国（副校长）" in front
    assert "2026年5月6日" in front
    assert "经会议集体审查，同意。" in front
    assert front.count("（盖章）") == 4


LONG_TITLE = replace(SIGNED[0], title="副局长（计划财务）")


def test_no_bracket_stands_within_one_of_its_kind():
    assert LONG_TITLE.signature == "赵建国（副局长〔计划财务〕）"
    assert replace(LONG_TITLE, signer="").signature == ""
    sheet = replace(SHEET, post="副局长（计划财务）")
    assert sheet.whose == "示范区第一中学 林𠮷舟（副局长〔计划财务〕）"


def test_the_record_of_a_unit_names_the_unit_once():
    assert replace(SHEET, post=SHEET.unit).whose == "示范区第一中学 林𠮷舟"
    assert replace(SHEET, post=SHEET.unit, name="").whose == "示范区第一中学"


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("单位主管领导审查意见", ["单位主管领导", "审查意见"]),
        ("所在派驻纪检组、监察室审核意见", ["所在派驻", "纪检组、监察室", "审核意见"]),
        ("科室（年级组）负责人审核意见", ["科室（年级组）", "负责人", "审核意见"]),
    ],
)
def test_no_line_of_a_label_is_wider_than_its_cell(label, lines):
    """Of 31 mm, less what is left free on both sides: seven characters of 10.5 pt."""
    assert OpinionBox(label).label_lines == lines
    assert max(map(len, lines)) <= 7


def test_an_acting_signer_is_printed_as_such(signed_pages):
    assert "签名：吴青松（副组长）代签（代郑开来）" in signed_pages[0]
    assert signed_pages[0].count("代签") == 1


def test_the_section_heads_opinion_and_all_decisions_are_on_the_back(signed_pages):
    front, back = signed_pages
    assert "孙桂英" not in front
    assert back.startswith("审核记录")
    assert "已逐条核对。" in back
    assert "请写明时间。" in back
    assert "2026-04-2809:15" in back


def test_times_are_those_of_the_clock_on_the_wall(signed_pages):
    assert "2026-05-0410:02" in signed_pages[1]


def test_number_digest_checkpoint_and_check_address_are_printed(signed_pages):
    back = signed_pages[1]
    assert "编号：DEMO-1-2026-STAFF-0007" in back
    assert "9f2c61d0" * 8 in back
    assert back.count("留痕") == 1, "the line says itself what it is"
    assert "留痕校验点2026年5月20日01:30，校验码4BE1-C09D" in back
    assert "https://lz.example.gov.cn/check/DEMO-1-2026-STAFF-0007" in back
    assert all("编号：DEMO-1-2026-STAFF-0007" in page for page in signed_pages)
    assert [f"第{number}页共2页" in page for number, page in enumerate(signed_pages, 1)] == [
        True
    ] * 2


def test_a_form_in_force_carries_no_mark(signed_pages):
    assert "草稿" not in "".join(signed_pages)


def test_an_empty_draft_fits_one_page_is_marked_and_leaves_its_boxes_open(draft_pages):
    (page,) = draft_pages
    assert BUREAU_TITLE in page
    assert DRAFT_MARK in page
    assert page.count("年月日") == 3
    assert page.count("签名：") == 3
    assert "编号" not in page
    assert "审核记录" not in page


def test_a_long_form_repeats_its_head_and_says_what_goes_on(long_pages):
    *front, _ = long_pages
    assert len(front) > 3
    assert all("姓名林𠮷舟" in page for page in front)
    assert all("自我防控措施" in page for page in front[:-1])
    assert "（续）第" in "".join(front[1:])
    assert "（续）" not in front[0]


def test_opinions_stay_together_on_the_last_page_of_the_front(long_pages):
    *before, last, _ = long_pages
    for label in (
        "岗位风险等级",
        "单位主管领导",
        "单位领导小组",
        "所在派驻纪检组",
        "注：本表一式三份",
    ):
        assert label in last
        assert label not in "".join(before)


def test_opinions_on_a_page_of_their_own_need_no_column_titles(long_pages):
    assert "自我防控措施" not in long_pages[-2]


def test_every_point_of_a_long_form_is_printed(long_pages):
    assert "".join(long_pages).count("造成公款流失") == 30


def test_a_point_longer_than_a_page_is_printed_in_full():
    text = "".join(f"甲{number:03}" for number in range(500))
    row = replace(POINT, risk=text)
    pages = pages_of(printed(replace(SHEET, duties=[DutyGroup("采购", [row, POINT])])))
    found = re.findall(r"甲\d{3}", "".join(pages).replace("（续）", ""))
    assert len(set(found)) >= 490  # pdftotext mixes a few with the neighbouring column
    assert all("姓名林𠮷舟" in page for page in pages[:-1])


@pytest.mark.parametrize("words", [40, 400])
def test_long_opinions_do_not_stop_the_printing(words):
    opinions = [replace(box, text="同意，建议细化措施。" * words) for box in SIGNED]
    pages = pages_of(printed(replace(SHEET, opinions=opinions)))
    assert "".join(pages).count("同意，建议细化措施。") >= 3 * words - 20


def test_the_columns_stand_where_the_drawing_has_them(signed):
    """docs/forms/staff-form.md: 33 | 48 | 18 | 16 | 50 mm from the left margin of 25 mm."""
    edges = [LEFT_EDGE]
    for column in printed_form._COLUMNS:
        edges.append(edges[-1] + column.width)
    assert edges == [25, 58, 106, 124, 140, 190]
    places = {text: (left, right) for text, left, right in words_of(signed)}
    for place, title in ((0, "工作流程"), (1, "风险点"), (4, "自我防控措施")):
        left, right = places[title]
        assert edges[place] < left < right < edges[place + 1]


def test_prints_upright_a4_in_black_with_embedded_fonts(signed):
    with pikepdf.open(BytesIO(signed)) as document:
        assert [round(float(side)) for side in document.pages[0].mediabox] == [0, 0, 595, 842]
        assert dict(document.docinfo) == {"/Title": SCHOOL_TITLE}
    fonts = subprocess.run(["pdffonts", "-"], input=signed, capture_output=True, check=True)
    lines = fonts.stdout.decode().splitlines()[2:]
    assert lines
    assert all("Serif" in line and " yes yes " in line for line in lines)


def test_a_sheet_to_sign_by_hand_leaves_every_name_open():
    pages = pages_of(printed(printed_form.for_signing_by_hand(SHEET)))
    for name in ("林𠮷舟", "赵建国", "周明", "吴青松", "郑开来", "孙桂英"):
        assert name not in "".join(pages)
    assert pages[0].count("年月日") == 3
    assert "经会议集体审查，同意。" in pages[0]
    assert "编号：DEMO-1-2026-STAFF-0007" in pages[1]


def test_copies_are_whole_sheets_each_on_a_front_side(signed):
    one, three = len(pages_of(signed)), BytesIO()
    printing.bind([signed] * 3, SHEET.title, three)
    pages = pages_of(three.getvalue())
    assert len(pages) == 3 * one == 6
    assert [page.startswith(SCHOOL_TITLE) for page in pages] == [True, False] * 3
    assert all("第1页共2页" in page for page in pages[::2])


def test_a_copy_of_one_page_is_followed_by_a_blank_back():
    draft, three = printed(DRAFT), BytesIO()
    printing.bind([draft] * 3, DRAFT.title, three)
    assert [bool(page) for page in pages_of(three.getvalue())] == [True, False, True, False, True]


def test_markup_and_control_characters_in_texts_are_harmless():
    hostile = '<img src="file:///etc/hostname">\x00\u202e{{ x }}'
    box = OpinionBox(OPINION_LABELS[0], hostile, hostile)
    sheet = replace(SHEET, name=hostile, duties=[DutyGroup(hostile, [])], opinions=[box])
    page = pages_of(printed(sheet))[0]
    assert page.count('<imgsrc="file:///etc/hostname">{{x}}') >= 2


def test_without_escaping_the_printing_would_be_stopped(monkeypatch):
    """Negative control: the same text as markup runs into the fetcher."""
    from django.utils.safestring import mark_safe

    monkeypatch.setattr(printed_form, "cleaned", lambda sheet: sheet)
    picture = mark_safe('<img src="file:///etc/hostname">')
    with pytest.raises(FatalURLFetchingError):
        printed(replace(DRAFT, name=picture))
