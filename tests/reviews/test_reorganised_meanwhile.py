"""What happened between two looks at a reorganisation: another tab confirmed it, and it is done
once; whoever decided it has another role by now."""

import pytest

from registry.organisation.models import Person, Post, Reorganisation
from reviews import reorganising
from reviews.refusals import NotReady, Refused
from tests.reviews.test_reorganising import DAY, TODAY, abolish, decide, follow, fresh, move


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


@pytest.mark.parametrize("ends_a_seat", [True, False])
def test_what_ends_seats_no_keeper_takes_back_whoever_has_the_role_by_now(cast, ends_a_seat):
    make = abolish(cast, post="section_head" if ends_a_seat else "staff", on=TODAY() + DAY)
    make.by = cast.people.system_admin
    make.save()
    Person.objects.filter(pk=cast.people.system_admin.pk).update(admin_role="")
    change = Reorganisation.objects.get()
    assert reorganising.may_drop(change, cast.people.keeper) != ends_a_seat
    if ends_a_seat:
        with pytest.raises(Refused, match="会终止席位"):
            reorganising.drop(change=change, by=cast.people.keeper)
    else:
        reorganising.drop(change=change, by=cast.people.keeper)
    assert Reorganisation.objects.exists() == ends_a_seat
