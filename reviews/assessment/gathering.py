"""Which lines somebody may see, by post and by point, and what they come to.

Whoever holds the discipline office over a unit sees all lines: facts, and the signals of entries
that their own office received. The prevention office gets what the facts alone come to, worked out
without the rest: what it reads cannot tell whether there is more.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Post, Seat, Unit
from registry.papers.digest import digest_of
from reviews.sources.bearing import signals_of
from reviews.sources.models import Weight

from .facts import Fact, facts_of
from .models import OFFICES, AssessmentRules, Basis
from .scoring import Line, Rules, assess

KINDS = (
    *("returned", "late_step", "late_task", "reopened", "overdue_measure", "lapsed_rule"),
    "not_applied",
    *("signal_low", "signal_middle", "signal_high"),
)


@dataclass(frozen=True)
class PostScore:
    """What the lines on a post come to; `basis` says whether hidden lines are among them."""

    post: Post
    office: Unit
    basis: str
    found: object  # scoring.Assessment

    @property
    def key(self):
        """Tells this proposal from every other: what it is about and what it rests on."""
        office = self.office.pk if self.basis == Basis.WHOLE else None
        return digest_of([self.post.pk, self.basis, office, self.found.colour, self.line_keys])

    @property
    def line_keys(self):
        return sorted(each.line.key for each in self.found.lines)


def units_of(reach):
    """Units over which the person holds one of the two offices."""
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat in OFFICES:
            condition |= Q(path__startswith=mandate.unit.path)
    return Unit.objects.filter(condition).order_by("path")


def office_over(reach, unit):
    """(unit of the office, whether it is the discipline office): the nearest of the person's."""
    over = [
        (len(mandate.unit.path), mandate.seat == Seat.DISCIPLINE_OFFICE, mandate.unit)
        for mandate in reach.mandates
        if mandate.seat in OFFICES and unit.path.startswith(mandate.unit.path)
    ]
    _, is_discipline, office = max(over, key=lambda each: (each[1], each[0]))
    return office, is_discipline


def rules_in_use(units):
    """{unit's id: scoring.Rules} of the units where the assessment is switched on."""
    found = AssessmentRules.objects.of_units(units)
    return {pk: as_rules(rules) for pk, rules in found.items()}


def as_rules(rules):
    weights = {kind: getattr(rules, kind) for kind in KINDS}
    thresholds = tuple((each.colour_id, each.start) for each in rules.thresholds.all())
    return Rules(rules.half_life_days, weights, thresholds)


def facts_seen(reach, units, day):
    """Facts of the units, and the signals that this person may see on their posts."""
    ids = [unit.pk for unit in units]
    return [*facts_of(ids, day), *map(_of_signal, signals_of(reach, ids))]


def _of_signal(signal):
    said = f"风险信息（{Weight(signal.weight).label}）"
    line = Line(f"signal_{signal.weight}", f"source:{signal.source}", said, signal.on, hidden=True)
    return Fact(signal.post, signal.point, line)


def scores_of(reach, units, day=None):
    """A `PostScore` for every post of these units on which something counts, the highest first.

    Never of a post on which the person sits.
    """
    day = day or timezone.localdate()
    units = list(units)
    rules = rules_in_use(units)
    on = [unit for unit in units if unit.pk in rules]
    lines = defaultdict(list)
    for fact in facts_seen(reach, on, day) if on else ():
        lines[fact.post].append(fact.line)
    posts = Post.objects.filter(pk__in=lines, unit__in=[unit.pk for unit in on])
    posts = posts.exclude(pk__in=reach.post_ids).select_related("unit", "section")
    scores = [_score(reach, post, lines[post.pk], rules[post.unit_id], day) for post in posts]
    counted = [each for each in scores if each.found.score]
    return sorted(counted, key=lambda each: (-each.found.score, each.post.pk))


def _score(reach, post, lines, rules, day):
    office, _ = office_over(reach, post.unit)
    found = assess(lines, rules, day)
    hidden = any(each.line.hidden for each in found.lines)
    return PostScore(post, office, Basis.WHOLE if hidden else Basis.OPEN, found)


def lines_of_points(reach, units, day):
    """{point's id: its lines}: what is about a point, not about its post as a whole."""
    found = defaultdict(list)
    for fact in facts_seen(reach, units, day):
        if fact.point is not None:
            found[fact.point].append(fact.line)
    return found
