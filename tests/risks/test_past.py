"""The register as it stood on an earlier day: which points, in which version, for whom."""

import subprocess
from datetime import datetime, time, timedelta
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.access.reach import read_reach
from registry.files.storing import open_verified
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.papers.models import Paper
from risks import editing, past
from risks.content import content_of
from risks.ledgers import SHEETS
from risks.models import Duty, DutyVersion, PointVersion, RiskPoint
from tests.stage import staged

from .factory import add_duty, add_point, confirm, filled_form, make_form, send_back, submit

TODAY = timezone.localdate()
BEGAN, CHANGED = TODAY - timedelta(days=60), TODAY - timedelta(days=20)
DAY = timedelta(days=1)


def confirmed_on(day, revision, at=time(9)):
    moment = timezone.make_aware(datetime.combine(day, at))
    Paper.objects.filter(pk=revision.paper_id).update(confirmed_at=moment)


def asked(person, name="ledger", **query):
    return SHEETS[name].asks(query, reach=read_reach(person, TODAY))


def test_a_day_costs_the_same_for_many_points(cast):
    _, revision = filled_form(cast, points=30)
    confirm(cast, revision)
    confirmed_on(BEGAN, revision)
    form = asked(cast.people.principal, on=BEGAN.isoformat())

    def count(number):
        with CaptureQueriesContext(connection) as queries:
            versions = list(form.versions()[:number])
            SHEETS["ledger"].draw(form, versions, form.day)
            assert len(versions) == number
        return len(queries)

    assert count(3) == count(30)


def test_a_day_of_the_duties_costs_the_same_for_many_points(cast):
    paper, revision = make_form(cast)
    for number in range(8):
        duty = add_duty(cast, paper, text=f"第 {number + 1} 项职责").version.duty_id
        add_point(cast, paper, duty=duty, risk=f"放宽第 {number + 1} 类条件")
    confirm(cast, revision)
    confirmed_on(BEGAN, revision)
    form = asked(cast.people.principal, "duties", on=BEGAN.isoformat())

    def count(number):
        with CaptureQueriesContext(connection) as queries:
            table = SHEETS["duties"].draw(form, list(form.versions()[:number]), form.day)
        assert [row["points"] for row in table.rows] == [1] * number
        return len(queries)

    assert count(2) == count(8)


def test_a_day_on_which_all_had_been_struck_says_so(client, cast):
    _, revision = filled_form(cast)
    confirm(cast, revision)
    confirmed_on(BEGAN, revision)
    paper, revision = make_form(cast, whole=False)
    for line in revision.point_lines.all():
        editing.strike_point(paper=paper, line_id=line.pk, why="业务已停办", by=cast.people.staff)
    confirm(cast, revision)
    confirmed_on(CHANGED, revision)
    client.force_login(cast.people.principal.account)
    text = page(client, on=(TODAY - DAY).isoformat()).content.decode()
    assert "那一天这里没有在用的风险点" in text
    assert "确认生效以后，内容会列在这里" not in text


@pytest.mark.parametrize(
    ("name", "ended"), [("duties", "没有在用的职责"), ("summary", "没有在用的风险点")]
)
def test_a_sheet_without_rows_on_a_day_says_of_what(client, cast, name, ended):
    _, revision = filled_form(cast)
    confirm(cast, revision)
    confirmed_on(BEGAN, revision)
    paper, revision = make_form(cast, whole=False)
    by = cast.people.staff
    for line in revision.point_lines.all():
        editing.strike_point(paper=paper, line_id=line.pk, why="业务已停办", by=by)
    for line in revision.duty_lines.all():
        editing.strike_duty(paper=paper, line_id=line.pk, why="业务已停办", by=by)
    confirm(cast, revision)
    confirmed_on(CHANGED, revision)
    client.force_login(cast.people.principal.account)
    url = reverse("register-sheet", args=[name])
    assert "那一天台账还没有开始" in client.get(url, {"on": BEGAN - DAY}).text
    assert ended in client.get(url, {"on": TODAY - DAY}).text
    assert "教务处" in client.get(url, {"on": CHANGED - DAY}).text


def change(cast, paper, line, **changes):
    content = {**content_of(line.version), **changes}
    editing.save_point(
        paper=paper, content=content, by=cast.people.staff, line_id=line.pk, why="有变化"
    )


def grade(revision, letter):
    revision.grade, revision.grade_why = letter, "按本岗位实际"
    revision.save()


def rewrite_duties(cast, paper, revision):
    """One duty is put otherwise, the other ends, a third one comes."""
    kept, ended = revision.duty_lines.order_by("position")
    by = cast.people.staff
    editing.save_duty(paper=paper, line_id=kept.pk, kind="workflow", text="受理和审核转学", by=by)
    editing.strike_duty(paper=paper, line_id=ended.pk, why="已改用系统", by=by)
    add_duty(cast, paper, text="答复家长")


