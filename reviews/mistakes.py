"""纠错: what the public says is wrong in a published list; the prevention office looks and answers.

Like a missive it has no sender, no trail entry and no notice when it comes in (ADR 0028). What is
no mistake but a report goes to the discipline office, without a mark of it (ADR 0044).
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Seat
from registry.tables.text import chinese_date
from registry.trail.recording import record

from . import missives, offices, seats, sending_limit
from .models import Mistake, MistakeAnswer, Publication
from .refusals import NotReady, Refused

Outcome = MistakeAnswer.Outcome
LISTS = (Publication.Kind.CATALOGUE, Publication.Kind.DIRECTORY)
NOBODY_THERE = (
    "这个单位现在没有人接收纠错。您写的文字还在下面，可以复制，用电话或者来信告诉公布单位。"
)
NOT_YOURS = "这一条现在不由您答复：纠错由公布单位的防控办答复，没有防控办的，由上一级答复。"


def receive(*, publication, text, receipt, address, row=None, contact=""):
    """Keep what a visitor sent; sent again with the same receipt it is the one already kept.

    Of `address` nothing is kept but that it sent one more today.
    """
    today = timezone.localdate()
    try:
        with transaction.atomic():
            earlier = Mistake.objects.filter(receipt=receipt).first()
            if earlier is not None:
                return earlier
            mistake = keep(
                publication=publication,
                text=text,
                receipt=receipt,
                received_on=today,
                row=row,
                contact=contact,
            )
            sending_limit.take(address, today)  # last: whoever sent this already is not one more
            return mistake
    except IntegrityError:  # sent twice at the same moment
        return Mistake.objects.get(receipt=receipt)


def keep(*, publication, text, receipt, received_on, row=None, contact=""):
    """Write one down for the office over the list; `NotReady` where nobody sits there."""
    if not text.strip():
        raise NotReady(["请写一句哪里不对。"])
    if not _office(publication, received_on):
        raise NotReady([NOBODY_THERE])
    return Mistake.objects.create(
        publication=publication,
        row=row,
        text=text.strip(),
        contact=contact.strip(),
        received_on=received_on,
        receipt=receipt,
    )


def _office(publication, day):
    found = seats.nearest_free(Seat.PREVENTION_OFFICE, unit=publication.unit, day=day)
    return [holder.person for holder in found]


def received(person):
    """Those that the person's office answers, without what it handed on as a report."""
    reach = reach_of(person)
    if not reach.holds(Seat.PREVENTION_OFFICE):
        return Mistake.objects.none()
    units = offices.units_looked_after(reach)
    return Mistake.objects.listed().filter(publication__unit__in=units)


class AlreadyAnswered(Refused):
    def __init__(self, answer):
        on = f"{chinese_date(answer.answered_on)}"
        super().__init__(f"这一条已由{answer.by.name}于{on}答复，不需要再办理。")


@transaction.atomic
def answer(*, mistake, outcome, by, reply=""):
    """Answer one, once; the same answer sent again is the one already made.

    A report is handed on whole, and leaves the office's sight with that.
    """
    locked = Mistake.objects.select_for_update(of=("self",)).select_related("publication__unit")
    mistake = locked.get(pk=mistake.pk)
    reply, day = reply.strip(), timezone.localdate()
    earlier = MistakeAnswer.objects.filter(mistake=mistake).select_related("by").first()
    if earlier is not None:
        if (earlier.outcome, earlier.reply, earlier.by) == (outcome, reply, by):
            return earlier
        raise AlreadyAnswered(earlier)
    if by not in _office(mistake.publication, day):
        raise Refused(NOT_YOURS)
    if outcome == Outcome.PASSED_ON:
        reply = ""
        _hand_on(mistake)
    elif not reply:
        raise NotReady(["请写明答复。"])
    made = MistakeAnswer.objects.create(
        mistake=mistake, outcome=Outcome(outcome).value, reply=reply, by=by, answered_on=day
    )
    if outcome != Outcome.PASSED_ON:
        unit = mistake.publication.unit
        record(by=by, action="mistake.answered", unit=unit, target=mistake)
    return made


def _hand_on(mistake):
    """As a missive about the list as a whole: what it says of a row stands in its words."""
    about = f"（对公开清单{mistake.about}）\n" if mistake.row else ""
    missives.keep(
        publication=mistake.publication,
        text=f"{about}{mistake.text}",
        receipt=mistake.receipt,
        received_on=mistake.received_on,
        contact=mistake.contact,
    )


def standing_of(receipt):
    """By its receipt, or None: what was handed on stands like what nobody has looked at yet."""
    found = Mistake.objects.filter(receipt=receipt)
    return found.select_related("publication__unit", "answer").first()


def reply_to(mistake):
    """The answer that whoever sent it may read; None while there is none."""
    made = getattr(mistake, "answer", None)
    return made if made is not None and made.outcome != Outcome.PASSED_ON else None
