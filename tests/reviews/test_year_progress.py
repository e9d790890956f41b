"""进度: who is where, in numbers; a number that leads to a list is as long as the list."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.files.storing import path_of
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.organisation.models import Account, Holiday
from registry.organisation.working_days import days_between
from registry.trail.models import TrailEntry
from reviews import year_progress
from reviews.models import Step
from risks.models import RiskPoint
from tests import way
from tests.reviews.numbers_walk import length_of_list, numbers_on, wrong_numbers
from tests.stage import staged

TODAY = timezone.localdate
OVERSEERS = (
    "group",
    "principal",
    "school_office",
    "office",
    "discipline",
    "bureau_leader",
    "bureau_deputy",
    "small_principal",
    "village_principal",
)
OF_SECTIONS = ("section_head", "supervisor", "other_section_head", "bureau_section_head")
OTHERS = ("staff", "teacher", "keeper", "bureau_staff", "system_admin")


def _make_papers(cast):
    """Forms of several states and units; one in review is late."""
    confirmed = way.confirmed_form(cast)
    waiting = _form(cast, "other_staff")
    cleared = way.sign_on(_form(cast, "keeper"))
    way.begin_form(cast, post=cast.posts.teacher, by=cast.people.teacher)
    small = _form(cast, "small_staff")
    RiskPoint.objects.create(unit=cast.school_large, section=cast.sections.teaching)
    late = TODAY() - datetime.timedelta(days=20)
    Step.objects.filter(paper__in=[waiting, small]).update(due_on=late)
    return {"confirmed": confirmed.pk, "cleared": cleared.pk, "waiting": waiting.pk}


def _form(cast, name):
    person = getattr(cast.people, name)
    paper = way.begin_form(cast, post=getattr(cast.posts, name), by=person)
    return way.submit(way.fill_form(paper, person, points=1), person)


papers = staged(_make_papers)


@pytest.fixture
def reader(client, cast, papers):
    def look(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return look


def line_of(client, unit):
    """The row of a unit as a dict of what its cells say."""
    rows = client.get(reverse("progress")).context["rows"]
    return next(row.said for row in rows if row.said["name"] == unit.name)


# --- every number and its list --------------------------------------------------------------------


@pytest.mark.walk
@pytest.mark.parametrize("role", OVERSEERS)
def test_every_number_is_the_length_of_its_list(reader, cast, role):
    client = reader(role)
    for unit in ("LARGE", "SMALL", "VILLAGE", "BUREAU"):
        found = numbers_on(client, unit=unit)
        assert found
        assert wrong_numbers(client, found) == []


@pytest.mark.parametrize("role", OF_SECTIONS)
def test_every_number_of_a_section_is_the_length_of_its_list(reader, cast, role):
    client = reader(role)
    found = numbers_on(client)
    assert any(each.url for each in found)
    assert wrong_numbers(client, found) == []


@pytest.mark.parametrize(("role", "links"), [("school_office", 12), ("office", 4)])
def test_there_are_numbers_that_lead_somewhere(reader, role, links):
    client = reader(role)
    assert sum(bool(each.url) for each in numbers_on(client, unit="LARGE")) >= links


def test_a_number_off_by_one_would_be_found(reader, monkeypatch):
    """The control: forms of other years or states counted with those of the line."""
    client = reader("school_office")
    monkeypatch.setattr(year_progress.Line, "opens", lambda line, state: line.papers[state])
    whole = year_progress._counted
    monkeypatch.setattr(
        year_progress,
        "_counted",
        lambda *asked: [(where, state, n + 1) for where, state, n in whole(*asked)],
    )
    assert wrong_numbers(client, numbers_on(client))


def test_a_superior_counts_running_papers_and_opens_none(reader, cast, papers):
    """The form waits in the school's chain: the bureau's office counts it and has no link."""
    client = reader("office")
    row = next(
        row
        for row in client.get(reverse("progress")).context["rows"]
        if row.said["name"] == cast.school_large.name
    )
    assert row.said["review"] == 1
    assert "review" not in row.urls
    assert client.get(reverse("paper-detail", args=[papers["waiting"]])).status_code == 404
    assert length_of_list(client, f"{reverse('paper-list')}?state=review&unit=LARGE") == 0


def test_the_own_office_opens_what_it_counts(reader, cast):
    client = reader("school_office")
    row = client.get(reverse("progress")).context["rows"][0]
    assert {"review", "cleared", "confirmed"} <= set(row.urls)
    assert "draft" not in row.urls  # a draft is its holder's


# --- those who answer for sections ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("section_head", ["教务处"]),
        ("supervisor", ["教务处", "办公室"]),
        ("bureau_section_head", ["计划财务科"]),
    ],
)
def test_they_read_their_own_sections_and_no_others(reader, cast, role, sections):
    page = reader(role).get(reverse("progress"))
    assert page.context["rows"] == []
    assert [row.said["name"] for row in page.context["sections"]] == [*sections, "合计"]
    assert "总务处" not in page.content.decode()


def test_a_head_does_not_read_another_unit_by_asking(reader, cast):
    page = reader("section_head").get(reverse("progress"), {"unit": "SMALL"})
    assert page.context["unit"] == cast.school_large


def test_who_also_superintends_reads_both(reader, cast):
    """Leads a section of the bureau and superintends the schools."""
    client = reader("bureau_deputy")
    page = client.get(reverse("progress"))
    assert cast.bureau.name not in [row.said["name"] for row in page.context["rows"]]
    assert [row.said["name"] for row in page.context["sections"]] == ["计划财务科", "合计"]
    whole = client.get(reverse("progress"), {"unit": "LARGE"}).context["sections"]
    assert len(whole) == 5


@pytest.mark.parametrize(("role", "number"), [("section_head", 0), ("other_section_head", 1)])
def test_due_steps_of_the_own_section(reader, role, number):
    assert len(reader(role).get(reverse("due-list")).context["rows"]) == number


def test_the_file_of_a_section(reader, cast):
    response = reader("supervisor").get(reverse("progress-xlsx"))
    sheet = load_workbook(BytesIO(response.getvalue())).active
    texts = {str(cell) for row in sheet.values for cell in row if cell is not None}
    assert {"教务处", "办公室", "合计"} <= texts
    assert "总务处" not in texts


# --- what has not begun ---------------------------------------------------------------------------


def not_begun(client, **narrowed):
    rows = client.get(reverse("not-begun"), narrowed).context["rows"]
    return [(row["post"].name, row["people"]) for row in rows]


def test_posts_and_holders_without_a_form(reader, cast):
    """The post of the teachers has three holders, one of whom began; the staff's form is there."""
    found = not_begun(reader("section_head"))
    assert found == [("教务主任", "顾言之"), ("任课教师", "何望舒"), ("任课教师", "罗一鸣")]


