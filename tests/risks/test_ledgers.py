"""The sheets of the register: what stands in them, for whom, and as which file."""

from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from risks.ledgers import SHEETS

from .factory import add_duty, add_point, confirm, filled_form, make_form

NAMES = list(SHEETS)


@pytest.fixture
def register(cast):
    """Two points of the teaching section, one of general affairs, one of another school."""
    for post, grade, risks in (
        (cast.posts.staff, "B", ("放宽接收条件", "漏登学籍变动")),
        (cast.posts.other_staff, "A", ("询价走过场",)),
        (cast.posts.small_staff, "C", ("片区外招生",)),
    ):
        paper, revision = make_form(cast, post=post)
        duty = add_duty(cast, paper, text=f"{post.name}的职责")
        for risk in risks:
            add_point(cast, paper, duty=duty.version.duty_id, risk=risk)
        choose(revision, grade)
        confirm(cast, revision)


def choose(revision, grade):
    """The grade of the post that the form says, other than what is proposed."""
    revision.grade, revision.grade_why = grade, "按本岗位实际"
    revision.save()


def table_for(person, name, **query):
    today = timezone.localdate()
    query = {name: str(value) for name, value in query.items()}
    asked = SHEETS[name].asks(query, reach=read_reach(person, today))
    return SHEETS[name].draw(asked, list(SHEETS[name].items(asked)), today)


def titles(table):
    return [column.title for column in table.columns]


@pytest.mark.usefixtures("register")
def test_the_overview_has_the_columns_of_the_source_and_a_row_for_each_point(cast):
    table = table_for(cast.people.principal, "overview")
    assert table.title == "岗位权力行使风险防控一览表"
    assert titles(table) == [
        *("序号", "部门", "岗位", "职权/环节", "风险点"),
        *("风险等级", "防控措施", "责任人", "分管领导"),
    ]
    assert [(row["serial"], row["section"], row["post"]) for row in table.rows] == [
        (1, "教务处", "学籍管理员"),
        (2, "教务处", "学籍管理员"),
        (3, "总务处", "采购员"),
    ]
    first = table.rows[0]
    assert first["matter"] == "学籍管理员的职责"
    assert first["measures"] == ["收件和审核由两人分别办理"]
    assert first["responsible"] == "顾言之"
    assert first["leader"] == "沈若谷"


@pytest.mark.usefixtures("register")
def test_the_duty_register_counts_the_points_of_each_duty(cast):
    table = table_for(cast.people.principal, "duties")
    assert table.title == "岗位职责权力登记簿"
    assert [(row["post"], row["text"], row["points"]) for row in table.rows] == [
        ("学籍管理员", "学籍管理员的职责", 2),
        ("采购员", "采购员的职责", 1),
    ]


@pytest.mark.usefixtures("register")
def test_the_ledger_says_since_when_by_which_paper_and_who_answers(cast):
    row = table_for(cast.people.principal, "ledger").rows[0]
    assert row["since"] == timezone.localdate()
    assert row["paper"].startswith("LARGE-")
    assert row["kind"] in ("业务流程", "岗位职责")
    assert row["answers"] == "沈若谷"  # of the middle level: the supervising leader [0]
    assert row["measures"] == ["收件和审核由两人分别办理（每次办理时）"]


@pytest.mark.usefixtures("register")
def test_the_summary_counts_and_adds_up(cast):
    table = table_for(cast.people.principal, "summary")
    *sections, total = table.rows
    by_section = {row["section"]: row for row in sections}
    assert {name: row["points"] for name, row in by_section.items()} == {"教务处": 2, "总务处": 1}
    assert (by_section["教务处"]["grade-B"], by_section["总务处"]["grade-A"]) == (1, 1)
    assert (total["section"], total["points"], total["posts"]) == ("合计", 3, 2)
    levels = [column.key for column in table.columns if column.key.startswith("level")]
    kinds = [column.key for column in table.columns if column.key.startswith("kind")]
    for row in table.rows:
        assert sum(row[key] for key in levels) == sum(row[key] for key in kinds) == row["points"]


@pytest.mark.usefixtures("register")
def test_a_form_confirmed_later_gives_the_grade_that_counts(cast):
    from tests.cast import make_programme

    _, revision = make_form(cast, programme=make_programme(cast.bureau, cast.year + 1))
    choose(revision, "C")
    confirm(cast, revision)
    row = next(
        r for r in table_for(cast.people.principal, "summary").rows if r["section"] == "教务处"
    )
    assert (row["grade-B"], row["grade-C"]) == (0, 1)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", NAMES)
def test_each_sheet_is_of_the_register_and_for_inside(cast, name):
    table = table_for(cast.people.principal, name)
    assert table.source.inside
    assert "台账" in table.source.head
    assert "内部资料" in table.source.head
    assert table.unit_name == cast.school_large.name
    assert "单位" not in titles(table)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("role", "units"),
    [
        ("office", {"LARGE", "SMALL"}),
        ("small_principal", {"SMALL"}),
        ("section_head", {"LARGE"}),
        ("village_principal", set()),
        ("auditor", set()),
    ],
)
def test_everybody_reads_what_their_seat_reaches(cast, name, role, units):
    rows = table_for(getattr(cast.people, role), name).rows
    found = {row["unit"] for row in rows if row.get("unit")}
    names = {"LARGE": cast.school_large.name, "SMALL": cast.school_small.name}
    assert found == {names[code] for code in units}


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", NAMES)
def test_sheets_are_narrowed_by_place(cast, name):
    unit, section = cast.school_large, cast.sections.teaching
    rows = table_for(cast.people.office, name, unit=unit.pk, section=section.pk).rows
    assert {row["section"] for row in rows} - {"合计"} == {"教务处"}


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_sheet_and_offers_every_format(client, cast, name):
    client.force_login(cast.accounts.principal)
    page = client.get(reverse("register-sheet", args=[name])).text
    assert SHEETS[name].title in page
    assert "教务处" in page
    assert page.count('name="format"') == 5


def test_an_empty_register_says_so(client, cast):
    client.force_login(cast.accounts.principal)
    for name in NAMES:
        assert (
            "这里还没有您可以查看的内容" in client.get(reverse("register-sheet", args=[name])).text
        )


def test_an_unknown_sheet_or_format_is_not_found(client, cast):
    client.force_login(cast.accounts.principal)
    assert client.get(reverse("register-sheet", args=["nothing"])).status_code == 404
    export = reverse("register-sheet-export", args=["overview"])
    assert client.post(export, {"format": "exe"}).status_code == 404


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", NAMES)
def test_the_export_is_queued_once_and_holds_the_whole_sheet(client, cast, name):
    client.force_login(cast.accounts.office)
    export = f"{reverse('register-sheet-export', args=[name])}?unit={cast.school_large.pk}"
    for _ in range(2):
        assert client.post(export, {"format": "docx", "token": "abc"}).status_code == 302
    Worker().run_until_empty()
    job = Job.objects.get()
    assert job.state == Job.State.DONE
    from registry.files.storing import open_verified

    with open_verified(job.result) as stream:
        document = docx.Document(BytesIO(stream.read()))
    text = "\n".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert "教务处" in text
    assert cast.school_small.name not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_costs_the_same_with_five_points_and_with_fifty(client, cast, name):
    _, revision = filled_form(cast, points=5)
    confirm(cast, revision)
    client.force_login(cast.accounts.principal)
    address = reverse("register-sheet", args=[name])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get(address)  # the first page of a session asks once for more
    five = count()
    _, revision = filled_form(cast, points=40, post=cast.posts.other_staff)
    confirm(cast, revision)
    assert count() <= five
