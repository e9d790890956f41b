"""Who is asking, and who is turned away."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from registry.access.guards import admin_role_required, seat_required
from registry.access.reach import NOBODY, reach_of
from registry.organisation.models import AdminRole, Seat


@seat_required(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
def offices_only(request):
    return HttpResponse("in")


@admin_role_required(AdminRole.AUDIT)
def auditor_only(request):
    return HttpResponse("in")


@pytest.fixture
def ask(rf, cast):
    def as_role(view, role):
        request = rf.get("/")
        request.person = getattr(cast.people, role) if role else None
        request.reach = reach_of(request.person)
        request.user = AnonymousUser()
        return view(request)

    return as_role


@pytest.mark.parametrize(
    ("view", "role"),
    [(offices_only, "office"), (offices_only, "discipline"), (auditor_only, "auditor")],
)
def test_whoever_holds_the_seat_or_role_enters(ask, view, role):
    assert ask(view, role).status_code == 200


@pytest.mark.parametrize(
    ("view", "role", "words"),
    [
        (offices_only, "staff", "防控办、派驻纪检组"),
        (offices_only, "system_admin", "防控办、派驻纪检组"),
        (offices_only, None, "防控办、派驻纪检组"),
        (auditor_only, "office", "审计管理员"),
        (auditor_only, "system_admin", "审计管理员"),
        (auditor_only, None, "审计管理员"),
    ],
)
def test_others_are_told_whose_page_it_is(ask, view, role, words):
    with pytest.raises(PermissionDenied, match=words):
        ask(view, role)


def test_pages_without_sign_in_see_nobody(client, cast):
    client.force_login(cast.accounts.staff)
    response = client.get("/admin/login/")
    assert response.wsgi_request.person is None
    assert response.wsgi_request.reach is NOBODY


def test_an_address_that_is_not_there_sees_nobody_either(client, cast):
    client.force_login(cast.accounts.staff)
    response = client.get("/there/is/no/such/page/")
    assert response.status_code == 404
    assert response.wsgi_request.person is None


def test_who_is_asking_costs_one_query_and_the_reach_two(client, cast, django_assert_num_queries):
    """Session, account, person; the reach only for pages that ask."""
    client.force_login(cast.accounts.office)
    client.get(reverse("organisation-import-template"))  # the session is renewed once
    with django_assert_num_queries(5):
        response = client.get(reverse("organisation-import-template"))
    assert response.wsgi_request.person == cast.people.office
