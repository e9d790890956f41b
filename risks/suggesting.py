"""Raising a point for another post, and answering: into the draft, or declined with a reason.

Whoever sits on the post answers; each suggestion is answered once.
"""

from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record

from . import editing
from .content import point_content
from .models import Suggestion

KEPT = ("source", "risk", "harm", "found_by", "presence")
ANSWERED = "这条建议已经答复过了。"
NEEDS_REASON = "请写一句理由，让提建议的人了解情况。"
OWN_POST = "这是您自己的岗位，请直接写在本岗位的表里。"


class NotAnswered(Exception):
    """The answer was not taken; the text says why."""


@transaction.atomic
def suggest(*, post, by, found_by, presence, risk, reason, source="", harm=""):
    """Raise a point for a post one does not sit on."""
    if post in by.posts_on(timezone.localdate()):
        raise NotAnswered(OWN_POST)
    made = Suggestion.objects.create(
        post=post,
        made_by=by,
        made_at=timezone.now(),
        found_by=found_by,
        presence=presence,
        source=source,
        risk=risk,
        harm=harm,
        reason=reason,
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
