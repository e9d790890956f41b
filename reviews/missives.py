"""来件: what the public sends on a publicity, who receives it, and what becomes of it (ADR 0028).

An opinion is passed on without its sender; a report stays with the office that received it and
leaves no mark elsewhere: no trail entry, no notice, no log line, nothing that closing waits for.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.organisation.models import Seat
from registry.tables.text import chinese_date

from . import opinions, seats, sending_limit
from .models import Missive, MissiveReading, Opinion, Publication, Triage
from .personal_data import found_in
from .refusals import NotReady, Refused

OVER = (
    "这次公示已经结束，这里不再收意见。您写的文字还在下面，可以复制；"
    "还想反映的，请用本页列出的渠道，或者联系公示单位。"
)
NOBODY_FREE = (
    "这一条现在没有能够回避的人接收，为了公正，没有收下。您写的文字还在下面，可以复制；"
    "请用本页列出的渠道反映，或者不填序号、只对整个公示提意见。"
)
NOT_YOURS = "这份来件现在不由您办理。"


def receive(*, publication, text, receipt, address, row=None, contact=""):
    """Keep what a visitor sent; sent again with the same receipt it is the one already kept.

    Of `address` nothing is kept but that it sent one more today.
    """
    today = timezone.localdate()
    try:
        with transaction.atomic():
            earlier = Missive.objects.filter(receipt=receipt).first()
            if earlier is not None:
                return earlier
            if not opinions.takes_opinions(publication, today):
                raise NotReady([OVER])
            missive = keep(
                publication=publication,
                text=text,
                receipt=receipt,
                received_on=today,
                row=row,
                contact=contact,
            )
            sending_limit.take(address, today)  # last: whoever sent this already is not one more
            return missive
    except IntegrityError:  # sent twice at the same moment
        return Missive.objects.get(receipt=receipt)


@transaction.atomic
def keep(*, publication, text, receipt, received_on, row=None, contact=""):
    """Write one down for the office that receives it."""
    if not text.strip():
        raise NotReady(["请写一句您的意见。"])
    shown = opinions.paper_of(publication, row)
    seating = seats.Seating(timezone.localdate())
    office = _receiving_unit(publication, shown, seating)
    missive = Missive(
        publication=publication,
        office=office,
        row=row,
        shown=shown,
        text=text.strip(),
        contact=contact.strip(),
        received_on=received_on,
        receipt=receipt,
    )
    if office is None or not _receivers(missive, seating):
        raise NotReady([NOBODY_FREE])
    missive.save(force_insert=True)
    return missive


def _receiving_unit(publication, shown, seating):
    """The nearest discipline office that is not the one whose own paper this is about (design §3).

    On the publicity as a whole: whose own paper is not in it, as long as there is another.
    """
    entries = [shown] if shown else publication.publicity_papers.select_related("revision__paper")
    papers = [entry.revision.paper for entry in entries]

    def is_own(unit):
        return any(seating.is_of_signing_office(paper, unit) for paper in papers)

    find = seating.nearest_unit_with
    over = {"unit": publication.unit}
    found = find(Seat.DISCIPLINE_OFFICE, **over, but_not=is_own)
    return found if found or shown else find(Seat.DISCIPLINE_OFFICE, **over)


def receivers(missive, day):
    """Who reads it: the office that received it without those whose own paper it concerns; where
    nobody of it is left, the nearest office above. The same for many: `offices.receiving`.
    """
    return _receivers(missive, seats.Seating(day))


def _receivers(missive, seating):
    avoided = seating.filers(missive.shown.revision.paper) if missive.shown else ()
    found = seating.nearest_free(Seat.DISCIPLINE_OFFICE, unit=missive.office, avoided=avoided)
    return [holder.person for holder in found]


def note_reading(*, missive, by):
    """Whoever opens one is written down, once a day; read by the same office alone."""
    MissiveReading.objects.get_or_create(missive=missive, person=by, read_on=timezone.localdate())


class AlreadySorted(Refused):
    def __init__(self, triage):
        super().__init__(
            f"这份来件已由{triage.by.name}于{chinese_date(triage.sorted_on)}分办，不需要再办理。"
        )
        self.triage = triage


@transaction.atomic
def sort(*, missive, by, opinion="", kept="", note=""):
    """分办, once: `opinion` is the text to pass on, blank for none; `kept` what stays, with `note`.

    The same said again is what was said first.
    """
    missive = _locked(missive)
    opinion, note = opinion.strip(), note.strip()
    earlier = Triage.objects.filter(missive=missive).select_related("by", "opinion").first()
    if earlier is not None:
        return _same_or_refused(earlier, opinion, kept, note, by)
    if by not in receivers(missive, timezone.localdate()):
        raise Refused(NOT_YOURS)
    _check(missive, opinion, kept, note)
    return Triage.objects.create(
        missive=missive,
        opinion=_passed_on(missive, opinion, by) if opinion else None,
        kept=Triage.Kept(kept).value if kept else "",
        note=note,
        by=by,
        sorted_on=timezone.localdate(),
    )


def _locked(missive):
    locked = Missive.objects.select_for_update(of=("self",))
    joined = locked.select_related("publication__unit", "office", "row", "shown__revision__paper")
    return joined.get(pk=missive.pk)


def _same_or_refused(earlier, opinion, kept, note, by):
    passed_on = earlier.opinion.text if earlier.opinion else ""
    if (passed_on, earlier.kept, earlier.note, earlier.by) == (opinion, kept, note, by):
        return earlier
    raise AlreadySorted(earlier)


def _check(missive, opinion, kept, note):
    problems = []
    if not opinion and not kept:
        problems.append("请说明这份来件怎样分办。")
    if opinion and not may_be_opinion(missive):
        problems.append("公开清单的来件没有意见可转，请选线索，或者都不是。")
    if opinion and kept == Triage.Kept.NEITHER:
        problems.append("转作意见的，不能同时算“都不是”。")
    if kept and not note:
        problems.append("请写一句记载：怎样处置，或者为什么都不是。")
    if opinion:
        problems += _leads_to_somebody(missive, opinion)
    if problems:
        raise NotReady(problems)


def may_be_opinion(missive):
    """An opinion is on a publicity; what was handed on as a report of a list is none."""
    return missive.publication.kind == Publication.Kind.PUBLICITY


def _leads_to_somebody(missive, text):
    """What must not go along with an opinion: contact data, whoever they belong to."""
    kinds = dict.fromkeys(each.kind.label for each in found_in(text))
    if kinds:
        yield f"转出的文字里有像{'、'.join(kinds)}的内容，请删去再转。"
    elif missive.contact and missive.contact in text:
        yield "转出的文字里有来件人的联系方式，请删去再转。"


def _passed_on(missive, text, by):
    return opinions.pass_on(publication=missive.publication, row=missive.row, text=text, by=by)


@dataclass(frozen=True)
class Standing:
    """What a receipt tells: `opinion` once it was passed on; of everything else that it came in."""

    publication: object
    opinion: Opinion | None


def standing_of(receipt):
    """By its receipt, or None. A report stands like what nobody has looked at yet."""
    missive = Missive.objects.listed().filter(receipt=receipt).first()
    if missive is None:
        return None
    triage = getattr(missive, "triage", None)
    return Standing(missive.publication, triage.opinion if triage else None)
