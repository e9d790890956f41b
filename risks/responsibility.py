"""Who manages a risk point and who answers for it, by its level [0].

A responsible person is a post: the name is that of its holder on the day shown.
"""

from dataclasses import dataclass

from django.db.models import Max, Min

from registry.organisation.models import (
    Appointment,
    Mandate,
    Post,
    Programme,
    Rank,
    ScaleLevel,
    Seat,
)

from .models import ResponsibilityTable
from .models.responsibility import ANSWERS, MANAGES

TOP, MIDDLE, LOWEST = "top", "middle", "lowest"


@dataclass(frozen=True)
class Roles:
    manages: str
    answers: str


# What comes with the software; a unit may say otherwise (`ResponsibilityTable`).
# [0] 二(三): 一级主管领导管理、主要领导负责; 二级部门领导管理、主管领导负责; 三级部门领导管理和负责
BY_LEVEL = {
    TOP: Roles(manages=Seat.SUPERVISING_LEADER, answers=Seat.PRINCIPAL),
    MIDDLE: Roles(manages=Seat.SECTION_HEAD, answers=Seat.SUPERVISING_LEADER),
    LOWEST: Roles(manages=Seat.SECTION_HEAD, answers=Seat.SECTION_HEAD),
}
# A unit without the seat: the next one up stands in (a village school has no deputy heads).
LADDER = {
    Seat.SECTION_HEAD: (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER, Seat.PRINCIPAL),
    Seat.SUPERVISING_LEADER: (Seat.SUPERVISING_LEADER, Seat.PRINCIPAL),
    Seat.PRINCIPAL: (Seat.PRINCIPAL,),
}


@dataclass(frozen=True)
class Holder:
    """A post on a seat, and the names of who sits on it that day."""

    seat: str
    post: Post
    names: tuple[str, ...]

    def shown(self, names):
        """As the programme says: full names, one character hidden, or the post alone."""
        if names == Programme.Names.POST or not self.names:
            return self.post.name
        masked = names == Programme.Names.MASKED
        return "、".join(mask(name) if masked else name for name in self.names)


def told(holder):
    """A post and who sits on it, in full; blank where there is no such post."""
    return " ".join(filter(None, (holder.post.name, "、".join(holder.names)))) if holder else ""


@dataclass(frozen=True)
class Responsible:
    """None where no post holds the seat, nor any above it in the unit."""

    manages: Holder | None
    answers: Holder | None
    leader: Holder | None


def mask(name):
    """姓名隐去一字: the last of two characters, else the second."""
    return f"{name[:1]}*{name[2:]}"


def responsible_for(point, on):
    """Who manages the point in force and who answers for it on a day."""
    return Responsibilities([point.in_force], on).of(point.in_force)


def roles_of(table):
    """Weight → roles: of a table, or as they come with the software."""
    if table is None:
        return BY_LEVEL
    return {
        weight: Roles(getattr(table, MANAGES[weight]), getattr(table, ANSWERS[weight]))
        for weight in BY_LEVEL
    }


class Responsibilities:
    """The same for many versions, in four queries (`version.point`, its unit and owner loaded)."""

    def __init__(self, versions, on):
        versions = list(versions)
        units = {version.point.unit_id: version.point.unit for version in versions}
        self._ends = _scale_ends(versions)
        self._seats = seat_holders(units, on)
        lines = {pk: unit.line for pk, unit in units.items()}
        self._tables = ResponsibilityTable.objects.of_lines(lines, on)

    def of(self, version):
        point = version.point
        roles = roles_of(self._tables.get(point.unit_id))[self._weight(version.level)]
        return Responsible(
            manages=self._holder(roles.manages, point),
            answers=self._holder(roles.answers, point),
            leader=self._holder(Seat.SUPERVISING_LEADER, point),
        )

    def _weight(self, level):
        return weight_of(level.rank, *self._ends[level.scale_id]) if level else LOWEST

    def _holder(self, seat, point):
        section = point.owner_section
        return holder_of(self._seats, seat, point.unit_id, section.pk if section else None)


def weight_of(rank, lowest, top):
    """How a level stands among those of its scale; of a single one it is the lowest."""
    if rank <= lowest:
        return LOWEST
    return TOP if rank >= top else MIDDLE


def holder_of(seats, seat, unit_id, section_id):
    """Of `seat_holders`: who is on the seat, or on the next one up that the unit has."""
    for rung in LADDER[seat]:
        over = None if rung == Seat.PRINCIPAL else section_id
        if found := seats.get((rung, unit_id, over)):
            return found
    return None


def _scale_ends(versions):
    """Scale id → (lowest rank, top rank)."""
    scales = {version.level.scale_id for version in versions if version.level}
    ends = ScaleLevel.objects.filter(scale__in=scales).values("scale")
    return {
        row["scale"]: (row["lowest"], row["top"])
        for row in ends.annotate(lowest=Min("rank"), top=Max("rank"))
    }


def seat_holders(unit_ids, on):
    """(seat, unit id, section id) → the post on it: filled before empty, head before deputies."""
    mandates = list(
        Mandate.objects.on(on).filter(seat__in=LADDER, unit__in=unit_ids).select_related("post")
    )
    names = names_on({mandate.post_id for mandate in mandates}, on)
    order = list(Rank)
    mandates.sort(key=lambda m: (m.post_id not in names, order.index(m.rank), m.pk))
    found = {}
    for mandate in mandates:
        key = (mandate.seat, mandate.unit_id, mandate.section_id)
        holder = Holder(mandate.seat, mandate.post, tuple(names.get(mandate.post_id, ())))
        found.setdefault(key, holder)
    return found


def names_on(post_ids, on):
    """Post id → names of its holders, leave cover only where nobody else sits there."""
    regular, acting = {}, {}
    appointments = Appointment.objects.on(on).filter(post__in=post_ids)
    for appointment in appointments.select_related("person"):
        among = acting if appointment.acting else regular
        among.setdefault(appointment.post_id, []).append(appointment.person.name)
    return {**acting, **regular}
