"""The content of a staff form: begin, carry, rows, problems, freeze, put in force."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.papers.register import Change, Overtaken
from registry.papers.rows import Row
from risks import editing, form
from risks.content import content_of
from risks.models import PointVersion, RiskPoint
from tests.cast import make_programme

from .factory import (
    add_duty,
    add_point,
    confirm,
    filled_form,
    make_form,
    sample_point,
    send_back,
    submit,
)


@pytest.fixture
def next_year(cast):
    return make_programme(cast.bureau, cast.year + 1)


def texts(revision):
    return [problem.text for problem in form.problems(revision)]


def change(cast, paper, line, **changes):
    content = {**content_of(line.version), **changes}
    return editing.save_point(paper=paper, line_id=line.pk, content=content, by=cast.people.staff)


def test_the_second_year_begins_with_what_is_in_force_in_the_same_order(cast, next_year):
    paper, revision = filled_form(cast, points=3)
    last = form.rows(revision)[2].line
    editing.move_point(paper=paper, line_id=last.pk, direction="up", by=cast.people.staff)
    order = [row.version.risk for row in form.rows(revision)]
    confirm(cast, revision)
    _, second = make_form(cast, programme=next_year)
    found = form.rows(second)
    assert [row.version.risk for row in found] == order
    assert {row.change for row in found} == {Change.UNCHANGED}
    assert [row.change for row in form.duty_rows(second)] == [Change.UNCHANGED]


def test_the_second_year_shows_unchanged_adjusted_new_and_struck(cast, next_year):
    _, first = filled_form(cast, points=3)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    lines = list(second.point_lines.select_related("version"))
    change(cast, paper, lines[1], harm="学校的公信力受到损害")
    editing.strike_point(paper=paper, line_id=lines[2].pk, why="改由区里办理", by=cast.people.staff)
    add_point(cast, paper, risk="先办理、后补手续材料")
    found = form.rows(second)
    assert [row.change for row in found] == [
        Change.UNCHANGED,
        Change.ADJUSTED,
        Change.STRUCK,
        Change.NEW,
    ]
    adjusted = found[1]
    assert adjusted.base.harm == "其他学生失去公平机会"
    assert "学校的公信力受到损害" in adjusted.details["sentence"]
    (difference,) = adjusted.details["differences"]
    assert difference.label == "风险点"
    assert "其他学生失去公平机会" in difference.old
    confirm(cast, second)
    assert RiskPoint.objects.in_force().count() == 3
    _, third = make_form(cast, programme=make_programme(cast.bureau, cast.year + 2))
    assert third.point_lines.count() == 3


def test_points_are_grouped_by_duty_and_numbered_through(cast):
    paper, revision = filled_form(cast, points=2)
    other = add_duty(cast, paper, "整理学籍档案")
    add_point(cast, paper, risk="没有归到职责的一行")
    add_point(cast, paper, duty=other.version.duty_id, risk="档案随意借出")
    groups = form.groups(revision)
    assert [group.duty and group.duty.version.text for group in groups] == [
        "受理转学申请，核对材料",
        "整理学籍档案",
        None,
    ]
    assert [row.details["serial"] for row in form.rows(revision)] == [1, 2, 3, 4]
    assert all(isinstance(row, Row) for row in form.rows(revision))


@pytest.mark.parametrize("points", [5, 60])
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, next_year, points):
    _, first = filled_form(cast, points=points)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    for line in second.point_lines.select_related("version"):
        change(cast, paper, line, harm="学校的公信力受到损害")
    submit(cast, second)
    third = send_back(second)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = form.rows(third, previous=second)
        assert len(rows) == points
        for row in rows:
            assert row.details["since"] == "unchanged"
            assert str(row.version.level)
            assert [measure.post for measure in row.details["measures"]]
    assert len(queries) <= 18


def test_problems_need_no_more_queries_for_more_rows(cast):
    def count(points):
        _, revision = filled_form(cast, points=points, post=posts.pop())
        with CaptureQueriesContext(connection) as queries:
            assert form.problems(revision) == []
        return len(queries)

    posts = [cast.posts.staff, cast.posts.other_staff]
    assert count(3) == count(30)


def test_a_complete_form_has_no_problems(cast):
    _, revision = filled_form(cast, points=2)
    assert texts(revision) == []


def test_an_empty_form_says_what_comes_first(cast):
    paper, revision = make_form(cast)
    problems = form.problems(revision)
    assert [problem.url for problem in problems] == [
        f"/papers/{paper.pk}/duties/add/",
        f"/papers/{paper.pk}/rows/add/",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "还没有写风险源"),
        ({"risk": "××"}, "风险点里只有符号"),
        ({"harm": ""}, "还没有写危害性"),
        ({"answers": {}}, "还没有评定风险等级"),
        ({"measures": []}, "还没有写防控措施"),
        ({"measures": [{"text": "【A岗位】"}]}, "防控措施里只有符号"),
        ({"wording": "own", "text": "……"}, "完整表述里只有符号"),
    ],
)
def test_each_fault_of_a_row_is_a_problem_that_leads_to_the_row(cast, changes, said):
    paper, revision = filled_form(cast)
    line = add_point(cast, paper, **changes)
    (problem,) = form.problems(revision)
    assert said in problem.text
    assert problem.text.startswith("第 2 个风险点：")
    assert problem.line_id == line.pk
    assert problem.url == f"/papers/{paper.pk}/rows/{line.pk}/"


def test_a_level_other_than_proposed_needs_a_reason(cast):
    paper, revision = filled_form(cast)
    add_point(cast, paper, level=cast.scale.levels.get(rank=1).pk)
    (problem,) = form.problems(revision)
    assert "等级与系统建议的二级" in problem.text


def test_a_grade_other_than_proposed_needs_a_reason(cast):
    paper, revision = filled_form(cast)
    editing.set_grade(paper=paper, grade="C", by=cast.people.staff)
    revision.refresh_from_db()
    (problem,) = form.problems(revision)
    assert problem.url == f"/papers/{paper.pk}/grade/"
    editing.set_grade(paper=paper, grade="C", why="已由两人分办", by=cast.people.staff)
    revision.refresh_from_db()
    assert texts(revision) == []


def test_a_point_without_a_measure_is_not_complete(cast):
    paper, revision = filled_form(cast)
    add_point(cast, paper, measures=[])
    assert len(texts(revision)) == 1


def test_an_old_row_without_harm_wants_a_reason_and_a_changed_one_the_harm(cast, next_year):
    _, first = filled_form(cast)
    PointVersion.objects.update(harm="")
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    (asked,) = texts(second)
    assert "请写一句说明" in asked
    change(cast, paper, second.point_lines.select_related("version").get(), kind="process")
    (asked,) = texts(second)
    assert "还没有写危害性" in asked
    assert "说明" not in asked


def test_points_must_not_hang_on_a_duty_that_goes(cast, next_year):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    add_duty(cast, paper, "整理学籍档案")
    line = second.duty_lines.first()
    editing.strike_duty(paper=paper, line_id=line.pk, why="不再承担", by=cast.people.staff)
    (problem,) = form.problems(second)
    assert "它下面还有风险点" in problem.text


def test_a_point_that_came_into_force_meanwhile_must_be_taken_in(cast, next_year):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    amendment, revision = make_form(cast, whole=False)
    came = add_point(cast, amendment, risk="先办理、后补手续材料")
    confirm(cast, revision)
    (problem,) = form.problems(second)
    assert "已经生效" in problem.text
    editing.adopt_point(paper=paper, point_id=came.version.point_id, by=cast.people.staff)
    assert texts(second) == []


def test_freezing_seals_the_drafts_once(cast):
    _, revision = filled_form(cast)
    covered = form.freeze(revision)
    digests = set(PointVersion.objects.values_list("digest", flat=True))
    assert None not in digests
    assert covered["grade"] == "B"
    assert form.freeze(revision) == covered
    revision.refresh_from_db()
    assert revision.grade == "B"


def test_an_amendment_keeps_only_the_rows_it_changes(cast):
    _, first = filled_form(cast, points=3)
    confirm(cast, first)
    paper, revision = make_form(cast, whole=False)
    assert texts(revision) == ["这次还没有改动任何内容。改好需要调整的行以后再提交。"]
    line = revision.point_lines.select_related("version").first()
    change(cast, paper, line, harm="学校的公信力受到损害")
    assert texts(revision) == []
    submit(cast, revision)
    assert revision.point_lines.count() == 1
    assert revision.duty_lines.count() == 1
    again = send_back(revision)
    assert again.point_lines.count() == 3
    confirm(cast, again)
    assert RiskPoint.objects.in_force().count() == 3


def test_what_was_decided_about_the_grade_is_carried(cast):
    paper, first = filled_form(cast)
    submit(cast, first)
    assert send_back(first).grade == ""
    editing.set_grade(paper=paper, grade="A", why="接触资金多", by=cast.people.staff)
    second = paper.current
    submit(cast, second)
    third = send_back(second)
    assert (third.grade, third.grade_why) == ("A", "接触资金多")


def test_since_the_last_revision(cast):
    paper, first = filled_form(cast, points=2)
    submit(cast, first)
    second = send_back(first)
    line = second.point_lines.select_related("version").first()
    change(cast, paper, line, harm="学校的公信力受到损害")
    add_point(cast, paper, risk="先办理、后补手续材料")
    found = form.rows(second, previous=first)
    since = {row.version.risk: row.details["since"] for row in found}
    assert since == {
        "放宽第 1 类接收条件": "changed",
        "放宽第 2 类接收条件": "unchanged",
        "先办理、后补手续材料": "new",
    }
    changed = next(row for row in found if row.details["since"] == "changed")
    (difference,) = changed.details["since_differences"]
    assert "其他学生失去公平机会" in difference.old


def test_an_overtaken_row_keeps_everything_back(cast, next_year):
    _, first = filled_form(cast, points=2)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    ours, _untouched = second.point_lines.select_related("version")
    change(cast, paper, ours, harm="学校的公信力受到损害")
    submit(cast, second)
    amendment, revision = make_form(cast, whole=False)
    theirs = revision.point_lines.select_related("version").first()
    change(cast, amendment, theirs, harm="家长不再信任学校")
    confirm(cast, revision)
    in_force = set(RiskPoint.objects.values_list("in_force", flat=True))
    with pytest.raises(Overtaken) as refused:
        confirm(cast, second)
    assert [version.point_id for version in refused.value.versions] == [ours.version.point_id]
    assert set(RiskPoint.objects.values_list("in_force", flat=True)) == in_force


def test_an_overtaken_row_shows_what_is_in_force_and_is_mended_by_saving_it(cast, next_year):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, second = make_form(cast, programme=next_year)
    line = second.point_lines.select_related("version").get()
    change(cast, paper, line, harm="学校的公信力受到损害")
    amendment, revision = make_form(cast, whole=False)
    change(
        cast,
        amendment,
        revision.point_lines.select_related("version").get(),
        harm="家长不再信任学校",
    )
    confirm(cast, revision)
    (row,) = form.rows(second)
    assert row.details["overtaken"].harm == "家长不再信任学校"
    assert "已由其他办件更新" in texts(second)[0]
    line = second.point_lines.select_related("version").get()
    change(cast, paper, line, harm="学校和家长都受影响")
    assert texts(second) == []
    confirm(cast, second)
    assert RiskPoint.objects.get().in_force.harm == "学校和家长都受影响"


def test_a_whole_form_must_carry_every_point_in_force(cast, next_year):
    _, first = filled_form(cast, points=2)
    confirm(cast, first)
    _, second = make_form(cast, programme=next_year)
    second.point_lines.last().delete()
    with pytest.raises(Overtaken):
        form.put_in_force(second)


def test_holders_of_one_post_share_what_the_post_brought_and_add_their_own(cast, next_year):
    teacher = cast.posts.teacher
    _, common = filled_form(cast, post=teacher)
    confirm(cast, common)
    one, first = make_form(cast, post=teacher, holder=cast.people.teacher)
    assert first.point_lines.count() == 1
    shared = first.point_lines.get()
    with pytest.raises(editing.RowRefused, match="共同的内容"):
        editing.save_point(
            paper=one, line_id=shared.pk, content=sample_point(), by=cast.people.teacher
        )
    editing.leave_out_point(paper=one, line_id=shared.pk, by=cast.people.teacher)
    assert [point.pk for point in form.points_not_taken(one, first)] == [shared.version.point_id]
    add_point(cast, one, risk="向学生推荐收费辅导")
    assert texts(first) == []
    confirm(cast, first)
    assert RiskPoint.objects.in_force().count() == 2
    _, second = make_form(cast, post=teacher, holder=cast.people.second_teacher)
    assert [line.version.risk for line in second.point_lines.all()] == ["放宽第 1 类接收条件"]
    two, third = make_form(cast, post=teacher, holder=cast.people.teacher, programme=next_year)
    assert third.point_lines.count() == 2
    own = third.point_lines.select_related("version").get(version__risk="向学生推荐收费辅导")
    change(cast, two, own, harm="增加家长负担")


def test_what_a_holder_left_behind_goes_to_the_next(cast, next_year):
    teacher = cast.posts.teacher
    one, first = make_form(cast, post=teacher, holder=cast.people.teacher)
    add_duty(cast, one, "任教")
    add_point(cast, one, risk="向学生推荐收费辅导")
    confirm(cast, first)
    cast.people.teacher.appointments.update(ends="2026-01-31")
    _, second = make_form(
        cast, post=teacher, holder=cast.people.second_teacher, programme=next_year
    )
    assert second.point_lines.count() == 1


def test_a_duty_is_struck_with_the_points_that_the_form_has_itself(cast):
    """The control: in force they hang on it still."""
    _, revision = filled_form(cast)
    confirm(cast, revision)
    paper, revision = make_form(cast, whole=False)
    (line,), (duty,) = revision.point_lines.all(), revision.duty_lines.all()
    assert line.version.duty_id == duty.version.duty_id
    for strike, line_id in ((editing.strike_point, line.pk), (editing.strike_duty, duty.pk)):
        strike(paper=paper, line_id=line_id, why="不再经办", by=cast.people.staff)
    assert not any("这条职责已取消" in found.text for found in form.problems(revision))
