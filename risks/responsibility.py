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

TOP, MIDDLE, LOWEST = "top", "middle", "lowest"


@dataclass(frozen=True)
class Roles:
    manages: str
    answers: str


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


class Responsibilities:
    """The same for many versions, with three queries (`version.point` and its owner loaded)."""

    def __init__(self, versions, on):
        versions = list(versions)
        self._ends = _scale_ends(versions)
        self._seats = seat_holders({version.point.unit_id for version in versions}, on)

    def of(self, version):
        roles = BY_LEVEL[self._weight(version.level)]
        point = version.point
        return Responsible(
            manages=self._holder(roles.manages, point),
            answers=self._holder(roles.answers, point),
            leader=self._holder(Seat.SUPERVISING_LEADER, point),
        )

    def _weight(self, level):
        lowest, top = self._ends[level.scale_id] if level else (0, 0)
        if level is None or level.rank <= lowest:
            return LOWEST
        return TOP if level.rank >= top else MIDDLE

    def _holder(self, seat, point):
        section = point.owner_section
        section_id = section.pk if section else None
        for rung in LADDER[seat]:
            over = None if rung == Seat.PRINCIPAL else section_id
            if found := self._seats.get((rung, point.unit_id, over)):
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
