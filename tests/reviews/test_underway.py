"""待办: what is late, what I wait for and since when, what is new."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.papers.models import Paper
from reviews import announcements, publicity, underway
from reviews.models import Decision, Step
from tests import way
from tests.stage import staged

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)

staged_paper = staged(lambda cast: way.submitted_form(cast))


@pytest.fixture
def paper(staged_paper, db):
    return Paper.objects.get(pk=staged_paper.pk)


@pytest.fixture
def today_of(client, cast):
    def look(role):
        client.force_login(getattr(cast.accounts, role))
        return client.get(reverse("inbox"))

    return look


def standing(cast):
    (found,) = underway.standings(underway.papers_of(cast.people.staff))
    return found


def cleared(cast, paper):
    way.sign_on(paper)


def shown(cast, paper):
    way.sign_on(paper)
    publicity.open_publicity(papers=[paper], by=cast.people.school_office)


def ready(cast, paper):
    way.through_publicity(way.sign_on(paper), cast.people.school_office)


@pytest.mark.parametrize(
    ("go_on", "place"),
    [
        (lambda cast, paper: None, "第 1 步，等科室（年级组）负责人（教务处）"),
        (lambda cast, paper: way.sign(paper, cast.people.section_head), "第 2 步，等"),
        (cleared, "等防控办安排公示"),
        (shown, "公示中，听取意见"),
        (ready, "等主要负责人确认"),
    ],
)
def test_where_a_paper_stands(cast, paper, go_on, place):
    go_on(cast, paper)
    found = standing(cast)
    assert found.place.startswith(place)
    assert found.since == TODAY()


@pytest.mark.parametrize("go_on", ["draft", "confirmed"])
def test_what_is_in_the_own_hands_or_over_is_not_waited_for(cast, paper, go_on):
    if go_on == "draft":
        way.workflow.recall(paper=paper, by=cast.people.staff)
    else:
        ready(cast, paper)
        way.confirm(paper, cast.people.principal)
    assert not underway.papers_of(cast.people.staff)


def test_since_the_last_thing_that_moved_it(cast, paper, monkeypatch):
    """Handed in today; signed in four days, as far as the clock of that moment says."""
    later = timezone.now() + 4 * DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    way.sign(paper, cast.people.section_head)
    assert Decision.objects.get().at == later
    assert standing(cast).since == timezone.localdate(later)


def test_nobody_elses(cast, paper):
    for role in ("section_head", "keeper", "school_office", "teacher"):
        assert not underway.papers_of(getattr(cast.people, role)), role


def test_the_page_tells_it(today_of, cast, paper):
    page = today_of("staff")
    assert [card["title"] for card in page.context["underway"]] == [paper.title]
    assert "交出去的在下面" in page.content.decode()


def test_a_full_list_leads_on(today_of, cast, paper, monkeypatch):
    monkeypatch.setattr("reviews.views.inbox.MOST_UNDERWAY", 0)
    page = today_of("staff")
    assert page.context["more_underway"]
    assert page.context["underway"] == []


@pytest.mark.parametrize(
    ("role", "days", "late", "around"),
    [
        ("section_head", 1, 1, 1),
        ("section_head", 0, 0, 0),  # due today is not late
        ("principal", 1, 0, 1),
        ("staff", 1, 0, 0),
        ("small_principal", 1, 0, 0),
    ],
)
def test_what_is_late(today_of, cast, paper, role, days, late, around):
    Step.objects.filter(paper=paper).update(due_on=TODAY() - days * DAY)
    page = today_of(role)
    assert (page.context["late"], page.context.get("late_around", 0)) == (late, around)
    assert ("已经过了期限" in page.content.decode()) is bool(late)


def test_what_is_new(today_of, cast, paper):
    Notice.objects.create(person=cast.people.staff, text="请您看一下", url=reverse("inbox"))
    Notice.objects.create(
        person=cast.people.staff, text="看过的", url=reverse("inbox"), read_at=timezone.now()
    )
    content = {"matter": "works", "title": "维修工期", "text": "三周", "starts_on": TODAY()}
    by = cast.people.keeper
    made = announcements.draft(unit=cast.school_large, content=content, by=by)
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=by)
    page = today_of("staff")
    assert [each.text for each in page.context["unread"]] == ["请您看一下"]
    assert [each.title for each in page.context["board"]] == ["维修工期"]
    assert not today_of("small_staff").context["board"]
