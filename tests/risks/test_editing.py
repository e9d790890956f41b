"""Copy on write: what a draft may do to duties, points and measures, and what it never touches."""

import pytest

from registry.papers.drafts import NotDraft
from registry.papers.models import PaperState
from registry.papers.register import Change, change_of
from risks import editing, form
from risks.content import content_of
from risks.models import Duty, Measure, MeasureVersion, PointVersion, RiskPoint

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
def by(cast):
    return cast.people.staff


@pytest.fixture
def last_year(cast):
    """One point and one duty in force."""
    _paper, revision = filled_form(cast)
    confirm(cast, revision)
    return revision


@pytest.fixture
def draft(cast, last_year):
    """An amendment begun from it."""
    return make_form(cast, whole=False)


def only_line(revision):
    return revision.point_lines.select_related("version__point").get()


def test_a_new_point_is_kept_with_proposal_and_measures(cast, by):
    paper, _revision = make_form(cast)
    line = add_point(cast, paper, source="因为转学材料由一人收、一人审。", harm="造成不公平，")
    version = line.version
    assert (version.source, version.harm) == ("转学材料由一人收、一人审", "不公平")
    assert version.proposed.label == "二级"
    assert version.level == version.proposed
    assert version.visibility == "inside"
    assert version.point.post == paper.post
    assert version.point.section is None
    assert [measure.text for measure in version.measures.all()] == ["收件和审核由两人分别办理"]
    assert change_of(version, paper) == Change.NEW


def test_every_save_is_counted(cast, by):
    paper, revision = make_form(cast)
    before = revision.saved_at
    add_duty(cast, paper)
    add_point(cast, paper)
    revision.refresh_from_db()
    assert revision.counter == 2
    assert revision.saved_at > before


def test_a_half_filled_point_can_be_kept(cast, by):
    paper, _ = make_form(cast)
    content = sample_point(source="", risk="", harm="", answers={}, measures=[])
    line = editing.save_point(paper=paper, content=content, by=by)
    assert line.version.level is None


def test_ten_equal_posts_make_one_row(cast, by):
    paper, revision = make_form(cast)
    for _ in range(10):
        editing.save_point(paper=paper, content=sample_point(), by=by, place=1)
    assert revision.point_lines.count() == 1
    assert RiskPoint.objects.count() == 1
    assert Measure.objects.count() == 1


def test_changing_a_point_in_force_makes_a_version_and_leaves_the_old_one(draft, by):
    paper, revision = draft
    line = only_line(revision)
    old = line.version
    content = {**content_of(old), "harm": "学校公信力受损"}
    changed = editing.save_point(paper=paper, line_id=line.pk, content=content, by=by)
    assert changed.version != old
    assert changed.version.base == old
    assert change_of(changed.version, paper) == Change.ADJUSTED
    assert old.measures.get().measure == changed.version.measures.get().measure
    old.refresh_from_db()
    assert old.harm == "其他学生失去公平机会"


def test_a_second_change_writes_over_the_draft(draft, by):
    paper, revision = draft
    line = only_line(revision)
    content = content_of(line.version)
    for harm in ("学校公信力受损", "家长不再信任学校"):
        editing.save_point(paper=paper, line_id=line.pk, content={**content, "harm": harm}, by=by)
    assert PointVersion.objects.count() == 2
    assert only_line(revision).version.harm == "家长不再信任学校"


def test_a_row_that_says_again_what_is_in_force_goes_back_to_it(draft, by):
    paper, revision = draft
    line = only_line(revision)
    old, content = line.version, content_of(line.version)
    editing.save_point(
        paper=paper, line_id=line.pk, content={**content, "harm": "学校公信力受损"}, by=by
    )
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=by)
    assert only_line(revision).version == old
    assert PointVersion.objects.count() == 1


def test_a_returned_row_goes_back_to_what_was_handed_in(cast, by):
    paper, first = filled_form(cast)
    submit(cast, first)
    second = send_back(first)
    line = only_line(second)
    handed_in, content = line.version, content_of(line.version)
    changed = editing.save_point(
        paper=paper, line_id=line.pk, content={**content, "harm": "学校公信力受损"}, by=by
    )
    assert changed.version != handed_in
    assert changed.version.base is None
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=by)
    assert only_line(second).version == handed_in
    assert PointVersion.objects.count() == 1


