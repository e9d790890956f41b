"""One form per holder: common points first, ticked as applying; own ones added; none twice."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from registry.organisation.models import Appointment, Person, Post
from registry.papers.drafts import NotDraft
from registry.papers.models import Paper
from reviews import filing
from reviews.printing import form_sheet
from risks import editing, form, sharing
from risks.content import content_of, point_content
from risks.draft import RowRefused
from risks.models import RiskPoint
from tests import way
from tests.cast import SINCE
from tests.risks import factory
from tests.stage import staged

TEACHERS = 60


def client_of(cast, role):
    client = Client()
    client.force_login(getattr(cast.accounts, role))
    return client


@staged
def staged_shared(cast):
    """The shared form of the teachers' post, by their head, all the way into the register."""
    client = client_of(cast, "section_head")
    client.post(reverse("shared-form-start", args=[cast.posts.teacher.pk]))
    paper = Paper.objects.get(post=cast.posts.teacher)
    head = cast.people.section_head
    way.submit(way.fill_form(paper, head), head)
    signers = [way.sign(paper, cast.people.supervisor)]
    assert paper.position == 3, "the head's own step falls to the leader, who signs both"
    way.sign_on(paper)
    assert head not in {decision.person for decision in signers}
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return paper


@pytest.fixture
def shared(staged_shared, db):
    return Paper.objects.get(pk=staged_shared.pk)


def own_form(cast, role):
    person = getattr(cast.people, role)
    return way.begin_form(cast, post=cast.posts.teacher, by=person), person


def into_register(cast, paper, person):
    way.submit(paper, person)
    way.sign_on(paper)
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)


def test_the_shared_form_goes_with_its_post_to_another_section(cast):
    post = cast.posts.teacher
    head, other = client_of(cast, "section_head"), client_of(cast, "other_section_head")
    address = reverse("shared-form-start", args=[post.pk])
    head.post(address)
    Post.objects.filter(pk=post.pk).update(section=cast.sections.general_affairs)
    assert head.post(address).status_code == 403
    paper = Paper.objects.get(post=post)
    assert other.post(address).url == reverse("paper-edit", args=[paper.pk])
    assert other.get(reverse("paper-edit", args=[paper.pk])).status_code == 200
    assert head.get(reverse("paper-edit", args=[paper.pk])).status_code in (403, 404)


def test_a_post_without_section_has_no_head_to_keep_its_shared_form(cast):
    post = cast.posts.teacher
    Post.objects.filter(pk=post.pk).update(section=None, tier="leader")
    answer = client_of(cast, "section_head").post(reverse("shared-form-start", args=[post.pk]))
    assert answer.status_code == 403
    assert not Paper.objects.exists()


def test_only_the_head_of_the_section_keeps_what_is_shared(cast):
    for role in ("teacher", "other_section_head", "keeper"):
        address = reverse("shared-form-start", args=[cast.posts.teacher.pk])
        assert client_of(cast, role).post(address).status_code == 403
    assert not Paper.objects.exists()


def test_sixty_teachers(cast):
    """Two common points and one that all sixty find: the register of the post has three."""
    paper, revision = factory.filled_form(cast, points=2, post=cast.posts.teacher)
    factory.confirm(cast, revision)
    people = Person.objects.bulk_create(
        Person(unit=cast.school_large, name=f"教师{number}") for number in range(TEACHERS)
    )
    post = cast.posts.teacher
    Appointment.objects.bulk_create(
        Appointment(post=post, person=person, starts=SINCE) for person in people
    )
    for person in people:
        paper, revision = factory.make_form(cast, post=post, holder=person)
        assert revision.point_lines.count() == 2
        factory.add_point(cast, paper, risk="课后服务点名由一人包办")
        factory.confirm(cast, revision)
    assert RiskPoint.objects.in_force().filter(post=post).count() == 3
    assert RiskPoint.objects.filter(taken_as__isnull=False).count() == TEACHERS - 1


def test_the_form_of_all_is_never_taken_for_ones_own(cast, shared):
    client = client_of(cast, "teacher")
    page = client.get(reverse("my-posts")).content.decode()
    assert "开始填写" in page
    assert "已经生效，会先列在您的表里" in page
    assert client.get(reverse("paper-detail", args=[shared.pk])).status_code == 200
    own_form(cast, "teacher")
    assert "继续填写" in client.get(reverse("my-posts")).content.decode()


def test_who_is_early_is_told_that_what_is_shared_is_still_being_written(cast):
    client_of(cast, "section_head").post(reverse("shared-form-start", args=[cast.posts.teacher.pk]))
    page = client_of(cast, "teacher").get(reverse("my-posts")).content.decode()
    assert "正在写本岗位共同的风险点" in page
    assert "开始填写" in page


def test_what_is_shared_stands_first_and_is_ticked(cast, shared):
    paper, teacher = own_form(cast, "teacher")
    editing.save_point(paper=paper, content=way.point(3), by=teacher)
    rows = form.rows(paper.current)
    assert [row.details["shared"] for row in rows] == [True, True, False]
    sheet = form_sheet(shared, shared.current)
    assert sheet.head[0] == ("姓名", "本岗位全体人员（共性部分）")


