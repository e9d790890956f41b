"""A warning and an act leave no mark outside their circle (design §4, circle (c); ADR 0055).

The same world with and without one more matter: issued, replied, handed in, looked at again, raised
one step, lifted. Every page of the access table and of the admin is the same to the byte for
whoever is none of its circle, and no row of any table changed but those that the circle reads.
Then the whole matter is handed over: for those who were named on it, too, it is as if it had never
been there.
"""

import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.notices.models import Notice
from registry.trail.models import SEALED_CHAIN, TrailEntry
from registry.trail.recording import record
from reviews.cycle import monitoring
from reviews.disposal import issuing, proceeding
from reviews.disposal.models import Disposal
from tests.architecture.access_world import World
from tests.architecture.test_access import undone
from tests.architecture.test_three_circles import addresses, code_of, pages_of
from tests.disposal import factory
from tests.reviews.test_opinions import rows_of_all_tables

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("acts")]

# Who is nearest to the post and the unit, the trail and the set-up; and nobody.
OUTSIDE = [
    *("section_head", "principal", "group", "school_office", "keeper"),
    *("office", "bureau_leader", "small_office"),
    *("auditor", "system_admin", "superuser", "anonymous"),
]
CIRCLE = {
    "disposal_disposal",
    "disposal_postwarning",
    "disposal_move",
    "disposal_reply",
    "disposal_evidence",
    "disposal_receipt",
}
# The sealed chain, the file that was handed in, and what each is told of their own.
BESIDE = {
    *("trail_trailentry", "trail_trailhead", "files_storedfile", "notices_notice"),
    *("sqlite_sequence", "django_session"),
}
HIDDEN = "金丝雀处置六一八"


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


def matter(world):
    """All that can become of a matter; to another of the school than the acts of the world."""
    cast = world.cast
    to = issuing.Addressee(cast.school_large, cast.people.teacher, cast.posts.teacher)
    warning = factory.warned(cast, "orange", post=cast.posts.teacher, grounds=HIDDEN)
    said = {"why": HIDDEN, "demand": HIDDEN, "warning": warning}
    act = factory.issued(cast, to=to, **said)
    by, office = cast.people.teacher, cast.people.discipline
    proceeding.sign(act=act, by=cast.people.supervisor)
    texts = dict.fromkeys(proceeding.TEXTS, HIDDEN)
    proceeding.reply(act=act, texts=texts, by=by)
    proceeding.rectify(act=act, said=HIDDEN, uploads=[factory.evidence(f"{HIDDEN}.pdf")], by=by)
    higher = proceeding.higher_steps(act, office).get(name="诫勉谈话")
    raised = proceeding.raised(act=act, step=higher, said=HIDDEN, demand=HIDDEN, by=office)
    issuing.lift(warning=warning, why=HIDDEN, by=office)
    return raised


def over(world):
    act = matter(world)
    proceeding.hand_over(act=act, why=HIDDEN, by=world.cast.people.discipline)
    return act


def differing(world, role, asked, make=matter):
    before = pages_of(world, role, asked)
    with undone():
        make(world)
        after = pages_of(world, role, asked)
    assert all(status < 500 for status, _ in before.values())
    return [address for address, page in after.items() if page != before[address]]


@pytest.mark.walk
@pytest.mark.parametrize("role", OUTSIDE)
def test_every_page_is_the_same_with_and_without_a_matter(world, role):
    asked = list(addresses(world, role))
    assert len(asked) > 15
    assert differing(world, role, asked) == []


@pytest.mark.walk
def test_what_was_handed_over_is_as_if_it_had_never_been_there_for_its_leader(world):
    """Nobody was told that it is over; notices of earlier days are not asked for here."""
    asked = list(addresses(world, "supervisor"))
    assert differing(world, "supervisor", asked, over) == []