def test_measures_keep_their_identity_through_changes(draft, by):
    paper, revision = draft
    line = only_line(revision)
    content = content_of(line.version)
    kept = content["measures"][0]["measure"]
    content["measures"] = [
        {**content["measures"][0], "text": "收件和审核由两人分别办理，当日公布结果"},
        *sample_point(measures=[{"text": "每月抽查五份材料"}])["measures"],
    ]
    version = editing.save_point(paper=paper, line_id=line.pk, content=content, by=by).version
    first, second = version.measures.all()
    assert first.measure_id == kept
    content["measures"].reverse()
    again = editing.save_point(paper=paper, line_id=line.pk, content=content, by=by).version
    assert [m.measure_id for m in again.measures.all()] == [second.measure_id, kept]


def test_autosave_does_not_multiply_measures(cast, by):
    paper, revision = make_form(cast)
    for text in ("收", "收件和", "收件和审核由两人分别办理"):
        content = sample_point(measures=[{"text": text}])
        lines = list(revision.point_lines.all())
        line_id = lines[0].pk if lines else None
        editing.save_point(paper=paper, line_id=line_id, content=content, by=by, place=1)
    assert Measure.objects.count() == 1
    assert MeasureVersion.objects.get().text == "收件和审核由两人分别办理"


def test_a_point_in_force_is_struck_with_a_reason_and_restored(draft, by):
    paper, revision = draft
    line = only_line(revision)
    old = line.version
    with pytest.raises(editing.RowRefused):
        editing.strike_point(paper=paper, line_id=line.pk, why=" ", by=by)
    struck = editing.strike_point(paper=paper, line_id=line.pk, why="转学改由区里统一办理", by=by)
    assert change_of(struck.version, paper) == Change.STRUCK
    assert struck.version.why == "转学改由区里统一办理"
    editing.restore_point(paper=paper, line_id=line.pk, by=by)
    assert only_line(revision).version == old
    assert PointVersion.objects.count() == 1


def test_what_is_in_force_cannot_be_removed_and_what_is_new_not_struck(cast, draft, by):
    paper, revision = draft
    old = only_line(revision)
    with pytest.raises(editing.RowRefused):
        editing.remove_point(paper=paper, line_id=old.pk, by=by)
    new = add_point(cast, paper, risk="先办后补手续")
    with pytest.raises(editing.RowRefused):
        editing.strike_point(paper=paper, line_id=new.pk, why="写错了", by=by)
    editing.remove_point(paper=paper, line_id=new.pk, by=by)
    assert RiskPoint.objects.count() == 1
    assert Measure.objects.count() == 1


def test_a_new_row_that_was_handed_in_leaves_its_version_behind(cast, by):
    paper, first = filled_form(cast)
    submit(cast, first)
    second = send_back(first)
    editing.remove_point(paper=paper, line_id=only_line(second).pk, by=by)
    assert second.point_lines.count() == 0
    assert first.point_lines.count() == 1


def test_duties_follow_the_same_rule(draft, by):
    paper, revision = draft
    line = revision.duty_lines.get()
    old = line.version
    changed = editing.save_duty(
        paper=paper, line_id=line.pk, kind="workflow", text="受理、核对、审定", by=by
    )
    assert changed.version.base == old
    editing.save_duty(paper=paper, line_id=line.pk, kind=old.kind, text=old.text, by=by)
    assert revision.duty_lines.get().version == old
    struck = editing.strike_duty(paper=paper, line_id=line.pk, why="不再承担", by=by)
    assert struck.version.struck
    editing.restore_duty(paper=paper, line_id=line.pk, by=by)
    assert revision.duty_lines.get().version == old


def test_a_new_duty_can_be_removed_under_its_points(cast, by):
    paper, revision = filled_form(cast)
    editing.remove_duty(paper=paper, line_id=revision.duty_lines.get().pk, by=by)
    assert Duty.objects.count() == 0
    assert only_line(revision).version.duty is None


