"""The register of points, inside: who reads what, filters, history, export."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.jobs.models import Job
from risks import background, editing
from risks.content import content_of
from risks.filters import PointFilter
from risks.history import history_of
from risks.models import RiskPoint
from tests.cast import make_programme

from .factory import add_duty, add_point, confirm, filled_form, make_form, send_back, submit

LIST = reverse("point-list")


@pytest.fixture
def register(cast):
    """A point of the teaching section, one of general affairs, one of another school."""
    for post, risk in (
        (cast.posts.staff, "放宽接收条件"),
        (cast.posts.other_staff, "询价走过场"),
        (cast.posts.small_staff, "片区外招生"),
    ):
        paper, revision = make_form(cast, post=post)
        duty = add_duty(cast, paper)
        add_point(cast, paper, duty=duty.version.duty_id, risk=risk)
        confirm(cast, revision)


def page_for(client, cast, role, url=LIST, **query):
    client.force_login(getattr(cast.accounts, role))
    return client.get(url, query)


def risks_for(client, cast, role, **query):
    return {version.risk for version, _ in page_for(client, cast, role, **query).context["rows"]}


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("staff", {"放宽接收条件"}),
        ("section_head", {"放宽接收条件"}),
        ("other_supervisor", {"询价走过场"}),
        ("principal", {"放宽接收条件", "询价走过场"}),
        ("group", {"放宽接收条件", "询价走过场"}),
        ("office", {"放宽接收条件", "询价走过场", "片区外招生"}),
        ("bureau_deputy", {"放宽接收条件", "询价走过场", "片区外招生"}),
        ("small_principal", {"片区外招生"}),
        ("village_principal", set()),
        ("auditor", set()),
        ("system_admin", set()),
    ],
)
def test_everybody_reads_what_their_seat_reaches(client, cast, role, seen):
    assert risks_for(client, cast, role) == seen


@pytest.mark.usefixtures("register")
def test_a_point_out_of_reach_is_not_there(client, cast):
    point = RiskPoint.objects.get(post=cast.posts.small_staff)
    url = reverse("point-detail", args=[point.pk])
    assert page_for(client, cast, "principal", url).status_code == 404
    assert page_for(client, cast, "office", url).status_code == 200


def test_a_draft_is_not_in_the_register(client, cast):
    _, revision = filled_form(cast)
    submit(cast, revision)
    assert risks_for(client, cast, "principal") == set()
    point = RiskPoint.objects.get()
    url = reverse("point-detail", args=[point.pk])
    assert page_for(client, cast, "principal", url).status_code == 404


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "询价"}, {"询价走过场"}),
        ({"words": "询价 两人"}, {"询价走过场"}),
        ({"words": "没有这句话"}, set()),
        ({"kind": "moral"}, set()),
        ({"kind": "duties", "words": "接收"}, {"放宽接收条件"}),
        ({"unit": "没有"}, {"放宽接收条件", "询价走过场", "片区外招生"}),
    ],
)
def test_the_list_is_narrowed(client, cast, query, found):
    assert risks_for(client, cast, "office", **query) == found


@pytest.mark.usefixtures("register")
def test_the_list_is_narrowed_by_place_and_level(client, cast):
    level = cast.scale.levels.get(rank=2).pk
    unit = cast.school_large.pk
    assert risks_for(client, cast, "office", unit=unit, level=level) == {
        "放宽接收条件",
        "询价走过场",
    }
    section, post = cast.sections.teaching.pk, cast.posts.other_staff.pk
    assert risks_for(client, cast, "office", unit=unit, section=section) == {"放宽接收条件"}
    assert risks_for(client, cast, "office", unit=unit, post=post) == {"询价走过场"}


def test_a_post_that_moves_takes_its_points_to_the_new_section(client, cast):
    _, revision = filled_form(cast)
    confirm(cast, revision)
    cast.posts.staff.section = cast.sections.general_affairs
    cast.posts.staff.save()
    assert risks_for(client, cast, "section_head") == set()
    assert risks_for(client, cast, "other_section_head") != set()


def test_htmx_gets_the_rows_alone(client, cast):
    client.force_login(cast.accounts.staff)
    page = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "这里还没有您可以查看的风险点" in page


def test_the_list_costs_the_same_with_five_points_and_with_fifty(client, cast):
    _, revision = filled_form(cast, points=5)
    confirm(cast, revision)
    client.force_login(cast.accounts.principal)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    client.get(LIST)  # the first page of a session asks once for more
    five = count()
    _, revision = filled_form(cast, points=45, post=cast.posts.other_staff)
    confirm(cast, revision)
    assert count() == five


def test_the_history_shows_the_years_and_nothing_that_was_returned(client, cast):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, second = make_form(cast, programme=make_programme(cast.bureau, cast.year + 1))
    line = second.point_lines.select_related("version").get()
    for harm in ("退回前的写法", "学校公信力受损"):
        content = {**content_of(line.version), "harm": harm}
        line = editing.save_point(
            paper=paper, line_id=line.pk, content=content, by=cast.people.staff
        )
        if harm == "退回前的写法":
            submit(cast, second)
            second = send_back(second)
            line = second.point_lines.select_related("version").get()
    confirm(cast, second)
    point = RiskPoint.objects.get()
    events = history_of(point)
    assert [event.version.harm for event in events] == ["学校公信力受损", "其他学生失去公平机会"]
    assert [event.is_current for event in events] == [True, False]
    url = reverse("point-detail", args=[point.pk])
    page = page_for(client, cast, "staff", url).content.decode()
    assert f"{cast.year + 1} 年度" in page
    assert "退回前的写法" not in page
    assert "<ins>" in page


def test_a_struck_point_tells_why(client, cast):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, second = make_form(cast, whole=False)
    editing.strike_point(
        paper=paper,
        line_id=second.point_lines.get().pk,
        why="转学改由区里统一办理",
        by=cast.people.staff,
    )
    confirm(cast, second)
    assert risks_for(client, cast, "staff") == set()
    url = reverse("point-detail", args=[RiskPoint.objects.get().pk])
    assert "转学改由区里统一办理" in page_for(client, cast, "staff", url).content.decode()


@pytest.mark.usefixtures("register")
def test_the_export_is_queued_once_with_the_filter(client, cast):
    client.force_login(cast.accounts.office)
    for _ in range(3):
        response = client.post(
            f"{reverse('point-export')}?words=询价", {"format": "csv", "token": "abc"}
        )
        assert response.status_code == 302
    job = Job.objects.get()
    assert job.kind == background.EXPORT
    assert job.arguments["query"] == "words=%E8%AF%A2%E4%BB%B7"
    assert client.post(reverse("point-export"), {"format": "exe"}).status_code == 404


@pytest.mark.usefixtures("register")
def test_the_table_of_the_register_names_its_source_and_keeps_to_the_reach(cast):
    today = timezone.localdate()
    reach = read_reach(cast.people.principal, today)
    table = background.register_table(PointFilter({}, reach=reach), today)
    assert {row["risk"].partition("导致")[2].partition("，")[0] for row in table.rows} == {
        "放宽接收条件",
        "询价走过场",
    }
    assert "内部资料" in table.source.head
    assert table.unit_name == "和平区第一中学"


def test_strangers_are_sent_to_the_door(client, cast):
    response = client.get(LIST)
    assert response.status_code == 302
    assert "/sign-in/" in response.url
