"""Many at once, one effect: real processes on the database under test, each with its control.

A control runs the same race without lock, transaction, conditional update and uniqueness, and
must show the fault: otherwise the race would prove nothing.
"""

from contextlib import contextmanager

import pytest
from django.db import connection, models
from django.utils import timezone

from registry.papers.models import Paper, PaperState
from registry.trail.append_only import forbid_changes
from registry.trail.models import TrailEntry
from reviews import filing, publicity
from reviews.models import Decision, Opinion, Publication, Step, Urging
from risks import editing
from risks.models import Duty, RiskPoint
from tests import way
from tests.cast import seat as give_seat
from tests.flows.test_dropped_duties import strike_all

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@contextmanager
def without_uniqueness():
    """Decision.step as a naive program would have it: any number of decisions for a step."""
    unique = Decision._meta.get_field("step")
    plain = models.ForeignKey(unique.related_model, models.PROTECT, related_name="+")
    plain.set_attributes_from_name("step")
    plain.model = Decision
    _guard("reviews_decision", "database_backwards")
    _alter(unique, plain)
    try:
        yield
    finally:
        _keep_the_first(Decision, "step")
        _alter(plain, unique)
        _guard("reviews_decision", "database_forwards")


def _alter(old, new):
    with connection.schema_editor() as editor:
        editor.alter_field(Decision, old, new)


def _keep_the_first(model, *of):
    firsts = model.objects.order_by().values(*of).annotate(first=models.Min("pk"))
    model.objects.exclude(pk__in=set(firsts.values_list("first", flat=True))).delete()


def _guard(table, direction):
    """The append-only triggers: SQLite loses them when the table is altered."""
    (operation,) = forbid_changes(table)
    with connection.schema_editor() as editor:
        getattr(operation, direction)("reviews", editor, None, None)


def three_heads(cast):
    """Three people who can all take the first step."""
    for post in (cast.posts.other_section_head, cast.posts.school_office):
        give_seat(post, "section_head", cast.school_large, section=cast.sections.teaching)
    return [cast.people.section_head, cast.people.other_section_head, cast.people.school_office]


def decisions(cast):
    paper = way.submitted_form(cast)
    step, digest = way.open_step(paper), paper.current.digest
    common = {"do": "decide", "action": "pass", "step": step.pk, "digest": digest}
    return step, [{**common, "person": person.pk} for person in three_heads(cast)]


def test_three_reviewers_at_once_make_one_decision(cast, race):
    step, tasks = decisions(cast)
    answers = race(*tasks)
    assert sum("done" in answer for answer in answers) == 1
    refused = [answer for answer in answers if "refused" in answer]
    assert {answer["refused"] for answer in refused} <= {"AlreadyDecided", "Moved"}
    signer = Decision.objects.get(step=step).name
    assert all(signer in a["text"] for a in refused if a["refused"] == "AlreadyDecided")
    assert TrailEntry.objects.filter(action="step.passed").count() == 1
    assert Paper.objects.get().position == 2


def test_control_without_guards_the_decision_is_doubled(cast, race):
    step, tasks = decisions(cast)
    with without_uniqueness():
        race(*tasks, guards=False)
        assert Decision.objects.filter(step=step).count() > 1


def test_a_double_click_signs_once(cast, race):
    step, tasks = decisions(cast)
    answers = race(tasks[0], tasks[0], tasks[0])
    assert all("done" in answer for answer in answers)
    assert Decision.objects.filter(step=step).count() == 1
    assert TrailEntry.objects.filter(action="step.passed").count() == 1


def crossing(cast):
    paper = way.submitted_form(cast)
    step = way.open_step(paper)
    sign = {
        "do": "decide",
        "action": "pass",
        "step": step.pk,
        "digest": paper.current.digest,
        "person": cast.people.section_head.pk,
    }
    recall = {"do": "recall", "paper": paper.pk, "person": cast.people.staff.pk}
    return paper, sign, recall


def decided_and_recalled(paper):
    paper.refresh_from_db()
    return paper.state == "draft" and Decision.objects.exists()


def test_a_recall_that_crosses_a_decision(cast, race):
    paper, sign, recall = crossing(cast)
    answers = race(sign, recall)
    assert sum("done" in answer for answer in answers) == 1
    assert not decided_and_recalled(paper)


def test_control_a_recall_crosses_a_decision(cast, race):
    _, sign, recall = crossing(cast)
    answers = race(sign, recall, guards=False)
    assert all("done" in answer for answer in answers)


