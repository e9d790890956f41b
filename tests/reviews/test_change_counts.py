"""变动统计: every number is that of its list, and a change is the same in Python and in SQL."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from powers.models import PowerLine
from registry.papers.register import change_of, change_of_lines
from risks import editing
from risks.content import content_of
from risks.models import PointLine
from tests import way
from tests.stage import staged


def two_rounds(cast):
    """Two points and two powers confirmed; then one point adjusted and one struck."""
    staff = cast.people.staff
    way.confirmed_catalogue(cast)
    way.confirmed_form(cast)
    paper = way.begin_form(cast)
    first, second = paper.current.point_lines.order_by("position")
    changed = {**content_of(first.version), "harm": "学籍信息失真，学生升学受到影响（情形甲）"}
    editing.save_point(paper=paper, content=changed, by=staff, line_id=first.pk, why="情况有变")
    editing.strike_point(paper=paper, line_id=second.pk, why="不再办理", by=staff)
    way.submit(paper, staff)
    way.sign_on(paper)
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)


staged_rounds = staged(two_rounds)


@pytest.fixture
def rounds(staged_rounds, db):
    return timezone.localdate()


# What was asked for, and what is counted: matter-change → how many.
COUNTED = {
    "point-new": 2,
    "point-adjusted": 1,
    "point-struck": 1,
    "point-unchanged": 0,
    "point-all": 4,
    "power-new": 2,
    "power-all": 2,
}


@pytest.mark.parametrize("by", ["month", "year"])
def test_every_number_is_that_of_its_list(client, cast, rounds, by):
    client.force_login(cast.accounts.office)
    asked = {"unit": cast.school_large.code, "year": rounds.year if by == "month" else ""}
    page = client.get(reverse("change-counts"), asked)
    *periods, total = page.context["rows"]
    row = periods[rounds.month - 1] if by == "month" else periods[-1]
    assert len(periods) == (12 if by == "month" else 1)
    for each in (row, total):
        assert {key: each.said[key] or 0 for key in COUNTED} == COUNTED
        for key, url in each.urls.items():
            if key != "name":
                listed = client.get(url).context["page_obj"].paginator.count
                assert listed == each.said[key], url
        assert {key for key, number in COUNTED.items() if number} <= set(each.urls)


def test_a_unit_above_counts_those_below_or_itself_alone(client, cast, rounds):
    counts = reverse("change-counts")
    for role, asked, points in (
        ("office", {}, 4),
        ("office", {"unit": cast.bureau.code}, 4),
        ("office", {"unit": cast.bureau.code, "covers": "unit"}, 0),
        ("office", {"unit": cast.school_large.code, "covers": "unit"}, 4),
        ("office", {"unit": cast.school_small.code}, 0),
        ("small_office", {}, 0),
    ):
        client.force_login(getattr(cast.accounts, role))
        rows = client.get(counts, asked).context["rows"]
        assert rows[-1].said["point-all"] == points, (role, asked)
    client.force_login(cast.accounts.office)
    response = client.get(reverse("change-counts-xlsx"), {"unit": cast.school_large.code})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    cells = [cell.value for row in sheet for cell in row]
    assert {"风险点新增", "合计", f"{rounds.month} 月"} <= set(cells)


def test_of_many_units_a_part_of_the_name_narrows_counts_and_lists(
    client, cast, rounds, monkeypatch
):
    monkeypatch.setattr("registry.organisation.unit_choice.MOST", 1)
    client.force_login(cast.accounts.office)
    for name, points in (("小学", 0), ("和平区", 4)):
        page = client.get(reverse("change-counts"), {"unit_named": name})
        row = page.context["rows"][-1]
        assert (row.said["point-all"] or 0) == points
    assert "unit_named=" in row.urls["point-all"]
    assert client.get(row.urls["point-all"]).context["page_obj"].paginator.count == points


def test_a_change_is_the_same_in_python_and_in_sql(rounds):
    for model in (PointLine, PowerLine):
        lines = model.objects.select_related("version", "revision__paper")
        for line in lines.annotate(change=change_of_lines()):
            assert line.change == change_of(line.version, line.revision.paper)
