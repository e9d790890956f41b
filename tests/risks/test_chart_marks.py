"""What stands beside the steps of a power: points in force that this reader may see, no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from powers.beside import IN_FORCE, beside_steps, marks_of
from powers.models import FlowNode, Power
from registry.access.reach import reach_of
from registry.organisation.models import ScaleLevel
from risks.models import Measure, MeasureVersion, PointVersion, RiskPoint
from tests.powers.factory import add, make_catalogue, make_register


@pytest.fixture
def power(cast):
    make_register(cast, {"name": "学籍变动审核", "steps": ["受理", "审核", "办结"]})
    return Power.objects.select_related("in_force").get()


def point_at(cast, power, label, rank, *, post=None, risk="越过标准办理", in_force=True):
    """A point at a step as the register holds it."""
    post = post or cast.posts.staff
    point = RiskPoint.objects.create(unit=post.unit, post=post)
    version = PointVersion.objects.create(
        point=point,
        written_in=power.in_force.written_in,
        step=FlowNode.objects.get(version=power.in_force, label=label).step,
        source="材料由一人核对",
        risk=risk,
        harm="学生错过入学",
        level=ScaleLevel.objects.get(scale=cast.programme.scale, rank=rank),
    )
    measure = Measure.objects.create(point=point)
    MeasureVersion.objects.create(measure=measure, version=version, text="两人核对", post=post)
    if in_force:
        RiskPoint.objects.filter(pk=point.pk).update(in_force=version)
    return version


def ranks(cast):
    levels = ScaleLevel.objects.filter(scale=cast.programme.scale).order_by("-rank")
    return [level.rank for level in levels]


def test_marks_count_the_points_of_each_level_highest_first(cast, power):
    top, middle, *_ = ranks(cast)
    point_at(cast, power, "审核", middle)
    point_at(cast, power, "审核", top)
    point_at(cast, power, "审核", middle)
    found = beside_steps([power], reach_of(cast.people.principal))[power.pk]
    assert set(found) == {"审核"}
    marks = marks_of(found)["审核"]
    assert [(mark.text.split()[-2:], mark.shape, mark.colour) for mark in marks] == [
        (["1", "处"], "circle", "red"),
        (["2", "处"], "triangle", "orange"),
    ]
    assert found["审核"][0].measures == ("两人核对",)
    assert "越过标准办理" in found["审核"][0].text


def test_what_is_not_in_force_stands_beside_nothing(cast, power):
    point_at(cast, power, "审核", ranks(cast)[0], in_force=False)
    assert beside_steps([power], reach_of(cast.people.principal)) == {}


def test_points_of_another_post_are_not_shown_to_a_colleague(cast, power):
    point_at(cast, power, "审核", ranks(cast)[0], post=cast.posts.teacher)
    assert beside_steps([power], reach_of(cast.people.staff)) == {}
    assert power.pk in beside_steps([power], reach_of(cast.people.principal))


def test_the_page_shows_only_what_its_reader_may_see(client, cast, power):
    point_at(cast, power, "审核", ranks(cast)[0], post=cast.posts.teacher, risk="只有上面看得到")
    pages = {}
    for role in ("principal", "staff"):
        client.force_login(getattr(cast.accounts, role))
        pages[role] = client.get(f"/powers/{power.pk}/").content.decode()
        chart = client.get(f"/powers/{power.pk}/chart.svg")
        pages[role] += b"".join(chart.streaming_content).decode()
    assert "只有上面看得到" in pages["principal"]
    assert "1 处" in pages["principal"]
    assert "只有上面看得到" not in pages["staff"]
    assert "1 处" not in pages["staff"]


def test_a_draft_shows_the_marks_of_what_is_in_force_to_those_who_see_the_points(
    client, cast, power
):
    """Beside the table and for whoever examines it; the keeper writes steps and sees no points."""
    point_at(cast, power, "审核", ranks(cast)[0])
    paper, revision = make_catalogue(cast, whole=False)
    line = revision.power_lines.get()
    add(cast, paper, name="新列出的审核")
    addresses = f"/papers/{paper.pk}/rows/{line.pk}/chart/", f"/papers/{paper.pk}/charts/"
    for role, sees in (("school_office", True), ("keeper", False)):
        client.force_login(getattr(cast.accounts, role))
        for address in addresses:
            page = client.get(address).content.decode()
            assert "<svg" in page
            assert ("1 处" in page, IN_FORCE in page) == (sees, sees), (role, address)


def test_as_many_queries_for_many_powers_and_points(cast, power):
    reach = reach_of(cast.people.principal)

    def count(powers):
        with CaptureQueriesContext(connection) as asked:
            beside_steps(powers, reach)
        return len(asked)

    point_at(cast, power, "审核", ranks(cast)[0])
    few = count([power])
    for _ in range(5):
        point_at(cast, power, "受理", ranks(cast)[-1])
    assert count([power]) == few


def test_the_table_puts_the_steps_in_the_middle(client, cast, power):
    point_at(cast, power, "审核", ranks(cast)[0])
    client.force_login(cast.accounts.principal)
    response = client.get(f"/powers/{power.pk}/guard.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "风险点,风险等级,办理环节,防控措施,责任人" in text
    assert (
        "因材料由一人核对，导致越过标准办理，造成学生错过入学。,一级（高）,2. 审核,1. 两人核对,"
        in text
    )
