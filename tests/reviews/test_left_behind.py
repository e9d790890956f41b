"""A paper that came back and that nobody can go on with: the office over it may cancel it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Mandate
from registry.papers.models import Paper
from reviews import actions, filing, offices, workflow
from reviews.refusals import NotAllowed, NotReady
from reviews.visibility import filled_in_by
from tests import way
from tests.cast import all_who_differ
from tests.reviews.test_review_offices import lock_out
from tests.stage import staged

TODAY = timezone.localdate
LONG_AGO = datetime.date(2020, 12, 31)


@staged
def staged_returned(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head, "return", opinion="请改")
    return paper


@pytest.fixture
def returned(staged_returned, db):
    return Paper.objects.get(pk=staged_returned.pk)


def vacant(cast):
    Appointment.objects.filter(post=cast.posts.staff).update(ends=LONG_AGO)


def without_account(cast):
    lock_out(cast.people.staff)


def without_account_or_keeper(cast):
    lock_out(cast.people.staff)
    Mandate.objects.filter(seat="information_keeper").update(ends=LONG_AGO)


def keeper_locked_out_too(cast):
    lock_out(cast.people.staff)
    lock_out(cast.people.keeper)


def vacant_and_no_own_office(cast):
    vacant(cast)
    lock_out(cast.people.school_office)


@pytest.mark.parametrize(
    ("seat", "who"),
    [("information_keeper", "school_office"), ("prevention_office", "keeper")],
)
def test_a_catalogue_waits_while_one_of_its_two_fillers_is_there(cast, seat, who):
    """Keeper or office: the draft is theirs, and nobody else is offered to cancel it."""
    filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=cast.people.keeper)
    Paper.objects.update(number="LARGE-1")
    Mandate.objects.filter(seat=seat, unit=cast.school_large).update(ends=LONG_AGO)
    paper = Paper.objects.get()
    can = {p for p in all_who_differ() if actions.find(paper, p, TODAY(), "cancel")}
    assert can == {getattr(cast.people, who)}
    assert not any(
        Paper.objects.filter(offices.left_behind(reach_of(p))).exists() for p in all_who_differ()
    )


def test_a_draft_that_was_never_handed_in_stays_with_its_post(cast):
    way.begin_form(cast)
    vacant(cast)
    office = cast.people.school_office
    assert not actions.available(Paper.objects.get(), office, TODAY())
    assert not Paper.objects.filter(offices.left_behind(reach_of(office))).exists()


@pytest.mark.parametrize(
    ("change", "who"),
    [
        (lambda cast: None, None),
        (without_account, None),
        (vacant, "school_office"),
        (without_account_or_keeper, "school_office"),
        (keeper_locked_out_too, "school_office"),
        (vacant_and_no_own_office, "office"),
    ],
)
def test_only_the_office_over_it_and_only_when_nobody_fills_it(cast, returned, change, who):
    change(cast)
    returned = Paper.objects.get()
    fill = {p for p in all_who_differ() if filing.may_fill(returned, p, TODAY())}
    assert fill == {p for p in all_who_differ() if Paper.objects.filter(filled_in_by(p)).exists()}
    for person in all_who_differ():
        listed = Paper.objects.filter(offices.left_behind(reach_of(person))).exists()
        can = actions.find(returned, person, TODAY(), "cancel") is not None and person not in fill
        assert listed == can, person
        assert can == (who is not None and person == getattr(cast.people, who)), person


def test_the_office_cancels_with_a_reason(cast, returned):
    office = cast.people.school_office
    with pytest.raises(NotAllowed):
        workflow.cancel(paper=returned, by=office, why="岗位已撤并")
    vacant(cast)
    with pytest.raises(NotReady):
        workflow.cancel(paper=returned, by=office, why=" ")
    workflow.cancel(paper=returned, by=office, why="岗位已撤并")
    returned.refresh_from_db()
    assert (returned.state, returned.cancelled_by) == ("cancelled", office)


def test_the_office_finds_it_and_cancels_on_the_page(client, cast, returned):
    vacant(cast)
    client.force_login(cast.accounts.school_office)
    inbox = client.get(reverse("inbox"))
    assert "没有人接着填的表" in inbox.content.decode()
    page = client.get(inbox.context["left_behind"][0]["url"]).content.decode()
    cancel = reverse("paper-cancel", args=[returned.pk])
    assert cancel in page
    assert client.post(cancel, {"why": "岗位已撤并"}, follow=True).status_code == 200
    returned.refresh_from_db()
    assert returned.cancelled_why == "岗位已撤并"
    assert "没有人接着填的表" not in client.get(reverse("inbox")).content.decode()
