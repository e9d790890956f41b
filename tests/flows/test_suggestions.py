"""A point raised for another post: taken up with the way it was found, or declined with reasons."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.papers.models import Paper
from reviews import workflow
from risks import suggesting
from risks.models import RiskPoint, Suggestion
from tests import way
from tests.risks.factory import add_point, make_form

RAISED = {
    "found_by": "leader",
    "presence": "existing",
    "source": "转入登记时复印件代替原件",
    "risk": "不核对原件就登记转入",
    "harm": "学籍信息失真",
    "reason": "抽看登记本时发现有两次没有原件编号",
}


def client_of(cast, role):
    client = Client()
    client.force_login(getattr(cast.accounts, role))
    return client


def raised(cast, role="supervisor", **changes):
    answer = client_of(cast, role).post(
        reverse("suggestion-add"), {**RAISED, "post": cast.posts.staff.pk, **changes}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return Suggestion.objects.get()


LED, PEER, ASKED, ANYBODY = "leader", "mutual", "expert", "masses"


@pytest.mark.parametrize(
    ("role", "post", "ways"),
    [
        ("supervisor", "staff", [LED, ANYBODY]),
        ("section_head", "staff", [LED, ANYBODY]),
        ("section_head", "other_staff", [PEER, ANYBODY]),
        ("principal", "other_staff", [LED, ANYBODY]),
        ("teacher", "staff", [PEER, ANYBODY]),
        ("staff", "section_head", [PEER, ANYBODY]),
        ("school_office", "staff", [PEER, ASKED, ANYBODY]),
        ("office", "staff", [ASKED, ANYBODY]),
        ("bureau_leader", "small_staff", [LED, ANYBODY]),
        ("small_staff", "staff", [ANYBODY]),
        ("auditor", "staff", [ANYBODY]),
    ],
)
def test_the_ways_follow_who_raises_it_and_for_which_post(cast, role, post, ways):
    reach = read_reach(getattr(cast.people, role), timezone.localdate())
    assert suggesting.ways_of(reach, getattr(cast.posts, post)) == ways


def offered(page):
    return [value for value, _ in page.context["form"].fields["found_by"].choices]


@pytest.mark.parametrize(
    ("role", "query", "ways", "chosen"),
    [
        ("teacher", {}, [PEER, ANYBODY], PEER),
        ("section_head", {}, [LED, PEER, ANYBODY], ""),  # not the same for all posts
        ("school_office", {}, [LED, PEER, ASKED, ANYBODY], ""),  # and heads its own section
        ("bureau_leader", {"unit": "school_small"}, [LED, ANYBODY], LED),
    ],
)
def test_the_page_offers_the_ways_of_the_posts_it_lists(cast, role, query, ways, chosen):
    query = {name: getattr(cast, unit).pk for name, unit in query.items()}
    page = client_of(cast, role).get(reverse("suggestion-add"), query)
    assert offered(page) == ways
    assert (page.context["form"]["found_by"].value() or "") == chosen
    labels = {"leader": "领导点", "mutual": "互相查", "expert": "专家评", "masses": "群众提"}
    text = page.content.decode()
    assert [way for way in labels if f'value="{way}"' in text] == [w for w in labels if w in ways]


@pytest.mark.parametrize(
    ("role", "post", "way", "said"),
    [
        ("teacher", "staff", LED, None),
        ("section_head", "other_staff", LED, "可以选“互相查”“群众提”"),
        ("section_head", "staff", PEER, "可以选“领导点”“群众提”"),
    ],
)
def test_a_way_that_is_not_theirs_is_refused_by_page_and_function(cast, role, post, way, said):
    chosen = getattr(cast.posts, post)
    data = {**RAISED, "post": chosen.pk, "found_by": way}
    answer = client_of(cast, role).post(reverse("suggestion-add"), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["found_by"]
    if said:
        assert said in answer.content.decode()
    given = {**RAISED, "post": chosen, "found_by": way}
    with pytest.raises(suggesting.NotAnswered, match="您可以选"):
        suggesting.suggest(by=getattr(cast.people, role), **given)
    assert not Suggestion.objects.exists()


def test_a_way_that_was_kept_stays_when_its_finder_moves(cast):
    suggestion = raised(cast)
    cast.people.supervisor.appointments.all().delete()
    address = reverse("suggestion-detail", args=[suggestion.pk])
    page = client_of(cast, "staff").get(address).content.decode()
    assert "<dd>领导点</dd>" in page


def test_taken_up_it_is_a_row_with_the_way_it_was_found(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        suggestion = raised(cast)
    told = Notice.objects.get(person=cast.people.staff)
    staff = client_of(cast, "staff")
    assert "提给您的岗位，等您答复" in staff.get(reverse("my-posts")).content.decode()
    assert RAISED["reason"] in staff.get(told.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(reverse("suggestion-take-up", args=[suggestion.pk]))
    paper = Paper.objects.get()
    version = paper.current.point_lines.get().version
    assert answer.url == reverse("paper-row", args=[paper.pk, paper.current.point_lines.get().pk])
    assert (version.found_by, version.presence) == ("leader", "existing")
    assert version.risk == RAISED["risk"]
    suggestion.refresh_from_db()
    assert (suggestion.outcome, suggestion.paper) == ("taken_up", paper)
    assert suggestion.point == version.point
    assert answer.url in staff.get(told.url).content.decode()
    assert Notice.objects.filter(person=cast.people.supervisor).exists()


def test_the_way_found_is_still_there_in_the_register(cast):
    suggestion = raised(cast)
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=1)
    line = suggesting.take_up(suggestion=suggestion, paper=paper, by=cast.people.staff)
    content = way.point(2, found_by="leader", presence="existing")
    way.editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    point = line.version.point
    address = reverse("point-detail", args=[point.pk])
    page = client_of(cast, "staff").get(address).content.decode()
    assert "自上而下，存在的风险" in page
    origin = reverse("suggestion-detail", args=[suggestion.pk])
    assert "有人给这个岗位提了一条建议（领导点）" in page
    assert origin in page
    assert origin not in client_of(cast, "section_head").get(address).content.decode()
    assert "已经生效，在台账里" in client_of(cast, "supervisor").get(origin).content.decode()


def test_declined_with_a_reason_which_who_raised_it_reads(cast):
    suggestion = raised(cast)
    staff = client_of(cast, "staff")
    address = reverse("suggestion-decline", args=[suggestion.pk])
    assert staff.post(address, {"why": " "}).status_code == 422
    staff.post(address, {"why": "系统已强制上传原件照片"})
    page = client_of(cast, "supervisor").get(reverse("suggestion-detail", args=[suggestion.pk]))
    assert "系统已强制上传原件照片" in page.content.decode()
    again = staff.post(reverse("suggestion-take-up", args=[suggestion.pk]), follow=True)
    assert suggesting.ANSWERED in again.content.decode()
    assert not Paper.objects.filter(current_rows(suggestion)).exists()


def current_rows(suggestion):
    from django.db.models import Q

    return Q(revisions__point_lines__version__risk=suggestion.risk)


@pytest.mark.parametrize("role", ["teacher", "section_head", "small_staff", "principal"])
def test_nobody_else_sees_or_answers_it(cast, role):
    suggestion = raised(cast)
    client = client_of(cast, role)
    assert client.get(reverse("suggestion-detail", args=[suggestion.pk])).status_code == 404
    for name in ("suggestion-take-up", "suggestion-decline"):
        assert client.post(reverse(name, args=[suggestion.pk])).status_code == 404


def test_who_raised_it_does_not_answer_it(cast):
    suggestion = raised(cast)
    address = reverse("suggestion-take-up", args=[suggestion.pk])
    assert client_of(cast, "supervisor").post(address).status_code == 403


def test_not_for_ones_own_post_nor_for_another_unit(cast):
    for role, post in (("staff", "staff"), ("supervisor", "small_staff")):
        address, chosen = reverse("suggestion-add"), getattr(cast.posts, post).pk
        answer = client_of(cast, role).post(address, {**RAISED, "post": chosen})
        assert answer.status_code == 422
    assert not Suggestion.objects.exists()


def test_a_superior_raises_a_point_for_a_unit_below(cast):
    address = f"{reverse('suggestion-add')}?unit={cast.school_small.pk}"
    client = client_of(cast, "bureau_leader")
    assert cast.posts.small_staff.name in client.get(address).content.decode()
    client.post(address, {**RAISED, "post": cast.posts.small_staff.pk})
    assert Suggestion.objects.get().post == cast.posts.small_staff


def test_a_form_handed_in_takes_nothing_and_the_suggestion_stays_open(cast):
    suggestion = raised(cast)
    way.submitted_form(cast)
    staff = client_of(cast, "staff")
    staff.post(reverse("suggestion-take-up", args=[suggestion.pk]))
    suggestion.refresh_from_db()
    assert suggestion.outcome == ""


@pytest.mark.every_case
@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "declined"},
        {"outcome": "declined", "answered": True},
        {"outcome": "taken_up", "answered": True, "why": ""},
        {"outcome": "", "why": "没有答复就有理由"},
        {"outcome": "", "point": "a point"},
    ],
)
def test_half_an_answer_is_refused_by_the_database(cast, fields):
    suggestion = raised(cast)
    if "point" in fields:
        point = RiskPoint.objects.create(unit=cast.school_large, post=cast.posts.staff)
        fields = {**fields, "point": point}
    if fields.get("answered", False):
        fields = {key: value for key, value in fields.items() if key != "answered"}
        fields |= {"answered_by": cast.people.staff, "answered_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion.pk).update(**fields)


def test_the_row_may_be_deleted_again_and_the_suggestion_tells_it(cast):
    """Who raised it reads that only once the form is handed in: a draft is its holder's."""
    suggestion = raised(cast)
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=1)
    line = suggesting.take_up(suggestion=suggestion, paper=paper, by=cast.people.staff)
    way.editing.remove_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    address, gone = reverse("suggestion-detail", args=[suggestion.pk]), "后来从表里删去了"
    assert gone in client_of(cast, "staff").get(address).content.decode()
    assert gone not in client_of(cast, "supervisor").get(address).content.decode()
    way.submit(paper, cast.people.staff)
    assert gone in client_of(cast, "supervisor").get(address).content.decode()


