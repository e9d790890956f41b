"""The level after the measures in the offline workbook: out, back, blank, and above the level."""

import pytest

from registry.intake.limited_reader import Sheet
from registry.organisation.models import Programme
from risks.draft import FormDraft
from risks.offline.book import POINTS, make_book
from risks.offline.taking import plan_of
from tests.offline_hands import FIRST, download, places, points_of, put, send, shown, take, value

from .factory import add_point, filled_form

HEADER = "措施后等级"
LEVELS = {3: "一级（高）", 2: "二级（中）", 1: "三级（低）"}


@pytest.fixture
def asked(cast):
    Programme.objects.filter(pk=cast.programme.pk).update(asks_level_after=True)
    cast.programme.refresh_from_db()
    return {level.rank: level for level in cast.scale.levels.all()}


@pytest.fixture
def paper(cast, asked):
    """A form with one point of level 2 and nothing after, one of level 2 with level 2 after."""
    paper, _ = filled_form(cast)
    add_point(cast, paper, risk="漏收材料", level_after=asked[2].pk)
    return paper


def after(paper):
    return [
        version.level_after and version.level_after.rank for version in points_of(paper.current)
    ]


def book_of(paper):
    return make_book(FormDraft(paper.current))


def plan(paper, book):
    """What the workbook would do, without a file in between."""
    sheets = [
        Sheet(sheet.title, [["" if c is None else c for c in row] for row in sheet.values], [])
        for sheet in book
        if sheet.sheet_state == "visible"
    ]
    return plan_of(FormDraft(paper.current), sheets)


def moved(found):
    assert found.faults == []
    return [(planned.action, planned.taken) for planned in found.of_sort("point")]


def test_a_year_that_does_not_ask_has_no_such_column(form):
    assert HEADER not in places(book_of(form[0])[POINTS])


def test_the_column_stands_there_with_what_the_draft_says(paper):
    book = book_of(paper)
    sheet = book[POINTS]
    assert [value(sheet, FIRST + at, HEADER) or "" for at in (0, 1)] == ["", LEVELS[2]]
    ruled = {
        area.min_col
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }
    assert places(sheet)[HEADER] in ruled
    assert moved(plan(paper, book)) == [("same", []), ("same", [])], "the control: untouched"


def test_what_is_typed_is_taken_and_a_blank_cell_clears(browser, paper):
    assert HEADER not in shown(browser, paper)[1]
    book = download(browser, paper)
    sheet = book[POINTS]
    put(sheet, FIRST, **{HEADER: LEVELS[1]})
    put(sheet, FIRST + 1, **{HEADER: None})
    new = {"风险源": "一人经手", "风险点": "截留代收费用", "危害性": "家长受损", HEADER: LEVELS[1]}
    answers = {name: value(sheet, FIRST, name) for name in ("可能性", "危害程度")}
    put(sheet, FIRST + 2, **new, **answers, 防控措施="登记")
    send(browser, paper, book)
    take(browser, paper)
    said = [
        version.level_after and version.level_after.rank for version in points_of(paper.current)
    ]
    assert said == [1, None, 1]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({HEADER: LEVELS[2]}, ""),
        ({HEADER: LEVELS[3]}, "措施后等级不能高于风险等级二级（中）"),
        ({HEADER: LEVELS[2], "可能性": "很少发生", "危害程度": "较轻"}, "不能高于风险等级三级"),
        ({HEADER: LEVELS[1], "可能性": None, "危害程度": None}, "请先评定风险等级"),
        ({HEADER: "最高"}, "“最高”不在可选的内容里"),
    ],
)
def test_what_cannot_stand_beside_the_level_is_to_be_mended_in_the_file(paper, cells, said):
    book = book_of(paper)
    put(book[POINTS], FIRST, **cells)
    faults = [fault.text for fault in plan(paper, book).faults]
    assert (said in "".join(faults)) if said else not faults


def test_what_the_draft_says_itself_is_no_fault_of_the_file(paper, asked):
    version = points_of(paper.current)[0]
    type(version).objects.filter(pk=version.pk).update(level_after=asked[3])
    assert moved(plan(paper, book_of(paper))) == [("same", []), ("same", [])]


def test_a_workbook_that_went_out_before_the_year_asked_says_nothing_of_it(paper):
    """Programme and revision are read anew, as on two days."""
    Programme.objects.update(asks_level_after=False)
    book = book_of(type(paper).objects.get(pk=paper.pk))
    Programme.objects.update(asks_level_after=True)
    put(book[POINTS], FIRST + 1, 危害性="第二条的后果")
    found = plan(type(paper).objects.get(pk=paper.pk), book)
    assert HEADER not in places(book[POINTS])
    assert moved(found) == [("same", []), ("changed", ["harm"])]


def test_nor_is_it_blamed_for_a_column_it_does_not_have(paper):
    """The answers of the file bring the level below what the draft says after the measures."""
    Programme.objects.update(asks_level_after=False)
    book = book_of(type(paper).objects.get(pk=paper.pk))
    Programme.objects.update(asks_level_after=True)
    put(book[POINTS], FIRST + 1, 可能性="很少发生", 危害程度="较轻")
    found = plan(type(paper).objects.get(pk=paper.pk), book)
    assert [action for action, _ in moved(found)] == ["same", "changed"]
