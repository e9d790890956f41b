"""The register pages: who sees which power, how it is narrowed, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from powers import catalogue, editing
from powers.models import Power
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Appointment
from tests.cast import make_programme

from .factory import confirm, make_catalogue, make_register, power_content

LIST = "/powers/"


@pytest.fixture
def register(cast):
    """Two powers of the large school (teaching; general affairs, inside), one of the small one."""
    make_register(
        cast,
        {"name": "新生入学资格审核"},
        {
            "name": "大额采购项目审批",
            "kind": "other",
            "side": "internal",
            "visibility": "inside",
            "bases": [{"law": "中华人民共和国政府采购法", "article": "第二十六条"}],
            "sections": [cast.sections.general_affairs.pk],
        },
    )
    make_register(
        cast,
        {"name": "幼小衔接活动审批", "sections": [cast.sections.small_teaching.pk]},
        unit=cast.school_small,
    )


@pytest.fixture
def page(client, cast, monkeypatch):
    monkeypatch.setattr("registry.access.context.navigation_for", lambda request, counts: [])

    def get(role, url=LIST, **extra):
        client.force_login(getattr(cast.accounts, role))
        return client.get(url, **extra)

    return get


def listed(response):
    return {power.in_force.name for power, _ in response.context["rows"]}


LARGE = {"新生入学资格审核", "大额采购项目审批"}
EVERYTHING = LARGE | {"幼小衔接活动审批"}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("bureau_leader", EVERYTHING),
        ("office", EVERYTHING),
        ("discipline", EVERYTHING),
        ("principal", LARGE),
        ("group", LARGE),
        ("school_office", LARGE),
        ("section_head", {"新生入学资格审核"}),
        ("supervisor", {"新生入学资格审核"}),
        ("staff", {"新生入学资格审核"}),
        ("other_staff", {"大额采购项目审批"}),
        ("small_principal", {"幼小衔接活动审批"}),
        ("small_staff", {"幼小衔接活动审批"}),
        ("village_principal", set()),
        ("bureau_staff", set()),
        ("system_admin", set()),
        ("auditor", set()),
    ],
)
def test_who_sees_which_power(cast, register, page, role, seen):
    assert listed(page(role)) == seen
    for power in Power.objects.select_related("in_force"):
        url = reverse("power-detail", args=[power.pk])
        expected = 200 if power.in_force.name in seen else 404
        assert page(role, url).status_code == expected


def test_nothing_without_signing_in(client, register):
    for url in (LIST, reverse("power-detail", args=[Power.objects.first().pk])):
        assert client.get(url).status_code == 302


def test_powers_of_two_sections_are_listed_once(cast, page):
    both = [cast.sections.teaching.pk, cast.sections.general_affairs.pk]
    make_register(cast, {"sections": both})
    Appointment.objects.create(
        post=cast.posts.other_staff, person=cast.people.staff, starts="2020-01-01"
    )
    assert page("staff").context["page"].count == 1


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("words=采购", {"大额采购项目审批"}),
        ("words=购", {"大额采购项目审批"}),
        ("words=政府采购法 审批", {"大额采购项目审批"}),
        ("words=第二十六条", {"大额采购项目审批"}),
        ("words=不存在的词", set()),
        ("side=internal", {"大额采购项目审批"}),
        ("side=sideways", LARGE),
        ("kind=confirmation", {"新生入学资格审核"}),
        ("unit=999999", LARGE),
        ("page=99", LARGE),
    ],
)
def test_the_list_is_narrowed(register, page, query, seen):
    assert listed(page("principal", f"{LIST}?{query}")) == seen


def test_sections_are_offered_of_the_unit_chosen(cast, register, page):
    assert "section" not in page("office").context["form"].fields
    section = cast.sections.general_affairs
    chosen = f"{LIST}?unit={cast.school_large.pk}&section={section.pk}"
    assert listed(page("office", chosen)) == {"大额采购项目审批"}
    # A section of another unit narrows nothing and shows nothing more.
    other = f"{LIST}?section={cast.sections.small_teaching.pk}"
    assert listed(page("principal", other)) == LARGE


def test_htmx_gets_the_rows_alone(register, page):
    response = page("principal", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert text.lstrip().startswith("<section")
    assert "<html" not in text


def test_struck_powers_leave_the_list_and_keep_their_page(cast, register, page):
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    line = catalogue.rows(revision)[0].line
    editing.strike_power(paper=paper, line_id=line.pk, why="上收", by=cast.people.school_office)
    confirm(cast, revision)
    assert listed(page("principal")) == {"大额采购项目审批"}
    text = page("principal", reverse("power-detail", args=[line.version.power_id]))
    assert "已经销号" in text.content.decode()


def test_the_page_of_a_power_tells_its_history(cast, page):
    make_register(cast, {})
    by = cast.people.school_office
    for year, limit in ((cast.year + 1, "三个工作日"), (cast.year + 2, "当日办结")):
        paper, revision = make_catalogue(cast, programme=make_programme(cast.school_large, year))
        line = revision.power_lines.get()
        content = power_content(sections=[cast.sections.teaching.pk], time_limit=limit)
        editing.change_power(
            paper=paper, line_id=line.pk, content=content, why=f"改为{limit}", by=by
        )
        confirm(cast, revision)
    draft, _ = make_catalogue(cast, programme=make_programme(cast.school_large, 2040))
    line = draft.current.power_lines.get()
    content = power_content(sections=[cast.sections.teaching.pk], time_limit="草稿里的期限")
    editing.change_power(paper=draft, line_id=line.pk, content=content, why="草", by=by)

    response = page("staff", reverse("power-detail", args=[Power.objects.get().pk]))
    events = response.context["events"]
    assert [event.change for event in events] == ["adjusted", "adjusted", "new"]
    assert [d.new for event in events for d in event.differences] == ["当日办结", "三个工作日"]
    text = response.content.decode()
    assert "改为三个工作日" in text
    assert by.name in text
    assert events[2].paper.number in text
    assert "草稿里的期限" not in text


def queries_of(page, url):
    with CaptureQueriesContext(connection) as queries:
        assert page("principal", url).status_code == 200
    return len(queries)


def test_as_many_queries_for_five_rows_as_for_five_hundred(cast, page):
    paper, revision = make_catalogue(cast)
    with editing.open_draft(paper=paper, by=cast.people.school_office) as draft:
        for number in range(5):
            draft.add(row(cast, number))
    confirm(cast, revision)
    page("principal")
    few = queries_of(page, LIST), queries_of(page, detail_url())
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    with editing.open_draft(paper=paper, by=cast.people.school_office) as draft:
        for number in range(5, 500):
            draft.add(row(cast, number))
    confirm(cast, revision)
    many = queries_of(page, LIST), queries_of(page, detail_url())
    assert few == many
    assert len(listed(page("principal"))) == 50


def row(cast, number):
    return power_content(name=f"第{number}号事项审核", sections=[cast.sections.teaching.pk])


def detail_url():
    return reverse("power-detail", args=[Power.objects.earliest("pk").pk])


def export(client, role, cast, query="", **data):
    client.force_login(getattr(cast.accounts, role))
    return client.post(f"/powers/export/?{query}", {"format": "csv", "token": "t", **data})


def test_the_export_holds_what_the_list_shows(client, cast, register, monkeypatch):
    response = export(client, "principal", cast, "words=采购")
    assert response.url == "/downloads/"
    export(client, "principal", cast, "words=采购")
    job = Job.objects.get()
    assert Worker().run_one()
    job.refresh_from_db()
    client.force_login(cast.accounts.principal)
    text = b"".join(client.get(f"/downloads/{job.pk}/file").streaming_content).decode("utf-8-sig")
    assert "大额采购项目审批" in text
    assert "《中华人民共和国政府采购法》第二十六条" in text
    assert "新生入学资格审核" not in text
    assert "内部资料" in text


def test_an_export_is_not_fetched_once_the_seat_is_gone(client, cast, register):
    export(client, "principal", cast)
    assert Worker().run_one()
    job = Job.objects.get()
    assert job.state == "done"
    cast.people.principal.appointments.update(ends="2021-01-01")
    client.force_login(cast.accounts.principal)
    assert client.get(f"/downloads/{job.pk}/file").status_code == 404


@pytest.mark.parametrize("data", [{"format": "odt"}, {"format": ""}])
def test_an_unknown_format_is_not_found(client, cast, register, data):
    assert export(client, "principal", cast, **data).status_code == 404
    assert not Job.objects.exists()


def test_who_takes_no_part_exports_nothing(client, cast, register):
    assert export(client, "auditor", cast).status_code == 404


def test_an_empty_export_says_so(client, cast, register):
    export(client, "principal", cast, "words=不存在的词")
    Worker().run_one()
    job = Job.objects.get()
    assert job.state == "failed"
    assert "放宽筛选条件" in job.error_text


def test_the_page_of_a_power_shows_its_chart_and_the_same_in_words(page, register):
    power = Power.objects.get(in_force__name="新生入学资格审核")
    html = page("principal", f"/powers/{power.pk}/").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in html
    assert "1. 新生入学资格审核流程图" in html
    for step in ("受理", "审核", "办结"):
        assert f"<strong>{step}</strong>" in html
    assert "风险防控图" not in html  # nothing stands beside a step


@pytest.mark.parametrize(
    ("name", "status"), [("svg", 200), ("docx", 200), ("pdf", 200), ("gif", 404)]
)
def test_a_chart_is_had_as_a_file(page, register, name, status):
    power = Power.objects.get(in_force__name="新生入学资格审核")
    response = page("principal", f"/powers/{power.pk}/chart.{name}")
    assert response.status_code == status
    if status == 200:
        assert "attachment" in response["Content-Disposition"]
        assert b"".join(response.streaming_content)


def test_a_power_without_steps_has_no_chart(page, cast):
    make_register(cast, {"name": "新生入学资格审核", "steps": []})
    power = Power.objects.get()
    assert "<svg" not in page("principal", f"/powers/{power.pk}/").content.decode()
    assert page("principal", f"/powers/{power.pk}/chart.svg").status_code == 404


def test_the_charts_of_the_list_come_as_one_volume_by_a_job(client, cast, register):
    client.force_login(cast.accounts.principal)
    for _ in range(2):
        client.post("/powers/charts/export/", {"format": "docx", "token": "same"})
    job = Job.objects.get(kind="powers.charts")
    assert Worker().run_one()
    job.refresh_from_db()
    assert job.state == "done"
    assert b"".join(client.get(f"/downloads/{job.pk}/file").streaming_content)[:2] == b"PK"


def test_a_volume_without_charts_says_so(client, cast):
    make_register(cast, {"name": "新生入学资格审核", "steps": []})
    client.force_login(cast.accounts.principal)
    client.post("/powers/charts/export/", {"format": "pdf", "token": "same"})
    Worker().run_one()
    assert "还没有办理环节" in Job.objects.get(kind="powers.charts").error_text


def test_a_volume_is_in_catalogue_order_with_its_numbers(register, cast):
    from powers.charted import volume_of_powers
    from registry.access.reach import reach_of

    reach = reach_of(cast.people.bureau_leader)
    volume = volume_of_powers(Power.objects.in_force().visible_to(reach).listed(), reach)
    assert [(figure.serial, figure.name) for figure in volume.figures] == [
        (1, "新生入学资格审核"),
        (2, "大额采购项目审批"),
        (1, "幼小衔接活动审批"),
    ]
