"""Which facts are read, whose they are, and who sees which lines."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Person
from registry.tasks import kinds
from registry.tasks.kinds import TaskKind
from reviews.assessment import facts, gathering
from reviews.assessment.models import (
    AssessmentRules,
    ProposalDecision,
    Study,
    StudyItem,
    Threshold,
)
from reviews.sources import entering
from risks import editing
from risks.models import RiskPoint
from tests import way
from tests.assessment.factory import late_task, signal, switched_on
from tests.cast import seat

pytestmark = pytest.mark.django_db


def scores(person, *units):
    return gathering.scores_of(reach_of(person), units)


def lines_seen(person, unit):
    return sorted(each.line.kind for score in scores(person, unit) for each in score.found.lines)


def test_off_until_it_is_switched_on(cast):
    late_task(cast)
    assert scores(cast.people.office, cast.school_large) == []
    switched_on(cast)
    (found,) = scores(cast.people.office, cast.school_large)
    assert (found.post, str(found.found.score)) == (cast.posts.other_staff, "3.0")


def test_the_nearest_rules_count_and_may_switch_it_off_again(cast):
    late_task(cast)
    switched_on(cast)
    by = cast.people.school_office
    switched_on(cast, cast.school_large, by, late_task=7)
    assert str(scores(cast.people.office, cast.school_large)[0].found.score) == "7.0"
    switched_on(cast, cast.school_large, by, is_on=False)
    assert scores(cast.people.office, cast.school_large) == []


# Who reads which lines, where there is a fact and a signal on a post of the large school.
SEEN = {
    "discipline": ["late_task", "signal_high"],
    "office": ["late_task"],
    "school_office": ["late_task"],
}
NOTHING = [
    "bureau_leader",
    "bureau_staff",
    "staff",
    "section_head",
    "supervisor",
    "group",
    "principal",
    "keeper",
    "small_staff",
    "other_staff",
    "other_section_head",
    "village_principal",
]


@pytest.mark.parametrize("role", [*SEEN, "own_discipline"])
def test_who_sees_which_lines(cast, role):
    switched_on(cast)
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    late_task(cast)
    signal(cast)
    person = cast.people.keeper if role == "own_discipline" else getattr(cast.people, role)
    assert lines_seen(person, cast.school_large) == SEEN.get(role, ["late_task"])


@pytest.mark.parametrize("role", NOTHING)
def test_nobody_else_is_let_in(client, cast, role):
    client.force_login(getattr(cast.accounts, role))
    for address in ("/assessment/", "/studies/", f"/assessment/posts/{cast.posts.other_staff.pk}/"):
        assert client.get(address).status_code in (403, 404)


def test_a_prevention_office_beside_finds_nothing(client, cast):
    switched_on(cast)
    late_task(cast)
    client.force_login(cast.accounts.small_office)
    assert cast.posts.other_staff.name not in client.get("/assessment/").text
    assert client.get(f"/assessment/posts/{cast.posts.other_staff.pk}/").status_code == 404


def test_a_report_does_not_move_what_the_prevention_office_sees(cast):
    switched_on(cast)
    late_task(cast)
    before = scores(cast.people.office, cast.school_large)
    for weight in ("high", "middle", "low"):
        signal(cast, weight)
    assert scores(cast.people.office, cast.school_large) == before
    assert scores(cast.people.discipline, cast.school_large)[0].found.colour == "orange"


def test_nothing_of_a_post_that_one_sits_on(cast):
    switched_on(cast)
    late_task(cast, post=cast.posts.office)
    assert scores(cast.people.office, cast.bureau) == []
    assert len(scores(cast.people.discipline, cast.bureau)) == 1


def test_what_is_due_to_one_person_is_nobodys_score(cast):
    switched_on(cast)
    late_task(cast, post=cast.posts.other_staff)
    task = late_task(cast, "2")
    type(task).objects.filter(pk=task.pk).update(post=None, person=cast.people.other_staff)
    assert lines_seen(cast.people.office, cast.school_large) == ["late_task"]


def test_a_confidential_task_is_no_fact(cast, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.offer(TaskKind("hidden", "处置回复", "envelope", is_confidential=True))
    switched_on(cast)
    late_task(cast, kind="hidden")
    assert scores(cast.people.office, cast.school_large) == []


def test_a_form_that_comes_back_again_and_again(cast):
    paper = way.submitted_form(cast)
    for returned in range(3):
        found = list(facts.repeated_returns([cast.school_large.pk]))
        assert len(found) == max(0, returned - 1)
        way.sign(paper, cast.people.section_head, action="return", opinion="请写得具体一些")
        way.submit(paper, cast.people.staff)
    assert {each.post for each in facts.repeated_returns([cast.school_large.pk])} == {
        cast.posts.staff.pk
    }


def test_a_step_past_its_day_is_told_of_the_post_that_holds_the_seat(cast):
    paper = way.submitted_form(cast)
    today = timezone.localdate()
    assert list(facts.late_steps([cast.school_large.pk], today)) == []
    paper.steps.update(due_on=today - timedelta(days=1))
    (fact,) = facts.late_steps([cast.school_large.pk], today)
    assert fact.post == cast.posts.section_head.pk


def confirmed_point(cast):
    way.confirmed_form(cast)
    return RiskPoint.objects.in_force().filter(post=cast.posts.staff).first()


def test_a_measure_past_its_day(cast):
    today = timezone.localdate()
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=0)
    by_tomorrow = {
        "rhythm": "by_date",
        "due_on": (today + timedelta(days=1)).isoformat(),
    }
    content = way.point(1, measures=[{"text": "换一把锁", **by_tomorrow}])
    editing.save_point(paper=paper, content=content, by=cast.people.staff)
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    assert list(facts.overdue_measures([cast.school_large.pk], today)) == []
    (fact,) = facts.overdue_measures([cast.school_large.pk], today + timedelta(days=2))
    assert (fact.post, fact.line.on) == (cast.posts.staff.pk, None)


def test_a_signal_on_a_point_counts_once_on_its_post(cast):
    switched_on(cast)
    point = confirmed_point(cast)
    source = signal(cast, point=point)
    entering.link(source=source, kind="post", target=cast.posts.staff, by=cast.people.discipline)
    assert lines_seen(cast.people.discipline, cast.school_large) == ["signal_high"]


def test_no_model_scores_a_person():
    """Whoever decides is named; nothing that is scored leads to a person."""
    deciders = {"made_by", "by", "opened_by"}
    for model in (AssessmentRules, Threshold, ProposalDecision, Study, StudyItem):
        people = {
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model is Person
        }
        assert people <= deciders