def test_the_circle_sees_it(world):
    """The control: the same walk for whoever keeps it, and for the leader named on it."""
    asked = [world.address("disposal-list"), world.address("inbox")]
    assert world.address("disposal-list") in differing(world, "discipline", asked)
    assert world.address("disposal-list") in differing(world, "supervisor", asked)


def board(world):
    return f"{reverse('cycle-board')}?unit={world.cast.school_large.pk}"


@pytest.mark.parametrize("role", ["office", "school_office", "principal", "bureau_leader"])
def test_the_board_of_the_cycle_is_the_same_for_others(world, role):
    assert differing(world, role, [board(world)]) == []


def test_the_board_of_the_cycle_shows_it_to_the_office_that_keeps_it(world):
    """The control."""
    assert differing(world, "discipline", [board(world)]) == [board(world)]


def test_a_board_that_counted_every_act_would_be_found(world, monkeypatch):
    """The control: acts are counted as the discipline office reads them, for anybody."""
    seen, told = monitoring.acts_of, read_reach(world.people.discipline, timezone.localdate())
    monkeypatch.setattr(monitoring, "acts_of", lambda reach, unit: seen(told, unit))
    assert differing(world, "office", [board(world)]) == [board(world)]


def test_a_page_that_told_would_be_found(world, settings):
    """The control: one number of the menu counts every act."""
    settings.NAVIGATION_COUNTS = {"publicity-list": f"{__name__}.leak"}
    asked = [world.address("inbox"), world.address("check")]
    assert differing(world, "school_office", asked) == asked[:1]


def leak(person):
    return Disposal.objects.count()


def changed_by_a_matter(world):
    with undone():
        before = rows_of_all_tables()
        matter(world)
        after = rows_of_all_tables()
    return {table for table, rows in after.items() if rows != before[table]}


def test_no_row_of_any_other_table_tells_of_it(world):
    changed = changed_by_a_matter(world)
    assert changed >= CIRCLE
    assert changed <= CIRCLE | BESIDE


def test_what_the_trail_says_of_it_is_sealed(world):
    with undone():
        known = set(TrailEntry.objects.values_list("pk", flat=True))
        matter(world)
        new = TrailEntry.objects.exclude(pk__in=known)
        assert set(new.values_list("chain", flat=True)) == {SEALED_CHAIN}
        assert not TrailEntry.objects.matching().exclude(pk__in=known).exists()


def test_an_open_entry_would_be_found(world, monkeypatch):
    """The control: what is recorded in the chain of the unit shows on the auditor's page."""
    issue = issuing.put_out

    def told(act, *, by):
        record(by=by, action="disposal.issued", unit=act.unit, target=act)
        return issue(act, by=by)

    monkeypatch.setattr(issuing, "put_out", told)
    asked = [world.address("trail-list")]
    assert differing(world, "auditor", asked) == asked


def test_notices_go_to_the_circle_alone(world, django_capture_on_commit_callbacks):
    people = world.cast.people
    with undone():
        known = set(Notice.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            matter(world)
        new = Notice.objects.exclude(pk__in=known)
        told = set(new.values_list("person", flat=True))
        assert told == {people.teacher.pk, people.supervisor.pk, people.discipline.pk}
        assert not any(HIDDEN in notice.text for notice in new)


# Who may know of acts at all: everything else can only tell what it reads elsewhere.
READS = re.compile(r"(from|import) reviews\.disposal|\b(Disposal|PostWarning)\b")
# The assessment, circle (b), issues warnings when a proposal is confirmed.
PARTS = {"disposal", "assessment"}
KNOW = {"reviews/due.py", "reviews/demo/disposals.py", "reviews/cycle/monitoring.py"}


def test_no_other_module_reads_them():
    root = Path(django_settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for package in ("registry", "powers", "risks", "reviews")
        for path in (root / package).rglob("*.py")
        if "migrations" not in path.parts
        and PARTS.isdisjoint(path.relative_to(root).parts)
        and READS.search(code_of(path))
    }
    assert found == KNOW
