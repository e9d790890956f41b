"""A hidden entry, or an answer to a questionnaire, leaves no mark outside circles (a) and (b) of
design §4 (ADR 0056, 0059).

The same world with and without entries of the discipline office: entered and linked to a post that
the assessment looks at, with a file, opened, assessed, changed and withdrawn. For everybody else,
the prevention offices with their assessments and figures included, every page and file is the same
to the byte. How pages are compared is `test_three_circles`.
"""

import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.notifying import notify
from registry.trail.models import SEALED_CHAIN, TrailEntry
from reviews import reminding
from reviews.assessment import gathering
from reviews.cycle import monitoring
from reviews.questionnaires.models import Sheet
from reviews.sources import entering
from reviews.sources.models import Source
from tests.architecture.access_posts import scan
from tests.architecture.access_world import World
from tests.architecture.duties_of_days import rows_after_days
from tests.architecture.test_access import undone
from tests.architecture.test_three_circles import addresses, code_of, nothing_random, pages_of
from tests.questionnaires import hands
from tests.reviews.test_opinions import rows_of_all_tables
from tests.sources.factory import posted

# One worker makes the world, once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("entries")]

# Both offices of prevention, whose circle (b) rests on facts; the post it is about; leaders; those
# who keep the system; nobody.
OUTSIDE = [
    *("office", "school_office", "staff", "principal", "bureau_leader", "auditor", "superuser"),
    "anonymous",
]
HIDDEN = "金丝雀情况三一六"
INSIDE = {
    *("sources_source", "sources_sourceearlier", "sources_sourcelink", "sources_sourcefile"),
    "files_storedfile",
    *("questionnaires_sheet", "questionnaires_answer"),
}
# The sealed chain of the trail and its head; sessions; the counters of SQLite.
BESIDE = {"trail_trailentry", "trail_trailhead", "django_session", "sqlite_sequence"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch, counted_menu):
    monkeypatch.setattr("reviews.printing.print_paper", lambda *args, **kwargs: None)
    with time_machine.travel(timezone.now(), tick=False):
        yield


def enter(world):
    """By the pages, as the discipline office does it: three that stand, one withdrawn again."""
    client = world.client("discipline")
    for post in (world.posts.staff, world.posts.other_section_head, world.posts.principal):
        source = _entered(world, client)
        page = reverse("source-detail", args=[source.pk])
        linked = {"kind": "post", "target": post.pk}
        assert client.post(reverse("source-link", args=[source.pk]), linked).status_code == 302
        file = {"file": scan()}
        assert client.post(reverse("source-attach", args=[source.pk]), file).status_code == 302
        assert HIDDEN in client.get(page).text
        scored = client.get(reverse("assessment-post", args=[post.pk])).text
        assert "风险信息（高）" in scored
    why = {"why": f"{HIDDEN}重复"}
    assert client.post(reverse("source-withdraw", args=[source.pk]), why).status_code == 302
    assert client.get(reverse("assessment")).status_code == 200
    hands.answer(world.asked, 6, text=HIDDEN)


def _entered(world, client):
    stamp = client.get(reverse("source-add")).context["form"]["stamp"].value()
    sent = posted(world.cast, text=HIDDEN) | {"stamp": stamp}
    assert client.post(reverse("source-add"), sent).status_code == 302
    return Source.objects.latest("number")


def differing(world, role, asked):
    before = pages_of(world, role, asked)
    with undone():
        enter(world)
        after = pages_of(world, role, asked)
    assert all(status < 500 for status, _ in before.values())
    return [address for address, page in after.items() if page != before[address]]


@pytest.mark.walk
@pytest.mark.parametrize("role", OUTSIDE)
def test_every_page_is_the_same_with_and_without_entries(world, role):
    asked = list(addresses(world, role))
    assert len(asked) > 15
    assert differing(world, role, asked) == []


def test_a_page_that_counted_answers_would_be_found(world, monkeypatch):
    """The control of the sheets: one number of the menu counts them."""
    counts = {"publicity-list": f"{__name__}.sheets"}
    monkeypatch.setattr(settings, "NAVIGATION_COUNTS", counts)
    asked = [world.address("inbox")]
    assert differing(world, "school_office", asked) == asked


def sheets(person):
    return Sheet.objects.count()


def test_a_page_that_told_would_be_found(world, monkeypatch):
    """The control: one number of the menu counts the entries."""
    counts = {"publicity-list": f"{__name__}.leak"}
    monkeypatch.setattr(settings, "NAVIGATION_COUNTS", counts)
    asked = [world.address("inbox"), world.address("check")]
    assert differing(world, "school_office", asked) == asked[:1]


def leak(person):
    return Source.objects.count()


def test_an_assessment_that_read_more_would_be_found(world, monkeypatch):
    """The control: the prevention office is given what the discipline office may see."""
    seen = gathering.signals_of
    asked = [world.address("assessment")]
    assert differing(world, "school_office", asked) == []
    monkeypatch.setattr(
        gathering,
        "signals_of",
        lambda reach, units: seen(read_reach(world.people.discipline, timezone.localdate()), units),
    )
    assert differing(world, "school_office", asked) == asked