def test_since_when_and_who_nobody(reader, cast):
    cast.posts.section_head.appointments.update(ends=TODAY() - datetime.timedelta(days=1))
    page = reader("school_office").get(reverse("not-begun"))
    rows = {row["post"].name: row for row in page.context["rows"]}
    assert (rows["教务主任"]["people"], rows["教务主任"]["since"]) == ("", None)
    assert rows["总务主任"]["since"] == datetime.date(2020, 1, 1)
    assert "空缺" in page.content.decode()


def test_narrowed_by_section_and_what_belongs_to_none(reader, cast):
    client = reader("office")
    whole = not_begun(client, unit="LARGE")
    parts = [
        not_begun(client, unit="LARGE", section=pk)
        for pk in (
            0,
            cast.sections.teaching.pk,
            cast.sections.general_affairs.pk,
            cast.sections.school_office.pk,
        )
    ]
    assert sorted(row for part in parts for row in part) == sorted(whole)
    assert [post for post, _ in parts[0]] == ["校长", "党支部书记", "教学副校长", "后勤副校长"]


def test_a_head_reads_the_own_section_only(reader, cast):
    client = reader("section_head")
    narrowed = {"unit": "LARGE", "section": cast.sections.general_affairs.pk}
    assert not_begun(client, **narrowed) == not_begun(client)


def test_all_have_begun(reader, cast):
    way.begin_form(cast, post=cast.posts.bureau_staff, by=cast.people.bureau_staff)
    head = cast.people.bureau_section_head
    way.begin_form(cast, post=cast.posts.bureau_section_head, by=head)
    page = reader("bureau_section_head").get(reverse("not-begun"))
    assert page.context["rows"] == []
    assert "都已经动笔了" in page.content.decode()


# --- the first page -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"),
    [("bureau_leader", "progress"), ("bureau_deputy", "progress"), ("office", "inbox"),
     ("principal", "inbox"), ("section_head", "inbox"), ("staff", "inbox")],
)  # fmt: skip
def test_whoever_superintends_begins_with_the_table(reader, role, page):
    assert reader(role).get(reverse("desk")).url == reverse(page)


# --- what is counted -----------------------------------------------------------------------------


def test_the_line_of_a_unit(reader, cast):
    said = line_of(reader("office"), cast.school_large)
    # Eleven posts have one form, the post of the teachers three holders.
    assert (said["due"], said["not_begun"]) == (13, 9)
    states = ("draft", "review", "cleared", "publicity", "ready", "confirmed")
    assert [said[state] for state in states] == [1, 1, 1, 0, 0, 1]
    assert said["held_up"] == 1
    assert said["seat"] == "科室（年级组）负责人（总务处）"
    assert said["days"] > 0


def test_all_units_and_their_sum(reader, cast):
    rows = reader("office").get(reverse("progress")).context["rows"]
    assert [row.said["name"] for row in rows] == [
        cast.bureau.name,
        cast.school_large.name,
        cast.school_small.name,
        cast.school_village.name,
        "合计",
    ]
    for number in ("due", "not_begun", "review", "held_up"):
        assert rows[-1].said[number] == sum(row.said[number] for row in rows[:-1])
    assert rows[-1].said["held_up"] == 2


