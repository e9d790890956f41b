"""Each number of the board is the length of the list it leads to, for whoever reads it."""

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from reviews.cycle import bars, prevention, trend
from reviews.cycle.numbers import Number
from risks.heat import Tally
from tests.architecture.access_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("cycle")]
READERS = ["section_head", "supervisor", "principal", "school_office", "office", "discipline"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def boards(world, role):
    for unit in (world.cast.school_large, world.cast.bureau):
        page = world.client(role).get(reverse("cycle-board"), {"unit": unit.pk})
        assert page.status_code == 200
        yield page.context


def numbers_of(found):
    """Every number with a link, wherever it stands in what the page was given."""
    if isinstance(found, Number | Tally):
        return [found] if found.url else []
    if isinstance(found, list | tuple):
        return [number for each in found for number in numbers_of(each)]
    fields = getattr(found, "__dataclass_fields__", ())
    return [number for name in fields for number in numbers_of(getattr(found, name))]


def length_of(world, role, url):
    context = world.client(role).get(url).context
    if "page" in context:
        return context["page"].count
    return context["page_obj"].paginator.count


def differing(world, role):
    """(what the board says, what the list holds) where they differ, and which lists were asked."""
    wrong, asked = [], set()
    for context in boards(world, role):
        for part in ("lines", "looking", "signals", "warnings", "acts", "trend", "heat"):
            for each in numbers_of(context[part]):
                asked.add(resolve(each.url.split("?")[0]).url_name)
                length = length_of(world, role, each.url)
                if length != each.number:
                    wrong.append((each, length))
    return wrong, asked


@pytest.mark.walk
@pytest.mark.parametrize("role", READERS)
def test_each_number_is_the_length_of_its_list(world, role):
    wrong, _ = differing(world, role)
    assert wrong == []


def test_every_kind_of_list_is_led_to(world):
    _, asked = differing(world, "discipline")
    assert asked >= {"source-list", "warning-list", "disposal-list", "point-list", "cycle-points"}
    assert asked >= {"task-list", "activity-list", "commitment-list"}
    assert asked >= {"arrival-list", "alert-list", "inspection-list"}


def test_a_number_that_was_wrong_would_be_found(world, monkeypatch):
    """The control."""
    counted = trend._number
    monkeypatch.setattr(
        trend, "_number", lambda unit, year, number, *level: counted(unit, year, number + 1, *level)
    )
    assert differing(world, "principal")[0]


@pytest.mark.parametrize("role", ["section_head", "supervisor", "principal", "school_office"])
def test_signals_are_shown_to_no_other_seat(world, role):
    for context in boards(world, role):
        assert context["signals"] is None


def test_the_office_above_reads_what_it_received_on_its_own_board_alone(world):
    large, bureau = boards(world, "discipline")
    assert large["signals"] is None
    assert bureau["signals"].rows


def test_who_answers_for_nothing_has_no_board(world):
    assert world.client("staff").get(reverse("cycle-board")).status_code == 403


def test_the_share_is_of_what_was_to_be_done():
    line = prevention.Line("任务", Number(8), Number(2), Number(1), "已过期")
    assert line.share == 25
    assert prevention.Line("任务", Number(0), Number(0), Number(0), "已过期").share is None


def test_bars_are_as_high_as_their_numbers():
    chart = bars.chart_of([("一月", [2, 1]), ("二月", [6, 0]), ("三月", [0, 0])])
    heights = [[part.height for part in bar.parts] for bar in chart.bars]
    assert heights == [[40, 20], [120], []]
    assert [bar.total for bar in chart.bars] == [3, 6, 0]
    assert bars.chart_of([("一月", [0])]) is None
