"""待办 shows what is due of every kind in one order, and the menu's number is what is listed."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Person
from reviews import due
from reviews.views import inbox
from reviews.views.inbox import waiting_count
from tests.architecture.access_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("due")]
TODAY = timezone.localdate


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def shown(world):
    """{role: cards}"""
    return {role: due.cards_for(person, TODAY()) for role, person in vars(world.people).items()}


def test_the_number_is_the_length_of_the_list(world):
    for role, cards in shown(world).items():
        assert due.number_for(getattr(world.people, role), TODAY()) == len(cards), role


def test_every_source_shows_something_to_somebody(world):
    kinds = {card["meta"][0] for cards in shown(world).values() for card in cards}
    assert kinds >= {
        "廉政谈话",
        "廉政承诺",
        "廉政文书",
        "风险提示",
        "监督检查",
        "运行登记",
        "参加活动",
    }


def test_a_source_that_counts_otherwise_would_be_found(world, monkeypatch):
    """The control."""
    more = due.Source(lambda person, day: 1, lambda person, day: [])
    monkeypatch.setattr(due, "SOURCES", (*due.SOURCES, more))
    with pytest.raises(AssertionError):
        test_the_number_is_the_length_of_the_list(world)


def test_what_is_due_first_stands_first_and_what_has_no_day_last(world):
    for cards in shown(world).values():
        days = [card["due"] for card in cards]
        dated = [day for day in days if day is not None]
        assert days == sorted(dated) + [None] * (len(days) - len(dated))


@pytest.mark.parametrize("role", ["staff", "section_head", "supervisor", "school_office"])
def test_the_page_lists_as_many_as_it_says(world, role):
    page = world.client(role).get(reverse("inbox"))
    person = getattr(world.people, role)
    lists = ("missives", "mistakes", "opinions")
    listed = sum(len(page.context[name]) for name in lists)
    listed += page.context["due_page"].paginator.count
    listed += page.context["page_obj"].paginator.count + page.context["ready"]
    assert waiting_count(person) == listed


def test_a_long_list_is_read_page_by_page(world, monkeypatch):
    """Each once, in the order of the days; the pages of what is to review stay where they are."""
    monkeypatch.setattr(inbox, "DUE_A_PAGE", 2)
    person, client = world.people.staff, world.client("staff")
    found, number = [], 1
    while True:
        page = client.get(reverse("inbox"), {"due": number, "page": 1})
        found += [card["url"] for card in page.context["due_page"]]
        if not page.context["due_page"].has_next():
            break
        number += 1
        assert f"?due={number}&amp;page=1#due-title" in page.content.decode()
    assert number > 1
    assert found == [card["url"] for card in due.cards_for(person, TODAY())]


def test_nobody_else_finds_an_act_in_their_list(world):
    told = {
        role
        for role, cards in shown(world).items()
        if any(card["meta"][0] == "廉政文书" for card in cards)
    }
    told &= _who_sign_in(world)
    assert told
    for role in told:
        if not Person.objects.get(pk=getattr(world.people, role).pk).has_account:
            continue  # told on paper
        reach = read_reach(getattr(world.people, role), TODAY())
        urls = [c["url"] for c in shown(world)[role] if c["meta"][0] == "廉政文书"]
        assert reach.takes_part
        assert all(world.client(role).get(url).status_code == 200 for url in urls)


def _who_sign_in(world):
    """Roles of those whose account is open: who has none gets their papers by hand (ADR 0071)."""
    opened = set(Person.objects.filter(account__is_active=True).values_list("pk", flat=True))
    return {role for role, person in vars(world.people).items() if person.pk in opened}
