"""公开, inside: who sees which edition, publishing after a preview, withdrawing, files."""

import pytest
from django.urls import reverse

from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Appointment
from registry.tables.formats import FORMATS
from registry.trail.models import TrailEntry
from reviews import exporting
from reviews.models import Publication
from tests.public import factory
from tests.reviews.publishing import (
    INSIDE,
    confirmed_catalogue,
    confirmed_directory,
    points_in_force,
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def as_role(client, cast):
    """`as_role("office")` signs in and gives the client."""

    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in


def listed(client, **query):
    return {each.number for each in client.get("/publications/", query).context["page_obj"]}


# --- charts inside --------------------------------------------------------------------


def test_charts_of_an_inside_catalogue_are_read_from_the_board(as_role, cast):
    shown = factory.catalogue(cast, "学籍变动审核", edition=INSIDE)
    address = reverse("publication-charts", args=[shown.number])
    client = as_role("staff")
    assert address in client.get(reverse("board")).text
    assert address in client.get(reverse("publication-detail", args=[shown.number])).text
    page = client.get(address).text
    assert "1. 学籍变动审核" in page
    assert "<svg" in page
    for role, status in (("small_staff", 404), ("bureau_leader", 200)):
        assert as_role(role).get(address).status_code == status, role


@pytest.mark.parametrize("why", ["withdrawn", "without steps", "a directory"])
def test_where_nothing_is_drawn_nothing_leads_there(as_role, cast, why):
    if why == "a directory":
        shown = factory.directory(cast, edition=INSIDE)
    else:
        steps = [] if why == "without steps" else ["受理", "决定"]
        contents = [factory.power_content("学籍变动审核", steps=steps)]
        shown = factory.publish(cast, Publication.Kind.CATALOGUE, contents, edition=INSIDE)
    if why == "withdrawn":
        shown = factory.withdrawn(shown, cast)
    address = reverse("publication-charts", args=[shown.number])
    client = as_role("staff")
    assert client.get(address).status_code == 404
    for page in (reverse("board"), reverse("publication-detail", args=[shown.number])):
        assert address not in client.get(page).text


# --- the list -------------------------------------------------------------------------


def test_list_without_publications_says_how_they_come(as_role, cast):
    response = as_role("staff").get(reverse("publication-list"))
    assert response.status_code == 200
    assert "还没有发布过内容" in response.text


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("staff", True),
        ("school_office", True),
        ("bureau_leader", True),
        ("discipline", True),
        ("small_staff", False),
        ("small_principal", False),
        ("bureau_staff", False),
        ("auditor", False),
    ],
)
def test_inside_editions_are_for_the_unit_and_those_above(as_role, cast, role, sees):
    inside = factory.directory(cast, edition=INSIDE)
    public = factory.directory(cast)
    client = as_role(role)
    assert public.number in listed(client)
    assert (inside.number in listed(client)) is sees
    expected = 200 if sees else 404
    for name, args in (("publication-detail", []), ("publication-download", ["csv"])):
        address = reverse(name, args=[inside.number, *args])
        assert client.get(address).status_code == expected


def test_list_is_narrowed(as_role, cast):
    old = factory.catalogue(cast)
    new = factory.catalogue(cast)
    gone = factory.withdrawn(factory.directory(cast), cast)
    other = factory.directory(cast, unit=cast.school_small)
    client = as_role("school_office")
    assert listed(client, state="standing") == {new.number, other.number}
    assert listed(client, state="superseded") == {old.number}
    assert listed(client, state="withdrawn") == {gone.number}
    assert listed(client, kind="catalogue") == {old.number, new.number}
    assert listed(client, unit="SMALL") == {other.number}
    assert listed(client, year=str(cast.year), edition="inside") == set()
    text = client.get(reverse("publication-list")).text
    for word in ("现行", "已有新版", "已撤回"):
        assert word in text


def test_list_answers_htmx_with_rows_only(as_role, cast):
    factory.catalogue(cast)
    response = as_role("staff").get(reverse("publication-list"), headers={"HX-Request": "true"})
    assert "<html" not in response.text


