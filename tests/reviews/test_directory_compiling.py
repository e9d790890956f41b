"""《廉政风险点和风险等级目录》: who compiles it, of what, and how it keeps up with the register."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.papers.models import Paper
from reviews import directory, filing
from tests.reviews.publishing import points_in_force

OFFICES = ("discipline_office", "prevention_office")


def begun(cast, by, *, unit=None, covers="unit"):
    unit = unit or cast.bureau
    return filing.start_directory(unit=unit, programme=cast.programme, covers=covers, by=by)


@pytest.mark.parametrize("compiler", OFFICES)
@pytest.mark.parametrize(
    ("role", "compilers"),
    [
        ("office", OFFICES),
        ("discipline", ("discipline_office",)),
        ("bureau_leader", ()),
        ("bureau_staff", ()),
        ("school_office", ()),
    ],
)
def test_the_seat_that_the_programme_names_compiles_and_the_office(cast, role, compilers, compiler):
    cast.programme.directory_compiler = compiler
    cast.programme.save()
    blank = Paper(kind="directory", unit=cast.bureau, programme=cast.programme)
    may = filing.may_fill(blank, getattr(cast.people, role), timezone.localdate())
    assert may is (compiler in compilers)


@pytest.mark.parametrize(("compiler", "begins"), [(OFFICES[0], True), (OFFICES[1], False)])
def test_the_discipline_office_begins_it_on_its_page_where_it_compiles(
    client, cast, compiler, begins
):
    cast.programme.directory_compiler = compiler
    cast.programme.save()
    client.force_login(cast.accounts.discipline)
    address = reverse("directory-start", args=[cast.bureau.pk])
    client.post(address, {"covers": "subtree"})
    assert Paper.objects.filter(kind="directory", covers="subtree").exists() is begins


@pytest.fixture
def points(cast):
    """In force: two of the large school, one of the bureau, one of the small school."""
    found = {"LARGE": list(points_in_force(cast, "public", "inside"))}
    for code, post in (("BUREAU", "bureau_staff"), ("SMALL", "small_staff")):
        found[code] = list(points_in_force(cast, "public", post=getattr(cast.posts, post)))
    return found


def compiled(paper):
    return [line.version for line in paper.current.point_lines.order_by("position")]


@pytest.mark.parametrize(
    ("unit", "covers", "units"),
    [
        ("school_large", "unit", ["LARGE", "LARGE"]),
        ("bureau", "unit", ["BUREAU"]),
        ("bureau", "subtree", ["BUREAU", "LARGE", "LARGE", "SMALL"]),
    ],
)
def test_it_holds_the_unit_or_all_under_it(cast, points, unit, covers, units):
    by = cast.people.school_office if unit == "school_large" else cast.people.office
    paper = begun(cast, by, unit=getattr(cast, unit), covers=covers)
    assert [version.point.unit.code for version in compiled(paper)] == units


def test_rows_overtaken_and_missing_are_counted_until_it_is_compiled_again(client, cast, points):
    paper = begun(cast, cast.people.office, covers="subtree")
    old = points["SMALL"][0]
    newer = _in_force_instead(old)
    late = points_in_force(cast, "public", post=cast.posts.other_staff)
    assert (directory.overtaken_count(paper.current), directory.missing_count(paper.current)) == (
        1,
        len(late),
    )
    client.force_login(cast.accounts.office)
    check = client.get(reverse("paper-check", args=[paper.pk])).text
    assert "有 1 行在编制之后已有更新" in check
    assert f"有 {len(late)} 个风险点在编制之后才生效" in check
    client.post(reverse("directory-compile", args=[paper.pk]))
    assert newer in compiled(paper)
    assert old not in compiled(paper)
    assert not [problem.text for problem in directory.problems(paper.current)]


def _in_force_instead(old):
    """The point of `old` with another version in force, as a later form would leave it."""
    point = old.point
    newer = type(old).objects.get(pk=old.pk)
    newer.pk = newer.id = None
    newer.base, newer.why = old, "写得更具体"
    newer.save()
    type(point).objects.filter(pk=point.pk).update(in_force=newer)
    return newer
