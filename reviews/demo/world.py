"""What all stories share: the words, the clock, the days, the organisation, and what was made."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle

from registry.organisation.defaults import shipped_scale
from registry.organisation.models import Seat
from reviews import seats

from .clock import Clock
from .organisation import Organisation
from .workdays import Workdays

# One opinion in so many is the short default of the screen.
SHORT_OPINION_EVERY = 4


@dataclass
class World:
    """`points` and `powers` find what the files call by a key; `papers` by (unit, post, year).
    `cited_rules`: the rule that measures of kind 制度 of a point rest on.
    """

    rows: dict
    clock: Clock
    days: Workdays
    organisation: Organisation
    seats: dict
    cited_rules: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    powers: dict[str, int] = field(default_factory=dict)
    steps: dict[tuple[str, str], int] = field(default_factory=dict)
    papers: dict[tuple, object] = field(default_factory=dict)
    meetings: dict[tuple, object] = field(default_factory=dict)

    def __post_init__(self):
        self.passes = {seat: cycle(self._opinions_of(seat)) for seat in Seat.values}
        self.returns = cycle(self.rows["opinions"]["return"])
        self.places = cycle(row["place"] for row in self.rows["opinions"]["meetings"])

    @property
    def this_year(self):
        return self.days.today.year

    @property
    def last_year(self):
        return self.this_year - 1

    @property
    def today(self):
        """The day on which the story is just now."""
        return self.clock.moment.date()

    def unit(self, code):
        return self.organisation.units[code]

    def level(self, number):
        """The id of a level by its number in the files: 1 is the gravest, 一级."""
        return self._levels[number - 1]

    @cached_property
    def _levels(self):
        levels = shipped_scale().levels.order_by("-rank")
        return list(levels.values_list("pk", flat=True))

    def account(self, username):
        """The person behind an account of the cast."""
        return self.organisation.accounts[username]

    def seated(self, seat, unit):
        """Whoever holds a seat over the unit today, its own head first."""
        return seats.holders(seat, unit=unit, day=self.today)[0].person

    def seats_changed(self):
        """Somebody came to a post or left it: seats looked up before are not to be trusted."""
        self.seats.clear()

    def _opinions_of(self, seat):
        texts = [row["text"] for row in self.rows["opinions"]["pass"] if row["seat"] == seat]
        return [*texts[: SHORT_OPINION_EVERY - 1], "", *texts[SHORT_OPINION_EVERY - 1 :]]
