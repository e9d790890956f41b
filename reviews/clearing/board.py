"""Who has cleared already and who has not: of one round by post and section, of many units in
numbers. A constant number of queries, however many there are.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from registry.organisation.models import Appointment, Post, Seat, Section

from . import owners
from .models import ClearingRound, Declaration, Stands


@dataclass(frozen=True)
class Place:
    """Whose declaration it is (begun or not), how far, who writes it; what the reader may do."""

    declaration: Declaration
    stands: str
    people: str
    is_mine: bool

    @property
    def may_open(self):
        """What is still being written is read by whoever writes it only."""
        handed_in = self.stands in (Stands.HANDED_IN, Stands.GATHERED)
        return self.declaration.pk is not None and (handed_in or self.is_mine)

    @property
    def label(self):
        return Stands(self.stands).label


def places(clearing, reach, day):
    """What of the round this person may know, in the order of a directory."""
    begun = {owners.key_of(each): each for each in clearing.declarations.listed()}
    wanted = owners.expected(clearing, day) if clearing.is_open else []
    found = [begun.pop(owners.key_of(each), each) for each in wanted]
    writers = owners.Writers(clearing.unit, day)
    shown = [each for each in [*found, *begun.values()] if in_reach(each, reach)]
    return [_place(each, writers.of(each), reach.person) for each in shown]


def in_reach(declaration, reach):
    """Whether the person reads what this owner declares; `Declaration.objects.visible_to` asks the
    same of many.
    """
    unit = declaration.round.unit
    keeps = declaration.post_id is None and reach.holds(Seat.INFORMATION_KEEPER, unit)
    if keeps or reach.reads_whole(unit):
        return True
    section = declaration.post.section_id if declaration.post_id else declaration.section_id
    return section in reach.own_sections or declaration.post_id in reach.post_ids


def tally(found):
    """How many stand where, in the order of the way."""
    counts = Counter(each.stands for each in found)
    return [(stands, counts[stands]) for stands in Stands]


def _place(declaration, people, person):
    stands = declaration.stands if declaration.pk else Stands.NOT_BEGUN
    names = "、".join(each.name for each in people[:3])
    more = f"等 {len(people)} 人" if len(people) > 3 else ""
    return Place(declaration, stands, names + more, person in people)


@dataclass
class UnitLine:
    """A unit: its round (the open one, else the latest), how many declare and how many did."""

    clearing: ClearingRound | None = None
    expected: int = 0
    stands: Counter = field(default_factory=Counter)

    @property
    def declared(self):
        return self.stands[Stands.HANDED_IN] + self.stands[Stands.GATHERED]

    @property
    def gathered(self):
        return self.stands[Stands.GATHERED]

    @property
    def missing(self):
        return max(self.expected - self.declared, 0)


def by_unit(units, day):
    """{unit id: UnitLine} of these units; five queries whatever their number."""
    lines = defaultdict(UnitLine)
    latest = {}
    rounds = ClearingRound.objects.filter(unit__in=units).select_related("programme", "unit")
    # The open one was opened last: another can be opened only once it is closed.
    for clearing in rounds.order_by("opened_at", "pk"):
        latest[clearing.unit_id] = clearing
    for unit, number in _expected(units, day).items():
        lines[unit].expected = number
    of_round = {clearing.pk: unit for unit, clearing in latest.items()}
    for unit, clearing in latest.items():
        lines[unit].clearing = clearing
    for row in _counted(latest.values()):
        lines[of_round[row["round"]]].stands[row["stands"]] += row["number"]
    return lines


def _expected(units, day):
    """Posts on which somebody sits, open sections, and the unit itself."""
    sitting = Appointment.objects.on(day).filter(post__unit__in=units).values("post")
    posts = Post.objects.filter(pk__in=sitting, closed_on__isnull=True)
    sections = Section.objects.filter(unit__in=units, closed_on__isnull=True)
    counts = Counter({unit.pk: 1 for unit in units})
    for rows in (posts, sections):
        grouped = rows.order_by().values_list("unit").annotate(number=Count("pk"))
        counts.update(dict(grouped))
    return counts


def _counted(clearings):
    handed_in, gathered = Q(handed_in_at__isnull=False), Q(gathered_at__isnull=False)
    counted = (
        Declaration.objects.filter(round__in=[clearing.pk for clearing in clearings])
        .order_by()
        .values("round")
        .annotate(
            begun=Count("pk", filter=~handed_in),
            handed=Count("pk", filter=handed_in & ~gathered),
            done=Count("pk", filter=gathered),
        )
    )
    for row in counted:
        for stands, key in (
            (Stands.BEGUN, "begun"),
            (Stands.HANDED_IN, "handed"),
            (Stands.GATHERED, "done"),
        ):
            yield {"round": row["round"], "stands": stands, "number": row[key]}
