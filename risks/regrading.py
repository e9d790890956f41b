"""What another way to propose levels would change, on the points in force; changes nothing.

Every answer given stays where it is: it is only asked again what the other rules make of it. An
answer the other rules do not ask for proposes nothing, and is counted as to be answered anew.
"""

from collections import Counter
from dataclasses import dataclass, field

from . import grading
from .compiled_levels import CompiledLevels
from .models import PointVersion, RiskPoint
from .terms import Terms

NOBODYS = "单位（班子）"
SAME, UP, DOWN, UNANSWERED = "same", "up", "down", "unanswered"


@dataclass(frozen=True)
class Regraded:
    """A point whose proposed level would be another; `before` None: none was proposed so far."""

    version_id: int
    before: object
    after: object
    why: tuple[str, ...]


@dataclass
class Regrading:
    """`sections`: {(unit, section): how many points stay the same, go up, down, or are unanswered}
    in the order of a directory; `changes` in the same order."""

    changes: list = field(default_factory=list)
    sections: dict = field(default_factory=dict)

    @property
    def total(self):
        return sum(self.sections.values(), Counter())


def points_of(programme, reach):
    """Points in force of the units that go by this programme, as far as the person reads them."""
    points = RiskPoint.objects.in_force().visible_to(reach)
    points = points.filter(unit__path__startswith=programme.unit.path)
    for own in programme.below():
        points = points.exclude(unit__path__startswith=own.unit.path)
    return points


def regrade(programme, scheme, points):
    """What the scheme would propose for each of these points; three queries for any number.

    Levels are compared by the scale of the year; one of the scheme's own scale must be mapped.
    """
    terms, levels = Terms(programme, scheme), CompiledLevels(programme.scale)
    by_pk = {level.pk: level for level in levels.known()}
    found = Regrading()
    for pk, answers, proposed, *place in _answered(points):
        before = levels.of(by_pk.get(proposed))
        said = _said(terms, answers)
        outcome, after = UNANSWERED, None
        if said is not None:
            after = terms.level_of(said)
            outcome = _outcome(before, levels.of(after))
        counted = found.sections.setdefault(_place(*place), Counter())
        counted.update([outcome, "points"])
        if outcome in (UP, DOWN):
            found.changes.append(Regraded(pk, before, after, said.why))
    return found


def _answered(points):
    versions = PointVersion.objects.filter(in_force_for__in=points).in_directory_order()
    return versions.values_list(
        "pk",
        "answers",
        "proposed",
        "point__unit__name",
        "point__post",
        "point__post__section__name",
        "point__section__name",
    )


def _said(terms, answers):
    return terms.propose(answers) if grading.fits(terms.questions, answers) else None


def _outcome(before, after):
    if before == after:
        return SAME
    return DOWN if before is not None and after.rank < before.rank else UP


def _place(unit, post, of_post, own):
    return unit, (of_post if post else own) or NOBODYS
