"""A self-check of the post of the role "staff", with measures in force, in tests."""

from datetime import timedelta

from django.utils import timezone

from registry.papers.models import Paper
from registry.tasks.models import Task
from registry.tasks.opening import Due, open_tasks
from reviews import filing
from reviews.self_checks import answering, asking
from reviews.self_checks.answering import Answer
from tests import way


def opened(cast, *, points=2, key="check", post="staff"):
    """The task, open now; the post has one measure for each point."""
    if points:
        way.confirmed_form(cast, points=points)
    today, post = timezone.localdate(), getattr(cast.posts, post)
    due = Due(
        unit=post.unit,
        title="廉政风险防控自查（2026年）",
        opens_on=today,
        due_on=today + timedelta(days=20),
        key=key,
        post=post,
    )
    return open_tasks(kind="self-check", dues=[due], by=None)[key]


def confirmed_sheet(cast, *, section=None):
    """The points of the section, without one those of the large school itself, in force."""
    if section:
        by, start = cast.people.section_head, filing.start_section_sheet
        paper = start(section=section, programme=cast.programme, by=by)
    else:
        by, start = cast.people.school_office, filing.start_unit_sheet
        paper = start(unit=cast.school_large, programme=cast.programme, by=by)
    way.sign_on(way.submit(way.fill_form(paper, by), by))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return Paper.objects.get(pk=paper.pk)


def answers_to(task, said="done", why=""):
    measures = asking.measures_of(task, timezone.localdate())
    return [Answer(each.pk, said, why) for each in measures], answering.seal_of(measures)


def handed_in(cast, *, said="done", why="", task=None, by=None):
    task = task or opened(cast)
    answers, seal = answers_to(task, said, why)
    return answering.hand_in(
        task=task, answers=answers, note="总的不错", seal=seal, by=by or cast.people.staff
    )


def reread(task):
    return Task.objects.get(pk=task.pk)


def found(check, *, holds=True, why=""):
    return {each.pk: (holds, why) for each in check.answers.filter(is_drawn=True)}
