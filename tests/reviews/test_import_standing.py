"""An import and what the forms say already: whose rows they are, what stays, what is replaced."""

import pytest

from registry.notices.models import Notice
from reviews import importing
from reviews.importing import plan_of
from risks import editing
from risks.content import point_content
from risks.models import PointVersion
from tests import way
from tests.reviews.test_import_pages import GOOD, HEAD, mapped, page, press, sent
from tests.risks import factory


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def test_rows_of_another_unit_are_refused_or_left_out(keeper):
    head = ["单位", *HEAD]
    rows = [["和平区第一中学", *GOOD], ["第一中学", *GOOD], ["和平区实验小学", *GOOD]]
    imported = mapped(keeper, sent(keeper, *rows, head=head))
    plan = plan_of(imported)
    assert [row.number for row, _ in plan.errors] == [4]
    assert "不是本单位" in page(keeper, imported)
    label = plan.rows[2].place.label
    assert "和平区实验小学" in label
    mapped(keeper, imported, **{"post-of": [label], "post": ["skip"]})
    assert (plan_of(imported).errors, len(plan_of(imported).taken)) == ([], 2)


@pytest.mark.parametrize("unit", ["总务处", "采购员"])
def test_a_responsible_unit_that_is_a_section_or_post_of_the_own_is_no_other_unit(keeper, unit):
    imported = mapped(keeper, sent(keeper, [unit, *GOOD], head=["责任单位", *HEAD]))
    assert plan_of(imported).errors == []


def form_of_buyer(cast):
    person = cast.people.other_staff
    paper = way.begin_form(cast, post=cast.posts.other_staff, by=person)
    return paper, person


def test_what_is_typed_after_the_preview_is_not_written_over(cast, keeper):
    paper, buyer = form_of_buyer(cast)
    imported = mapped(keeper, sent(keeper, GOOD))
    seen = plan_of(imported).fingerprint
    editing.save_point(paper=paper, content=way.point(), by=buyer)
    assert press(keeper, imported, seen=seen).status_code == 409
    assert paper.current.point_lines.count() == 1
    assert press(keeper, imported, seen=plan_of(imported).fingerprint).status_code == 302
    assert paper.current.point_lines.count() == 2


def test_between_plan_and_lock_nothing_is_written_over_either(cast, keeper):
    """The control of the fingerprint: the plan is older than the form it would be written into."""
    paper, buyer = form_of_buyer(cast)
    imported = mapped(keeper, sent(keeper, GOOD))
    plan = plan_of(imported)
    editing.save_point(paper=paper, content=way.point(), by=buyer)
    with pytest.raises(importing.NotAsSeen):
        importing.apply(imported=imported, plan=plan, by=cast.people.keeper)
    assert paper.current.point_lines.count() == 1


def test_the_preview_says_which_rows_meet_one_that_is_there(cast, keeper):
    paper, buyer = form_of_buyer(cast)
    content = point_content(wording="own", text=GOOD[2], measures=[{"text": "每月盘点"}])
    editing.save_point(paper=paper, content=content, by=buyer)
    imported = mapped(keeper, sent(keeper, GOOD))
    assert "表里已有这一条" in page(keeper, imported)
    imported = mapped(keeper, sent(keeper, [*GOOD[:4], "每月盘点"]))
    assert "表里已有这一条" not in page(keeper, imported)


def test_a_form_under_review_is_known_in_the_preview(cast, keeper):
    paper, buyer = form_of_buyer(cast)
    way.submit(way.fill_form(paper, buyer), buyer)
    imported = mapped(keeper, sent(keeper, GOOD))
    (error,) = plan_of(imported).errors
    assert "正在审核" in error[1].text


PARTS = ["科室", "岗位", "风险源", "风险点", "危害性", "风险等级", "防控措施"]
SAID = way.point(3, measures=[{"text": "每月由两人盘点库存"}])
IN_PARTS = ["总务处", "采购员", *(SAID[part] for part in way.PART), "高", "每批由两人验收"]


def returned_but_for(cast, open_row):
    """The buyer's form, the last row in the words of the table, sent back for one of its rows."""
    paper, buyer = form_of_buyer(cast)
    way.fill_form(paper, buyer)
    editing.save_point(paper=paper, content=SAID, by=buyer)
    way.submit(paper, buyer)
    lines = list(paper.current.point_lines.order_by("position"))
    notes = {lines[open_row].pk: "请改"}
    way.sign(paper, cast.people.other_section_head, "return", opinion="请改", notes=notes)
    return paper


@pytest.mark.parametrize(
    ("open_row", "measure"), [(2, "每批由两人验收"), (0, "每月由两人盘点库存")]
)
def test_a_row_that_was_sent_back_takes_the_file_and_a_closed_one_stays(
    cast, keeper, open_row, measure
):
    paper = returned_but_for(cast, open_row)
    imported = mapped(keeper, sent(keeper, IN_PARTS, head=PARTS))
    assert press(keeper, imported, seen=plan_of(imported).fingerprint).status_code == 302
    version = paper.current.point_lines.order_by("position").last().version
    assert version.measures.get().text == measure


def test_a_form_sent_back_for_single_rows_takes_no_others(cast, keeper):
    returned_but_for(cast, 0)
    imported = mapped(keeper, sent(keeper, [*GOOD[:2], "截留资金，造成损失", "高", "审计"]))
    (error,) = plan_of(imported).errors
    assert "不能增加" in error[1].text


def test_a_row_that_all_holders_share_is_left_alone(cast, keeper):
    _, revision = factory.filled_form(cast, post=cast.posts.teacher)
    factory.confirm(cast, revision)
    said = PointVersion.objects.get(written_in=revision.paper).sentence
    teacher = cast.people.teacher
    paper = way.begin_form(cast, post=cast.posts.teacher, by=teacher)
    head = ["科室", "岗位", "姓名", "风险点", "风险等级", "防控措施"]
    row = ["教务处", "任课教师", teacher.name, said, "高", "另一条措施"]
    imported = mapped(keeper, sent(keeper, row, head=head))
    assert "与本岗位共同的风险点相同" in page(keeper, imported)
    assert press(keeper, imported, seen=plan_of(imported).fingerprint).status_code == 302
    assert paper.current.point_lines.get().version.written_in == revision.paper


def test_whose_form_it_is_is_told(cast, keeper, django_capture_on_commit_callbacks):
    imported = mapped(keeper, sent(keeper, GOOD))
    with django_capture_on_commit_callbacks(execute=True):
        press(keeper, imported, seen=plan_of(imported).fingerprint)
    (notice,) = Notice.objects.all()
    assert notice.person == cast.people.other_staff
    assert "请核对" in notice.text