@pytest.mark.parametrize("name", ["publication-list", "publication-detail"])
def test_as_many_queries_for_many_rows(as_role, cast, name, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counted = as_role("school_office"), []
    for size in (2, 40):
        last = None
        for _ in range(size // 2):
            last = factory.directory(cast, *[f"第{n}类" for n in range(size)])
        args = [last.number] if name == "publication-detail" else []
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=args))
        counted.append(len(queries))
    # The first directory replaces nothing; the later one shows what it replaces in the same row.
    assert counted[0] == counted[1]


# --- one publication --------------------------------------------------------------------


def test_detail_shows_rows_digest_and_neighbours(as_role, cast):
    old = factory.catalogue(cast)
    new = factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    client = as_role("staff")
    response = client.get(reverse("publication-detail", args=[new.number]))
    for text in ("奖学金评定", new.digest, old.number):
        assert text in response.text
    response = client.get(reverse("publication-detail", args=[old.number]))
    assert "已有新版" in response.text
    assert new.number in response.text


def test_withdrawn_keeps_its_head_and_loses_its_rows(as_role, cast):
    gone = factory.withdrawn(factory.directory(cast, "金丝雀"), cast)
    client = as_role("school_office")
    response = client.get(reverse("publication-detail", args=[gone.number]))
    assert "内容有误" in response.text
    assert "金丝雀" not in response.text
    for format_name in FORMATS:
        address = reverse("publication-download", args=[gone.number, format_name])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_small_files_come_at_once_and_leave_a_trace(as_role, cast, format_name):
    found = factory.directory(cast)
    client = as_role("staff")
    response = client.get(reverse("publication-download", args=[found.number, format_name]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == FORMATS[format_name].content_type
    assert "attachment" in response.headers["Content-Disposition"]
    entry = TrailEntry.objects.filter(action="export.downloaded").get()
    assert (entry.target_ref, entry.actor_name) == (found.number, cast.people.staff.name)


def test_a_large_file_is_a_job(as_role, cast, monkeypatch):
    monkeypatch.setitem(exporting.ROWS_AT_ONCE, "csv", 1)
    found = factory.directory(cast, "放宽接收条件", "漏登礼品")
    client = as_role("staff")
    address = reverse("publication-download", args=[found.number, "csv"])
    assert client.get(address).headers["Location"].endswith(f"/{found.number}/")
    for _ in range(3):
        assert client.post(address).headers["Location"] == reverse("downloads")
    job = Job.objects.get(kind="directory.export")
    Worker().run_until_empty()
    job.refresh_from_db()
    assert job.state == "done"
    assert job.result.original_name == exporting.file_name(found, "csv")
    text = b"".join(client.get(reverse("download-file", args=[job.pk])).streaming_content)
    assert "漏登礼品" in text.decode("utf-8-sig")
    factory.withdrawn(found, cast)
    assert client.get(reverse("download-file", args=[job.pk])).status_code == 404


def test_a_right_that_ended_while_the_job_waited_counts(as_role, cast):
    found = factory.directory(cast, edition=INSIDE)
    client = as_role("staff")
    client.post(reverse("publication-download", args=[found.number, "json"]))
    today = Appointment.objects.get(person=cast.people.staff)
    Appointment.objects.filter(pk=today.pk).update(starts="2020-01-01", ends="2020-01-02")
    Worker().run_until_empty()
    assert Job.objects.get(kind="directory.export").state == "failed"


# --- the register today --------------------------------------------------------------------


def test_leaders_export_the_register_of_their_subtree(as_role, cast):
    points_in_force(cast, INSIDE, INSIDE)
    client = as_role("bureau_leader")
    assert client.get(reverse("publication-list")).context["export_form"] is not None
    client.post(reverse("register-export"), {"unit": "BUREAU", "format": "csv"})
    Worker().run_until_empty()
    job = Job.objects.get(kind="directory.export")
    text = b"".join(client.get(reverse("download-file", args=[job.pk])).streaming_content)
    rows = text.decode("utf-8-sig").splitlines()
    assert "内部资料" in rows[0]
    assert sum("接收条件" in row for row in rows) == 2


@pytest.mark.parametrize(("role", "unit"), [("staff", "LARGE"), ("principal", "SMALL")])
def test_only_readers_of_a_whole_unit_export_its_register(as_role, cast, role, unit):
    client = as_role(role)
    response = client.post(reverse("register-export"), {"unit": unit, "format": "csv"})
    assert response.status_code == 404
    assert not Job.objects.exists()


# --- publishing ------------------------------------------------------------------------------


def test_the_preview_says_what_readers_will_see(as_role, cast):
    paper = confirmed_catalogue(cast)
    response = as_role("school_office").get(reverse("paper-publish", args=[paper.pk]))
    assert "读者将看到" in response.text
    public, inside = response.context["previews"]
    assert (public["count"], inside["count"]) == (1, 2)
    assert "不公开：国家秘密：1 条" in response.text
    assert "试卷保管审批" not in response.text


def test_both_editions_are_published_from_the_preview(as_role, cast):
    paper = confirmed_catalogue(cast)
    client = as_role("school_office")
    address = reverse("paper-publish", args=[paper.pk])
    response = client.post(address, {"edition": ["public", "inside"]})
    assert response.status_code == 302
    assert set(Publication.objects.values_list("edition", flat=True)) == {"public", "inside"}
    response = client.get(address)
    assert response.context["can_publish"] is False
    assert client.post(address, {"edition": ["public"]}).status_code == 422
    assert Publication.objects.count() == 2


def test_choosing_no_edition_is_said_kindly(as_role, cast):
    paper = confirmed_catalogue(cast)
    client = as_role("school_office")
    response = client.post(reverse("paper-publish", args=[paper.pk]), {})
    assert response.status_code == 422
    assert "请勾选要发布的版别" in response.text
    assert not Publication.objects.exists()


def test_an_edition_without_rows_is_not_offered(as_role, cast):
    paper = confirmed_catalogue(cast, {"name": "大额采购决定", "visibility": "inside"})
    client = as_role("school_office")
    address = reverse("paper-publish", args=[paper.pk])
    assert client.post(address, {"edition": ["public"]}).status_code == 422
    assert client.post(address, {"edition": ["inside"]}).status_code == 302


@pytest.mark.parametrize(
    ("role", "status"), [("keeper", 403), ("principal", 403), ("small_office", 404)]
)
def test_who_may_not_publish(as_role, cast, role, status):
    paper = confirmed_catalogue(cast)
    address = reverse("paper-publish", args=[paper.pk])
    client = as_role(role)
    assert client.get(address).status_code == status
    assert client.post(address, {"edition": ["public"]}).status_code == status
    assert not Publication.objects.exists()


def test_a_directory_says_which_rows_the_register_has_replaced(as_role, cast):
    version = points_in_force(cast, INSIDE).get()
    paper = confirmed_directory(cast)
    client = as_role("school_office")
    address = reverse("paper-publish", args=[paper.pk])
    assert "台账已有更新" not in client.get(address).text
    newer = version.point.versions.create(
        written_in=version.written_in, base=version, risk="新的表述", source="甲", harm="乙"
    )
    type(version.point).objects.filter(pk=version.point_id).update(in_force=newer)
    assert "有 1 条在编制之后台账已有更新" in client.get(address).text


# --- withdrawing -------------------------------------------------------------------------------


def test_withdrawing_asks_for_a_reason(as_role, cast):
    found = factory.catalogue(cast)
    client = as_role("school_office")
    address = reverse("publication-withdraw", args=[found.number])
    assert client.get(address).status_code == 200
    for why in ("", "很" * 301):
        assert client.post(address, {"why": why}).status_code == 422
    assert client.post(address, {"why": "内容有误"}).status_code == 302
    found.refresh_from_db()
    assert found.withdrawn_why == "内容有误"
    assert client.get(reverse("public-catalogue", args=[found.number])).status_code == 410


@pytest.mark.parametrize("role", ["staff", "principal", "small_office", "bureau_leader"])
def test_who_may_not_withdraw(as_role, cast, role):
    found = factory.catalogue(cast)
    client = as_role(role)
    address = reverse("publication-withdraw", args=[found.number])
    assert client.post(address, {"why": "内容有误"}).status_code == 403
    assert address not in client.get(reverse("publication-detail", args=[found.number])).text