def test_a_tick_taken_away_leaves_the_register_as_it_is(cast, shared):
    paper, _ = own_form(cast, "teacher")
    client = client_of(cast, "teacher")
    address = reverse("paper-shared", args=[paper.pk])
    page = client.get(address).content.decode()
    assert page.count("checked") == 2
    stamp = re.search(r'name="stamp" value="(\w+)"', page)[1]
    kept = RiskPoint.objects.in_force().filter(post=cast.posts.teacher).first()
    answer = client.post(address, {"stamp": stamp, "points": [kept.pk]})
    assert answer.status_code == 302
    assert [line.version.point for line in paper.current.point_lines.all()] == [kept]
    assert RiskPoint.objects.in_force().filter(post=cast.posts.teacher).count() == 2
    stale = client.post(address, {"stamp": stamp, "points": []})
    assert stale.status_code == 409
    assert paper.current.point_lines.count() == 1
    again = re.search(r'name="stamp" value="(\w+)"', client.get(address).content.decode())[1]
    both = RiskPoint.objects.in_force().values_list("pk", flat=True)
    client.post(address, {"stamp": again, "points": list(both)})
    assert paper.current.point_lines.count() == 2


def test_a_form_of_the_post_itself_has_nothing_to_tick(cast, shared):
    paper = way.begin_form(cast)
    client = client_of(cast, "staff")
    assert client.get(reverse("paper-shared", args=[paper.pk])).status_code == 404


def test_an_own_point_joins_the_post_and_the_same_of_another_takes_it(cast, shared):
    paper, teacher = own_form(cast, "teacher")
    editing.save_point(paper=paper, content=way.point(3), by=teacher)
    into_register(cast, paper, teacher)
    of_post = RiskPoint.objects.in_force().filter(post=cast.posts.teacher)
    assert of_post.count() == 3
    own = of_post.get(in_force__written_in=paper)

    second, other = own_form(cast, "second_teacher")
    assert own.pk not in second.current.point_lines.values_list("version__point", flat=True)
    editing.save_point(paper=second, content=way.point(3), by=other)
    into_register(cast, second, other)
    assert of_post.count() == 3
    assert RiskPoint.objects.get(taken_as=own).in_force is None
    later, _ = own_form(cast, "second_teacher")
    assert own.pk in later.current.point_lines.values_list("version__point", flat=True)


def test_a_point_that_differs_in_its_measure_is_another(cast, shared):
    for number, role in enumerate(("teacher", "second_teacher")):
        paper, person = own_form(cast, role)
        measures = [{"text": f"办理前由第{number}位同事复核签字"}]
        editing.save_point(paper=paper, content=way.point(3, measures=measures), by=person)
        into_register(cast, paper, person)
    assert RiskPoint.objects.in_force().filter(post=cast.posts.teacher).count() == 4
    assert not RiskPoint.objects.filter(taken_as__isnull=False).exists()


def test_a_copy_of_a_point_that_is_then_changed_stays_a_point_of_its_own(cast, shared):
    """What the copy button invites: the copy says what the original said before it was changed."""
    paper, teacher = own_form(cast, "teacher")
    editing.save_point(paper=paper, content=way.point(3), by=teacher)
    into_register(cast, paper, teacher)
    own = RiskPoint.objects.in_force().get(in_force__written_in=paper)
    later, _ = own_form(cast, "teacher")
    line = later.current.point_lines.get(version__point=own)
    copy = editing.copy_point(paper=later, line_id=line.pk, by=teacher)
    change(later, line, teacher, **{part: way.point(5)[part] for part in way.PART})
    into_register(cast, later, teacher)
    in_force = RiskPoint.objects.in_force().values_list("pk", flat=True)
    assert {own.pk, copy.version.point_id} <= set(in_force)


def change(paper, line, by, **changes):
    content = point_content(**{**content_of(line.version), **changes})
    return editing.save_point(paper=paper, line_id=line.pk, content=content, why="已变", by=by)


def write_duty(paper, by, number):
    """A duty that everybody words the same, with a point of one's own under it."""
    duty = editing.save_duty(paper=paper, kind="duty", text="组织课后服务", by=by)
    content = way.point(number, duty=duty.version.duty_id)
    return duty.version.duty, editing.save_point(paper=paper, content=content, by=by)


def group_of(paper, duty):
    groups = form.groups(paper.current)
    return next(group for group in groups if group.duty and group.duty.version.duty == duty)


@pytest.fixture
def found_twice(cast, shared):
    """A point of the first teacher that the second found the same, in force."""
    for role in ("teacher", "second_teacher"):
        paper, person = own_form(cast, role)
        editing.save_point(paper=paper, content=way.point(3), by=person)
        into_register(cast, paper, person)
    return RiskPoint.objects.get(taken_from__isnull=False)


