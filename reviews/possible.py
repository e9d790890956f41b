"""On which papers a person can do something: `actions` asked of all papers at once.

The guard of one paper is `actions.find`; here the actions that lists ask for are conditions on
the query. `tests/reviews/test_possible.py` holds the two to the same answer.
"""

from django.db.models import Exists, OuterRef, Q

from registry.access.reach import reach_of
from registry.papers.models import Paper, PaperState

from . import offices, waiting
from .kinds import KINDS
from .models import Decision
from .visibility import filled_in_by


def papers_for(slug, person, day):
    """Papers on which this person can take the action on that day."""
    return Paper.objects.none() if person is None else PAPERS[slug](person, day)


def actions_of(person, day):
    """The actions that this person can take on at least one paper: one query for each."""
    return {slug for slug in PAPERS if papers_for(slug, person, day).exists()}


def _recall(person, day):
    """Filled in by the person, and nobody has decided since it was handed in."""
    this_round = Q(step__lap=OuterRef("lap"))
    before = Q(step__lap=OuterRef("lap") - 1, back_to__isnull=False)
    decided = Decision.objects.filter(this_round | before, step__paper=OuterRef("pk"))
    return Paper.objects.filter(filled_in_by(person), ~Exists(decided), state=PaperState.REVIEW)


def _open_publicity(person, day):
    return Paper.objects.filter(offices.managed(reach_of(person)), state=PaperState.CLEARED)


def _confirm(person, day):
    return waiting.papers_to_confirm(person, day)


def _record_confirmation(person, day):
    """Entering what the principal signed on paper."""
    recorded = Paper.objects.filter(offices.recorded(reach_of(person)))
    return waiting.confirmations_on_paper(recorded, day)


def _publish(person, day):
    kinds = [kind for kind, facts in KINDS.items() if not facts.has_publicity]
    managed = Paper.objects.filter(offices.managed(reach_of(person)), kind__in=kinds)
    return managed.filter(state=PaperState.CONFIRMED)


PAPERS = {
    "recall": _recall,
    "open_publicity": _open_publicity,
    "confirm": _confirm,
    "record_confirmation": _record_confirmation,
    "publish": _publish,
}
