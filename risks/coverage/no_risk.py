"""无风险说明: a step of a power in force has no risk point, because…

It counts as long as the step says the same in the version in force (ADR 0042).
"""

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone

from powers.models import FlowNode, Power
from registry.organisation.models import Seat
from registry.trail.recording import record
from risks.models import NoRisk


class NotNoted(Exception):
    """The note was not taken; the text says why."""


GONE = "这个环节刚刚改过，请回到“找全”再看。"
NOT_THERE = "这个环节现在没有无风险说明，不用收回。"


def may_note(reach, power):
    """Whoever answers for the power: the heads of its sections, the prevention office of its unit
    or of one above.
    """
    sections = {each.section_id for each in power.in_force.undertakings.all()}
    return bool(sections & reach.headed_sections) or any(
        mandate.seat == Seat.PREVENTION_OFFICE and mandate.unit.contains(power.unit)
        for mandate in reach.mandates
    )


def standing_at(node_ids):
    """{node id: the note that counts for its step as the node shows it}; two queries."""
    last = Subquery(NoRisk.objects.at_nodes().order_by("-pk").values("pk")[:1])
    nodes = FlowNode.objects.filter(pk__in=node_ids).order_by().annotate(note=last)
    found = {pk: note for pk, note in nodes.values_list("pk", "note") if note}
    notes = NoRisk.objects.select_related("by").in_bulk(found.values())
    return {pk: notes[note] for pk, note in found.items()}


def notes_of(node):
    """All that was ever said of the step, latest first."""
    found = NoRisk.objects.filter(node__step=node.step_id)
    return found.select_related("by", "node", "takes_back")


@transaction.atomic
def note(*, node, reason, by):
    """Say why the step has no risk. Of two at once the later one counts."""
    node = _locked(node)
    if before := standing_at([node.pk]).get(node.pk):
        _take_back(before, reason, by)
    made = _written(node, reason, by)
    record(by=by, action="no_risk.noted", unit=node.version.power.unit, target=made)
    return made


@transaction.atomic
def take_back(*, node, reason, by):
    """The step is to be looked at again."""
    node = _locked(node)
    before = standing_at([node.pk]).get(node.pk)
    if before is None:
        raise NotNoted(NOT_THERE)
    made = _take_back(before, reason, by)
    record(by=by, action="no_risk.taken_back", unit=node.version.power.unit, target=made)
    return made


def _take_back(before, reason, by):
    return _written(before.node, reason, by, takes_back=before)


def _written(node, reason, by, **more):
    given = {"node": node, "reason": reason.strip(), "by": by, "at": timezone.now()}
    return NoRisk.objects.create(**given, **more)


def _locked(node):
    """The power is locked: no other note and no other version comes between."""
    power = Power.objects.select_for_update(of=("self",)).get(pk=node.version.power_id)
    found = FlowNode.objects.filter(pk=node.pk, version=power.in_force_id, version__struck=False)
    again = found.select_related("version__power__unit").first()
    if again is None:
        raise NotNoted(GONE)
    return again
