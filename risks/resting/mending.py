"""Where what is wanting about a point is mended: the form that its row stands in."""

from typing import NamedTuple

from registry.organisation.models import Seat


class Way(NamedTuple):
    """The address that opens the form (by POST), and what the button says."""

    url_name: str
    pk: int
    label: str


def way_of(point, reach):
    """How this person opens the form of the point; None where it is another's."""
    if point.post_id:
        keeps = reach.holds(Seat.INFORMATION_KEEPER, unit=point.unit)
        own = point.post_id in reach.post_ids
        return Way("form-start", point.post_id, "打开岗位的表") if own or keeps else None
    if point.section_id:
        heads = point.section_id in reach.headed_sections
        return Way("section-sheet-start", point.section_id, "打开科室的表") if heads else None
    office = reach.holds(Seat.PREVENTION_OFFICE, unit=point.unit)
    return Way("unit-sheet-start", point.unit_id, "打开单位的表") if office else None
