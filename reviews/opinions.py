"""Opinions on a running publicity: who may give one, who answers it, and what closing waits for.

The publication's row is the lock: an opinion and the closing of its publicity never cross.
"""

import secrets

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.organisation.models import Appointment
from registry.trail.recording import record

from . import notices, seats
from .models import Opinion, OpinionAnswer, Publication
from .refusals import AlreadyAnswered, NotReady, Refused

# Without letters and digits that are taken for each other; 12 of 30 are beyond guessing.
RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12
# Without a name, on one publicity and day: more is nobody's opinion. Counted without who gave them.
MOST_UNNAMED_A_DAY = 200
TOO_MANY = (
    "今天对这次公示没有署名的意见已经收得很多，请明天再提，或者署名提出。您写的文字还在下面。"
)
OVER = "这次公示已经结束，不再收意见。您写的文字还在下面，可以复制，用别的方式告诉防控办或上一级。"
NOT_OF_UNIT = "公示的意见由本单位的人员提。"
NOT_YOURS = "这条意见现在不由您答复：答复由防控办办理，涉及本人的表的，由其他人或上一级办理。"


def takes_opinions(publication, day):
    """Whether the publicity still runs: until its last day, that day included, unless closed."""
    return publication.closed_at is None and publication.ends_on >= day


def may_give(publication, person):
    """Whoever sits on a post of that unit today; a post elsewhere does not count."""
    if person is None:
        return False
    return units_heard(person).filter(post__unit=publication.unit_id).exists()


def units_heard(person):
    """Units on whose publicities the person gives opinions, and whose receipts they look up."""
    held = Appointment.objects.on(timezone.localdate()).filter(person=person)
    return held.order_by().values("post__unit")


def new_receipt(publication):
    """A receipt number, signed for the form that carries it: a retry gets the first answer."""
    return _signer(publication).sign(_receipt_number())


def _signer(publication):
    return signing.Signer(salt=f"reviews.opinions.receipt.{publication.pk}")


def _receipt_number():
    return "".join(secrets.choice(RECEIPT_SIGNS) for _ in range(RECEIPT_LENGTH))


def receipt_in(signed, publication):
    """The number, or None where it was not made here for this publicity."""
    try:
        return _signer(publication).unsign(signed)
    except signing.BadSignature:
        return None


def plain_receipt(typed):
    """As somebody typed it: blanks and hyphens between the groups do not count."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


@transaction.atomic
def give(*, publication, text, by, receipt, row=None):
    """Keep an opinion; `by` None is without a name: no trail entry, and nobody is told (ADR 0027).

    `receipt` is the number that the giver's page carries; sent again it changes nothing.
    """
    publication = locked(publication)
    given = Opinion.objects.filter(publication=publication, receipt=receipt).first()
    if given is not None:
        return given
    if not takes_opinions(publication, timezone.localdate()):
        raise NotReady([OVER])
    if by is not None and not may_give(publication, by):
        raise NotReady([NOT_OF_UNIT])
    if not text.strip():
        raise NotReady(["请写一句您的意见。"])
    if by is None:
        _check_room(publication)
    opinion = Opinion.objects.create(
        publication=publication,
        row=row,
        shown=paper_of(publication, row),
        text=text.strip(),
        given_by=by,
        received_on=timezone.localdate(),
        receipt=receipt,
    )
    if by is not None:
        record(by=by, action="opinion.received", unit=publication.unit, target=opinion)
    return opinion


def _check_room(publication):
    """Raise `NotReady` where one day brought too many; called with the publication locked."""
    inside = publication.opinions.filter(source=Opinion.Source.INSIDE, given_by=None)
    if inside.filter(received_on=timezone.localdate()).count() >= MOST_UNNAMED_A_DAY:
        raise NotReady([TOO_MANY])


def is_as_sent(opinion, *, text, row, by):
    """Whether the opinion kept is the one that was sent; a page sent again changes nothing."""
    return (opinion.text, opinion.row, opinion.given_by) == (text.strip(), row, by)


@transaction.atomic
def pass_on(*, publication, text, by, row=None):
    """Keep an opinion from the public in the words of the discipline office (`missives.sort`).

    Also once the publicity is over: what came in while it ran is answered. Its receipt is nobody's.
    """
    publication = locked(publication)
    opinion = Opinion.objects.create(
        publication=publication,
        row=row,
        shown=paper_of(publication, row),
        text=text,
        source=Opinion.Source.PUBLIC,
        received_on=timezone.localdate(),
        receipt=_receipt_number(),
    )
    record(by=by, action="opinion.passed_on", unit=publication.unit, target=opinion)
    return opinion


def locked(publication):
    """The publicity as it is now, its row locked until the transaction ends."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=publication.pk, kind=Publication.Kind.PUBLICITY)


def paper_of(publication, row):
    """The paper of the batch on which a row stands."""
    if row is None:
        return None
    if row.publication_id != publication.pk:
        raise NotReady(["这次公示里没有这一条，请核对序号。"])
    lines = {"revision__point_lines__version": row.point_version_id}
    return publication.publicity_papers.filter(**lines).order_by("pk")[0]


def answerers(opinion, day):
    """Who answers it: the office over the unit, without those whose own paper it concerns and
    without whoever gave it; where nobody is left, the nearest office above.

    The same for many, as a condition: `offices.answering`.
    """
    seating = seats.Seating(day)
    avoided = {opinion.given_by} - {None}
    if opinion.shown is not None:
        avoided |= seating.filers(opinion.shown.revision.paper)
    found = seating.recorders(opinion.publication, avoided)
    return [holder.person for holder in found]


@transaction.atomic
def answer(*, opinion, outcome, reply, by):
    """Answer an opinion, once; the same answer sent again is the one already made."""
    locked(opinion.publication)
    earlier = OpinionAnswer.objects.filter(opinion=opinion).first()
    if earlier is not None:
        return _same_or_refused(earlier, outcome, reply, by)
    if by not in answerers(opinion, timezone.localdate()):
        raise Refused(NOT_YOURS)
    if not reply.strip():
        raise NotReady(["请写明答复。"])
    try:
        with transaction.atomic():
            made = OpinionAnswer.objects.create(
                opinion=opinion,
                outcome=OpinionAnswer.Outcome(outcome),
                reply=reply.strip(),
                answered_by=by,
                answered_at=timezone.now(),
            )
    except IntegrityError as error:
        raise AlreadyAnswered(OpinionAnswer.objects.get(opinion=opinion)) from error
    record(by=by, action="opinion.answered", unit=opinion.publication.unit, target=opinion)
    notices.opinion_answered(made)
    notices.opinion_adopted(made)
    return made


@transaction.atomic
def answer_together(*, opinion, outcome, reply, by):
    """One conclusion and reply for several opinions, each with an answer of its own; where one can
    no longer be answered so, none is.
    """
    return [answer(opinion=each, outcome=outcome, reply=reply, by=by) for each in opinion]


def _same_or_refused(earlier, outcome, reply, by):
    said = (earlier.outcome, earlier.reply, earlier.answered_by_id)
    if said == (outcome, reply.strip(), by.pk):
        return earlier
    raise AlreadyAnswered(earlier)


def check_all_answered(publication):
    """Raise `NotReady` while an opinion waits; called with the publication locked."""
    if waiting := publication.opinions.unanswered().count():
        raise NotReady(
            [f"还有 {waiting} 条意见没有答复，公示暂时不能结束。请先逐条答复，再结束公示。"]
        )
