"""The cast that all tests share is complete and sits where its docstring says."""

import pytest
from django.utils import timezone

from registry.access.demo_cast import ROLES
from registry.organisation.models import Mandate, Person, Seat, Unit
from tests.cast import TWINS, all_who_differ, make_cast

pytestmark = pytest.mark.django_db


def test_every_role_of_the_demo_is_there_and_signs_in(client):
    cast = make_cast()
    for role, _, _ in ROLES:
        person = getattr(cast.people, role.replace("-", "_"))
        assert person.account.username == role
        assert person.account.check_password(cast.password)


def test_every_seat_is_held_somewhere():
    make_cast()
    assert set(Mandate.objects.values_list("seat", flat=True)) == set(Seat.values)


def test_units_form_the_tree():
    cast = make_cast()
    assert list(Unit.objects.within(cast.bureau)) == list(Unit.objects.all())
    assert list(Unit.objects.above(cast.school_village)) == [cast.bureau]


def test_the_village_school_has_no_group_and_a_person_without_account():
    cast = make_cast()
    assert not cast.school_village.mandates.filter(seat=Seat.LEADING_GROUP).exists()
    assert list(Person.objects.filter(account=None)) == [cast.people.village_bursar]


def test_three_teachers_share_a_post():
    cast = make_cast()
    assert len(cast.posts.teacher.holders(timezone.localdate())) == 3


def test_whoever_is_left_out_of_loops_decides_on_no_paper_of_the_large_school_or_the_bureau():
    cast = make_cast()
    twins = Mandate.objects.filter(post__appointments__person__account__username__in=TWINS)
    near = twins.filter(unit__in=[cast.school_large, cast.bureau])
    # The offices that take part only where a route names them; "openness" stands for all three.
    assert {mandate.seat for mandate in near} == {Seat.LEGAL_OFFICE, Seat.ESTABLISHMENT_OFFICE}
    assert Person.objects.filter(account__username__in=TWINS).count() == len(TWINS)
    asked = set(all_who_differ())
    assert {cast.people.openness, cast.people.section_head, cast.people.small_principal} <= asked
