"""The level that remains after the measures: what it may be, and every place it is shown."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Programme, Scale, ScaleLevel
from registry.papers.models import Revision
from reviews.printed_form import columns_of
from reviews.printing import form_sheet
from risks import editing, form
from risks.grading import problem_after
from risks.ledgers import SHEETS
from risks.models import PointVersion
from tests.cast import make_programme

from .factory import add_point, confirm, filled_form, make_form, sample_point
from .pages import address, nine_fields, post_new, shown, stamped


def level(rank, scale=1):
    return ScaleLevel(rank=rank, scale_id=scale, label=f"第 {rank} 级")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (level(3), None, ""),
        (None, None, ""),
        (level(3), level(3), ""),
        (level(3), level(1), ""),
        (level(1), level(1), ""),
        (level(2), level(3), "不能高于"),
        (level(1), level(2), "不能高于"),
        (None, level(1), "请先评定"),
        (level(3), level(1, scale=2), "不在同一张等级表"),
    ],
)
def test_it_is_never_above_the_level_before(before, after, said):
    text = problem_after(before, after)
    assert (said in text) if said else text == ""


@pytest.fixture
def asked(cast):
    """The year asks for the level after the measures."""
    Programme.objects.filter(pk=cast.programme.pk).update(asks_level_after=True)
    cast.programme.refresh_from_db()
    return {one.rank: one for one in cast.scale.levels.all()}


def only(revision):
    return revision.point_lines.get().version


# --- the form ------------------------------------------------------------------------------------


def test_a_year_that_does_not_ask_has_no_such_field(client, cast):
    paper, _ = make_form(cast)
    client.force_login(cast.people.staff.account)
    assert "level_after" not in shown(client.get(address("paper-row-add", paper)))


@pytest.mark.parametrize(("rank", "status"), [(1, 302), (2, 302), (3, 422)])
def test_the_form_takes_a_level_up_to_the_proposed_one(client, cast, asked, rank, status):
    paper, revision = make_form(cast)
    client.force_login(cast.people.staff.account)
    answer = post_new(client, paper, level_after=str(asked[rank].pk))
    assert answer.status_code == status
    if status == 302:
        assert only(revision).level_after == asked[rank]
    else:
        assert "措施后等级不能高于风险等级二级（中）" in shown(answer)
        assert not revision.point_lines.exists()


def test_it_is_there_again_when_the_row_is_opened(client, cast, asked):
    paper, _ = make_form(cast)
    line = add_point(cast, paper, level_after=asked[1].pk)
    client.force_login(cast.people.staff.account)
    page = shown(client.get(address("paper-row", paper, line)))
    field = page[page.index('name="level_after"') :].split("</select>")[0]
    assert f'value="{asked[1].pk}" selected' in field


def test_a_year_that_does_not_ask_keeps_what_an_earlier_one_said(client, cast, asked):
    paper, revision = make_form(cast)
    line = add_point(cast, paper, level_after=asked[1].pk)
    Programme.objects.update(asks_level_after=False)
    client.force_login(cast.people.staff.account)
    url = address("paper-row", paper, line)
    assert client.post(url, {**stamped(client, url), **nine_fields()}).status_code == 302
    assert only(revision).level_after == asked[1]


def test_but_not_above_a_level_that_has_come_down(cast, asked):
    paper, revision = make_form(cast)
    line = add_point(cast, paper, level_after=asked[2].pk)
    Programme.objects.update(asks_level_after=False)
    editing.save_point(
        paper=paper,
        content=sample_point(answers={"likelihood": 1, "severity": 1}, level_after=asked[2].pk),
        by=cast.people.staff,
        line_id=line.pk,
    )
    version = only(revision)
    assert (version.level.rank, version.level_after) == (1, None)


def test_a_draft_without_a_level_has_none_after(cast, asked):
    paper, revision = make_form(cast)
    add_point(cast, paper, answers={}, level_after=asked[1].pk)
    assert (only(revision).level, only(revision).level_after) == (None, None)


def test_the_database_wants_a_level_before(cast, asked):
    paper, revision = make_form(cast)
    add_point(cast, paper, answers={})
    with pytest.raises(IntegrityError), transaction.atomic():
        PointVersion.objects.filter(lines__revision=revision).update(level_after=asked[1])


# --- handing in, the register, the next year -----------------------------------------------------


@pytest.mark.parametrize(("rank", "handed_in"), [(1, True), (2, True), (3, False)])
def test_a_form_is_not_handed_in_with_one_above(cast, asked, rank, handed_in):
    _, revision = filled_form(cast)
    line = revision.point_lines.get()
    PointVersion.objects.filter(pk=line.version_id).update(level_after=asked[rank])
    texts = [problem.text for problem in form.problems(revision)]
    assert any("不能高于" in text for text in texts) != handed_in


def test_the_next_year_begins_with_it_and_shows_what_changed(cast, asked):
    paper, revision = make_form(cast)
    add_point(cast, paper, level_after=asked[2].pk)
    confirm(cast, revision)
    next_year = make_programme(cast.bureau, cast.year + 1, asks_level_after=True)
    paper, revision = make_form(cast, programme=next_year)
    line = revision.point_lines.get()
    assert line.version.level_after == asked[2]
    editing.save_point(
        paper=paper,
        content=sample_point(level_after=asked[1].pk),
        by=cast.people.staff,
        line_id=line.pk,
    )
    (row,) = form.rows(revision)
    (difference,) = (d for d in row.details["differences"] if d.label == "措施后等级")
    assert (difference.old, difference.new) == ("二级（中）", "三级（低）")


def test_a_frozen_level_after_stays(cast, asked):
    paper, revision = make_form(cast)
    add_point(cast, paper, level_after=asked[2].pk)
    confirm(cast, revision)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointVersion.objects.filter(lines__revision=revision).update(level_after=asked[1])


# --- where it is shown ---------------------------------------------------------------------------


def test_the_reader_of_the_paper_and_of_the_register_see_it(client, cast, asked):
    paper, revision = make_form(cast)
    add_point(cast, paper, level_after=asked[1].pk)
    client.force_login(cast.people.staff.account)
    assert "措施后" in shown(client.get(address("paper-edit", paper)))
    confirm(cast, revision)
    point = revision.point_lines.get().version.point_id
    for url in (address("paper-detail", paper), "/points/", f"/points/{point}/"):
        assert "措施后" in shown(client.get(url)), url


@pytest.mark.parametrize("name", ["overview", "ledger"])
@pytest.mark.parametrize("said", [True, False])
def test_the_sheets_have_a_column_where_a_point_says_one(cast, asked, name, said):
    paper, revision = make_form(cast)
    add_point(cast, paper, level_after=asked[1].pk if said else None)
    confirm(cast, revision)
    today = timezone.localdate()
    form_ = SHEETS[name].asks({}, reach=read_reach(cast.people.principal, today))
    table = SHEETS[name].draw(form_, list(SHEETS[name].items(form_)), today)
    titles = [column.title for column in table.columns]
    assert ("措施后等级" in titles) == said
    if said:
        assert titles.index("措施后等级") == titles.index("风险等级") + 1
        assert table.rows[0]["after"] == "三级（低）"


@pytest.mark.parametrize("asks", [True, False])
def test_the_printed_form_has_a_column_where_the_year_asks(cast, asked, asks):
    Programme.objects.update(asks_level_after=asks)
    paper, revision = make_form(cast, programme=Programme.objects.get(pk=cast.programme.pk))
    add_point(cast, paper, level_after=asked[1].pk)
    sheet = form_sheet(paper, revision)
    columns = columns_of(sheet)
    assert sum(column.width for column in columns) == 165
    assert ("措施后级别" in [column.title for column in columns]) == asks
    assert [row.after for duty in sheet.duties for row in duty.rows] == ["三级"]


def test_levels_of_an_earlier_scale_are_left_alone(cast, asked):
    """Both come from last year's scale: nobody is asked to choose again what nobody changed."""
    other = Scale.objects.create(name="旧表")
    old = [ScaleLevel.objects.create(scale=other, rank=n, label=f"旧 {n}") for n in (1, 2)]
    _, revision = filled_form(cast)
    PointVersion.objects.filter(lines__revision=revision).update(
        level=old[1], level_after=old[0], proposed=None
    )
    assert not [
        p for p in form.problems(Revision.objects.get(pk=revision.pk)) if "措施后" in p.text
    ]
