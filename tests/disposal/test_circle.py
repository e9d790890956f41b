"""Who may see a warning and an act: every sort of them × every role (issue 6, "Shown by" 3).

Asked of the query and of the pages: the act itself, its papers and files, the list, 待办.
"""

import pytest
from django.urls import reverse

from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Seat
from reviews.disposal import circle, issuing, proceeding, waiting
from reviews.disposal.models import Disposal, PostWarning
from tests.cast import ADMINISTRATORS, PEOPLE, SINCE, WITHOUT_ACCOUNT, seat
from tests.disposal import factory
from tests.disposal.factory import issued, issued_to_unit, step, warned

pytestmark = pytest.mark.django_db
ROLES = [role for role in (*PEOPLE, *ADMINISTRATORS) if role not in WITHOUT_ACCOUNT]


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def to_the_small_school(cast):
    to = issuing.Addressee(cast.school_small, cast.people.small_staff, cast.posts.small_staff)
    return issued(cast, to=to, leader_post=cast.posts.small_supervisor)


def to_a_head_led_by_the_principal(cast):
    to = issuing.Addressee(cast.school_large, cast.people.section_head, cast.posts.section_head)
    return issued(cast, to=to, leader_post=cast.posts.principal)


def raised(cast):
    act = factory.rectified(cast)
    proceeding.raised(
        act=act,
        step=step("诫勉谈话"),
        said="没有补齐",
        demand="请来谈一次",
        by=cast.people.discipline,
    )
    return act


def raised_further(cast):
    return Disposal.objects.get(follows=raised(cast))


def first_of_what_was_handed_over(cast):
    act = raised(cast)
    proceeding.hand_over(act=act.followed_by, why="需要了解", by=cast.people.discipline)
    return act


def issued_by_a_deputy_who_left_the_seat(cast):
    act = issued(cast, name="谈心疏导", by=cast.people.school_office)
    cast.posts.school_office.mandates.filter(seat=Seat.PREVENTION_OFFICE).delete()
    return act


# what it is → who may know of it; nobody else
SEEN_BY = {
    issued: {"staff", "supervisor", "discipline"},
    factory.closed: {"staff", "supervisor", "discipline"},
    to_the_small_school: {"small_staff", "small_supervisor", "discipline"},
    to_a_head_led_by_the_principal: {"section_head", "principal", "discipline"},
    issued_to_unit: {"principal", "bureau_deputy", "discipline"},
    raised: {"staff", "supervisor", "discipline"},
    raised_further: {"staff", "supervisor", "discipline"},
    factory.handed_over: {"discipline"},
    first_of_what_was_handed_over: {"discipline"},
    issued_by_a_deputy_who_left_the_seat: {"staff", "supervisor", "discipline"},
}
OTHER_SEATS = {
    ("group", "提醒谈话"): {"staff", "supervisor", "group", "discipline"},
    ("school_office", "谈心疏导"): {"staff", "supervisor", "school_office", "discipline"},
    ("office", "谈心疏导"): {"staff", "supervisor", "office", "discipline"},
}


def seeing(cast, act):
    return {
        role
        for role in ROLES
        if Disposal.objects.visible_to(reach_of(getattr(cast.people, role)))
        .filter(pk=act.pk)
        .exists()
    }


@pytest.mark.parametrize("make", SEEN_BY, ids=lambda make: make.__name__)
def test_who_may_know_of_an_act(cast, make):
    assert seeing(cast, make(cast)) == SEEN_BY[make]


@pytest.mark.parametrize(("by", "name"), OTHER_SEATS)
def test_who_may_know_of_an_act_from_another_seat(cast, by, name):
    act = issued(cast, name=name, by=getattr(cast.people, by))
    assert seeing(cast, act) == OTHER_SEATS[by, name]


def test_another_discipline_office_learns_nothing(cast):
    """Of the unit itself, of the unit above: neither is the one that issued it."""
    seat(cast.posts.other_staff, Seat.DISCIPLINE_OFFICE, cast.school_large)
    assert "other_staff" not in seeing(cast, issued(cast))
    of_school = issued(cast, by=cast.people.other_staff)
    assert seeing(cast, of_school) == {"staff", "supervisor", "other_staff"}


def test_a_successor_on_the_post_learns_nothing(cast):
    act = issued(cast)
    Appointment.objects.filter(person=cast.people.staff).delete()
    Appointment.objects.create(post=cast.posts.staff, person=cast.people.teacher, starts=SINCE)
    assert seeing(cast, act) == {"staff", "supervisor", "discipline"}


def test_nobody_reaches_nothing(cast):
    issued(cast)
    assert not Disposal.objects.visible_to(reach_of(None)).exists()
    assert not PostWarning.objects.visible_to(reach_of(None)).exists()


def test_a_table_that_let_the_superior_read_would_be_found(cast, monkeypatch):
    """The control: acts are read as the register is."""
    monkeypatch.setattr(circle, "acts_q", lambda reach: reach.register_q(section=None, post="post"))
    assert seeing(cast, issued(cast)) >= {"principal", "office", "bureau_leader"}


# --- warnings ------------------------------------------------------------------------------------


