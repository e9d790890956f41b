"""接办: the draft of somebody who left goes on with somebody else on the post."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.notices.models import Notice
from registry.organisation.models import Appointment, Person
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from reviews import actions, filing, offices, seats, taking_over, workflow
from reviews.models import TakeOver
from reviews.refusals import NotAllowed, NotReady
from reviews.visibility import filled_in_by, visible_paper
from tests import way
from tests.reviews.test_review_offices import lock_out

TODAY = timezone.localdate
LONG_AGO = datetime.date(2020, 12, 31)


@pytest.fixture
def draft(cast):
    return left_draft(cast)


def left_draft(cast):
    """The form of one of three teachers, half filled; she has left since."""
    teacher = cast.people.second_teacher
    paper = way.fill_form(begin(cast, teacher), teacher, points=1)
    leaves(teacher)
    return Paper.objects.get(pk=paper.pk)


def begin(cast, teacher):
    return way.begin_form(cast, post=cast.posts.teacher, by=teacher)


def leaves(person):
    Appointment.objects.filter(person=person).update(ends=LONG_AGO)


def comes(person, post):
    return Appointment.objects.create(person=person, post=post, starts=TODAY())


def everybody():
    return Person.objects.filter(account__is_active=True).select_related("account", "unit")


def listed(paper, person):
    left = taking_over.left_drafts(reach_of(person))
    return Paper.objects.filter(left, offices.with_successor(), pk=paper.pk).exists()


def may(paper, person):
    return actions.find(paper, person, TODAY(), "take_over") is not None


# --- who ------------------------------------------------------------------------------------------


def still_there(cast, draft):
    Appointment.objects.filter(person=cast.people.second_teacher).update(ends=None)


def nobody_left(cast, draft):
    Appointment.objects.filter(post=cast.posts.teacher).update(ends=LONG_AGO)


def one_has_an_own(cast, draft):
    begin(cast, cast.people.teacher)


def both_have_their_own(cast, draft):
    begin(cast, cast.people.teacher)
    begin(cast, cast.people.third_teacher)


def own_one_cancelled(cast, draft):
    paper = begin(cast, cast.people.teacher)
    workflow.cancel(paper=paper, by=cast.people.teacher, why="写错了岗位")
    begin(cast, cast.people.third_teacher)


def somebody_new(cast, draft):
    nobody_left(cast, draft)
    comes(cast.people.other_staff, cast.posts.teacher)


def handed_in(cast, draft):
    still_there(cast, draft)
    way.submit(draft, cast.people.second_teacher)
    leaves(cast.people.second_teacher)


OFFICE = "school_office"


@pytest.mark.parametrize(
    ("change", "who"),
    [
        (lambda cast, draft: None, {"teacher", "third_teacher", OFFICE}),
        (still_there, set()),
        (nobody_left, set()),
        (one_has_an_own, {"third_teacher", OFFICE}),
        (both_have_their_own, set()),
        (own_one_cancelled, {"teacher", OFFICE}),
        (somebody_new, {"other_staff", OFFICE}),
        (handed_in, set()),
    ],
)
def test_who_may(cast, draft, change, who):
    change(cast, draft)
    draft = Paper.objects.get(pk=draft.pk)
    can = {person for person in everybody() if may(draft, person)}
    assert can == {getattr(cast.people, role) for role in who}
    # What the lists show is what the guard allows, but for those who have a form of their own.
    for person in everybody():
        own = filing.own_forms(person=person, post=draft.post, programme=draft.programme)
        assert may(draft, person) == (listed(draft, person) and not own.exists()), person


def test_a_form_of_the_post_itself_needs_no_taking_over(cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    leaves(cast.people.staff)
    comes(cast.people.other_staff, cast.posts.staff)
    paper = Paper.objects.get(pk=paper.pk)
    assert not any(may(paper, person) for person in everybody())
    assert filing.may_fill(paper, cast.people.other_staff, TODAY())


# --- who left -------------------------------------------------------------------------------------


def test_who_left_neither_opens_nor_saves_and_is_told_why(client, cast, draft):
    """What was saved stays for whoever goes on with it; on the post again, it is hers again."""
    row = reverse("paper-row", args=[draft.pk, draft.current.point_lines.get().pk])
    edit, detail = (reverse(name, args=[draft.pk]) for name in ("paper-edit", "paper-detail"))
    client.force_login(cast.accounts.second_teacher)
    assert edit not in client.get(reverse("inbox")).content.decode()
    saved = draft.current.counter
    for address in (detail, edit, row, reverse("paper-check", args=[draft.pk])):
        answer = client.get(address)
        assert (answer.status_code, "由岗位上的人接着填写" in answer.content.decode()) == (
            403,
            True,
        )
        assert "登记学籍变动" not in answer.content.decode()
    for name in ("paper-submit", "paper-cancel", "paper-row-add", "paper-row-preview"):
        answer = client.post(reverse(name, args=[draft.pk]), {"risk": "离开以后写的"})
        assert (answer.status_code, "您保存过的内容都在" in answer.content.decode()) == (403, True)
    assert Paper.objects.get().current.counter == saved
    still_there(cast, draft)  # the control
    assert client.get(row).status_code == client.get(edit).status_code == 200


def test_the_keeper_enters_nothing_for_who_left(cast, draft):
    lock_out(cast.people.second_teacher)
    assert not filing.may_fill(draft, cast.people.keeper, TODAY())
    still_there(cast, draft)
    assert filing.may_fill(Paper.objects.get(), cast.people.keeper, TODAY())


def test_who_left_after_handing_in_reads_it_and_takes_nothing_back(cast, draft):
    handed_in(cast, draft)
    paper, before = Paper.objects.get(), cast.people.second_teacher
    assert visible_paper(before, paper.pk) == paper
    with pytest.raises(NotAllowed):
        workflow.recall(paper=paper, by=before)
    assert before in seats.filers(paper)


@pytest.mark.parametrize("change", [None, "left", "left, no account", "no account"])
def test_lists_say_what_the_guard_says(cast, draft, change):
    """`filing.may_fill` and `visibility.filled_in_by`, on a form that has one holder."""
    if change is None or "left" not in change:
        still_there(cast, draft)
    if change and "no account" in change:
        lock_out(cast.people.second_teacher)
    draft = Paper.objects.get()
    fill = {person for person in everybody() if filing.may_fill(draft, person, TODAY())}
    assert fill == {p for p in everybody() if Paper.objects.filter(filled_in_by(p)).exists()}
    assert bool(fill) == (change in (None, "no account"))


# --- the effect -----------------------------------------------------------------------------------


def test_taken_over_by_oneself(cast, draft):
    before, after = cast.people.second_teacher, cast.people.teacher
    taking_over.take_over(paper=draft, to=after, by=after)
    draft.refresh_from_db()
    assert (draft.holder, draft.state) == (after, "draft")
    taken = TakeOver.objects.get()
    assert (taken.before, taken.after, taken.by) == (before, after, after)
    assert TrailEntry.objects.filter(action="paper.taken_over").count() == 1
    assert filing.may_fill(draft, after, TODAY())
    assert not filing.may_fill(draft, before, TODAY())
    assert draft.current.point_lines.count() == 1
    assert before in seats.filers(draft), "whoever wrote stays a filer"


def test_whoever_wrote_before_signs_no_step(cast, draft):
    """She has become head of the section since."""
    before, after = cast.people.second_teacher, cast.people.teacher
    Appointment.objects.filter(post=cast.posts.section_head).update(ends=LONG_AGO)
    comes(before, cast.posts.section_head)
    taking_over.take_over(paper=draft, to=after, by=after)
    way.submit(draft, after)
    with pytest.raises(NotAllowed):
        way.sign(draft, before)


def test_decided_by_the_office(cast, draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        taking_over.take_over(
            paper=draft, to=cast.people.third_teacher, by=cast.people.school_office
        )
    assert TakeOver.objects.get().by == cast.people.school_office
    told = dict(Notice.objects.values_list("person__name", "text"))
    assert "由您接办" in told[cast.people.third_teacher.name]
    assert "已由罗一鸣接着填写" in told[cast.people.second_teacher.name]


@pytest.mark.parametrize(
    ("to", "by", "refusal"),
    [
        ("third_teacher", "teacher", NotReady),  # one names oneself, the office names others
        ("second_teacher", OFFICE, NotReady),
        ("staff", OFFICE, NotReady),
        ("staff", "staff", NotAllowed),
        ("teacher", "office", NotAllowed),
        ("teacher", "small_office", NotAllowed),
        ("teacher", "section_head", NotAllowed),
    ],
)
def test_nobody_else(cast, draft, to, by, refusal):
    people = cast.people
    with pytest.raises(refusal):
        taking_over.take_over(paper=draft, to=getattr(people, to), by=getattr(people, by))
    assert not TakeOver.objects.exists()


def test_whoever_has_an_own_form_is_told_so(cast, draft):
    begin(cast, cast.people.teacher)
    with pytest.raises(NotReady) as refusal:
        taking_over.take_over(paper=draft, to=cast.people.teacher, by=cast.people.school_office)
    assert "已经有本年度自己的表" in refusal.value.problems[0]


def test_the_second_to_come_is_refused(cast, draft):
    taking_over.take_over(paper=draft, to=cast.people.teacher, by=cast.people.teacher)
    with pytest.raises(NotAllowed):
        taking_over.take_over(
            paper=draft, to=cast.people.third_teacher, by=cast.people.third_teacher
        )
    assert TakeOver.objects.count() == 1


def test_the_database_holds_one_form_for_a_holder(cast, draft):
    """Under the guard, also with the guard taken away."""
    begin(cast, cast.people.teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=draft.pk).update(holder=cast.people.teacher)


def test_what_was_decided_cannot_be_changed(cast, draft):
    taking_over.take_over(paper=draft, to=cast.people.teacher, by=cast.people.teacher)
    for act in (
        lambda: TakeOver.objects.update(by=cast.people.staff),
        lambda: TakeOver.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_returned_one_goes_on_and_is_signed_to_the_end(cast, draft):
    second = cast.people.second_teacher
    still_there(cast, draft)
    way.submit(draft, second)
    way.sign(draft, cast.people.section_head, "return", opinion="请补充")
    leaves(second)
    after = cast.people.teacher
    taking_over.take_over(paper=draft, to=after, by=after)
    way.submit(draft, after)
    assert draft.revisions.count() == 2
    assert draft.current.filer_name == after.name
    assert way.sign_on(draft).state == "cleared"


@pytest.mark.parametrize("has_heir", [True, False])
def test_a_returned_one_is_cancelled_by_the_office_only_while_nobody_could_go_on(
    cast, draft, has_heir
):
    second, office = cast.people.second_teacher, cast.people.school_office
    still_there(cast, draft)
    way.submit(draft, second)
    way.sign(draft, cast.people.section_head, "return", opinion="请补充")
    leaves(second)
    if not has_heir:
        both_have_their_own(cast, draft)
    paper = Paper.objects.get(pk=draft.pk)
    assert may(paper, office) == has_heir
    assert (actions.find(paper, office, TODAY(), "cancel") is None) == has_heir
    for person in everybody():
        behind = Paper.objects.filter(offices.left_behind(reach_of(person)), pk=draft.pk)
        assert behind.exists() == (person == office and not has_heir), person


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (still_there, {"second_teacher"}),
        (lambda cast, draft: None, {"teacher", "third_teacher"}),
        (both_have_their_own, {OFFICE}),
        (nobody_left, {OFFICE}),
    ],
)
def test_who_is_told_of_a_return_can_open_what_the_notice_leads_to(
    client, cast, draft, change, told, django_capture_on_commit_callbacks
):
    handed_in(cast, draft)
    change(cast, draft)
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        way.sign(draft, cast.people.section_head, "return", opinion="请补充")
    notices = Notice.objects.select_related("person__account")
    assert {notice.person for notice in notices} == {getattr(cast.people, who) for who in told}
    for notice in notices:
        client.force_login(notice.person.account)
        assert client.get(notice.url).status_code == 200, (notice.person, notice.url)


def test_who_left_is_told_that_it_is_in_force_and_can_open_it(
    client, cast, draft, django_capture_on_commit_callbacks
):
    handed_in(cast, draft)
    paper = way.sign_on(draft)
    way.through_publicity(paper, cast.people.school_office)
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        way.confirm(paper, cast.people.principal)
    notice = Notice.objects.select_related("person__account").get()
    assert notice.person == cast.people.second_teacher
    client.force_login(notice.person.account)
    assert client.get(notice.url).status_code == 200
