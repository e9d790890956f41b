"""What was noticed is answered once with a reason, and the answer is looked at once."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.standing.keeping import Refused
from registry.trail.recording import record
from reviews import seats

from .models import FindingAnswer, FindingLook

ANSWERED = "这条提示已经说明过，不用再写。"
LOOKED_AT = "这条说明已经有人看过。"


@transaction.atomic
def answer(*, finding, text, by):
    try:
        with transaction.atomic():
            said = FindingAnswer.objects.create(
                finding=finding, text=text, by=by, at=timezone.now()
            )
    except IntegrityError as twice:
        raise Refused(ANSWERED) from twice
    record(by=by, action="exercise.answered", unit=finding.exercise.unit, target=finding)
    transaction.on_commit(lambda: _tell_office(finding, by))
    return said


@transaction.atomic
def look(*, answer, word, by):
    try:
        with transaction.atomic():
            seen = FindingLook.objects.create(answer=answer, word=word, by=by, at=timezone.now())
    except IntegrityError as twice:
        raise Refused(LOOKED_AT) from twice
    finding = answer.finding
    record(by=by, action="exercise.looked_at", unit=finding.exercise.unit, target=finding)
    if word:
        transaction.on_commit(lambda: _tell_writer(finding))
    return seen


def _tell_office(finding, by):
    unit = finding.exercise.unit
    people = [person for person in seats.office_over(unit, timezone.localdate()) if person != by]
    notify(
        people=people,
        text=f"运行登记：{unit.name}有一条提示写了说明，请看一下。",
        url=_address(finding),
        key=f"exercise-answered:{finding.pk}",
        kind="exercise",
    )


def _tell_writer(finding):
    notify(
        people=[finding.exercise.written_by],
        text="运行登记：您登记的一项，说明看过了，有一句回复。",
        url=_address(finding),
        key=f"exercise-looked:{finding.pk}",
        kind="exercise",
    )


def _address(finding):
    return reverse("exercise", args=[finding.exercise_id])
