"""下放、移交: a power offered to a unit below, another unit or another section, and the answer.

An offer is a gathered row that names a receiver, several units below, or all directly below; only
answers are kept (`OfferAnswer`), one of each receiver. Who takes it up has it in the draft of their
catalogue in the same transaction.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from powers.content import content_of
from powers.draft import open_draft
from powers.kinds.models import PowerKind
from powers.kinds.shipped import OTHER
from powers.models import PowerVersion
from registry.notices.notifying import notify
from registry.organisation.models import Programme, Seat, Unit
from registry.papers.models import Paper, PaperKind
from registry.trail.recording import record
from reviews import filing, seats
from reviews.refusals import NotReady, Refused

from . import gathering, owners
from .models import Declaration, DeclaredPower, OfferAnswer, ReceivingUnit

OF_THE_GIVER = (
    "code",
    "supervision_channel",
    "supervision_phone",
    "supervision_address",
    "supervision_email",
)
NOT_YOURS = "这一项由接收的单位或者科室答复。"
ANSWERED = "这一项已由{}答复“{}”，不用再办。"
NEEDS_REASON = "不接收的，请写一句理由，让交来的一方了解情况。"
STRIKE_IT = "请在本单位职权目录里把这一项销号，目录的初审会列出来。"
NO_DRAFT = "职权目录正在办理或者还没有开始，等防控办打开目录草稿以后再接收。"
UNIT_SEATS = (Seat.PREVENTION_OFFICE, Seat.INFORMATION_KEEPER)


def offered_to(reach):
    """What this person may answer for a unit or a section."""
    units = reach.units_of(*UNIT_SEATS)
    above = Unit.objects.filter(pk__in=units).values("parent")
    receivers = Q(to_unit__in=units) | Q(to_section__in=reach.headed_sections)
    receivers |= Q(to_all=True, declaration__round__unit__in=above)
    receivers |= _for_several_of(Q(unit__in=units))
    return DeclaredPower.objects.offered().filter(receivers)


def waiting_for(reach):
    """[(row, the unit that is asked; None where a section is)] still without an answer."""
    rows = offered_to(reach).listed().prefetch_related("answers")
    rows = rows.select_related("declaration__round__unit", "declaration__section")
    units = list(Unit.objects.open().filter(pk__in=reach.units_of(*UNIT_SEATS)))
    found = []
    for row in rows:
        done = {answer.unit_id for answer in row.answers.all()}
        asked = [None] if row.to_section_id else [unit for unit in units if is_asked(row, unit)]
        found += [(row, unit) for unit in asked if (unit and unit.pk) not in done]
    return found


def is_asked(row, unit):
    """Whether the unit is to have it: one that is named, or each one directly below."""
    if row.to_several:
        return unit in row.named_units
    return unit.pk == row.to_unit_id or (
        row.to_all and unit.parent_id == row.declaration.round.unit_id
    )


def receivers_of(row):
    """The units that are asked; none where it is a section."""
    if row.to_all:
        return list(row.declaration.round.unit.children.open())
    if row.to_several:
        return row.named_units
    return [row.to_unit] if row.to_unit_id else []


def visible_to(reach):
    """Also to those who read what gives, or a unit that receives."""
    given = Q(declaration__section__in=reach.own_sections)
    read = reach.units_q("declaration__round__unit") | reach.units_q("to_unit") | given
    above = Unit.objects.filter(reach.units_q("")).values("parent")
    read |= Q(to_all=True, declaration__round__unit__in=above)
    read |= _for_several_of(reach.units_q("unit"))
    return DeclaredPower.objects.offered().filter(read) | offered_to(reach)


def _for_several_of(units):
    """`units` is a condition on who is named; a row that names two of them is found once."""
    return Q(pk__in=ReceivingUnit.objects.filter(units).values("row"))


@transaction.atomic
def take_up(*, row, by, unit=None):
    """Into the draft of the receiver's catalogue; the answer names what it became. `unit` is which
    of several units below it is for; otherwise the receiver is that of the row.
    """
    row, unit = _locked(row, by, unit)
    power = _into_section(row, by) if unit is None else _into_unit(row, unit, by)
    return _answer(row, by, unit=unit, outcome=OfferAnswer.Outcome.TAKEN_UP, power=power)


@transaction.atomic
def decline(*, row, reason, by, unit=None):
    row, unit = _locked(row, by, unit)
    if not reason.strip():
        raise NotReady([NEEDS_REASON])
    said = {"outcome": OfferAnswer.Outcome.DECLINED, "reason": reason.strip()}
    return _answer(row, by, unit=unit, **said)


def tell_receivers(declaration):
    """After gathering: whoever may answer one of its offers hears of it."""
    day = timezone.localdate()
    for row in declaration.rows.offered().filter(answers__isnull=True).listed():
        row.declaration = declaration
        text = f"{declaration.round.unit}拟把“{row.said_name}”交给{row.to_whom}，请看看能不能接收。"
        _tell(_receiving_people(row, day), text, row)


def _receiving_people(row, day):
    if row.to_section_id:
        own = Declaration(round=row.declaration.round, section=row.to_section)
        return owners.Writers(row.declaration.round.unit, day).of(own)
    seating = seats.Seating(day)
    return [
        holder.person
        for unit in receivers_of(row)
        for seat in UNIT_SEATS
        for holder in seating.holders(seat, unit=unit)
        if holder.person.has_account
    ]


def _into_unit(row, unit, by):
    year = timezone.localdate().year
    programme = Programme.objects.of_unit(unit, year) or row.declaration.round.programme
    paper = filing.start_catalogue(unit=unit, programme=programme, by=by)
    content = {
        **of_another_unit(_content(row, []), unit),
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


def of_another_unit(content, unit):
    """Without what belongs to the unit that gave it: its codes, where it is supervised, its posts,
    and a kind that is its own."""
    blank = {name: "" for name in OF_THE_GIVER if name in content}
    sub_items = [{**each, "code": ""} for each in content.get("sub_items", ())]
    details = {
        step: {name: said for name, said in each.items() if name != "post_id"}
        for step, each in content.get("details", {}).items()
    }
    offered = PowerKind.objects.of_unit(unit).filter(code=content["kind"]).exists()
    kind = content["kind"] if offered else OTHER
    return {**content, **blank, "sub_items": sub_items, "details": details, "kind": kind}


def _why(row):
    return f"由{row.declaration.round.unit}{row.declaration.owner_name}交来：{row.reason}"


def _locked(row, by, unit):
    """(row, the unit that answers, None for a section)."""
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
    unit = unit or row.to_unit
    is_receiver = row.to_section_id or (unit is not None and is_asked(row, unit))
    if not is_receiver or not owners.may_answer(row, unit, by, timezone.localdate()):
        raise Refused(NOT_YOURS)
    if answer := OfferAnswer.objects.filter(row=row, unit=unit).select_related("by").first():
        raise _answered(answer)
    return row, unit


def _answer(row, by, unit, **said):
    """Of two answers at once the first counts."""
    try:
        with transaction.atomic():
            answer = OfferAnswer.objects.create(
                row=row, unit=unit, by=by, at=timezone.now(), **said
            )
    except IntegrityError as refusal:
        raise _answered(OfferAnswer.objects.get(row=row, unit=unit)) from refusal
    of = unit or row.declaration.round.unit
    record(by=by, action=f"clearing.{answer.outcome}", unit=of, target=row)
    outcome = answer.get_outcome_display()
    text = f"{unit or row.to_whom}对“{row.said_name}”答复：{outcome}。{answer.reason}"
    if answer.power_id and unit and row.power_id:
        text += STRIKE_IT
    _tell([row.declaration.gathered_by], text, row)
    return answer


def _answered(answer):
    return Refused(ANSWERED.format(answer.by.name, answer.get_outcome_display()))


def _tell(people, text, row):
    url = reverse("clearing-offer", args=[row.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
