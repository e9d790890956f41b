"""Passing several at once: personal steps after a drawn sample, collective ones by one meeting."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.papers.models import Paper
from reviews.models import Decision, Meeting
from tests import way


@pytest.fixture
def two_forms(cast):
    """Two forms of the teaching section, each at the first step."""
    first = way.submitted_form(cast)
    second = way.begin_form(cast, post=cast.posts.teacher, by=cast.people.teacher)
    way.fill_form(second, cast.people.teacher)
    return [first, way.submit(second, cast.people.teacher)]


def to_the_group(cast, papers):
    for paper in papers:
        way.sign(paper, cast.people.section_head)
        way.sign(paper, cast.people.supervisor)


def test_the_drawn_paper_has_to_be_opened_first(cast, client, two_forms):
    client.force_login(cast.accounts.section_head)
    address = reverse("pass-together")
    page = client.get(address)
    assert len(page.context["entries"]) == 2
    drawn = [entry["paper"] for entry in page.context["entries"] if entry["drawn"]]
    assert len(drawn) == 1
    post = {"step": [entry["step"].pk for entry in page.context["entries"]]} | {
        f"digest-{entry['step'].pk}": entry["digest"] for entry in page.context["entries"]
    }
    client.post(address, post)
    assert not Decision.objects.exists()
    client.get(reverse("paper-detail", args=[drawn[0].pk]))
    client.post(address, post)
    assert Decision.objects.count() == 2
    assert set(Paper.objects.values_list("position", flat=True)) == {2}


def meeting_post(page):
    (session,) = page.context["sessions"]
    unit = session["unit"].pk
    post = {
        "unit": unit,
        "step": [entry["step"].pk for entry in session["entries"]],
        f"meeting-{unit}-held_on": timezone.localdate().isoformat(),
        f"meeting-{unit}-place": "三楼会议室",
        f"attendees-{unit}-TOTAL_FORMS": len(session["attendees"].forms),
        f"attendees-{unit}-INITIAL_FORMS": len(session["attendees"].forms),
    }
    for entry in session["entries"]:
        post[f"digest-{entry['step'].pk}"] = entry["digest"]
    for number, form in enumerate(session["attendees"].forms):
        post[f"attendees-{unit}-{number}-person"] = form.invited.person.pk
        post[f"attendees-{unit}-{number}-presence"] = "present"
        post[f"attendees-{unit}-{number}-vote"] = "for"
    return post


def test_one_meeting_passes_both(cast, client, two_forms):
    to_the_group(cast, two_forms)
    client.force_login(cast.accounts.group)
    page = client.get(reverse("meet-together"))
    answer = client.post(reverse("meet-together"), meeting_post(page))
    assert answer.status_code == 302
    assert Meeting.objects.count() == 1
    assert Decision.objects.filter(meeting=Meeting.objects.get()).count() == 2
    assert set(Paper.objects.values_list("position", flat=True)) == {4}


def test_one_stale_paper_stops_the_whole_meeting(cast, client, two_forms):
    to_the_group(cast, two_forms)
    client.force_login(cast.accounts.group)
    post = meeting_post(client.get(reverse("meet-together")))
    last = post["step"][-1]
    post[f"digest-{last}"] = "0" * 64
    client.post(reverse("meet-together"), post)
    assert not Meeting.objects.exists()
    assert set(Paper.objects.values_list("position", flat=True)) == {3}


def test_a_meeting_without_a_place_comes_back_with_what_was_typed(cast, client, two_forms):
    to_the_group(cast, two_forms)
    client.force_login(cast.accounts.group)
    post = meeting_post(client.get(reverse("meet-together")))
    unit = post["unit"]
    post[f"meeting-{unit}-place"] = ""
    answer = client.post(reverse("meet-together"), post)
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


def test_a_members_own_paper_is_not_in_the_batch(cast, client):
    own = way.begin_form(cast, post=cast.posts.supervisor, by=cast.people.supervisor)
    way.fill_form(own, cast.people.supervisor)
    way.submit(own, cast.people.supervisor)
    while way.open_step(own).seat != "leading_group":
        way.sign(own, cast.people.principal)
    client.force_login(cast.accounts.group)
    assert client.get(reverse("meet-together")).context["sessions"] == []
