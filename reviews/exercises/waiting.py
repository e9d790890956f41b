"""What waits for a person: records to look at, findings to answer, answers to read."""

from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Seat

from . import owners, receiving
from .models import ExerciseFinding


def waiting_count(person):
    """The number beside the menu entry."""
    reach = reach_of(person, timezone.localdate())
    if not owners.applies(reach):
        return 0
    answers = reach.once("findings to answer", lambda: answered_by(reach))
    return records(reach).count() + len(answers) + to_look(reach).count()


def answered_by(reach):
    """The findings that the person is to answer, as a list; nothing where nothing is registered."""
    if not owners.applies(reach):
        return []
    return list(to_answer(reach).select_related("exercise").order_by("noticed_at", "pk"))


def records(reach):
    return receiving.theirs(reach).waiting()


def to_answer(reach):
    """Findings about what the person entered."""
    mine = ExerciseFinding.objects.of_standing().unanswered()
    return mine.filter(exercise__written_by=reach.person)


def to_look(reach):
    """Answers for the office of the unit to read; whoever entered or answered does not."""
    units = reach.units_of(Seat.PREVENTION_OFFICE)
    if not units:
        return ExerciseFinding.objects.none()
    unseen = ExerciseFinding.objects.of_standing().unseen().filter(exercise__unit__in=units)
    mine = reach.person
    return unseen.exclude(exercise__written_by=mine).exclude(answer__by=mine)
