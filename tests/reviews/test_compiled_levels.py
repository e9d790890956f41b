"""Sums of a unit above count by its own levels; what is not mapped is told, never guessed."""

import pytest
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Programme, Scale, ScaleLevel
from registry.papers.models import Paper
from reviews import directory, exporting, publication
from risks.background import register_table
from risks.compiled_levels import CompiledLevels
from risks.filters import PointFilter
from risks.ledgers import SHEETS
from risks.models import PointVersion
from tests.risks.factory import add_point, confirm, make_form

from .publishing import confirmed_directory

TODAY = timezone.localdate


@pytest.fixture
def mixed(cast):
    """The large school grades by the bureau's three levels, the small one by 高 中 低 of its own.

    Returns the two levels used there: 高, mapped onto 二级, and 低, mapped onto nothing.
    """
    scale = Scale.objects.create(name="高中低", unit=cast.school_small)
    middle = cast.scale.levels.get(rank=2)
    high = ScaleLevel.objects.create(scale=scale, rank=2, label="高", colour="red", maps_to=middle)
    low = ScaleLevel.objects.create(scale=scale, rank=1, label="低", colour="blue")
    for post, levels in ((cast.posts.staff, (None,)), (cast.posts.small_staff, (high, low))):
        paper, revision = make_form(cast, post=post)
        for number, level in enumerate(levels):
            add_point(cast, paper, risk=f"放宽第 {number} 类条件")
            if level:
                line = revision.point_lines.last()
                PointVersion.objects.filter(pk=line.version_id).update(level=level, proposed=None)
        confirm(cast, revision)
    return high, low


def table_for(person, name, **query):
    asked = SHEETS[name].asks(query, reach=read_reach(person, TODAY()))
    return SHEETS[name].draw(asked, list(SHEETS[name].items(asked)), TODAY())


def counted(table):
    return {
        column.title: table.rows[-1][column.key]
        for column in table.columns
        if column.key.startswith("level")
    }


def test_the_summary_of_the_bureau_counts_by_its_own_levels(cast, mixed):
    table = table_for(cast.people.office, "summary")
    assert counted(table) == {"二级（中）": 2, "未对应等级": 1}
    assert table.rows[-1]["points"] == 3
    assert "高 按 二级（中）" in table.notes[0]
    assert "还没有说明对应" in table.notes[1]
    assert table.notes[1].endswith("低。请所在单位在等级表里补上对应。")


def test_without_anything_unmapped_there_is_no_such_column(cast, mixed):
    low = mixed[1]
    low.maps_to = cast.scale.levels.get(rank=1)
    low.save()
    table = table_for(cast.people.office, "summary")
    assert counted(table) == {"二级（中）": 2, "三级（低）": 1}
    assert len(table.notes) == 1


def test_a_unit_reads_its_own_words(cast, mixed):
    """Only the small school is asked for, and its year goes by its own scale."""
    high, _ = mixed
    Programme.objects.create(
        unit=cast.school_small,
        year=cast.year,
        name="本校方案",
        scale=high.scale,
        scheme=cast.programme.scheme,
    )
    table = table_for(cast.people.office, "summary", unit=str(cast.school_small.pk))
    assert counted(table) == {"高": 1, "低": 1}
    assert table.notes == ()


@pytest.mark.parametrize("name", ["overview", "ledger"])
def test_the_sheets_tell_the_level_of_who_compiles(cast, mixed, name):
    table = table_for(cast.people.office, name)
    assert [row["level"] for row in table.rows] == ["二级（中）", "二级（中）", "低（未对应）"]
    assert [row["level_rank"] for row in table.rows] == [2, 2, None]
    assert table.notes


def test_the_exported_register_too(cast, mixed):
    asked = PointFilter({}, reach=read_reach(cast.people.office, TODAY()))
    table = register_table(asked, TODAY())
    assert [row["level"] for row in table.rows] == ["二级（中）", "二级（中）", "低（未对应）"]
    table = exporting.register_directory(unit=cast.bureau, person=cast.people.office)
    assert [row["level"] for row in table.rows] == ["二级（中）", "二级（中）", "低（未对应）"]


def test_a_level_met_only_after_the_measures_is_in_the_notes_too(cast, mixed):
    """高 and 低 are mapped; 微 is not, and remains after the measures only."""
    high, low = mixed
    ScaleLevel.objects.filter(pk=low.pk).update(maps_to=cast.scale.levels.get(rank=1))
    slight = ScaleLevel.objects.create(scale=high.scale, rank=3, label="微", colour="blue")
    paper, revision = make_form(cast, post=cast.posts.small_staff, whole=False)
    line = add_point(cast, paper, risk="放宽又一类条件")
    said = {"level": high, "level_after": slight, "proposed": None}
    PointVersion.objects.filter(pk=line.version_id).update(**said)
    confirm(cast, revision)
    office = cast.people.office
    asked = PointFilter({}, reach=read_reach(office, TODAY()))
    for table in (
        table_for(office, "ledger"),
        register_table(asked, TODAY()),
        exporting.register_directory(unit=cast.bureau, person=office),
    ):
        assert "微（未对应）" in [row.get("after") for row in table.rows]
        assert "还没有说明对应" in table.notes[1]
    assert counted(table_for(office, "summary")) == {"二级（中）": 3, "三级（低）": 1}


def test_the_directory_is_compiled_by_ranks_and_says_what_is_missing(cast, mixed):
    paper = confirmed_directory(cast, unit=cast.bureau, covers="subtree")
    paper = Paper.objects.get(pk=paper.pk)
    rows = directory.rows(paper.current)
    assert [row.details["content"]["level"] for row in rows] == [
        *("二级（中）", "二级（中）", "低（未对应）")
    ]
    (problem,) = directory.problems(paper.current)
    assert "高中低的“低”" in problem.text
    low = mixed[1]
    low.maps_to = cast.scale.levels.get(rank=1)
    low.save()
    assert not list(directory.problems(paper.current))
    entries = publication.entries_of(paper, "inside")
    assert [entry.content["level"] for entry in entries] == [
        *("二级（中）", "二级（中）", "三级（低）")
    ]
    assert [entry.content["level_rank"] for entry in entries] == [2, 2, 1]


def test_what_nobody_compiles_is_told_as_it_is(cast, mixed):
    levels = CompiledLevels(None)
    assert [levels.text(level) for level in mixed] == ["高", "低"]
    assert levels.text(None) == ""
    assert levels.notes(mixed) == ()