def test_rows_move_among_those_of_the_same_duty(cast, by):
    paper, revision = filled_form(cast, points=3)
    other = add_duty(cast, paper, "整理学籍档案")
    add_point(cast, paper, duty=other.version.duty_id, risk="档案随意借出")

    def order():
        return [row.version.risk for row in form.rows(revision)]

    assert order() == [
        "放宽第 1 类接收条件",
        "放宽第 2 类接收条件",
        "放宽第 3 类接收条件",
        "档案随意借出",
    ]
    third = form.rows(revision)[2].line
    editing.move_point(paper=paper, line_id=third.pk, direction="up", by=by)
    editing.move_point(paper=paper, line_id=third.pk, direction="up", by=by)
    editing.move_point(paper=paper, line_id=third.pk, direction="up", by=by)
    assert order() == [
        "放宽第 3 类接收条件",
        "放宽第 1 类接收条件",
        "放宽第 2 类接收条件",
        "档案随意借出",
    ]
    last = form.rows(revision)[3].line
    editing.move_point(paper=paper, line_id=last.pk, direction="up", by=by)
    assert order()[3] == "档案随意借出"
    editing.move_duty(paper=paper, line_id=revision.duty_lines.last().pk, direction="up", by=by)
    assert order()[0] == "档案随意借出"


def test_after_a_return_of_one_row_only_that_row_is_open(cast, by):
    paper, first = filled_form(cast, points=2)
    submit(cast, first)
    noted, other = first.point_lines.all()
    second = send_back(first, open_ids={noted.pk})
    closed = second.point_lines.get(version=other.version)
    with pytest.raises(editing.RowRefused):
        editing.save_point(paper=paper, line_id=closed.pk, content=sample_point(), by=by)
    with pytest.raises(editing.RowRefused):
        add_point(cast, paper)
    with pytest.raises(editing.RowRefused):
        editing.strike_duty(paper=paper, line_id=second.duty_lines.get().pk, why="不再承担", by=by)
    line = second.point_lines.get(version=noted.version)
    editing.save_point(paper=paper, line_id=line.pk, content=sample_point(), by=by)


def test_a_paper_in_review_takes_no_writing(cast, by):
    paper, revision = filled_form(cast)
    submit(cast, revision)
    assert paper.__class__.objects.get(pk=paper.pk).state == PaperState.REVIEW
    with pytest.raises(NotDraft):
        add_point(cast, paper)
    with pytest.raises(NotDraft):
        editing.set_grade(paper=paper, grade="A", by=by)


def test_nobody_writes_without_a_person(cast):
    paper, _ = make_form(cast)
    with pytest.raises(NotDraft):
        editing.save_point(paper=paper, content=sample_point(), by=None)


def test_a_row_deleted_elsewhere_is_said_to_be_gone(cast, by):
    paper, _ = make_form(cast)
    with pytest.raises(editing.RowRefused, match="已经在别处删去"):
        editing.save_point(paper=paper, line_id=4711, content=sample_point(), by=by)


def test_a_grade_other_than_the_proposed_keeps_its_reason(cast, by):
    paper, revision = filled_form(cast)
    editing.set_grade(paper=paper, grade="A", why="经办人少，接触资金多", by=by)
    revision.refresh_from_db()
    assert (revision.grade, revision.grade_why) == ("A", "经办人少，接触资金多")
    editing.set_grade(paper=paper, grade="B", why="与建议一致，不必写", by=by)
    revision.refresh_from_db()
    assert (revision.grade, revision.grade_why) == ("B", "")
    with pytest.raises(editing.RowRefused):
        editing.set_grade(paper=paper, grade="D", by=by)


def test_the_level_is_the_proposed_one_unless_chosen_with_a_reason(cast, by):
    paper, _ = make_form(cast)
    top = cast.scale.levels.get(rank=3)
    line = add_point(cast, paper, level=top.pk, level_why="涉及升学，社会关注")
    assert line.version.level == top
    assert line.version.proposed.rank == 2
    content = {**content_of(line.version), "answers": {"likelihood": 3, "severity": 3}}
    again = editing.save_point(paper=paper, line_id=line.pk, content=content, by=by)
    assert again.version.proposed == top
    assert again.version.level_why == ""


@pytest.mark.parametrize(("rank", "visibility"), [(3, "public"), (2, "public"), (1, "inside")])
def test_the_education_preset_shows_all_but_the_lowest_level(cast, by, rank, visibility):
    cast.programme.preset = "education"
    cast.programme.save()
    paper, _ = make_form(cast)
    level = cast.scale.levels.get(rank=rank)
    line = add_point(cast, paper, level=level.pk, level_why="按本单位实际")
    assert line.version.visibility == visibility
