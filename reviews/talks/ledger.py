"""应谈 2 次，已谈 1 次 [0] 二(三): the yearly talks with each responsible person of a unit.

Responsible are those on whose post it falls to manage a point in force; whoever stands next above
talks with them. The ledger knows days and no content, and no talk of a confidential kind.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Appointment, Post, Programme, Seat
from registry.tables.description import Column, Source, Table
from risks.charges import levels_by_weight
from risks.dividing import table_of
from risks.models import PointVersion
from risks.responsibility import LOWEST, holder_of, roles_of, seat_holders

from .models import Talk

TITLE = "廉政谈话台账"
ABOVE = {Seat.SECTION_HEAD: Seat.SUPERVISING_LEADER, Seat.SUPERVISING_LEADER: Seat.PRINCIPAL}
FROM_ABOVE = "上级分管领导"
COLUMNS = (
    Column("serial", "序号", 10, "center"),
    Column("section", "科室", 26, merge=True),
    Column("name", "责任人", 24, "center"),
    Column("post", "岗位", 30),
    Column("leader", "谈话领导", 40),
    Column("due", "应谈（次）", 18, "center"),
    Column("held", "已谈（次）", 18, "center"),
    Column("days", "谈话日期", 44),
    Column("left", "还差（次）", 18, "center"),
)


@dataclass
class Line:
    """One responsible person and what was held of what is due."""

    person: object
    post: Post
    section: str
    leader: object  # a `Holder`, or None: somebody of the unit above
    due: int
    held: list[date] = field(default_factory=list)

    @property
    def left(self):
        return max(self.due - len(self.held), 0)

    @property
    def is_short(self):
        return self.left > 0

    @property
    def leader_said(self):
        if self.leader is None:
            return FROM_ABOVE
        return f"{self.leader.post.name} {'、'.join(self.leader.names)}".strip()


def days_left(year, day):
    """To the end of the year; none once it is over."""
    return max((date(year, 12, 31) - day).days, 0)


def lines_of(unit, year, day):
    """Every responsible person of the unit, in the order of sections and posts."""
    programme = Programme.objects.in_use(unit.line, year)
    due = programme.talks_a_year if programme else 0
    if not due:
        return []
    leaders = _responsible(unit, day)
    held = _held(unit, year)
    appointments = Appointment.objects.on(day).filter(post__in=leaders, acting=False)
    appointments = appointments.select_related("person__account", "post__section").order_by(
        "post__section__order", "post_id", "pk"
    )
    return [
        Line(
            person=each.person,
            post=each.post,
            section=each.post.section.name if each.post.section_id else unit.name,
            leader=leaders[each.post_id],
            due=due,
            held=held.get(each.person_id, []),
        )
        for each in appointments
    ]


def _responsible(unit, day):
    """Post id of whoever manages a point in force → the `Holder` who talks with them."""
    seats = seat_holders({unit.pk}, day)
    roles = roles_of(table_of(unit, day))
    found = {}
    for section, weight in _places(unit):
        manages = holder_of(seats, roles[weight].manages, unit.pk, section)
        if manages is not None:
            found.setdefault(manages.post.pk, _next_above(manages, seats, unit, section))
    return found


def _next_above(holder, seats, unit, section):
    seat = holder.seat
    while seat in ABOVE:
        seat = ABOVE[seat]
        above = holder_of(seats, seat, unit.pk, section)
        if above is not None and above.post.pk != holder.post.pk:
            return above
    return None


def _places(unit):
    """{(section of a point in force, how its level stands)}"""
    weights = {pk: weight for weight, pks in levels_by_weight().items() for pk in pks}
    versions = PointVersion.objects.filter(in_force_for__unit=unit, struck=False)
    rows = versions.order_by().values_list("point__post__section", "point__section", "level")
    return {(of_post or own, weights.get(level, LOWEST)) for of_post, own, level in rows.distinct()}


def _held(unit, year):
    """Person id → days of the talks that count, earliest first."""
    talks = Talk.objects.in_ledger().filter(unit=unit, kind__counts=True, held_on__year=year)
    found = defaultdict(list)
    for person, day in talks.order_by("held_on", "pk").values_list("partner", "held_on"):
        found[person].append(day)
    return found


def readable(lines, unit, reach):
    """All, for offices and leaders of the unit or above; else whom one talks with, and oneself."""
    if reach.reads_whole(unit):
        return lines
    return [
        line
        for line in lines
        if line.person == reach.person
        or (line.leader is not None and line.leader.post.pk in reach.post_ids)
    ]


def table_of_lines(unit, year, lines):
    today = timezone.localdate()
    rows = [
        {
            "serial": serial,
            "section": line.section,
            "name": line.person.name,
            "post": line.post.name,
            "leader": line.leader_said,
            "due": line.due,
            "held": len(line.held),
            "days": [f"{day:%Y-%m-%d}" for day in line.held],
            "left": line.left,
        }
        for serial, line in enumerate(lines, start=1)
    ]
    return Table(
        title=f"{TITLE}（{year}年）",
        source=Source.register(today),
        columns=COLUMNS,
        rows=rows,
        unit_name=unit.name,
        compiled_on=today,
        notes=("只列谈话的日期和次数；谈话内容由双方和纪检监察机构保存。",),
    )


def units_q(reach):
    """Units whose ledger is read as a whole or in part."""
    return reach.touched_q() | Q(pk=reach.person.unit_id)
