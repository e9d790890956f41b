"""Two tabs looked at the same reorganisation before either confirmed: it is done once."""

import pytest

from registry.organisation.models import Post, Reorganisation
from reviews import reorganising
from reviews.refusals import NotReady
from tests.reviews.test_reorganising import abolish, decide, follow, fresh, move


def test_an_abolished_post_is_not_abolished_again(cast):
    vacant = Post.objects.create(
        unit=cast.school_large, section=cast.sections.teaching, name="空岗", tier="ordinary"
    )
    cast.posts.vacant = vacant
    first = abolish(cast, "vacant")
    cast.posts.vacant = fresh(Post, vacant)
    once_only(cast, first, abolish(cast, "vacant"))


def test_a_moved_post_is_not_moved_again(cast):
    first = move(cast)
    cast.posts.staff = fresh(Post, cast.posts.staff)
    once_only(cast, first, move(cast))


def once_only(cast, first, second):
    seen = follow(second).fingerprint
    decide(cast, first)
    with pytest.raises((reorganising.NotAsSeen, NotReady)):
        reorganising.decide(change=second, seen=seen, by=cast.people.system_admin)
    assert Reorganisation.objects.count() == 1
