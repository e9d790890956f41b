"""Which opinions are taken, and in which order they are listed."""

import datetime
from uuid import UUID

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.organisation.models import Appointment, Person
from reviews import opinions
from reviews.models import Opinion
from reviews.refusals import NotReady
from reviews.views import inbox
from reviews.views import opinions as views
from tests.reviews.test_opinions import answered, give, office_form, row_of, shown_form

TODAY = timezone.localdate


@pytest.mark.parametrize("text", ["", "  ", "\n\u3000"])
def test_blanks_are_no_opinion(cast, text):
    _, publication = shown_form(cast)
    with pytest.raises(NotReady, match="补充") as refusal:
        give(publication, text=text)
    assert refusal.value.problems == ["请写一句您的意见。"]


def test_lists_go_by_day_and_within_a_day_by_key(cast):
    _, publication = shown_form(cast)
    days = {3: 1, 1: 2, 2: 2}  # number of the key: days after the first
    for key, day in days.items():
        Opinion.objects.create(
            pk=UUID(int=key),
            publication=publication,
            text="好",
            receipt=f"R{key}",
            received_on=TODAY() + datetime.timedelta(days=day),
        )
    assert [each.pk.int for each in publication.opinions.listed()] == [3, 1, 2]


@pytest.mark.parametrize(
    ("post", "gives"), [("staff", True), ("small_staff", False), (None, False)]
)
def test_a_post_of_the_unit_gives_one_a_post_elsewhere_none(cast, post, gives):
    _, publication = shown_form(cast)
    somebody = Person.objects.create(name="借调人员", unit=cast.school_large)
    if post:
        Appointment.objects.create(
            person=somebody, post=getattr(cast.posts, post), starts=TODAY().replace(day=1)
        )
    assert opinions.may_give(publication, somebody) == gives
    if gives:
        assert give(publication, by=somebody).given_by == somebody
    else:
        with pytest.raises(NotReady):
            give(publication, by=somebody)


@pytest.mark.parametrize(("outcome", "told"), [("adopted", True), ("not_adopted", False)])
def test_the_office_is_told_what_a_superior_adopted(
    cast, outcome, told, django_capture_on_commit_callbacks
):
    """Only the office can reopen the row of its own form, and the publicity waits for that."""
    publication = office_form(cast)
    given = give(publication, row=row_of(publication))
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        answered(given, cast.people.office, outcome)
    people = [notice.person for notice in Notice.objects.all()]
    assert people == [cast.people.school_office] * told


def test_the_office_is_not_told_what_it_adopted_itself(cast, django_capture_on_commit_callbacks):
    _, publication = shown_form(cast)
    given = give(publication, row=row_of(publication))
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        answered(given, cast.people.school_office)
    assert not Notice.objects.exists()


def test_of_one_day_only_so_many_without_a_name(cast, monkeypatch):
    """Who gives a name is taken all the same, and the next day everybody."""
    monkeypatch.setattr(opinions, "MOST_UNNAMED_A_DAY", 2)
    _, publication = shown_form(cast)
    for _ in range(2):
        give(publication)
    with pytest.raises(NotReady) as refusal:
        give(publication)
    assert refusal.value.problems == [opinions.TOO_MANY]
    assert give(publication, by=cast.people.staff)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert give(publication)


def test_lists_of_opinions_are_pages(cast, client, monkeypatch):
    monkeypatch.setattr(views, "OPINIONS_SHOWN", 2)
    monkeypatch.setattr(inbox, "MOST_OPINIONS", 2)
    _, publication = shown_form(cast)
    for number in range(3):
        give(publication, text=f"第{number}句")
    client.force_login(cast.accounts.school_office)
    address = reverse("publicity-detail", args=[publication.pk])
    first, second = (client.get(address, {"waiting": page}) for page in (1, 2))
    assert [len(page.context["to_answer"]) for page in (first, second)] == [2, 1]
    assert "等您答复的意见（3 条）" in first.content.decode()
    assert "?waiting=2" in first.content.decode()
    desk = client.get(reverse("inbox"))
    assert (len(desk.context["opinions"]), desk.context["more_opinions"]) == (2, True)
    assert "还有别的意见" in desk.content.decode()
