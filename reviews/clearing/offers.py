"""下放、移交: a power offered to a unit below, another unit or another section, and the answer.

An offer is a gathered row that names a receiver; only its answer is kept (`OfferAnswer`), once. Who
takes it up has it in the draft of their catalogue in the same transaction.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from powers.content import content_of
from powers.draft import open_draft
from powers.models import PowerVersion
from registry.notices.notifying import notify
from registry.organisation.models import Programme, Seat
from registry.papers.models import Paper, PaperKind
from registry.trail.recording import record
from reviews import filing, seats
from reviews.refusals import NotReady, Refused

from . import gathering, owners
from .models import Declaration, DeclaredPower, OfferAnswer

NOT_YOURS = "这一项由接收的单位或者科室答复。"
ANSWERED = "这一项已由{}答复“{}”，不用再办。"
NEEDS_REASON = "不接收的，请写一句理由，让交来的一方了解情况。"
NO_DRAFT = "职权目录正在办理或者还没有开始，等防控办打开目录草稿以后再接收。"
UNIT_SEATS = (Seat.PREVENTION_OFFICE, Seat.INFORMATION_KEEPER)


def offered_to(reach):
    """What this person may answer for a unit or a section."""
    receivers = Q(to_unit__in=reach.units_of(*UNIT_SEATS)) | Q(to_section__in=reach.headed_sections)
    return DeclaredPower.objects.offered().filter(receivers)


def waiting_for(reach):
    return offered_to(reach).filter(answer__isnull=True)


def visible_to(reach):
    """Also to those who read what gives, or the unit that receives."""
    given = Q(declaration__section__in=reach.own_sections)
    read = reach.units_q("declaration__round__unit") | reach.units_q("to_unit") | given
    return DeclaredPower.objects.offered().filter(read) | offered_to(reach)


@transaction.atomic
def take_up(*, row, by):
    """Into the draft of the receiver's catalogue; the answer names what it became."""
    row = _locked(row, by)
    power = _into_section(row, by) if row.to_section_id else _into_unit(row, by)
    return _answer(row, by, outcome=OfferAnswer.Outcome.TAKEN_UP, power=power)


@transaction.atomic
def decline(*, row, reason, by):
    row = _locked(row, by)
    if not reason.strip():
        raise NotReady([NEEDS_REASON])
    return _answer(row, by, outcome=OfferAnswer.Outcome.DECLINED, reason=reason.strip())


def tell_receivers(declaration):
    """After gathering: whoever may answer one of its offers hears of it."""
    day = timezone.localdate()
    for row in declaration.rows.offered().filter(answer__isnull=True).listed():
        row.declaration = declaration
        text = f"{declaration.round.unit}拟把“{row.said_name}”交给{row.to_whom}，请看看能不能接收。"
        _tell(_receivers(row, day), text, row)


def _receivers(row, day):
    if row.to_section_id:
        own = Declaration(round=row.declaration.round, section=row.to_section)
        return owners.Writers(row.declaration.round.unit, day).of(own)
    seating = seats.Seating(day)
    return [
        holder.person
        for seat in UNIT_SEATS
        for holder in seating.holders(seat, unit=row.to_unit)
        if holder.person.has_account
    ]


def _into_unit(row, by):
    unit, day = row.to_unit, timezone.localdate()
    programme = Programme.objects.of_unit(unit, day.year) or row.declaration.round.programme
    paper = filing.start_catalogue(unit=unit, programme=programme, by=by)
    content = {
        **_content(row, []),
        "exercising_body": unit.name,
        "handling_body": "",
        "disposition": PowerVersion.Disposition.KEEP.value,
        "sections": [],
    }
    with open_draft(paper=paper, by=by) as draft:
        line = draft.named(content["name"]) or draft.add(content, _why(row))
        return line.version.power


def _into_section(row, by):
    """The head of the section writes the one row that was offered into the unit's draft."""
    clearing = row.declaration.round
    paper = Paper.objects.filter(
        unit=clearing.unit, programme=clearing.programme, kind=PaperKind.CATALOGUE
    ).order_by("-pk")
    paper = next((each for each in paper if each.is_running), None)
    if paper is None:
        raise Refused(NO_DRAFT)
    content = _content(row, [row.to_section_id])
    with open_draft(paper=paper, by=by) as draft:
        line = next(
            (line for line in draft.lines if row.power_id == line.version.power_id),
            draft.named(content["name"]),
        )
        if line is None:
            line = draft.add(content, _why(row))
        else:
            moved = {**content_of(line.version), "sections": [row.to_section_id]}
            line = draft.change(draft.line(line.pk), moved, _why(row))
        return line.version.power


def _content(row, sections):
    if row.power_id is None:
        return gathering.new_content(row, row.declaration.round.unit, sections)
    return content_of(row.power.in_force)


def _why(row):
    return f"由{row.declaration.round.unit}{row.declaration.owner_name}交来：{row.reason}"


def _locked(row, by):
    rows = DeclaredPower.objects.offered().select_for_update(of=("self",))
    rows = rows.select_related(
        "declaration__round__unit",
        "declaration__round__programme",
        "declaration__section",
        "power__in_force",
        "to_unit",
        "to_section",
    )
    row = rows.get(pk=row.pk)
    if not owners.may_answer(row, by, timezone.localdate()):
        raise Refused(NOT_YOURS)
    if answer := OfferAnswer.objects.filter(row=row).select_related("by").first():
        raise _answered(answer)
    return row


def _answer(row, by, **said):
    """Of two answers at once the first counts."""
    try:
        with transaction.atomic():
            answer = OfferAnswer.objects.create(row=row, by=by, at=timezone.now(), **said)
    except IntegrityError as refusal:
        raise _answered(OfferAnswer.objects.get(row=row)) from refusal
    unit = row.to_unit or row.declaration.round.unit
    record(by=by, action=f"clearing.{answer.outcome}", unit=unit, target=row)
    outcome = answer.get_outcome_display()
    text = f"{row.to_whom}对“{row.said_name}”答复：{outcome}。{answer.reason}"
    _tell([row.declaration.gathered_by], text, row)
    return answer


def _answered(answer):
    return Refused(ANSWERED.format(answer.by.name, answer.get_outcome_display()))


def _tell(people, text, row):
    url = reverse("clearing-offer", args=[row.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
