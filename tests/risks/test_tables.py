"""The seven columns of the directory and what stands in them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.tables.description import Source
from risks import editing, tables
from risks.models import PointVersion, RiskPoint
from tests.powers.factory import make_register

from .factory import SENTENCE, add_duty, add_point, confirm, filled_form, make_form

TODAY = timezone.localdate


def versions():
    return list(PointVersion.objects.of_register(RiskPoint.objects.in_force()))


def test_the_seven_columns_come_in_the_order_of_the_source(cast):
    titles = [column.title for column in tables.directory_columns()]
    assert titles == [
        "序号", "职权名称", "风险点", "风险等级", "责任科室", "责任人", "监控措施", "主管领导",
    ]  # fmt: skip
    assert [c.title for c in tables.directory_columns("subtree")][:2] == ["序号", "单位"]


@pytest.mark.parametrize("covers", ["unit", "subtree"])
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [([], False), ([{"level": "二级"}], False), ([{}, {"after": "三级", "level": "二级"}], True)],
)
def test_an_eighth_column_stands_where_a_row_has_a_level_after(covers, rows, wanted):
    keys = [column.key for column in tables.directory_columns(covers, rows)]
    assert ("after" in keys) == wanted
    if wanted:
        assert keys.index("after") == keys.index("level") + 1


def test_a_row_says_everything_and_is_json(cast):
    paper, revision = make_form(cast)
    duty = add_duty(cast, paper)
    add_point(
        cast,
        paper,
        duty=duty.version.duty_id,
        measures=[{"text": "收件和审核由两人分别办理"}, {"text": "每月抽查五份材料"}],
    )
    confirm(cast, revision)
    row = tables.point_content(versions()[0], TODAY(), "full")
    assert json.loads(json.dumps(row)) == row
    assert row | {"level_colour": "", "level_rank": 0} == {
        "unit": "和平区第一中学",
        "unit_code": "LARGE",
        "power": "受理转学申请，核对材料",
        "step": "",
        "risk": SENTENCE,
        "level": str(cast.scale.levels.get(rank=2)),
        "level_rank": 0,
        "level_colour": "",
        "section": "教务处",
        "responsible": "顾言之",
        "measures": ["1. 收件和审核由两人分别办理", "2. 每月抽查五份材料"],
        "leader": "沈若谷",
    }


@pytest.mark.parametrize("hangs_on", ["power", "step"])
def test_the_name_of_the_power_comes_from_the_power_or_the_step(cast, hangs_on):
    make_register(cast, {})
    power = cast.school_large.powers.get()
    link = {"power": power.pk} if hangs_on == "power" else {"step": power.steps.first().pk}
    paper, revision = make_form(cast)
    duty = add_duty(cast, paper)
    add_point(cast, paper, duty=duty.version.duty_id, **link)
    confirm(cast, revision)
    row = tables.point_content(versions()[0], TODAY(), "post")
    assert row["power"] == "学生学籍变动审核"
    assert row["step"] == ("受理" if hangs_on == "step" else "")


def test_what_is_in_force_counts_not_a_later_draft(cast):
    _paper, revision = filled_form(cast)
    confirm(cast, revision)
    other, _ = make_form(cast, whole=False)
    line = other.current.duty_lines.get()
    editing.save_duty(
        paper=other, line_id=line.pk, kind="duty", text="改写中的职责", by=cast.people.staff
    )
    assert tables.point_content(versions()[0], TODAY(), "post")["power"] == "受理转学申请，核对材料"


def test_a_point_of_a_leader_stands_under_the_unit(cast):
    _, revision = filled_form(cast, post=cast.posts.supervisor)
    confirm(cast, revision)
    assert tables.point_content(versions()[0], TODAY(), "post")["section"] == "和平区第一中学"


def test_the_table_numbers_its_rows(cast):
    _, revision = filled_form(cast, points=2)
    confirm(cast, revision)
    rows = tables.point_contents(versions(), TODAY(), "post")
    columns = tables.directory_columns()
    table = tables.directory_table(
        rows, Source.register(TODAY()), columns=columns, unit_name="和平区第一中学"
    )
    assert [row["serial"] for row in table.rows] == [1, 2]
    assert [cell.text for cell in next(table.lines())][:2] == ["1", "受理转学申请，核对材料"]


def test_rows_of_five_and_of_fifty_cost_the_same(cast):
    _, revision = filled_form(cast, points=50)
    confirm(cast, revision)
    ids = list(PointVersion.objects.values_list("pk", flat=True))

    def count(number):
        with CaptureQueriesContext(connection) as queries:
            points = RiskPoint.objects.filter(in_force__in=ids[:number])
            versions = PointVersion.objects.of_register(points)
            found = tables.point_contents(versions, TODAY(), "post")
            assert len(found) == number
        return len(queries)

    assert count(5) == count(50) <= 10
