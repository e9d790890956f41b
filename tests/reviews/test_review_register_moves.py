"""The register moves while a directory or an amendment is under way, or after it was confirmed."""

import pytest

from powers import editing as power_editing
from registry.papers.models import Paper
from registry.papers.register import Overtaken
from reviews import directory, filing, publication
from reviews.kinds import kind_of
from reviews.models import PublicationRow
from reviews.refusals import NotReady
from risks import editing
from tests import way

PUBLIC, INSIDE = "public", "inside"


def start_directory(cast):
    return filing.start_directory(
        unit=cast.school_large,
        programme=cast.programme,
        covers="unit",
        by=cast.people.school_office,
    )


def amend_form(cast, act):
    """An amendment of the form in force, all the way into the register."""
    paper = way.begin_form(cast)
    act(paper, paper.current.point_lines.order_by("position").first().pk)
    way.sign_on(way.submit(paper, cast.people.staff))
    paper.refresh_from_db()
    if paper.state == "cleared":
        way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)


def reword(cast, **changes):
    def act(paper, line_id):
        content = way.point(7, **changes)
        editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line_id)

    amend_form(cast, act)


def strike(cast):
    def act(paper, line_id):
        editing.strike_point(paper=paper, line_id=line_id, why="取消", by=cast.people.staff)

    amend_form(cast, act)


def add_a_point(cast):
    def act(paper, line_id):
        editing.save_point(paper=paper, content=way.point(8), by=cast.people.staff)

    amend_form(cast, act)


def ready_directory(cast):
    way.confirmed_form(cast)
    paper = start_directory(cast)
    return way.sign_on(way.submit(paper, cast.people.school_office))


def test_a_directory_with_an_overtaken_row_is_not_confirmed(cast):
    paper = ready_directory(cast)
    reword(cast)
    with pytest.raises(Overtaken):
        way.confirm(paper, cast.people.principal)
    assert Paper.objects.get(pk=paper.pk).state == "ready"


def test_it_is_compiled_again_and_confirmed(cast):
    paper, office = ready_directory(cast), cast.people.school_office
    reword(cast)
    way.send_back(paper, cast.people.principal, why="台账已有更新，请重新编制")
    directory.compile_again(paper=paper, by=cast.people.school_office)
    way.sign_on(way.submit(paper, office))
    way.confirm(paper, cast.people.principal)
    rows = kind_of(paper).content.rows(paper.current)
    assert not any(row.details["overtaken"] for row in rows)


def test_a_directory_that_misses_a_new_point_is_not_handed_in(cast):
    way.confirmed_form(cast)
    paper = start_directory(cast)
    add_a_point(cast)
    with pytest.raises(NotReady):
        way.submit(paper, cast.people.school_office)
    directory.compile_again(paper=paper, by=cast.people.school_office)
    way.submit(paper, cast.people.school_office)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (strike, 1),
        (lambda cast: reword(cast, visibility="withheld", ground="国家秘密"), 1),
        (lambda cast: reword(cast), 2),
    ],
    ids=["struck since", "secret since", "reworded since"],
)
def test_what_may_no_longer_be_shown_is_not_published(cast, change, left):
    """Confirmed, not yet published, and meanwhile the register says: not this one."""
    paper = ready_directory(cast)
    way.confirm(paper, cast.people.principal)
    change(cast)
    done = publication.publish(paper=paper, edition=INSIDE, by=cast.people.school_office)
    assert done.row_count == left
    left_out = sum(each.count for each in publication.left_out_of(paper, INSIDE))
    assert left + left_out == paper.current.point_lines.count()


# --- catalogues --------------------------------------------------------------------------


def names(published):
    rows = PublicationRow.objects.filter(publication=published).order_by("position")
    return [content["name"] for content in rows.values_list("content", flat=True)]


def amended_catalogue(cast, act):
    way.confirmed_catalogue(cast, "学籍异动审核", "奖学金评定")
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    assert not paper.whole
    act(paper)
    way.sign_on(way.submit(paper, keeper))
    way.confirm(paper, cast.people.principal)
    return Paper.objects.get(pk=paper.pk)


def publish(cast, paper, edition=PUBLIC):
    return publication.publish(paper=paper, edition=edition, by=cast.people.school_office)


def test_an_amended_catalogue_is_published_whole(cast):
    def add(paper):
        content = way.power("招生资格审核", cast.sections.teaching)
        power_editing.add_power(paper=paper, content=content, by=cast.people.keeper)

    first = Paper.objects.filter(kind="catalogue")
    paper = amended_catalogue(cast, add)
    assert first.count() == 2
    assert names(publish(cast, paper)) == ["学籍异动审核", "奖学金评定", "招生资格审核"]


def test_an_amendment_that_strikes_one_power_publishes_the_others(cast):
    def strike_first(paper):
        power_editing.catch_up(paper=paper, by=cast.people.keeper)
        line = paper.current.power_lines.order_by("serial").first()
        power_editing.strike_power(
            paper=paper, line_id=line.pk, why="已下放", by=cast.people.keeper
        )

    paper = amended_catalogue(cast, strike_first)
    assert names(publish(cast, paper)) == ["奖学金评定"]
    assert [(each.reason, each.count) for each in publication.left_out_of(paper, PUBLIC)] == [
        ("本年度取消（销号）", 1)
    ]


def test_internal_powers_stand_behind_external_ones(cast):
    def add(paper):
        for name, side in (("大额采购决定", "internal"), ("招生资格审核", "external")):
            content = way.power(name, cast.sections.teaching, side=side)
            power_editing.add_power(paper=paper, content=content, by=cast.people.keeper)

    paper = amended_catalogue(cast, add)
    assert names(publish(cast, paper, INSIDE)) == [
        "学籍异动审核",
        "奖学金评定",
        "招生资格审核",
        "大额采购决定",
    ]