BOARD = reverse_lazy("cycle-board")


def test_the_board_of_the_cycle_shows_them_to_the_office_that_received_them(world):
    """The control of the walk: it is the same board that everybody else gets unchanged."""
    assert differing(world, "discipline", [str(BOARD)]) == [str(BOARD)]
    assert differing(world, "office", [str(BOARD)]) == []


def test_a_board_that_counted_them_for_others_would_be_found(world, monkeypatch):
    """The control: the signals are counted as the discipline office reads them, for anybody."""
    seen = monitoring.signals_of
    told = read_reach(world.people.discipline, timezone.localdate())
    monkeypatch.setattr(monitoring, "signals_of", lambda reach, *more: seen(told, *more))
    assert differing(world, "office", [str(BOARD)]) == [str(BOARD)]


def changed_by_entries(world):
    with undone():
        before, last = rows_of_all_tables(), TrailEntry.objects.latest("pk").pk
        enter(world)
        after = rows_of_all_tables()
        chains = set(TrailEntry.objects.filter(pk__gt=last).values_list("chain", flat=True))
    return {table for table, rows in after.items() if rows != before[table]}, chains


def test_no_row_of_any_other_table_tells_of_them(world):
    changed, chains = changed_by_entries(world)
    assert {"sources_source", "sources_sourcelink", "trail_trailentry"} <= changed
    assert changed <= INSIDE | BESIDE
    assert chains == {SEALED_CHAIN}


def test_a_row_that_told_would_be_found(world, monkeypatch):
    """The control: entering one tells the head of the unit, as much else does."""
    make = entering.enter

    def told(*, facts, by, missive=None):
        source = make(facts=facts, by=by, missive=missive)
        people = [world.people.principal]
        notify(people=people, text="有新情况", url="/inbox/", key=str(source.pk), kind="paper")
        return source

    monkeypatch.setattr(entering, "enter", told)
    changed, _ = changed_by_entries(world)
    assert "notices_notice" in changed


def told_by_the_clock(world):
    """The tables that differ when the duties of some days were done with and without entries."""
    with undone(), nothing_random():
        before = rows_after_days()
    with undone():
        enter(world)
        with nothing_random():
            after = rows_after_days()
    return {table for table, rows in after.items() if rows != before[table]}


@pytest.mark.walk
def test_no_duty_of_the_days_after_tells_of_them(world):
    """Reminders, tasks, digests, whatever comes round."""
    assert told_by_the_clock(world) <= INSIDE | BESIDE


@pytest.mark.walk
def test_a_duty_that_told_would_be_found(world, monkeypatch):
    """The control: the reminders of steps count what the discipline office received."""

    def told(day):
        text = f"{Source.objects.count()} 条"
        notify(people=[world.people.principal], text=text, url="/inbox/", key=f"sources:{day}")

    monkeypatch.setattr(reminding, "remind_of_opinions", told)
    assert "notices_notice" in told_by_the_clock(world)


# Who may know of sheets and answers.
KNOW_ANSWERS = (
    "reviews/questionnaires/",
    "reviews/views/public/questionnaires.py",
    "reviews/demo/questionnaires.py",
    "reviews/sources/views/desk.py",
    "reviews/due.py",
    "config/",
)
ANSWERS = re.compile(r"\breviews\.questionnaires\b|\b(Questionnaire|Sheet|Answer)\.objects\b")
# Who may know of entries at all: circle (a), circle (b), the demo, and where the parts are listed.
KNOW = (
    "reviews/sources/",
    "reviews/assessment/",
    "reviews/cycle/monitoring.py",
    "reviews/demo/sources.py",
    "config/",
)
WORDS = re.compile(r"\breviews\.sources\b|\bSource(Link|File|Order|Earlier)?\.objects\b")


def readers(root, packages, words=WORDS):
    return {
        str(path.relative_to(root))
        for package in packages
        for path in (root / package).rglob("*.py")
        if words.search(code_of(path))
    }


def test_no_other_module_reads_them():
    found = readers(Path(settings.BASE_DIR), ("config", "registry", "powers", "risks", "reviews"))
    assert {name for name in found if not name.startswith(KNOW)} == set()
    assert "reviews/assessment/gathering.py" in found


def test_no_other_module_reads_questionnaires():
    packages = ("config", "registry", "powers", "risks", "reviews")
    found = readers(Path(settings.BASE_DIR), packages, ANSWERS)
    assert {name for name in found if not name.startswith(KNOW_ANSWERS)} == set()
    assert "reviews/questionnaires/results.py" in found


def test_a_module_that_read_them_would_be_found(tmp_path):
    """The control."""
    spoiled = tmp_path / "reviews" / "progress.py"
    spoiled.parent.mkdir()
    spoiled.write_text("from reviews.sources.models import Source\n")
    assert readers(tmp_path, ["reviews"]) == {"reviews/progress.py"}
    assert readers(tmp_path, ["reviews"], ANSWERS) == set()
    spoiled.write_text("from reviews.questionnaires.models import Sheet\n")
    assert readers(tmp_path, ["reviews"], ANSWERS) == {"reviews/progress.py"}
