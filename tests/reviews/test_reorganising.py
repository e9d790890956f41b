"""机构调整: what follows is shown first; what was handed in, signed or confirmed stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.notices.models import Notice
from registry.organisation.models import (
    Appointment,
    Mandate,
    Post,
    Reorganisation,
    Section,
)
from registry.papers.models import Paper
from registry.tables.text import chinese_date
from registry.trail.models import TrailEntry
from reviews import consequences, filing, reorganising, workflow
from reviews.refusals import NotReady, Refused
from risks.models import Duty, RiskPoint
from tests import way

TODAY = timezone.localdate
DAY = timedelta(days=1)


def move(cast, post="staff", into="general_affairs", on=None):
    post = getattr(cast.posts, post)
    return Reorganisation(
        unit=post.unit,
        kind="move_post",
        post=post,
        section=post.section,
        into_section=getattr(cast.sections, into),
        on=on or TODAY(),
    )


def merge(cast, section="teaching", into="general_affairs", on=None):
    return Reorganisation(
        unit=cast.school_large,
        kind="merge_sections",
        section=getattr(cast.sections, section),
        into_section=getattr(cast.sections, into),
        on=on or TODAY(),
    )


def abolish(cast, post="staff", into=None, on=None):
    into = into and getattr(cast.posts, into)
    post = getattr(cast.posts, post)
    return Reorganisation(
        unit=post.unit, kind="abolish_post", post=post, into_post=into, on=on or TODAY()
    )


def follow(change, may_end_seats=True):
    return consequences.follow(change, may_end_seats=may_end_seats)


def decide(cast, change, by="system_admin"):
    by = getattr(cast.people, by)
    seen = follow(change, reorganising.may_end_seats(by)).fingerprint
    return reorganising.decide(change=change, seen=seen, by=by)


def said(found):
    return "\n".join(line for lines in found.lines.values() for line in lines)


def fresh(model, instance):
    return model.objects.get(pk=instance.pk)


# --- a post moves ---------------------------------------------------------------------------------


def test_a_post_moves_with_its_points_and_its_draft(cast):
    confirmed = way.confirmed_form(cast)
    cast.programme = way_programme(cast, 1)
    draft = way.begin_form(cast)
    found = follow(move(cast))
    assert found.problems == []
    text = said(found)
    assert "学籍管理员：任职不变（林听雨），到总务处" in text
    assert "以后由总务处的科室（年级组）负责人审核：总务主任 马达川" in text
    assert "以后由总务处的单位主管（分管）领导审核：后勤副校长 谭后勤" in text
    assert "草稿随岗位到总务处" in text
    assert "2 个风险点、1 条职责随岗位到总务处" in text
    change = decide(cast, move(cast))
    assert fresh(Post, cast.posts.staff).section == cast.sections.general_affairs
    assert fresh(Paper, draft).section == cast.sections.general_affairs
    # What was confirmed keeps the section it was signed in; the row tells of the move.
    assert fresh(Paper, confirmed).section == cast.sections.teaching
    kept = fresh(Reorganisation, change)
    assert (kept.section, kept.into_section) == (
        cast.sections.teaching,
        cast.sections.general_affairs,
    )
    assert kept.applied_at is not None
    there = RiskPoint.of_section_q(cast.sections.general_affairs)
    assert RiskPoint.objects.in_force().filter(there).count() == 2


def way_programme(cast, ahead):
    from tests.cast import make_programme

    return make_programme(cast.bureau, cast.year + ahead)


def test_what_is_in_review_is_signed_where_it_was_handed_in(cast):
    paper = way.submitted_form(cast)
    change = move(cast)
    assert "按教务处的程序办完" in said(follow(change))
    decide(cast, change)
    assert fresh(Paper, paper).section == cast.sections.teaching
    assert way.sign(paper, cast.people.section_head).action == "pass"
    assert way.sign_on(paper).state == "cleared"


def test_the_draft_is_reviewed_by_the_new_section(cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    decide(cast, move(cast))
    way.submit(paper, cast.people.staff)
    step = way.open_step(paper)
    assert step.section == cast.sections.general_affairs
    assert way.sign(paper, cast.people.other_section_head).action == "pass"


def test_its_seats_stay_with_the_post(cast):
    decide(cast, move(cast, post="section_head"))
    assert Mandate.objects.on(TODAY()).filter(post=cast.posts.section_head).count() == 1


def same_name(cast):
    Post.objects.create(
        unit=cast.school_large, section=cast.sections.general_affairs, name="学籍管理员"
    )


def closed_section(cast):
    Section.objects.filter(pk=cast.sections.general_affairs.pk).update(closed_on=TODAY())
    cast.sections.general_affairs.refresh_from_db()


def moved_meanwhile(cast):
    Post.objects.filter(pk=cast.posts.staff.pk).update(section=cast.sections.school_office)


def planned_already(cast):
    decide(cast, move(cast, into="school_office", on=TODAY() + DAY))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (same_name, "已有叫“学籍管理员”的岗位"),
        (closed_section, "不能接收岗位"),
        (moved_meanwhile, "现在已经不在教务处"),
        (planned_already, "已经有一项没有执行的调整"),
    ],
)
def test_what_stands_in_the_way_of_a_move(cast, change, problem):
    wanted = move(cast)
    change(cast)
    wanted.post = fresh(Post, cast.posts.staff)
    assert problem in "\n".join(follow(wanted).problems)
    with pytest.raises(NotReady):
        decide(cast, wanted)
    assert not Reorganisation.objects.filter(applied_at__isnull=False).exists()


# --- sections merge -------------------------------------------------------------------------------


def section_sheet(cast):
    paper = filing.start_section_sheet(
        section=cast.sections.teaching, programme=cast.programme, by=cast.people.section_head
    )
    return way.fill_form(paper, cast.people.section_head, points=1)


def in_force(cast, paper, by):
    way.through_publicity(way.sign_on(way.submit(paper, by)), cast.people.school_office)
    way.confirm(paper, cast.people.principal)


def test_sections_merge(cast):
    sheet = section_sheet(cast)
    in_force(cast, sheet, cast.people.section_head)
    draft = way.begin_form(cast)
    found = follow(merge(cast))
    assert found.problems == []
    text = said(found)
    for post in ("教务主任", "学籍管理员", "任课教师"):
        assert f"{post}：任职不变" in text
    last = TODAY() - DAY
    assert f"科室（年级组）负责人 · 教务处（教务主任）到 {chinese_date(last)} 为止" in text
    assert "教务处自己的 1 个风险点、1 条职责划给总务处" in text
    decide(cast, merge(cast))
    assert fresh(Section, cast.sections.teaching).closed_on == TODAY()
    assert not cast.sections.teaching.posts.exists()
    assert fresh(Paper, draft).section == cast.sections.general_affairs
    assert fresh(Paper, sheet).section == cast.sections.teaching, "as it was confirmed"
    point = RiskPoint.objects.in_force().get(post=None)
    assert point.section == cast.sections.general_affairs
    over = Mandate.objects.filter(section=cast.sections.teaching)
    assert over.exists()
    assert not over.on(TODAY()).exists()
    assert over.on(last).exists(), "they held until the day before"


def test_a_section_sheet_under_way_has_to_be_finished_first(cast):
    sheet = section_sheet(cast)
    found = follow(merge(cast))
    assert any(sheet.title in text and "或者写明理由撤销" in text for text in found.problems)
    way.submit(sheet, cast.people.section_head)
    found = follow(merge(cast))
    assert any("请先办完" in text for text in found.problems)
    with pytest.raises(NotReady):
        decide(cast, merge(cast))
    assert fresh(Section, cast.sections.teaching).closed_on is None
    workflow.recall(paper=sheet, by=cast.people.section_head)
    workflow.cancel(paper=sheet, by=cast.people.section_head, why="科室合并")
    assert follow(merge(cast)).problems == []


def test_the_sheet_of_the_section_that_stays_is_told_of_the_points(cast):
    section_sheet(cast)
    found = follow(merge(cast, section="general_affairs", into="teaching"))
    assert "划入的风险点要补进这张表" in said(found)


def test_a_power_of_the_section_is_named(cast):
    way.confirmed_catalogue(cast, "学籍异动审核")
    assert "职权“学籍异动审核”的承办科室是教务处" in said(follow(merge(cast)))


def test_review_goes_on_by_the_ladder_when_the_seats_have_ended(cast):
    paper = way.submitted_form(cast)
    decide(cast, merge(cast))
    assert way.sign_on(paper).state == "cleared"


# --- a post is abolished --------------------------------------------------------------------------


def test_a_post_is_abolished_and_another_takes_its_points(cast):
    confirmed = way.confirmed_form(cast)
    found = follow(abolish(cast, into="other_staff"))
    assert found.problems == []
    last = TODAY() - DAY
    assert f"林听雨任“学籍管理员”到 {chinese_date(last)} 为止" in said(found)
    assert "2 个风险点、1 条职责划给“采购员”" in said(found)
    decide(cast, abolish(cast, into="other_staff"))
    post = fresh(Post, cast.posts.staff)
    assert post.closed_on == TODAY()
    assert not post.holders(TODAY())
    assert post.holders(last) == [cast.people.staff]
    for identities in (RiskPoint, Duty):
        owners = identities.objects.in_force().values_list("post", flat=True)
        assert set(owners) == {cast.posts.other_staff.pk}
    assert fresh(Paper, confirmed).post == post, "the paper is that of the post that was"


def test_points_without_a_taker_are_not_left_behind(cast):
    way.confirmed_form(cast)
    found = follow(abolish(cast))
    assert "还有 2 个风险点、1 条职责" in found.problems[0]
    with pytest.raises(NotReady):
        decide(cast, abolish(cast))


def test_a_paper_under_way_is_not_cancelled_behind_anybody(cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    assert paper.title in follow(abolish(cast)).problems[0]
    with pytest.raises(NotReady):
        decide(cast, abolish(cast))
    assert fresh(Paper, paper).state == "draft"


def test_who_comes_later_or_came_later_is_told(cast):
    Appointment.objects.filter(post=cast.posts.staff).update(starts=TODAY())
    assert "晚于调整生效" in follow(abolish(cast)).problems[0]
    assert follow(abolish(cast, on=TODAY() + DAY)).problems == []


def test_the_paper_of_the_taker_is_told_of_the_points(cast):
    way.confirmed_form(cast)
    way.begin_form(cast, post=cast.posts.other_staff, by=cast.people.other_staff)
    found = follow(abolish(cast, into="other_staff"))
    assert "划入的风险点要补进这张表" in said(found)


def test_points_taken_by_a_post_of_many_become_shared(cast):
    way.confirmed_form(cast)
    assert "成为那里共同的内容" in said(follow(abolish(cast, into="teacher")))


# --- seats, dates, once ---------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["keeper", "school_office", "office"])
def test_only_the_system_administrator_ends_seats(cast, by):
    for change in (merge(cast), abolish(cast, post="section_head")):
        with pytest.raises(NotReady) as refusal:
            decide(cast, change, by=by)
        assert any("请由系统管理员办理" in text for text in refusal.value.problems)
    decide(cast, move(cast), by=by)


def test_a_day_to_come_waits_and_is_carried_out_once(cast):
    tomorrow = TODAY() + DAY
    change = decide(cast, move(cast, on=tomorrow))
    assert fresh(Post, cast.posts.staff).section == cast.sections.teaching
    with pytest.raises(Refused):
        reorganising.carry_out(change=change)
    Reorganisation.objects.update(on=TODAY())
    reorganising.carry_out_due(TODAY())
    reorganising.carry_out_due(TODAY())
    assert fresh(Post, cast.posts.staff).section == cast.sections.general_affairs
    assert TrailEntry.objects.filter(action="reorganisation.carried_out").count() == 1


def test_what_came_in_between_stops_it_and_is_told(cast, django_capture_on_commit_callbacks):
    change = decide(cast, abolish(cast, on=TODAY() + DAY))
    way.begin_form(cast)
    Reorganisation.objects.update(on=TODAY())
    with django_capture_on_commit_callbacks(execute=True):
        reorganising.carry_out_due(TODAY())
    assert fresh(Post, cast.posts.staff).closed_on is None
    assert fresh(Reorganisation, change).applied_at is None
    notice = Notice.objects.get(person=cast.people.system_admin)
    assert "机构调整" in notice.text


def test_an_earlier_day_of_the_year_is_written_down(cast):
    first = date(TODAY().year, 1, 1)
    decide(cast, abolish(cast, on=first))
    assert Appointment.objects.get(post=cast.posts.staff).ends == first - DAY
    assert fresh(Post, cast.posts.staff).closed_on == first


def test_a_planned_one_is_taken_back(cast):
    change = decide(cast, move(cast, on=TODAY() + DAY))
    reorganising.drop(change=change, by=cast.people.system_admin)
    assert not Reorganisation.objects.exists()
    with pytest.raises(Refused):
        reorganising.drop(change=change, by=cast.people.system_admin)


def test_what_was_carried_out_cannot_be_taken_back_or_changed(cast):
    change = decide(cast, move(cast))
    with pytest.raises(Refused):
        reorganising.drop(change=change, by=cast.people.system_admin)
    for act in (
        lambda: Reorganisation.objects.update(on=TODAY() + DAY),
        lambda: Reorganisation.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_only_what_was_seen_is_carried_out(cast):
    change = move(cast)
    seen = follow(change).fingerprint
    way.begin_form(cast)
    with pytest.raises(reorganising.NotAsSeen):
        reorganising.decide(change=change, seen=seen, by=cast.people.system_admin)
    assert not Reorganisation.objects.exists()


def test_half_of_it_is_none_of_it(cast, monkeypatch):
    monkeypatch.setattr(reorganising, "_record", lambda entries, by: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decide(cast, merge(cast))
    assert fresh(Section, cast.sections.teaching).closed_on is None
    assert Mandate.objects.on(TODAY()).filter(section=cast.sections.teaching).exists()
    assert not Reorganisation.objects.exists()


@pytest.mark.every_case
@pytest.mark.parametrize(
    "given",
    [
        {"kind": "move_post", "into_section": None},
        {"kind": "merge_sections"},
        {"kind": "abolish_post"},
        {"section": None},
    ],
)
def test_the_shape_of_each_kind_is_a_constraint(cast, given):
    change = move(cast)
    for name, value in given.items():
        setattr(change, name, value)
    change.by = cast.people.system_admin
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()
