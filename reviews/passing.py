"""What a reviewer has passed before, and which papers can be passed together from one page."""

from django.db.models import Exists, OuterRef

from registry.organisation.models import Person
from registry.papers.models import Paper

from . import meetings, seats
from .differences import differences_of
from .kinds import kind_of
from .models import Decision, Step
from .visibility import inbox_of


def passed_before(paper, person, rows):
    """Whether this person already passed every version that now stands in the paper."""
    decided = Decision.objects.filter(
        step__paper=paper, person=person, action=Decision.Action.PASS, revision__isnull=False
    )
    revision = decided.order_by("-at").values_list("revision", flat=True).first()
    if revision is None or not rows:
        return False
    kind = kind_of(paper)
    line_model = kind.lines_of(paper.current).model
    passed = set(line_model.objects.filter(revision=revision).values_list("version", flat=True))
    return {row.version.pk for row in rows} <= passed


def passable_together(person):
    """Open personal steps whose paper has only rows unchanged or new without any finding."""
    steps = with_differences(inbox_of(person).filter(mode=Step.Mode.PERSON))
    return [step for step in steps if step.differences.is_plain]


def examinable_together(person, day):
    """Collective steps that one meeting can decide, by the unit that meets: {unit: steps}.

    A paper whose filer sits in the group stays out: there somebody has to leave the room.
    """
    by_unit = {}
    for step in inbox_of(person).filter(mode=Step.Mode.MEETING).select_related("unit"):
        by_unit.setdefault(step.unit, []).append(step)
    found = {unit: _free_of_the_group(steps, day) for unit, steps in by_unit.items()}
    return {unit: with_differences(steps) for unit, steps in found.items() if steps}


def _free_of_the_group(steps, day):
    """Steps on papers that are nobody's own of those whom the group invites."""
    group = [entry.person.pk for entry in meetings.invited(steps[0], day)]
    own = Paper.objects.filter(seats.own_paper(OuterRef("pk")), pk=OuterRef(OuterRef("pk")))
    papers = Paper.objects.filter(pk__in=[step.paper_id for step in steps])
    filed_by_group = papers.filter(Exists(Person.objects.filter(Exists(own), pk__in=group)))
    stays_out = set(filed_by_group.values_list("pk", flat=True))
    return [step for step in steps if step.paper_id not in stays_out]


def with_differences(steps):
    """The steps, each with what its paper changes: a few queries for all of them."""
    steps = list(steps)
    found = {each.paper.pk: each for each in differences_of(step.paper for step in steps)}
    for step in steps:
        step.differences = found[step.paper_id]
    return steps
