"""The level after the measures in directories: an eighth column inside, never before the public."""

import pytest
from django.utils import timezone

from registry.access.reach import read_reach
from registry.papers.models import Paper
from registry.tables.formats import FORMATS
from reviews import exporting, publication
from reviews.models import Publication
from reviews.printing import paper_table
from risks.background import register_table
from risks.filters import PointFilter
from tests.risks.factory import add_duty, add_point, confirm, make_form
from tests.stage import staged

from .publishing import INSIDE, PUBLIC, confirmed_directory

TITLE, SAID = "措施后等级", "三级（低）"


def _directory(cast, *, graded):
    """Two public points in force, the second graded after its measures if `graded`; compiled."""
    low = cast.scale.levels.get(rank=1)
    paper, revision = make_form(cast)
    duty = add_duty(cast, paper).version.duty_id
    add_point(cast, paper, duty=duty, visibility="public")
    after = low.pk if graded else None
    add_point(cast, paper, duty=duty, risk="漏收材料", visibility="public", level_after=after)
    confirm(cast, revision)
    return confirmed_directory(cast)


staged_graded = staged(lambda cast: _directory(cast, graded=True))


def test_nobody_graded_so_there_are_seven_columns(cast):
    """The control: no row says such a level."""
    paper = Paper.objects.get(pk=_directory(cast, graded=False).pk)
    for edition in (INSIDE, PUBLIC):
        found = publication.publish(paper=paper, edition=edition, by=cast.people.school_office)
        assert TITLE not in dict(found.head["columns"]).values()
    assert TITLE not in titles_of(paper_table(paper, paper.current))


@pytest.fixture
def paper(staged_graded, db):
    return Paper.objects.get(pk=staged_graded.pk)


def titles_of(table):
    return [column.title for column in table.columns]


@pytest.mark.parametrize(("edition", "columns"), [(INSIDE, 9), (PUBLIC, 8)])
def test_the_public_edition_keeps_the_seven_behind_the_serial_number(cast, paper, edition, columns):
    found = publication.publish(paper=paper, edition=edition, by=cast.people.school_office)
    found = Publication.objects.get(pk=found.pk)
    table = exporting.table_of(found)
    assert len(table.columns) == columns
    assert (TITLE in titles_of(table)) == (edition == INSIDE)
    rows = [row.content for row in found.rows.order_by("position")]
    said = [None, SAID] if edition == INSIDE else [None, None]
    assert [row.get("after") for row in rows] == said
    assert ("after_colour" in rows[1]) == (edition == INSIDE)


@pytest.mark.parametrize("format_name", ["csv", "json"])
@pytest.mark.parametrize("edition", [INSIDE, PUBLIC])
def test_so_do_its_files(cast, paper, format_name, edition):
    found = publication.publish(paper=paper, edition=edition, by=cast.people.school_office)
    text = exporting.written(exporting.table_of(found), format_name).decode("utf-8-sig")
    assert (TITLE in text) == (edition == INSIDE)


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_the_directory_as_a_paper_is_written_with_it_in_every_format(paper, format_name):
    table = paper_table(paper, paper.current)
    assert titles_of(table)[3:5] == ["风险等级", TITLE]
    assert [row.get("after", "") for row in table.rows] == ["", SAID]
    assert len(exporting.written(table, format_name)) > 100


def test_what_was_published_before_keeps_its_columns(cast, paper):
    """A head frozen with seven columns draws seven, whatever rows say."""
    found = publication.publish(paper=paper, edition=INSIDE, by=cast.people.school_office)
    found.head = {"columns": [c for c in found.head["columns"] if c[0] != "after"]}
    assert TITLE not in titles_of(exporting.table_of(found))


def test_the_register_has_it_in_its_exports(cast, paper):
    asked = PointFilter({}, reach=read_reach(cast.people.school_office, timezone.localdate()))
    by_job = register_table(asked, timezone.localdate())
    by_command = exporting.register_directory(
        unit=cast.school_large, person=cast.people.school_office
    )
    for table in (by_job, by_command):
        assert titles_of(table)[3:5] == ["风险等级", TITLE]
        assert [row.get("after", "") for row in table.rows] == ["", SAID]


def test_pages_show_it_inside_and_the_preview_tells_the_editions_apart(client, cast, paper):
    client.force_login(cast.people.school_office.account)
    assert "措施后" in client.get(f"/papers/{paper.pk}/").content.decode()
    page = client.get(f"/papers/{paper.pk}/publish/").content.decode()
    assert page.count(f">{TITLE}</span></th>") == 1  # of two previews the inside one
    found = publication.publish(paper=paper, edition=INSIDE, by=cast.people.school_office)
    page = client.get(f"/publications/{found.number}/").content.decode()
    assert f">{TITLE}</span></th>" in page
    assert f"</i>{SAID}</span>" in page
