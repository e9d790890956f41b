"""Writing a questionnaire while it is a draft: its head, its questions and their order.

The questionnaire's row is the lock of all of it; switched on, nothing is written any more.
"""

from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record_sealed
from reviews.overseen import OUT_OF_REACH, office_of
from reviews.refusals import Refused

from .models import MOST_QUESTIONS, Question, Questionnaire
from .shipped import PATTERNS

FACTS = ("unit", "title", "intro", "audience", "opens_on", "closes_on")
ASKED = ("kind", "text", "options", "is_required")
SWITCHED_ON = "问卷已经启用，题目不能再改。要换题目，请另起草一份。"
FULL = f"一份问卷最多 {MOST_QUESTIONS} 题。题目少一些，愿意答的人更多。"


@transaction.atomic
def draft(*, facts, by, pattern=""):
    """A new one of the person's office; with the questions of a pattern, where one was chosen."""
    office = office_of(by, facts["unit"])
    if office is None:
        raise Refused(OUT_OF_REACH)
    given = {name: facts[name] for name in FACTS}
    made = Questionnaire.objects.create(
        office=office, drafted_by=by, drafted_at=timezone.now(), **given
    )
    if pattern:
        Question.objects.bulk_create(
            Question(questionnaire=made, position=place, **dict(zip(ASKED, asked, strict=True)))
            for place, asked in enumerate(PATTERNS[pattern].questions, start=1)
        )
    record_sealed(by=by, action="questionnaire.drafted", target=made)
    return made


def facts_of(questionnaire):
    """What a stamp of its head covers."""
    return {
        "unit": questionnaire.unit_id,
        "title": questionnaire.title,
        "intro": questionnaire.intro,
        "audience": questionnaire.audience,
        "opens_on": questionnaire.opens_on.isoformat(),
        "closes_on": questionnaire.closes_on.isoformat(),
    }


def asked_by(question):
    """What a stamp of a question covers."""
    return {name: getattr(question, name) for name in ASKED}


def whole_of(questionnaire):
    """All that is switched on."""
    questions = questionnaire.questions.order_by("position")
    return [facts_of(questionnaire), *map(asked_by, questions)]


@transaction.atomic
def change(*, questionnaire, facts, by):
    locked = locked_draft(questionnaire)
    if office_of(by, facts["unit"]) != locked.office:
        raise Refused(OUT_OF_REACH)
    for name in FACTS:
        setattr(locked, name, facts[name])
    locked.save(update_fields=FACTS)
    _changed(locked, by)


@transaction.atomic
def add_question(*, questionnaire, asked, by):
    locked = locked_draft(questionnaire)
    place = locked.questions.count() + 1
    if place > MOST_QUESTIONS:
        raise Refused(FULL)
    question = locked.questions.create(position=place, **{name: asked[name] for name in ASKED})
    _changed(locked, by)
    return question


@transaction.atomic
def change_question(*, question, asked, by):
    locked = locked_draft(question.questionnaire)
    locked.questions.filter(pk=question.pk).update(**{name: asked[name] for name in ASKED})
    _changed(locked, by)


@transaction.atomic
def remove_question(*, question, by):
    """Those behind it move up; each to a place that has just become free."""
    locked = locked_draft(question.questionnaire)
    locked.questions.filter(pk=question.pk).delete()
    for place, each in enumerate(locked.questions.order_by("position"), start=1):
        locked.questions.filter(pk=each.pk).update(position=place)
    _changed(locked, by)


@transaction.atomic
def move_up(*, question, by):
    """Changes places with the one before; the first stays where it is."""
    locked = locked_draft(question.questionnaire)
    moved = locked.questions.filter(pk=question.pk).first()
    if moved is None or moved.position == 1:
        return
    before = locked.questions.filter(position=moved.position - 1)
    locked.questions.filter(pk=moved.pk).update(position=0)
    before.update(position=moved.position)
    locked.questions.filter(pk=moved.pk).update(position=moved.position - 1)
    _changed(locked, by)


def locked_draft(questionnaire):
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("office", "unit")
    locked = rows.get(pk=questionnaire.pk)
    if not locked.is_draft:
        raise Refused(SWITCHED_ON)
    return locked


def _changed(questionnaire, by):
    record_sealed(by=by, action="questionnaire.changed", target=questionnaire)