def confirmations(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    task = {
        "do": "confirm",
        "paper": paper.pk,
        "digest": paper.current.digest,
        "person": cast.people.principal.pk,
    }
    return paper, task


def test_two_confirmations_at_once_have_one_effect(cast, race):
    _, task = confirmations(cast)
    answers = race(task, task)
    assert sum("done" in answer for answer in answers) == 1
    assert TrailEntry.objects.filter(action="paper.confirmed").count() == 1


def test_control_without_guards_a_paper_is_confirmed_twice(cast, race):
    _, task = confirmations(cast)
    answers = race(task, task, guards=False)
    assert all("done" in answer for answer in answers)


def test_ten_starts_at_once_make_one_paper(cast, race):
    task = {"do": "start", "post": cast.posts.staff.pk, "person": cast.people.staff.pk}
    answers = race(*[task] * 10)
    assert all("done" in answer for answer in answers)
    assert Paper.objects.count() == 1


def test_ten_submissions_at_once_give_one_number(cast, race):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    task = {
        "do": "submit",
        "paper": paper.pk,
        "person": cast.people.staff.pk,
        "counter": paper.current.counter,
    }
    answers = race(*[task] * 10)
    assert sum("done" in answer for answer in answers) == 1
    assert TrailEntry.objects.filter(action="paper.submitted").count() == 1
    assert paper.steps.count() == 4


def dropping_and_adding(cast):
    """The shared form that strikes its duty, and a teacher's with a point under that duty."""
    head, teacher, post = cast.people.section_head, cast.people.teacher, cast.posts.teacher
    shared = filing.start_shared_form(post=post, programme=cast.programme, by=head)
    way.confirm(made_ready(cast, way.fill_form(shared, head), head), cast.people.principal)
    duty = Duty.objects.get()
    own = way.begin_form(cast, post=post, by=teacher)
    editing.save_point(paper=own, content=way.point(5, duty=duty.pk), by=teacher)
    later = filing.start_shared_form(post=post, programme=cast.programme, by=head)
    strike_all(later, head)
    papers = [made_ready(cast, later, head), made_ready(cast, own, teacher)]
    common = {"do": "confirm", "person": cast.people.principal.pk, "waits_after": "count"}
    return duty, [{**common, "paper": paper.pk, "digest": paper.current.digest} for paper in papers]


def made_ready(cast, paper, by):
    way.sign_on(way.submit(paper, by))
    paper.refresh_from_db()
    if paper.state == PaperState.CLEARED:
        way.through_publicity(paper, cast.people.school_office)
    return paper


def hangs_on_nothing(duty):
    points = RiskPoint.objects.in_force().filter(in_force__duty=duty)
    return Duty.objects.get(pk=duty.pk).in_force.struck and points.exists()


def test_a_duty_goes_or_gets_a_point_but_not_both(cast, race):
    duty, tasks = dropping_and_adding(cast)
    answers = race(*tasks)
    assert sum("done" in answer for answer in answers) == 1
    assert not hangs_on_nothing(duty)


def test_control_a_duty_goes_and_gets_a_point(cast, race):
    duty, tasks = dropping_and_adding(cast)
    race(*tasks, guards=False)
    assert hangs_on_nothing(duty)


def opinion_and_closing(cast):
    """An opinion on the last day, and the scheduler's clock that is past midnight already."""
    paper = way.sign_on(way.submitted_form(cast))
    shown = publicity.open_publicity(papers=[paper], by=cast.people.school_office)
    common = {"publication": shown.pk, "person": cast.people.staff.pk}
    give = {"do": "give", "waits_after": "takes", **common}
    return give, {"do": "close", "waits_after": "answered", **common}


def closed_on_an_unanswered_opinion():
    closed = Publication.objects.filter(closed_at__isnull=False)
    return Opinion.objects.unanswered().filter(publication__in=closed).exists()


def test_an_opinion_comes_in_or_the_publicity_closes(cast, race):
    answers = race(*opinion_and_closing(cast))
    assert sum("done" in answer for answer in answers) == 1
    assert not closed_on_an_unanswered_opinion()


def test_control_a_publicity_closes_on_an_opinion(cast, race):
    race(*opinion_and_closing(cast), guards=False)
    assert closed_on_an_unanswered_opinion()


def extension_and_closing(cast):
    """The office extends on the last day, and the scheduler's clock is past midnight already."""
    paper = way.sign_on(way.submitted_form(cast))
    shown = publicity.open_publicity(papers=[paper], by=cast.people.school_office)
    common = {"publication": shown.pk, "person": cast.people.school_office.pk}
    extend = {"do": "extend", "waits_after": "extension", **common}
    return extend, {"do": "close", "waits_after": "over", **common}


def closed_before_its_end():
    shown = Publication.objects.get()
    return shown.closed_at is not None and shown.extensions.exists()


def test_a_publicity_is_extended_or_closes(cast, race):
    answers = race(*extension_and_closing(cast))
    assert sum("done" in answer for answer in answers) == 1
    assert not closed_before_its_end()


def test_control_a_publicity_closes_before_its_extended_end(cast, race):
    race(*extension_and_closing(cast), guards=False)
    assert closed_before_its_end()


def test_an_extension_pressed_three_times_at_once_is_one(cast, race):
    extend, _ = extension_and_closing(cast)
    answers = race(extend, extend, extend)
    assert all("done" in answer for answer in answers)
    assert Publication.objects.get().extensions.count() == 1


def urgings(cast):
    """The offices of the school and of the bureau, and one of them twice, on one due step."""
    step = way.open_step(way.submitted_form(cast))
    Step.objects.filter(pk=step.pk).update(due_on=timezone.localdate())
    by = [cast.people.school_office, cast.people.office, cast.people.office]
    common = {"do": "urge", "step": step.pk, "waits_after": "due"}
    return [{**common, "person": person.pk} for person in by]


@contextmanager
def without_once_a_day():
    """Any number of urgings for a step and a day."""
    (once,) = Urging._meta.constraints
    Urging._meta.constraints = []  # SQLite makes the table anew as the model says
    _guard("reviews_urging", "database_backwards")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Urging, once)
    try:
        yield
    finally:
        _keep_the_first(Urging, "step", "on")
        Urging._meta.constraints = [once]
        with connection.schema_editor() as editor:
            editor.add_constraint(Urging, once)
        _guard("reviews_urging", "database_forwards")


def test_three_urge_at_once_and_it_is_urged_once(cast, race):
    answers = race(*urgings(cast))
    assert sum("done" in answer for answer in answers) == 1
    assert {answer["refused"] for answer in answers if "refused" in answer} == {"AlreadyUrged"}
    assert Urging.objects.count() == 1
    assert TrailEntry.objects.filter(action="step.urged").count() == 1


def test_control_without_guards_it_is_urged_more_than_once(cast, race):
    tasks = urgings(cast)
    with without_once_a_day():
        race(*tasks, guards=False)
        assert Urging.objects.count() > 1