def _two_years(cast):
    """Three points, one of them put otherwise in the first round; later one changes, one is struck,
    one comes, and one is proposed to be struck until a reviewer asks to keep it; a draft that is
    still being written; a point of another school from that time on. The duties and the grade of
    the post change with it.
    """
    paper, first = make_form(cast)
    duty = add_duty(cast, paper, text="受理转学").version.duty_id
    add_point(cast, paper, duty=duty, risk="放宽接收条件")
    lowest = cast.scale.levels.get(rank=1).pk
    add_point(cast, paper, duty=duty, risk="漏登学籍变动", level=lowest, level_why="影响很小")
    add_point(cast, paper, duty=duty, risk="挑选转学生源")
    add_duty(cast, paper, text="管理学籍卡")
    grade(first, "B")
    submit(cast, first)
    second = send_back(first)
    grade(second, "A")
    change(cast, paper, second.point_lines.order_by("position").first(), risk="放宽转入条件")
    confirm(cast, second)
    confirmed_on(BEGAN, second, time(23, 30))

    paper, revision = make_form(cast, whole=False)
    changed, struck, kept = revision.point_lines.order_by("position")
    change(cast, paper, changed, risk="放宽转出条件", level_after=cast.scale.levels.get(rank=1).pk)
    editing.strike_point(paper=paper, line_id=struck.pk, why="业务已停办", by=cast.people.staff)
    editing.strike_point(paper=paper, line_id=kept.pk, why="今年没有转学", by=cast.people.staff)
    add_point(cast, paper, duty=changed.version.duty_id, risk="补办证明不核对")
    rewrite_duties(cast, paper, revision)
    grade(revision, "C")
    submit(cast, revision)
    revision = send_back(revision)
    kept = revision.point_lines.get(version__point=kept.version.point)
    editing.restore_point(paper=paper, line_id=kept.pk, by=cast.people.staff)
    confirm(cast, revision)
    confirmed_on(CHANGED, revision)

    paper, revision = make_form(cast, whole=False)
    change(cast, paper, revision.point_lines.first(), risk="还在草稿里的说法")
    _, revision = filled_form(cast, post=cast.posts.small_staff)
    confirm(cast, revision)
    confirmed_on(CHANGED, revision)


staged_years = staged(_two_years)
THEN = ["放宽转入条件", "漏登学籍变动", "挑选转学生源"]
NOW = ["放宽转出条件", "挑选转学生源", "补办证明不核对"]
DAYS = {
    "the day before": (BEGAN - DAY, []),
    "on the day, late in the evening": (BEGAN, THEN),
    "the last day": (CHANGED - DAY, THEN),
    "the day of the change": (CHANGED, NOW),
    "yesterday": (TODAY - DAY, NOW),
    "today": (TODAY, NOW),
}


@pytest.fixture
def years(staged_years, db):
    """The register has a past."""


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(("day", "risks"), DAYS.values(), ids=DAYS.keys())
@pytest.mark.parametrize("name", ["overview", "ledger"])
def test_each_day_has_the_points_and_versions_of_that_day(cast, name, day, risks):
    form = asked(cast.people.principal, name, on=day.isoformat())
    versions = list(SHEETS[name].items(form))
    assert [version.risk for version in versions] == risks
    table = SHEETS[name].draw(form, versions, form.day)
    said = f"{day.year}年{day.month}月{day.day}日"
    assert said in table.source.head
    assert (said in table.title) == (day < TODAY)
    assert table.compiled_on == TODAY
    assert (past.NOTE in table.notes) == (day < TODAY)


DUTIES_THEN = [("岗位职责", "受理转学", 3), ("岗位职责", "管理学籍卡", 0)]
DUTIES_NOW = [("工作流程", "受理和审核转学", 3), ("岗位职责", "答复家长", 0)]


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(
    ("day", "duties"),
    [
        (BEGAN - DAY, []),
        (BEGAN, DUTIES_THEN),
        (CHANGED - DAY, DUTIES_THEN),
        (CHANGED, DUTIES_NOW),
        (TODAY, DUTIES_NOW),
    ],
)
def test_the_duties_are_those_of_the_day_with_the_points_that_hung_on_them(cast, day, duties):
    table = drawn(cast, "duties", day)
    assert [(row["kind"], row["text"], row["points"]) for row in table.rows] == duties
    assert (past.NOTE_OF_DUTIES in table.notes) == (day < TODAY)


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(
    ("day", "points", "graded"),
    [
        (BEGAN - DAY, 0, ""),
        (BEGAN, 3, "A"),
        (CHANGED - DAY, 3, "A"),
        (CHANGED, 3, "C"),
        (TODAY, 3, "C"),
    ],
)
def test_the_counts_and_grades_are_those_of_the_day(cast, day, points, graded):
    table = drawn(cast, "summary", day)
    assert (past.NOTE_OF_COUNTS in table.notes) == (day < TODAY)
    *_, total = table.rows
    assert (total["points"], total["posts"]) == (points, int(points > 0))
    assert "".join(each for each in "ABC" if total[f"grade-{each}"]) == graded
    levels = [column.key for column in table.columns if column.key.startswith("level")]
    assert sum(total[key] for key in levels) == points