@pytest.mark.parametrize("is_open", [True, False])
def test_a_row_that_stays_closed_is_not_offered_for_editing(cast, is_open):
    suggestion = raised(cast)
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=1)
    line = suggesting.take_up(suggestion=suggestion, paper=paper, by=cast.people.staff)
    type(line).objects.filter(pk=line.pk).update(open=is_open)
    address = reverse("suggestion-detail", args=[suggestion.pk])
    page = client_of(cast, "staff").get(address).content.decode()
    assert ("这一行这次不用改" in page) != is_open
    assert (reverse("paper-row", args=[paper.pk, line.pk]) in page) == is_open


def test_no_form_is_begun_for_what_was_answered_meanwhile(cast, monkeypatch):
    suggestion = raised(cast)

    def answered(**what):
        raise suggesting.NotAnswered(suggesting.ANSWERED)

    monkeypatch.setattr("risks.suggesting.take_up", answered)
    client_of(cast, "staff").post(reverse("suggestion-take-up", args=[suggestion.pk]))
    assert not Paper.objects.exists()


def test_whoever_raises_a_point_knows_that_the_name_is_shown(cast):
    page = client_of(cast, "supervisor").get(reverse("suggestion-add")).content.decode()
    assert "您的姓名会显示给这个岗位上的人" in page


