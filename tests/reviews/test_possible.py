"""What lists offer and what the guard of one paper allows is the same, action by action."""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Account, Appointment, Person
from registry.papers.models import Paper
from reviews import actions, filing, possible
from reviews.visibility import papers_visible_to
from tests import way
from tests.cast import make_programme
from tests.cast import seat as give_seat
from tests.reviews.test_review_offices import village_form
from tests.stage import staged

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def papers(staged_papers, db):
    return {name: Paper.objects.get(pk=paper.pk) for name, paper in staged_papers.items()}


@staged
def staged_papers(cast):
    """One in every state an action is for, of the large school; one of the village school."""
    people = cast.people
    found = {"village": way.sign_on(village_form(cast))}
    found["catalogue"] = way.confirmed_catalogue(cast)
    year = cast.programme
    for back, state in enumerate(("review", "signed", "cleared", "ready", "confirmed", "draft")):
        cast.programme = make_programme(cast.school_large, cast.year - 1 - back)
        paper = way.begin_form(cast)
        found[state] = way.fill_form(paper, people.staff, points=1)
        if state != "draft":
            way.submit(paper, people.staff)
    cast.programme = year
    way.sign(found["signed"], people.section_head)
    for state in ("cleared", "ready", "confirmed"):
        way.sign_on(found[state])
    for state in ("ready", "confirmed"):
        way.through_publicity(found[state], people.school_office)
    way.confirm(found["confirmed"], people.principal)
    cast.programme = make_programme(cast.school_large, cast.year - 7)
    found["back"] = way.submitted_form(cast)
    for role in ("section_head", "supervisor"):
        way.sign(found["back"], getattr(people, role))
    way.sign(found["back"], people.group, action="return", back_to=1, opinion="请科室再核对")
    cast.programme = year
    found["directory"] = filing.start_directory(
        unit=cast.school_large, programme=year, covers="unit", by=people.school_office
    )
    return found


def offered(slug, person):
    return set(possible.papers_for(slug, person, TODAY()))


def allowed(person):
    """What the guard says: {action: papers}."""
    found = {slug: set() for slug in possible.PAPERS}
    for paper in Paper.objects.all():
        for action in actions.available(paper, person, TODAY()):
            found.get(action.slug, set()).add(paper)
    return found


def nothing(cast):
    pass


def lock_out(*people):
    Account.objects.filter(person__in=people).update(is_active=False)


def no_office(cast):
    lock_out(cast.people.school_office)


def principal_without_account(cast):
    lock_out(cast.people.principal, cast.people.bureau_deputy)


def no_principal(cast):
    Appointment.objects.filter(person=cast.people.principal).delete()


def a_deputy(cast):
    give_seat(cast.posts.other_supervisor, "principal", cast.school_large, rank="deputy")
    no_principal(cast)


def principal_on_the_post(cast):
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.principal, starts=datetime.date(2021, 1, 1)
    )


def office_on_the_post(cast):
    """Who would record for the principal has a part in it too."""
    principal_without_account(cast)
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.school_office, starts=datetime.date(2021, 1, 1)
    )


ROLES = [
    *("staff", "keeper", "school_office", "office"),
    *("discipline", "principal", "other_supervisor", "bureau_deputy"),
]
SITUATIONS = [
    nothing,
    no_office,
    principal_without_account,
    no_principal,
    a_deputy,
    principal_on_the_post,
    office_on_the_post,
]


CONFIRMING = {"confirm", "record_confirmation"}


@pytest.mark.parametrize("change", SITUATIONS)
def test_lists_offer_what_the_guard_allows(cast, papers, change):
    change(cast)
    found = set()
    people = [getattr(cast.people, role).pk for role in ROLES]
    for person in Person.objects.filter(pk__in=people, account__is_active=True):
        expected = allowed(person)
        assert {slug: offered(slug, person) for slug in possible.PAPERS} == expected, person
        assert set().union(*expected.values()) <= set(papers_visible_to(person)), person
        found |= {slug for slug, papers in expected.items() if papers}
    assert found | CONFIRMING == set(possible.PAPERS), "every action is somebody's"
    assert len(found & CONFIRMING) == 1, "on screen, or recorded from paper"


def test_who_does_what(cast, papers):
    """The controls: neither nobody's nor everybody's."""
    people = cast.people
    assert offered("recall", people.staff) == {papers["review"]}
    assert offered("open_publicity", people.school_office) == {papers["cleared"]}
    assert offered("open_publicity", people.office) == {papers["village"]}
    assert offered("confirm", people.principal) == {papers["ready"]}
    assert offered("publish", people.school_office) == {papers["catalogue"]}


def test_a_paper_given_back_to_a_step_is_not_recalled(cast, papers):
    """Who decided on it did so in the round before."""
    assert (papers["back"].state, papers["back"].position) == ("review", 1)
    assert papers["back"] not in offered("recall", cast.people.staff)


def test_what_the_principal_signed_on_paper_is_entered_from_the_inbox(client, cast, papers):
    principal_without_account(cast)
    office = cast.people.school_office
    assert offered("confirm", office) == set()
    assert offered("record_confirmation", office) == {papers["ready"]}
    client.force_login(office.account)
    page = client.get("/inbox/")
    urls = [card["url"] for card in page.context["to_record"]]
    assert reverse("paper-confirmation-record", args=[papers["ready"].pk]) in urls


def test_the_admin_offers_what_the_person_can_do(cast, papers, rf):
    expected = {
        "staff": {"recall"},
        "section_head": set(),
        "principal": {"confirm"},
        "school_office": {"open_publicity", "publish_inside", "publish_public"},
    }
    for role, names in expected.items():
        account = getattr(cast.accounts, role)
        account.is_staff = True
        request = rf.get("/admin/papers/paper/")
        request.user, request.person = account, account.person
        offered = admin.site.get_model_admin(Paper).get_actions(request)
        assert set(offered) == names, role


def test_nobody_can_do_anything(papers):
    assert possible.papers_for("confirm", None, TODAY()).count() == 0
    assert possible.actions_of(None, TODAY()) == set()
