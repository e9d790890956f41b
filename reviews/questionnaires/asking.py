"""A questionnaire is switched on, ends by its day or by hand, and what came of it is looked at."""

from django.db import transaction
from django.utils import timezone

from registry.papers.stamps import stamp_of
from registry.trail.recording import record_sealed
from reviews.refusals import Refused

from . import drafting
from .models import Questionnaire, State

NOTHING_ASKED = "还没有题目，请先加一题。"
OVER_ALREADY = "截止日期已经过了，请先修改截止日期。"
CHANGED = "这份问卷刚才在别处改过，请照着现在的样子再看一遍，然后启用。"
NOT_RUNNING = "这份问卷没有在进行，或者已经结束。"


@transaction.atomic
def switch_on(*, questionnaire, seen, by):
    """`seen`: the stamp of what was shown; from here on nothing of it changes."""
    locked = drafting.locked_draft(questionnaire)
    whole = drafting.whole_of(locked)
    if len(whole) < 2:
        raise Refused(NOTHING_ASKED)
    if locked.closes_on < timezone.localdate():
        raise Refused(OVER_ALREADY)
    if seen != stamp_of(whole):
        raise Refused(CHANGED)
    drafts = Questionnaire.objects.filter(pk=locked.pk, switched_on_at__isnull=True)
    drafts.update(switched_on_by=by, switched_on_at=timezone.now())
    record_sealed(by=by, action="questionnaire.switched_on", target=locked)


@transaction.atomic
def close(*, questionnaire, by):
    """By hand, before its day; whoever is writing an answer is told when sending it."""
    running = Questionnaire.objects.switched_on().filter(
        pk=questionnaire.pk, closed_at__isnull=True, closes_on__gte=timezone.localdate()
    )
    if running.update(closed_by=by, closed_at=timezone.now()) != 1:
        raise Refused(NOT_RUNNING)
    record_sealed(by=by, action="questionnaire.closed", target=questionnaire)


@transaction.atomic
def note_opening(*, questionnaire, by):
    """Who opened the results is told under seal; the first of the office takes it off the list."""
    if questionnaire.state_on(timezone.localdate()) != State.CLOSED:
        return
    unread = Questionnaire.objects.filter(pk=questionnaire.pk, results_read_at__isnull=True)
    unread.update(results_read_by=by, results_read_at=timezone.now())
    record_sealed(by=by, action="questionnaire.opened", target=questionnaire)


@transaction.atomic
def note_export(*, questionnaire, by):
    record_sealed(by=by, action="questionnaire.exported", target=questionnaire)