@pytest.mark.parametrize("role", ["teacher", "second_teacher"])
def test_what_two_found_is_left_out_by_one_and_struck_by_neither(cast, found_twice, role):
    paper, person = own_form(cast, role)
    line = paper.current.point_lines.get(version__point=found_twice)
    with pytest.raises(RowRefused, match="共同的内容"):
        editing.strike_point(paper=paper, line_id=line.pk, why="不再经办", by=person)
    with pytest.raises(RowRefused, match="共同的内容"):
        change(paper, line, person, risk="另外一种情形")
    page = client_of(cast, role).get(reverse("paper-row-strike", args=[paper.pk, line.pk]))
    assert "不适用于我" in page.content.decode()
    editing.leave_out_point(paper=paper, line_id=line.pk, by=person)
    editing.save_point(paper=paper, content=way.point(6), by=person)
    into_register(cast, paper, person)
    assert RiskPoint.objects.in_force().filter(pk=found_twice.pk).exists()


def test_what_two_found_is_struck_in_the_shared_form(cast, found_twice):
    head = cast.people.section_head
    paper = filing.start_shared_form(post=cast.posts.teacher, programme=cast.programme, by=head)
    line = paper.current.point_lines.get(version__point=found_twice)
    editing.strike_point(paper=paper, line_id=line.pk, why="业务已停办", by=head)
    assert form.rows(paper.current)[-1].change == "struck"


def test_what_one_found_alone_is_struck_by_that_one(cast, shared):
    """The control: the rule is about points of several."""
    paper, teacher = own_form(cast, "teacher")
    editing.save_point(paper=paper, content=way.point(3), by=teacher)
    into_register(cast, paper, teacher)
    own = RiskPoint.objects.in_force().get(in_force__written_in=paper)
    later, _ = own_form(cast, "teacher")
    line = later.current.point_lines.get(version__point=own)
    editing.strike_point(paper=later, line_id=line.pk, why="不再经办", by=teacher)
    assert RiskPoint.objects.in_force().filter(pk=own.pk).exists()


def test_a_form_handed_in_stays_with_the_section_that_reviews_it(cast, shared):
    """The control: only a draft goes along."""
    post = cast.posts.teacher
    Paper.objects.filter(pk=shared.pk).update(state="review", position=1, confirmed_at=None,
                                              confirmed_by=None)  # fmt: skip
    Post.objects.filter(pk=post.pk).update(section=cast.sections.general_affairs)
    answer = client_of(cast, "other_section_head").post(
        reverse("shared-form-start", args=[post.pk])
    )
    assert answer.status_code == 403
    shared.refresh_from_db()
    assert shared.section == cast.sections.teaching


def test_ticks_of_a_form_handed_in_meanwhile_are_refused_kindly(cast, shared, monkeypatch):
    paper, _ = own_form(cast, "teacher")
    client = client_of(cast, "teacher")
    address = reverse("paper-shared", args=[paper.pk])
    stamp = re.search(r'name="stamp" value="(\w+)"', client.get(address).content.decode())[1]

    def handed_in(paper_id):
        raise NotDraft

    monkeypatch.setattr("risks.row_views.ticking.lock_draft", handed_in)
    answer = client.post(address, {"stamp": stamp, "points": []})
    assert answer.status_code in (409, 422)
    assert "已经提交" in answer.content.decode()


def test_a_point_found_by_both_brings_its_duty_along(cast, shared):
    paper, teacher = own_form(cast, "teacher")
    duty = editing.save_duty(paper=paper, kind="duty", text="组织课后服务", by=teacher)
    content = way.point(3, duty=duty.version.duty_id)
    editing.save_point(paper=paper, content=content, by=teacher)
    into_register(cast, paper, teacher)
    second, other = own_form(cast, "second_teacher")
    editing.save_point(paper=second, content=way.point(3), by=other)
    into_register(cast, second, other)
    later, _ = own_form(cast, "second_teacher")
    (row,) = [row for row in form.rows(later.current) if row.version.written_in == paper]
    assert row.details["duty"].version.text == "组织课后服务"
    assert row.details["duty"].details["shared"]
    line = later.current.duty_lines.get(version__duty=duty.version.duty_id)
    with pytest.raises(RowRefused, match="共同的内容"):
        editing.strike_duty(paper=later, line_id=line.pk, why="不再经办", by=other)
    own, _ = own_form(cast, "teacher")
    assert duty.version.duty_id not in sharing.shared_duties(own)


def test_forms_of_one_post_are_told_apart_in_lists_inside(cast, shared):
    paper, teacher = own_form(cast, "teacher")
    assert (
        paper.title_inside
        == f"任课教师（{teacher.name}） · {cast.year} 年度{paper.get_kind_display()}"
    )
    assert teacher.name not in paper.title, "the title alone goes where nobody is named"
    assert shared.title_inside == shared.title
    rows = client_of(cast, "teacher").get(reverse("paper-list")).content.decode()
    assert f"任课教师（{teacher.name}）" in rows
