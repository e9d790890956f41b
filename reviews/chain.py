"""Who may take a step when the seat is empty or its holder is the filer: rules as tables.

Plain Python, no database. A *rung* is a seat with the ranks that count on it; a step is
taken by the first rung that has a holder who is not avoided (design §3, domain §4).
"""

from dataclasses import dataclass

ANY_RANK = ("head", "deputy", "member")


@dataclass(frozen=True)
class Rung:
    seat: str
    ranks: tuple[str, ...]


SECTION_HEAD = (Rung("section_head", ("head",)), Rung("section_head", ("deputy", "member")))
SUPERVISING_LEADER = (Rung("supervising_leader", ANY_RANK),)
PRINCIPAL = (Rung("principal", ("head",)), Rung("principal", ("deputy", "member")))
UNIT_SUPERVISOR = (Rung("unit_supervisor", ANY_RANK),)

LADDERS: dict[str, tuple[Rung, ...]] = {
    "section_head": SECTION_HEAD + SUPERVISING_LEADER + PRINCIPAL + UNIT_SUPERVISOR,
    "supervising_leader": SUPERVISING_LEADER + PRINCIPAL + UNIT_SUPERVISOR,
    "principal": PRINCIPAL + UNIT_SUPERVISOR,
    "unit_supervisor": UNIT_SUPERVISOR,
}

# Where a unit has none of its own, the nearest unit above that has one takes the step.
FOUND_ABOVE = frozenset({"leading_group", "discipline_office", "prevention_office"})

# At the root nobody stands above: the unit's own principal takes the superior's step.
AT_ROOT = {"unit_supervisor": "principal"}

# These seats hold the section of the paper; all others hold the unit as a whole.
OVER_SECTION = frozenset({"section_head", "supervising_leader"})


def ladder(seat):
    """The rungs for a seat, nearest first; offices and groups have one, of any rank."""
    return LADDERS.get(seat, (Rung(seat, ANY_RANK),))


def reaches(seat):
    """Seats whose empty chair may fall to a holder of `seat`, with the rungs before it."""
    found = []
    for wanted, rungs in LADDERS.items():
        for index, rung in enumerate(rungs):
            if rung.seat == seat:
                found.append((wanted, rung, rungs[:index]))
    if seat not in LADDERS:
        found.append((seat, Rung(seat, ANY_RANK), ()))
    return found


def first_staffed(rungs, holders_of, avoided):
    """The first rung with somebody who is not avoided, and who that is.

    `holders_of(rung)` gives persons, `avoided` is a set of persons. None: nobody anywhere.
    """
    for rung in rungs:
        free = [holder for holder in holders_of(rung) if holder not in avoided]
        if free:
            return rung, free
    return None
