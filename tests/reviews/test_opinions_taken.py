"""Which opinions are taken, and in which order they are listed."""

import datetime
from uuid import UUID

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment, Person
from reviews import opinions
from reviews.models import Opinion
from reviews.refusals import NotReady
from tests.reviews.test_opinions import give, shown_form

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
