"""Commitments as people write and sign them."""

from datetime import timedelta

from django.utils import timezone

from reviews.commitments import signing, writing
from reviews.commitments.models import CommitmentText

WORDS = "不收受学生家长的礼品、礼金和有价证券。\n办事依据、条件、时限都公开。"


def switched_on(
    cast, *, unit=None, by="school_office", tier="ordinary", post=None, words=WORDS, days=20
):
    """`days`: how many are left to sign."""
    said = {"text": words, "due_on": timezone.localdate() + timedelta(days=days)}
    unit = unit or cast.school_large
    person = getattr(cast.people, by)
    text = writing.write(
        unit=unit,
        year=timezone.localdate().year,
        tier="" if post else tier,
        post=post,
        said=said,
        by=person,
    )
    writing.switch_on(text=text, by=person)
    return CommitmentText.objects.get(pk=text.pk)


def place_of(person):
    (place,) = signing.places_of(person, timezone.localdate())
    return place


def signed(person):
    place = place_of(person)
    return signing.sign(appointment=place.appointment, digest=place.digest, by=person)