@pytest.mark.parametrize("name", ["source", "risk", "harm", "reason"])
@pytest.mark.parametrize("text", ["坏\ufffd字", "长" * 501])
def test_every_text_is_looked_at(cast, name, text):
    data = {**RAISED, "post": cast.posts.staff.pk, name: text}
    answer = client_of(cast, "supervisor").post(reverse("suggestion-add"), data)
    assert answer.status_code == 422
    assert name in answer.context["form"].errors


def test_what_was_taken_into_a_form_that_was_cancelled_is_not_told_as_written(cast):
    suggestion = raised(cast)
    staff = client_of(cast, "staff")
    staff.post(reverse("suggestion-take-up", args=[suggestion.pk]))
    address = reverse("suggestion-detail", args=[suggestion.pk])
    assert "已写进" in client_of(cast, "supervisor").get(address).content.decode()
    workflow.cancel(paper=Paper.objects.get(), by=cast.people.staff, why="岗位合并")
    page = client_of(cast, "supervisor").get(address).content.decode()
    assert "这一条没有生效" in page
    assert "已写进" not in page


def test_where_no_row_may_be_added_it_waits_and_says_so(cast):
    paper, revision = make_form(cast)
    add_point(cast, paper)
    revision.point_lines.update(open=False)
    suggestion, staff = raised(cast), client_of(cast, "staff")
    answer = staff.post(reverse("suggestion-take-up", args=[suggestion.pk]), follow=True)
    assert "这条建议会一直留在这里" in answer.content.decode()
    assert Suggestion.objects.open().get() == suggestion
    revision.point_lines.update(open=True)
    staff.post(reverse("suggestion-take-up", args=[suggestion.pk]))
    assert not Suggestion.objects.open().exists()
