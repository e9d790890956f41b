"""底数清、情况明 [0]: which points of the register somebody manages, and which they answer for.

The rule of `responsibility`, turned round: there a point is asked for its people, here a person for
their points, as a condition that a list can be narrowed by.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from registry.organisation.models import ScaleLevel, Section

from .models import ResponsibilityTable
from .responsibility import LADDER, LOWEST, holder_of, roles_of, seat_holders, weight_of

NONE = Q(pk__in=())


@dataclass(frozen=True)
class Charges:
    """Conditions on `PointVersion`."""

    manages: Q
    answers: Q


def charges_of(reach, day):
    """Four queries, whatever the number of points."""
    units = {m.unit_id: m.unit for m in reach.mandates if m.seat in LADDER}
    places = _places(units)
    seats = seat_holders(units, day)
    lines = {pk: unit.line for pk, unit in units.items()}
    tables = ResponsibilityTable.objects.of_lines(lines, day)
    found = {"manages": defaultdict(set), "answers": defaultdict(set)}
    for unit in units:
        for weight, roles in roles_of(tables.get(unit)).items():
            for what, charged in found.items():
                seat = getattr(roles, what)
                charged[unit, weight] |= {
                    section
                    for section in places[unit]
                    if _is_theirs(holder_of(seats, seat, unit, section), reach)
                }
    levels = levels_by_weight()
    return Charges(**{what: _condition(charged, places, levels) for what, charged in found.items()})


def _is_theirs(holder, reach):
    return holder is not None and holder.post.pk in reach.post_ids


def _places(units):
    """Unit → its sections, those that were closed too, and None: what belongs to no section."""
    places = {unit: {None} for unit in units}
    for unit, section in Section.objects.filter(unit__in=units).values_list("unit", "pk"):
        places[unit].add(section)
    return places


def levels_by_weight():
    """Weight → levels of whatever scale that stand so among theirs."""
    of_scale = defaultdict(dict)
    for pk, scale, rank in ScaleLevel.objects.values_list("pk", "scale", "rank"):
        of_scale[scale][pk] = rank
    found = defaultdict(list)
    for ranks in of_scale.values():
        lowest, top = min(ranks.values()), max(ranks.values())
        for pk, rank in ranks.items():
            found[weight_of(rank, lowest, top)].append(pk)
    return found


def _condition(charged, places, levels):
    condition = NONE
    for (unit, weight), sections in charged.items():
        if sections:
            of_level = Q(level__in=levels[weight])
            if weight == LOWEST:
                of_level |= Q(level__isnull=True)
            condition |= Q(point__unit=unit) & of_level & _in_sections(sections, places[unit])
    return condition


def _in_sections(sections, all_sections):
    """The section of a post counts before a section of its own (`RiskPoint.owner_section`)."""
    if sections == all_sections:
        return Q()
    named = sections - {None}
    condition = Q(point__post__section__in=named) | Q(
        point__post__isnull=True, point__section__in=named
    )
    if None in sections:
        condition |= Q(point__post__section__isnull=True, point__section__isnull=True)
    return condition