def warned_alone(cast):
    return warned(cast)


def warned_with_act(cast):
    warning = warned(cast)
    issued(cast, warning=warning)
    return warning


def warned_by_the_office_of_the_school(cast):
    return warned(cast, by=cast.people.school_office)


def warned_and_handed_over(cast):
    warning = warned(cast, by=cast.people.school_office)
    factory.handed_over(cast, factory.replied(cast, issued(cast, warning=warning)))
    return warning


WARNINGS_SEEN_BY = {
    warned_alone: {"discipline"},
    warned_with_act: {"staff", "supervisor", "discipline"},
    warned_by_the_office_of_the_school: {"school_office", "discipline"},
    warned_and_handed_over: {"discipline"},
}


@pytest.mark.parametrize("make", WARNINGS_SEEN_BY, ids=lambda make: make.__name__)
def test_who_may_know_of_a_warning(cast, client, make):
    warning = make(cast)
    page = reverse("warning-detail", args=[warning.pk])
    found = {role for role in ROLES if answer(client, cast, role, page).status_code == 200}
    assert found == WARNINGS_SEEN_BY[make]


# --- the pages -----------------------------------------------------------------------------------


def answer(client, cast, role, address):
    client.force_login(getattr(cast.accounts, role))
    response = client.get(address)
    if response.streaming:
        list(response)  # a file read to its end is closed
    return response


def addresses_of(act):
    evidence = act.moves.filter(evidence__isnull=False).values_list("evidence", flat=True)
    yield reverse("disposal", args=[act.pk])
    yield reverse("disposal-notice", args=[act.pk, "docx"])
    for pk in evidence:
        yield reverse("disposal-file", args=[act.pk, pk])


@pytest.mark.parametrize("make", [factory.closed, factory.handed_over], ids=["closed", "over"])
def test_every_page_of_an_act_is_not_there_for_anybody_else(cast, client, make):
    act = make(cast)
    for role in ROLES:
        seen = role in SEEN_BY[make]
        for address in addresses_of(act):
            assert answer(client, cast, role, address).status_code == (200 if seen else 404)


def test_the_list_and_the_inbox_tell_the_circle_alone(cast, client):
    act = issued(cast)
    for role in ROLES:
        listed = answer(client, cast, role, reverse("disposal-list"))
        told = str(act.pk) in listed.content.decode() if listed.status_code == 200 else False
        assert told == (role in SEEN_BY[issued]), role
        inbox = answer(client, cast, role, reverse("inbox"))
        told = inbox.status_code == 200 and str(act.pk) in inbox.content.decode()
        assert told == (role in {"staff", "supervisor"}), role


# state → whom it waits for
WAITS_FOR = [
    (issued, {"staff", "supervisor"}),
    (factory.replied, {"staff", "supervisor"}),
    (factory.rectified, {"supervisor", "discipline"}),
    (factory.closed, set()),
    (factory.handed_over, set()),
]


@pytest.mark.parametrize(
    ("make", "who"), WAITS_FOR, ids=lambda given: getattr(given, "__name__", "")
)
def test_whom_it_waits_for(cast, make, who):
    make(cast)
    found = {role for role in ROLES if waiting.waiting_count(getattr(cast.people, role))}
    assert found == who


def test_a_leader_who_has_signed_is_not_asked_again(cast):
    act = issued(cast)
    proceeding.sign(act=act, by=cast.people.supervisor)
    assert waiting.waiting_count(cast.people.supervisor) == 0


# --- a wrong part in it -------------------------------------------------------------------------

# address, state it is asked in, who may open it; others of the circle get 403
PARTS = [
    ("disposal-reply", issued, {"staff"}),
    ("disposal-rectify", factory.replied, {"staff"}),
    ("disposal-recheck", factory.rectified, {"discipline"}),
    ("disposal-withdraw", issued, {"discipline"}),
    ("disposal-hand-over", issued, {"discipline"}),
    ("disposal-follow-up", factory.closed, {"discipline"}),
]


@pytest.mark.parametrize(("name", "make", "who"), PARTS, ids=[part[0] for part in PARTS])
def test_each_page_is_for_one_part(cast, client, name, make, who):
    act = make(cast)
    page = reverse(name, args=[act.pk])
    for role in ("staff", "supervisor", "discipline", "principal", "auditor"):
        expected = 200 if role in who else 403 if role in SEEN_BY[issued] else 404
        assert answer(client, cast, role, page).status_code == expected, role


def test_a_refusal_within_the_circle_leaves_no_mark_outside(cast, client, caplog):
    from registry.trail.models import TrailEntry

    act = issued(cast)
    before = TrailEntry.objects.matching().count()
    with caplog.at_level("INFO"):
        client.force_login(cast.accounts.supervisor)
        before = TrailEntry.objects.matching().count()
        for name in ("disposal", "disposal-recheck"):
            client.get(reverse(name, args=[act.pk]))
        client.force_login(cast.accounts.principal)
        started = TrailEntry.objects.matching().count()
        client.get(reverse("disposal", args=[act.pk]))
    assert started >= before
    assert TrailEntry.objects.matching().count() == started
    assert str(act.pk) not in caplog.text
