"""找全: what is missing, counted and listed by the same conditions; why a step has no risk."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from powers import editing as power_editing
from powers.models import FlowNode
from registry.access.reach import read_reach
from registry.jobs.models import Job
from reviews import filing
from reviews.coverage import board
from reviews.coverage.asking import CoverageFilter
from reviews.coverage.export import table_for
from risks.coverage import no_risk
from risks.coverage.sheets import SHEETS
from risks.models import MeasureVersion, NoRisk, RiskPoint
from tests import way
from tests.rules.factory import make_rule, tell
from tests.stage import staged

pytestmark = pytest.mark.django_db


def _scene(cast):
    """A catalogue and a form in force; the first step of the first power has a point."""
    way.confirmed_catalogue(cast)
    staff, form = cast.people.staff, way.begin_form(cast)
    way.fill_form(form, staff, points=0)
    content = way.point(step=in_force().first().step_id)
    way.editing.save_point(paper=form, content=content, by=staff)
    way.sign_on(way.submit(form, staff))
    way.through_publicity(form, cast.people.school_office)
    way.confirm(form, cast.people.principal)
    return cast


def in_force():
    nodes = FlowNode.objects.filter(version__in_force_for__isnull=False)
    return nodes.select_related("version__power__unit").order_by("pk")


staged_scene = staged(_scene)


@pytest.fixture
def scene(staged_scene, db):
    return SimpleNamespace(cast=staged_scene, nodes=list(in_force()))


SAME = {"reason": "只按名单送达，没有裁量"}


def open_steps(client, account):
    client.force_login(account)
    page = client.get(reverse("coverage-sheet", args=["steps"]), {"gap": "open", "unit": "LARGE"})
    return page.context["page_obj"].paginator.count, page


def numbers(client, address):
    return [
        (number, count, url)
        for _, _, cells in client.get(address).context["rows"]
        for number, count, url in cells
        if url
    ]


def test_every_number_is_the_length_of_its_list(client, scene):
    client.force_login(scene.cast.accounts.discipline)
    found = numbers(client, reverse("coverage"))
    assert {number.key for number, _, _ in found} >= {"steps-open", "posts-points", "points-rows"}
    for number, count, url in found:
        page = client.get(url)
        assert page.context["page_obj"].paginator.count == count, (number, url)


def test_a_step_is_open_until_a_point_or_a_reason_stands(client, scene):
    people, accounts = scene.cast.people, scene.cast.accounts
    before, page = open_steps(client, accounts.section_head)
    assert before == len(scene.nodes) - 1
    address = reverse("coverage-step", args=[scene.nodes[1].pk])
    assert address in page.content.decode()
    form = client.get(address).context["form"]
    sent = {"stamp": form["stamp"].value(), **SAME}
    assert client.post(address, {**sent, "reason": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert open_steps(client, accounts.section_head)[0] == before - 1
    assert client.post(address, sent).status_code == 409  # the tab had not seen the note
    whole = client.get(reverse("coverage-sheet", args=["steps"])).content.decode()
    assert SAME["reason"] in whole
    assert people.section_head.name in whole
    # The discipline office reads it and is told who writes; it has no link to the page.
    count, page = open_steps(client, accounts.discipline)
    assert count == before - 1
    assert "请教务处（顾言之）" in page.content.decode()
    assert "/coverage/steps/" + str(scene.nodes[2].pk) not in page.content.decode()


def test_taken_back_the_step_is_open_again(scene):
    node, by = scene.nodes[1], scene.cast.people.section_head
    made = no_risk.note(node=node, by=by, **SAME)
    no_risk.take_back(node=node, reason="办法变了", by=by)
    assert no_risk.standing_at([node.pk]) == {}
    with pytest.raises(no_risk.NotNoted):
        no_risk.take_back(node=node, reason="再收一次", by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoRisk.objects.filter(pk=made.pk).update(reason="改掉")


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({"content": "另一段职权内容"}, True),
        ({"details": {"核对": {"handler": "教务主任"}}}, False),
        ({"details": {"决定": {"handler": "校长"}}}, True),
        ({"steps": ["受理", "初核", "决定"]}, False),
    ],
    ids=["another-field", "this-step", "another-step", "renamed"],
)
def test_a_reason_falls_with_its_step_alone(scene, change, stands):
    node, people = scene.nodes[1], scene.cast.people
    no_risk.note(node=node, by=people.section_head, **SAME)
    _catalogue_again(scene, node.version, change)
    again = FlowNode.objects.filter(version__in_force_for=node.version.power_id)
    kept = no_risk.standing_at([each.pk for each in again])
    assert bool(kept) is stands
    with pytest.raises(no_risk.NotNoted):
        no_risk.note(node=node, by=people.section_head, **SAME)  # no longer in force


def _catalogue_again(scene, version, change):
    """The power adjusted in a new catalogue, in force."""
    cast, keeper = scene.cast, scene.cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    line = paper.current.power_lines.get(version=version)
    content = way.power(version.name, cast.sections.teaching, **change)
    power_editing.change_power(
        paper=paper, line_id=line.pk, content=content, why="按新办法调整", by=keeper
    )
    way.submit(paper, keeper)
    way.sign_on(paper)
    way.confirm(paper, cast.people.principal)


@pytest.mark.parametrize(
    ("kind", "begins", "lapses", "gap"),
    [
        ("procedure", None, None, "rules"),
        ("institution", "none", None, "cited"),
        ("institution", "2020-01-01", None, ""),
        ("institution", "2999-01-01", None, "cited"),
        ("institution", "2020-01-01", "2021-01-01", "cited"),
        ("institution", "2020-01-01", "2999-01-01", ""),
    ],
)
def test_a_rule_built_down_to_a_post_is_one_in_force(scene, kind, begins, lapses, gap):
    cast, rule = scene.cast, None
    if begins and begins != "none":
        rule = make_rule("送达回证制度", unit=cast.school_large, in_force_from=begins)
    if lapses:
        tell(rule, "repealed", lapses, cast.people.school_office)
    MeasureVersion.objects.update(kind=kind, rule=rule, cites=str(rule or ""))
    today = timezone.localdate()
    reach = read_reach(cast.people.discipline, today)
    form = CoverageFilter(QueryDict("unit=LARGE"), reach=reach, today=today)
    posts = SHEETS["posts"]
    found = [
        name
        for name in ("rules", "cited")
        if cast.posts.staff in posts.listed(form.place_of(form.units), name)
    ]
    assert found == [gap] * bool(gap)


def test_what_is_missing_in_measures_points_and_posts(client, scene):
    """Nobody on the post of a measure, a day that is over, no measure at all: each is found."""
    cast, point = scene.cast, RiskPoint.objects.in_force().get()
    today = timezone.localdate()
    reach = read_reach(cast.people.discipline, today)
    form = CoverageFilter(QueryDict("unit=LARGE"), reach=reach, today=today)
    place = form.place_of(form.units)
    counts = {name: sheet.counts(place)[cast.school_large.pk] for name, sheet in SHEETS.items()
              if sheet.counts(place)}  # fmt: skip
    assert (counts["measures"]["nobody"], counts["points"]["open"]) == (0, 0)
    assert counts["posts"]["rules"] == 1
    cast.people.staff.appointments.update(ends="2021-01-01")
    assert SHEETS["measures"].listed(place, "nobody").count() == 1
    assert SHEETS["posts"].listed(place, "duty").get() == cast.posts.staff
    with connection.cursor() as cursor:  # no guard stands on measures of a frozen version
        cursor.execute("DELETE FROM risks_measureversion")
    assert MeasureVersion.objects.count() == 0
    assert SHEETS["points"].listed(place, "open").get() == point


def test_the_board_as_a_file(client, scene):
    client.force_login(scene.cast.accounts.discipline)
    assert client.post(f"{reverse('coverage-export')}?sheet=steps&gap=open").status_code == 302
    job = Job.objects.get()
    table = table_for(scene.cast.people.discipline, job.arguments)
    assert table.source.inside
    assert len(table.rows) == len(scene.nodes) - 1
    assert "待补：没有风险点，也没有说明" in table.rows[0]["risk"]
    units = table_for(scene.cast.people.discipline, {**job.arguments, "sheet": "", "query": ""})
    assert [column.title for column in units.columns][1:] == [n.title for n in board.NUMBERS]
