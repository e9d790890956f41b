"""Taking the steps of a paper: whoever the workflow finds signs, in a meeting or on paper too."""

from django.db import transaction

from registry.organisation.models import Seat
from registry.papers.models import Attachment
from reviews import actions, meetings, seats, workflow
from reviews.confirmation import Answer
from reviews.models import Confirmation, Decision, Step
from reviews.verdicts import PaperSignature, Verdict

from .filling import attach_scan, refresh
from .organisation import BUREAU

# Who keeps the minutes of a leading group and enters its conclusion.
MINUTES = {"DEMO": "office", "DEMO-1": "group", "DEMO-2": "office-2"}
# Who signs on paper where nobody in the register can: above the bureau stands the district.
OUTSIDE = ("陆景行", "区政府分管副区长")
OUTSIDE_DISCIPLINE = ("秦正阳", "区纪委监委派驻监督联系室主任")


def walk(world, paper, days):
    """Take one step after the other on the days given by position; stops where none is given."""
    while paper.state == "review" and paper.position in days:
        step = open_step(paper)
        yield moment_of(world, step, days[paper.position])
        decide(world, step, Decision.Action.PASS, next(world.passes[step.seat]))
        refresh(paper)


def open_step(paper):
    return actions.open_steps_of(paper)[0]


def moment_of(world, step, day):
    """A meeting has one time for all its papers; other steps are taken when it suits."""
    if step.mode == Step.Mode.MEETING:
        return world.days.at(day, f"meeting of {step.unit.code}")
    return world.days.at(day, f"{step.paper_id} {step.position}")


def return_step(world, paper, keys=(), **fields):
    """Back to the filler, with a note on each of the rows of these keys (of points)."""
    row = next(world.returns)
    ids = {world.points[key] for key in keys}
    lines = paper.current.point_lines.filter(version__point__in=ids)
    notes = {line.pk: fields.get("note", row["row_note"]) for line in lines}
    opinion = fields.get("opinion", row["text"])
    decide(world, open_step(paper), Decision.Action.RETURN, opinion, notes=notes)
    refresh(paper)


def order_research(world, paper, opinion):
    decide(world, open_step(paper), Decision.Action.RESEARCH, opinion)
    refresh(paper)


@transaction.atomic
def decide(world, step, action, opinion, **fields):
    """Sign on screen as the workflow resolves the step, or record what was signed on paper."""
    resolution = seats.resolve(step, world.today)
    by = _recorder(world, step) if resolution.on_paper else _signer(step, resolution)
    meeting = _meeting(world, step, by) if step.mode == Step.Mode.MEETING else None
    digest = step.paper.current.digest
    verdict = Verdict(action=action, digest=digest, opinion=opinion, meeting=meeting, **fields)
    if resolution.on_paper:
        page = f"第{step.position}步签署页.png"
        signer = _signed_on_paper(world, step.paper, step.seat, page, by)
        return workflow.record_from_paper(step=step, by=by, verdict=verdict, signer=signer)
    return workflow.decide(step=step, by=by, verdict=verdict)


def _signer(step, resolution):
    """Leave cover signs while it lasts; of a group, whoever keeps its minutes."""
    people = {holder.person for holder in resolution.holders if holder.person.has_account}
    acting = [holder.person for holder in resolution.holders if holder.acting_for]
    minutes = MINUTES.get(step.unit.code)
    writers = [person for person in people if person.account.username == minutes]
    if step.mode == Step.Mode.MEETING and writers:
        return writers[0]
    return next(iter(acting), resolution.holders[0].person)


def _recorder(world, step):
    return seats.recorders(step.paper, world.today, seats.filers(step.paper))[0].person


def _signed_on_paper(world, paper, seat, page, by):
    name, title = OUTSIDE_DISCIPLINE if seat == Seat.DISCIPLINE_OFFICE else OUTSIDE
    scan = attach_scan(world, paper, Attachment.Kind.DECISION_SCAN, page, by)
    return PaperSignature(name=name, title=title, signed_on=world.today, scan=scan)


def _meeting(world, step, by):
    """One meeting of the day for all papers on which the same people may vote."""
    invited = meetings.invited(step, world.today)
    avoiding = frozenset(entry.person.pk for entry in invited if entry.must_avoid)
    key = (step.unit_id, world.today, by.pk, avoiding)
    if key not in world.meetings:
        world.meetings[key] = meetings.record_meeting(
            step=step,
            held_on=world.today,
            place=next(world.places),
            attendees=[_attendee(world, entry, by) for entry in invited],
            by=by,
        )
    return world.meetings[key]


def _attendee(world, entry, by):
    if entry.must_avoid:
        return {"person": entry.person, "presence": "avoided", "vote": ""}
    if _is_away(world, entry.person) and entry.person != by:
        return {"person": entry.person, "presence": "absent", "vote": ""}
    vote = "" if _sits_in(world, entry.person) else "for"
    return {"person": entry.person, "presence": "present", "vote": vote}


def _is_away(world, person):
    """Now and then somebody is out on business."""
    return (person.pk + world.today.toordinal()) % 9 == 0


def _sits_in(world, person):
    """The discipline office listens and keeps its say for its own step."""
    office = seats.holders(Seat.DISCIPLINE_OFFICE, unit=world.unit(BUREAU), day=world.today)
    return any(holder.person == person for holder in office)


def confirm(world, paper):
    """The principal, or who stands in; where nobody can on screen the office records it."""
    refresh(paper)
    seating = seats.Seating(world.today)
    avoided = seating.filers(paper)
    resolution = seating.resolve_seat(Seat.PRINCIPAL, unit=paper.unit, avoided=avoided)
    digest = paper.current.digest
    if resolution.on_paper:
        by = seating.recorders(paper, avoided)[0].person
        signer = _signed_on_paper(world, paper, Seat.PRINCIPAL, "确认签署页.png", by)
        answer = Answer(Confirmation.Action.CONFIRM, digest)
        workflow.record_confirmation(paper=paper, by=by, answer=answer, signer=signer)
    else:
        workflow.confirm(paper=paper, by=resolution.holders[0].person, digest=digest)
    refresh(paper)