def test_an_amendment_within_the_year_is_no_second_form(reader, cast, papers):
    before = line_of(reader("school_office"), cast.school_large)
    way.begin_form(cast)
    assert line_of(reader("school_office"), cast.school_large) == before


def test_sections_add_up_to_their_unit(reader, cast):
    client = reader("school_office")
    sections = client.get(reverse("progress")).context["sections"]
    said = line_of(client, cast.school_large)
    assert {row.said["name"] for row in sections[:-1]} == {
        "单位（班子）",
        "教务处",
        "总务处",
        "办公室",
    }
    assert all(sections[-1].said[key] == said[key] for key in ("due", "draft", "review"))


def test_another_year_is_empty(reader, cast):
    client = reader("school_office")
    page = client.get(reverse("progress"), {"year": "1999"})
    assert page.context["year"] == TODAY().year  # not offered
    assert len(client.get(reverse("due-list"), {"year": TODAY().year}).context["rows"]) == 1


def test_points_by_level_and_section(reader, cast):
    heat = reader("school_office").get(reverse("progress")).context["heat"]
    assert [name for name, _ in heat.rows] == ["教务处"]
    assert heat.total[-1].number == RiskPoint.objects.in_force().count() == 2
    assert sum(kind.number for kind in heat.kinds) == 2
    assert all(year.url for year in heat.years)
    assert [(year.label, year.number) for year in heat.years] == [(f"{TODAY().year} 年度", 2)]


def test_a_unit_without_points_says_so(reader):
    page = reader("small_principal").get(reverse("progress"))
    assert page.context["heat"] is None
    assert "还没有生效的风险点" in page.content.decode()


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OTHERS)
def test_others_have_no_such_page(reader, role):
    client = reader(role)
    for name in ("progress", "progress-xlsx", "not-begun", "due-list", "urging-list"):
        assert client.get(reverse(name)).status_code == 403


def test_one_school_does_not_see_another(reader, cast):
    page = reader("principal").get(reverse("progress"), {"unit": "SMALL"})
    assert page.context["unit"] == cast.school_large
    assert cast.school_small.name not in page.content.decode()


# --- as a file -----------------------------------------------------------------------------------


def test_one_click_to_a_workbook(reader, cast):
    client = reader("office")
    response = client.get(reverse("progress-xlsx"))
    sheet = load_workbook(BytesIO(response.getvalue())).active
    texts = [str(cell) for row in sheet.values for cell in row if cell is not None]
    assert any("办件进度" in text and "内部资料" in text for text in texts)
    assert {cast.school_large.name, "到期未办", "合计"} <= set(texts)
    entry = TrailEntry.objects.latest("pk")
    assert (entry.action, entry.target_ref) == ("export.downloaded", f"progress-{TODAY().year}")


def test_many_units_are_written_by_a_job(reader, cast, monkeypatch):
    monkeypatch.setattr("reviews.progress_export.UNITS_AT_ONCE", 3)
    client = reader("office")
    address = reverse("progress-xlsx")
    assert "生成 XLSX" in client.get(reverse("progress")).content.decode()
    assert client.get(address).url == reverse("progress")
    assert client.post(address).url == reverse("downloads")
    client.post(address)
    job = Job.objects.get(owner=cast.people.office)
    Worker().run_until_empty()
    job.refresh_from_db()
    content = path_of(job.result.stored_name).read_bytes()
    sheet = load_workbook(BytesIO(content)).active
    texts = {str(cell) for row in sheet.values for cell in row if cell is not None}
    assert {cast.school_large.name, "合计"} <= texts


# --- working days --------------------------------------------------------------------------------

MONDAY = datetime.date(2031, 3, 3)


@pytest.mark.parametrize(
    ("start", "until", "passed"),
    [(0, 0, 0), (1, 0, 0), (0, 1, 1), (0, 4, 4), (4, 5, 0), (4, 7, 1), (0, 14, 10)],
)
def test_working_days_between(db, start, until, passed):
    day, end = (MONDAY + datetime.timedelta(days=n) for n in (start, until))
    assert days_between([("/B/", day, end)]) == {("/B/", day, end): passed}


def test_holidays_and_make_up_days_count(db, django_assert_num_queries):
    Holiday.objects.create(day=MONDAY + datetime.timedelta(1), name="假", is_working=False)
    Holiday.objects.create(day=MONDAY + datetime.timedelta(5), name="班", is_working=True)
    days = [MONDAY, MONDAY + datetime.timedelta(4)]
    end = MONDAY + datetime.timedelta(6)
    with django_assert_num_queries(2):
        found = days_between(("/B/", day, end) for day in days)
    assert found == {("/B/", days[0], end): 4, ("/B/", days[1], end): 1}


def test_an_account_without_a_person_is_refused(client, db):
    client.force_login(Account.objects.create(username="nobody", is_staff=True))
    assert client.get(reverse("progress")).status_code == 403
