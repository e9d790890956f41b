"""Nobody is stuck for want of an office: the nearest above that can act looks after a paper."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from powers import editing as power_editing
from registry.access.reach import reach_of
from registry.notices.models import Notice
from registry.organisation.models import Appointment, Mandate, Person, Section, Unit
from registry.papers.models import Paper
from reviews import actions, filing, offices, publicity, seats, waiting
from reviews.views.inbox import _cleared_papers, _steps_to_record
from reviews.visibility import papers_visible_to
from tests import way
from tests.cast import seat as give_seat

TODAY = timezone.localdate


def lock_out(person):
    person.account.is_active = False
    person.account.save()


def village_form(cast):
    people = cast.people
    paper = way.begin_form(cast, post=cast.posts.village_staff, by=people.village_staff)
    way.fill_form(paper, people.village_staff)
    return way.submit(paper, people.village_staff)


def catalogue_of(cast, unit, by, section=None):
    paper = filing.start_catalogue(unit=unit, programme=cast.programme, by=by)
    content = way.power("学籍异动审核", section or unit.sections.first())
    power_editing.add_power(paper=paper, content=content, by=by)
    return way.submit(paper, by)


def test_a_village_schools_cleared_form_is_for_the_bureaus_office(
    cast, django_capture_on_commit_callbacks
):
    paper = village_form(cast)
    with django_capture_on_commit_callbacks(execute=True):
        way.sign_on(paper)
    assert paper.state == "cleared"
    assert list(_cleared_papers(cast.people.office)) == [paper]
    told = Notice.objects.filter(text__contains="可以安排公示").values_list("person", flat=True)
    assert set(told) == {cast.people.office.pk}


def test_an_office_that_cannot_sign_in_is_stood_in_for(cast):
    paper = way.sign_on(way.submitted_form(cast))
    assert not papers_visible_to(cast.people.office).filter(pk=paper.pk).exists()
    lock_out(cast.people.school_office)
    assert papers_visible_to(cast.people.office).filter(pk=paper.pk).exists()
    assert list(_cleared_papers(cast.people.office)) == [paper]
    assert publicity.open_publicity(papers=[paper], by=cast.people.office)


def test_who_records_for_an_office_that_filed_the_paper_can_see_it(cast):
    """The school's office fills in its catalogue: the first check is recorded by the bureau's."""
    paper = catalogue_of(cast, cast.school_large, cast.people.school_office)
    step = way.open_step(paper)
    assert seats.resolve(step, TODAY()).on_paper
    office = cast.people.office
    assert papers_visible_to(office).filter(pk=paper.pk).exists()
    assert list(_steps_to_record(office, TODAY())) == [step]
    assert list(_steps_to_record(cast.people.school_office, TODAY())) == []


def test_at_the_root_the_discipline_office_records_what_the_office_filed(cast):
    paper = catalogue_of(cast, cast.bureau, cast.people.office)
    step = way.open_step(paper)
    discipline = cast.people.discipline
    slugs = {action.slug for action in actions.available(paper, discipline, TODAY())}
    assert "record" in slugs
    assert list(_steps_to_record(discipline, TODAY())) == [step]
    assert list(_steps_to_record(cast.people.office, TODAY())) == []


def test_the_superiors_office_is_the_nearest_there_is(cast):
    """A teaching point under the village school, which has no office of its own."""
    point = Unit.objects.create(code="POINT", name="教学点", parent=cast.school_village)
    section = Section.objects.create(unit=point, name="教学组")
    give_seat(cast.posts.village_section_head, "information_keeper", point)
    paper = catalogue_of(cast, point, cast.people.village_section_head, section)
    assert paper.steps.last().unit == cast.bureau


# --- the queries say what the functions say ----------------------------------------------


def no_head(cast):
    Mandate.objects.filter(seat="section_head").update(ends=datetime.date(2020, 12, 31))


def head_without_account(cast):
    lock_out(cast.people.section_head)


def nobody_has_an_account(cast):
    for name in ("section_head", "supervisor", "principal", "group", "discipline"):
        lock_out(getattr(cast.people, name))


def given_away(cast):
    paper = Paper.objects.get()
    paper.steps.update(person=cast.people.other_section_head)


def given_to_the_filer(cast):
    Paper.objects.get().steps.update(person=cast.people.staff)


def head_signed_for_discipline(cast):
    """In the round before, the head of today signed for the discipline office."""
    paper = Paper.objects.get()
    step = paper.steps.get(position=1)
    step.pk, step.seat, step.lap, step.position = None, "discipline_office", 0, 1
    step.save()
    paper.current.decisions.create(
        step=step,
        action="pass",
        opinion="同意",
        digest="0" * 64,
        person=cast.people.section_head,
        name="甲",
        title="乙",
        signed_on=TODAY(),
    )


def head_wrote_in_it(cast):
    Paper.objects.get().writers.create(person=cast.people.section_head)


def signed_in(cast):
    """Who could have a part in a paper of the large school, and can sign in."""
    units = [cast.school_large, cast.bureau]
    leading = Person.objects.filter(appointments__post__mandates__isnull=False, unit__in=units)
    people = leading.filter(account__is_active=True).select_related("account", "unit")
    return [*people.distinct(), cast.people.staff]


SITUATIONS = [
    no_head,
    head_without_account,
    nobody_has_an_account,
    given_away,
    given_to_the_filer,
    head_signed_for_discipline,
    head_wrote_in_it,
]


@pytest.mark.parametrize("change", SITUATIONS)
def test_lists_agree_with_the_guard(cast, change):
    way.submitted_form(cast)
    change(cast)
    steps = list(waiting.open_steps().select_related("paper", "unit", "section"))
    resolved = {step: seats.resolve(step, TODAY()) for step in steps}
    on_paper = {step for step in steps if resolved[step].on_paper}
    assert set(waiting.steps_on_paper(Paper.objects.all(), TODAY())) == on_paper
    for person in signed_in(cast):
        can = {step for step in steps if resolved[step].holder(person)}
        assert set(waiting.steps_of(person, TODAY())) == can, person
        recorded = {
            step
            for step in on_paper
            if any(
                holder.person == person
                for holder in seats.recorders(step.paper, TODAY(), seats.filers(step.paper))
            )
        }
        assert set(_steps_to_record(person, TODAY())) == recorded, person


def no_principal(cast):
    Appointment.objects.filter(person=cast.people.principal).delete()


def a_deputy(cast):
    give_seat(cast.posts.other_supervisor, "principal", cast.school_large, rank="deputy")


def principal_filed_it(cast):
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.principal, starts=datetime.date(2021, 1, 1)
    )


def principal_wrote_in_it(cast):
    Paper.objects.get().writers.create(person=cast.people.principal)


@pytest.mark.parametrize(
    "change",
    [lambda cast: None, no_principal, a_deputy, principal_filed_it, principal_wrote_in_it],
)
def test_papers_to_confirm_agree_with_the_guard(cast, change):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    change(cast)
    found = 0
    for person in signed_in(cast):
        can = actions.find(paper, person, TODAY(), "confirm") is not None
        assert set(waiting.papers_to_confirm(person, TODAY())) == ({paper} if can else set())
        assert not can or papers_visible_to(person).filter(pk=paper.pk).exists()
        found += can
    assert found == 1


def test_the_inbox_of_an_office_asks_as_often_for_two_papers_as_for_one(
    client, cast, django_assert_num_queries
):
    lock_out(cast.people.section_head)
    way.submitted_form(cast)
    client.force_login(cast.accounts.school_office)
    client.get("/inbox/")
    with CaptureQueriesContext(
        connection,
    ) as first:
        assert client.get("/inbox/").status_code == 200
    teacher = cast.people.teacher
    paper = way.begin_form(cast, post=cast.posts.teacher, by=teacher)
    way.submit(way.fill_form(paper, teacher), teacher)
    with django_assert_num_queries(len(first)):
        page = client.get("/inbox/")
    assert len(page.context["to_record"]) == 2


def test_managed_papers_are_those_of_the_office(cast):
    way.submitted_form(cast)
    village_form(cast)
    for person in signed_in(cast):
        managed = set(Paper.objects.filter(offices.managed(reach_of(person))))
        assert managed == {
            paper for paper in Paper.objects.all() if actions.office_of(paper, person, TODAY())
        }
