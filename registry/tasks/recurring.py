"""From recurring duties to tasks: which row counts for which unit, what is due, opening it.

Everything is opened under a key that says duty, turn and addressee: however often it is asked, and
by however many, once. `TaskRule.opened_to` says from which day on it is asked after a standstill.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from registry.organisation.models import Unit
from registry.organisation.working_days import add_many

from .addressees import Addressee, addressees
from .kinds import is_offered
from .models import TaskRule
from .opening import Due, open_tasks
from .rhythm import Turn, day_in, turns

ONE_DAY = timedelta(days=1)
AT_ONCE = 50  # units whose tasks are opened in one transaction
# A turn that began so long before is over, whatever the holidays: days for each working day given.
LONGEST, BESIDE = 3, 120
LOOK_AHEAD = 400


@dataclass(frozen=True)
class Wanted:
    """One turn of a duty in one unit."""

    rule: TaskRule
    turn: Turn
    unit: Unit
    due_on: date

    @property
    def title(self):
        return f"{self.rule.name}（{self.turn.label}）"

    def due(self, to: Addressee):
        return Due(
            unit=self.unit,
            title=self.title,
            opens_on=self.turn.begins_on,
            due_on=self.due_on,
            key=f"recurring:{self.rule.code}:{self.turn.code}:{self.unit.pk}:{to.code}",
            post=to.post,
            person=to.person,
            section=to.section,
            material=self.rule.material,
            remind_days=self.rule.remind_days,
            escalates_after=self.rule.escalates_after,
        )


def counting(unit):
    """{code: the row that counts for a unit}, those that are off among them."""
    return _counting(unit, _by_place(TaskRule.objects.bearing_on(unit).select_related("unit")))


def _by_place(rules):
    """{code of the duty: {code of the unit, None for shipped: row}}."""
    found = {}
    for rule in rules:
        place = rule.unit.code if rule.unit_id else None
        found.setdefault(rule.code, {})[place] = rule
    return found


def _counting(unit, by_place):
    nearest = {
        code: next((rows[place] for place in (*unit.line, None) if place in rows), None)
        for code, rows in by_place.items()
    }
    return {code: rule for code, rule in nearest.items() if rule is not None}


def open_due(day):
    """Open all that is due to be opened by a day, in every unit; how many were new."""
    by_place = _by_place(TaskRule.objects.select_related("unit").order_by("pk"))
    units = {}
    for unit in Unit.objects.open().order_by("path"):
        for rule in _counting(unit, by_place).values():
            if rule.is_on and is_offered(rule.kind):
                units.setdefault(rule, []).append(unit)
    return sum(_open_rule(rule, units[rule], day) for rule in units)


def _open_rule(rule, units, day):
    since = min(rule.opened_to or day, day)
    found = wanted_of(rule, units, since, day)
    parts = [found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE)]
    opened = sum(_open_some(rule, part, day) for part in parts)
    earlier = Q(opened_to__isnull=True) | Q(opened_to__lt=day)
    TaskRule.objects.filter(earlier, pk=rule.pk).update(opened_to=day)
    return opened


def wanted_of(rule, units, since, day):
    """The turns that have begun by a day and are due on another or later, for each unit."""
    reach = timedelta(days=(rule.working_days or 0) * LONGEST + BESIDE)
    begun = turns(rule.every, rule.month, rule.day, since - reach, day)
    found = _with_days([(rule, turn, unit) for turn in begun for unit in units])
    return [wanted for wanted in found if wanted.due_on >= since]


def _asked(rule, turn, unit):
    """What the working days are asked for its last day: a day by the calendar knows no school
    holidays and is put off to the next working day, days given know them.
    """
    if rule.working_days:
        return unit.path, turn.begins_on, rule.working_days
    by = day_in(turn.begins_on.year, turn.begins_on.month, rule.due_day)
    return "", by - ONE_DAY, 1


def _with_days(found):
    """(rule, turn, unit) as `Wanted`; two queries for any number."""
    days = add_many({_asked(*one) for one in found})
    return [Wanted(*one, days[_asked(*one)]) for one in found]


@transaction.atomic
def _open_some(rule, wanted, day):
    """Under the lock of the rule: two clocks, or somebody who switches it off, wait for this."""
    still = TaskRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk, is_on=True)
    if not still.exists():
        return 0
    dues = []
    for (asked_on, _), ones in _by_day(wanted, day).items():
        by_unit = {each.unit: each for each in ones}
        dues += [by_unit[to.unit].due(to) for to in addressees(rule.whom, by_unit, asked_on)]
    return len(open_tasks(kind=rule.kind, dues=dues, by=None, day=day))


def _by_day(wanted, day):
    """{(the day whose holders count, turn): …}: after a standstill those of the day it was due."""
    found = {}
    for one in wanted:
        found.setdefault((min(day, one.due_on), one.turn.code), []).append(one)
    return found


def coming(unit, day, *, most=12):
    """[(what is wanted, to whom by today's seats)] that the clock will open next in a unit."""
    found, last = [], day + timedelta(days=LOOK_AHEAD)
    for rule in counting(unit).values():
        if rule.is_on and is_offered(rule.kind):
            later = turns(rule.every, rule.month, rule.day, day + ONE_DAY, last)
            found += [(rule, turn, unit) for turn in later]
    found.sort(key=lambda one: (one[1].begins_on, one[0].pk))
    first = _with_days(found[:most])
    to = {whom: addressees(whom, [unit], day) for whom in {one.rule.whom for one in first}}
    return [(one, to[one.rule.whom]) for one in first]