@pytest.mark.usefixtures("years")
def test_the_counts_of_a_day_are_by_the_levels_of_that_day(cast):
    """One of the lowest level, struck since."""
    low = cast.scale.levels.get(rank=1)
    counted = {
        day: drawn(cast, "summary", day).rows[-1].get(f"level{low.pk}", 0)
        for day in (CHANGED - DAY, CHANGED)
    }
    assert counted == {CHANGED - DAY: 1, CHANGED: 0}


def drawn(cast, name, day):
    form = asked(cast.people.principal, name, on=day.isoformat())
    return SHEETS[name].draw(form, list(SHEETS[name].items(form)), form.day)


def words_of(name, content):
    """What somebody reads in a file, in any of the formats, without blanks and wraps."""
    match name.rsplit(".", 1)[-1]:
        case "xlsx":
            rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
            text = "".join(str(cell) for row in rows for cell in row)
        case "docx":
            text = "".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)
        case "pdf":
            command = ["pdftotext", "-", "-"]
            text = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout
            text = text.decode()
        case _:
            text = content.decode("utf-8-sig")
    return "".join(text.split())


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize("name", ["duties", "summary"])
def test_the_day_stands_on_every_sheet_and_in_every_file(client, cast, name):
    client.force_login(cast.people.principal.account)
    on = CHANGED - DAY
    said = f"{on.year}年{on.month}月{on.day}日"
    text = client.get(reverse("register-sheet", args=[name]), {"on": on}).text
    assert text.count(said) >= 2
    url = reverse("register-sheet-export", args=[name])
    for number, kind in enumerate(("xlsx", "pdf", "docx", "csv", "json")):
        client.post(f"{url}?on={on}", {"format": kind, "token": str(number)})
    Worker().run_until_empty()
    jobs = Job.objects.all()
    assert [(job.state, said in job.title) for job in jobs] == [(Job.State.DONE, True)] * 5
    for job in jobs:
        assert said in job.result.original_name
        with open_verified(job.result) as stream:
            assert said in words_of(job.result.original_name, stream.read()), job.title


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(("things", "versions"), [(RiskPoint, PointVersion), (Duty, DutyVersion)])
def test_for_today_both_ways_of_asking_say_the_same(things, versions):
    known = things.objects.filter(in_force__isnull=False)
    live = versions.objects.of_register(things.objects.in_force())
    assert list(past.versions_on(known, TODAY)) == list(live) != []


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(("day", "column"), [(CHANGED - DAY, False), (CHANGED, True)])
def test_the_level_after_the_measures_is_that_of_the_day(cast, day, column):
    form = asked(cast.people.principal, on=day.isoformat())
    table = SHEETS["ledger"].draw(form, list(form.versions()), form.day)
    assert ("措施后等级" in [each.title for each in table.columns]) == column


@pytest.mark.usefixtures("years")
def test_nobody_sees_more_of_the_past_than_of_today(cast):
    on = (TODAY - DAY).isoformat()
    seen = {
        role: {v.point.unit.code for v in asked(getattr(cast.people, role), on=on).versions()}
        for role in ("office", "principal", "small_staff")
    }
    assert seen == {"office": {"LARGE", "SMALL"}, "principal": {"LARGE"}, "small_staff": {"SMALL"}}


def page(client, **query):
    return client.get(reverse("register-sheet", args=["ledger"]), query)


@pytest.mark.usefixtures("years")
@pytest.mark.parametrize(
    ("on", "said", "rows"),
    [
        ("", "取自台账今天的内容", 3),
        ((CHANGED - DAY).isoformat(), "当天结束时台账的内容", 3),
        ((BEGAN - DAY).isoformat(), "那一天台账还没有开始", 0),
        ((TODAY + DAY).isoformat(), "这一天还没有到", 0),
        ("9月1日", "请写成 2026-09-01 这样的日期", 0),
        ("0001-01-01", "那一天台账还没有开始", 0),
        ("9999-12-31", "这一天还没有到", 0),
    ],
)
def test_the_page_shows_the_day_or_says_why_not(client, cast, on, said, rows):
    client.force_login(cast.people.principal.account)
    response = page(client, on=on)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert len(response.context["page_obj"]) == rows


def test_the_list_of_points_says_where_to_choose_a_day(client, cast):
    client.force_login(cast.people.principal.account)
    address = reverse("register-sheet", args=["ledger"])
    assert f'<a href="{address}">看以前某一天的台账</a>' in client.get("/points/").text
    assert 'type="date"' in client.get(address).text


@pytest.mark.usefixtures("years")
def test_the_file_is_that_of_the_day(client, cast):
    client.force_login(cast.people.principal.account)
    url = reverse("register-sheet-export", args=["ledger"])
    on = CHANGED - DAY
    client.post(f"{url}?on={on.isoformat()}", {"format": "csv"})
    Worker().run_until_empty()
    job = Job.objects.get()
    assert f"{on.year}年{on.month}月{on.day}日" in job.title
    with open_verified(job.result) as stream:
        content = stream.read().decode("utf-8-sig")
    assert all(risk in content for risk in THEN)
    assert "放宽转出条件" not in content
