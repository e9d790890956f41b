"""Raising a point for another post, and answering: into the draft, or declined with a reason.

The way it was found follows from who raises it (`ways_of`). Whoever sits on the post answers; each
suggestion is answered once.
"""

from django.db import transaction
from django.utils import timezone

from registry.access.reach import SECTION_SEATS, reach_of
from registry.organisation.models import Seat
from registry.trail.recording import record

from . import editing
from .content import point_content
from .models import PointVersion, Suggestion

FoundBy = PointVersion.FoundBy
# Leaders of a unit itself, and those whose seats reach the units under theirs as well.
OF_ITS_UNIT = {Seat.LEADING_GROUP}
OF_UNITS_BELOW = {Seat.PRINCIPAL, Seat.UNIT_SUPERVISOR, Seat.HIGHER_LEADER}

KEPT = ("source", "risk", "harm", "found_by", "presence")
ANSWERED = "这条建议已经答复过了。"
NEEDS_REASON = "请写一句理由，让提建议的人了解情况。"
OWN_POST = "这是您自己的岗位，请直接写在本岗位的表里。"
NOT_YOUR_WAY = "对这个岗位，您可以选“{}”。"


class NotAnswered(Exception):
    """The answer was not taken; the text says why."""


def ways_of(reach, post):
    """How this person may have found a point of that post, nearest first [1] 四(二), [4].

    领导点: who leads its section, unit or one above. 互相查: a colleague of the unit who does not
    lead it. 专家评: the prevention office, for an expert without an account. 群众提: anybody.
    """
    leads = _leads(reach, post)
    colleague = reach.person is not None and reach.person.unit_id == post.unit_id
    office = _over(reach, {Seat.PREVENTION_OFFICE}, post.unit)
    may = {
        FoundBy.LEADER: leads,
        FoundBy.MUTUAL: colleague and not leads,
        FoundBy.EXPERT: office,
        FoundBy.MASSES: True,
    }
    return [way for way, allowed in may.items() if allowed]


def problem_with_way(reach, post, found_by):
    """What to say where this person cannot have found it so; blank where they can."""
    ways = ways_of(reach, post)
    return "" if found_by in ways else NOT_YOUR_WAY.format("”“".join(w.label for w in ways))


def _leads(reach, post):
    of_section = any(
        mandate.seat in SECTION_SEATS and mandate.section_id == post.section_id
        for mandate in reach.mandates
    )
    of_unit = any(reach.holds(seat, post.unit) for seat in OF_ITS_UNIT)
    return of_section or of_unit or _over(reach, OF_UNITS_BELOW, post.unit)


def _over(reach, seats, unit):
    """Whether one of the seats is held over the unit or one above it."""
    return any(
        mandate.seat in seats and unit.path.startswith(mandate.unit.path)
        for mandate in reach.mandates
    )


@transaction.atomic
def suggest(*, post, by, found_by, presence, risk, reason, **more):
    """Raise a point for a post one does not sit on.

    `more`: source, harm, and the measure with its kind, where one is proposed along.
    """
    if post in by.posts_on(timezone.localdate()):
        raise NotAnswered(OWN_POST)
    if said := problem_with_way(reach_of(by), post, found_by):
        raise NotAnswered(said)
    made = Suggestion.objects.create(
        post=post,
        made_by=by,
        made_at=timezone.now(),
        found_by=found_by,
        presence=presence,
        risk=risk,
        reason=reason,
        **more,
    )
    record(by=by, action="suggestion.made", unit=post.unit, target=made)
    return made


@transaction.atomic
def take_up(*, suggestion, paper, by):
    """A new row in this draft with the words and the way found; the rest is still to be filled in.

    Raises `NotDraft` or `RowRefused` where the draft takes no new rows. Answers with the line.
    """
    _answer(suggestion, by, outcome=Suggestion.Outcome.TAKEN_UP, paper=paper)
    given = {field: getattr(suggestion, field) for field in KEPT}
    if suggestion.measure:
        own = {"text": suggestion.measure, "kind": suggestion.measure_kind}
        given["measures"] = [{**own, "post": suggestion.post_id}]
    line = editing.save_point(paper=paper, content=point_content(**given), by=by)
    Suggestion.objects.filter(pk=suggestion.pk).update(point=line.version.point_id)
    return line


@transaction.atomic
def decline(*, suggestion, why, by):
    if not why.strip():
        raise NotAnswered(NEEDS_REASON)
    _answer(suggestion, by, outcome=Suggestion.Outcome.DECLINED, why=why.strip())


def _answer(suggestion, by, **fields):
    """Of two answers at once the first counts."""
    still_open = Suggestion.objects.open().filter(pk=suggestion.pk)
    if still_open.update(answered_by=by, answered_at=timezone.now(), **fields) != 1:
        raise NotAnswered(ANSWERED)
    unit = suggestion.post.unit
    record(by=by, action=f"suggestion.{fields['outcome']}", unit=unit, target=suggestion)
