"""From measures in force to tasks: which are due, to which post; opened once by their key.

A measure of each time is no task: it belongs to the work itself, and the yearly self-check and
inspections look at it. The others come round by their rhythm, or are due by their day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Appointment, Post
from registry.organisation.working_days import add_many
from registry.tables.text import chinese_date
from registry.tasks import settling
from registry.tasks.models import Task
from registry.tasks.opening import Due, open_tasks
from registry.tasks.rhythm import HALF_YEAR, MONTH, MONTHS, QUARTER, YEAR, day_in, turns
from risks.models import MeasureVersion, RiskPoint
from risks.responsibility import Responsibilities
from risks.resting.grounds import measures_in_force

from .kinds import CARRYING
from .models import MeasureSwitch, MeasureTurn
from .switching import units_on

Rhythm = MeasureVersion.Rhythm
EVERY = {
    Rhythm.MONTHLY: MONTH,
    Rhythm.QUARTERLY: QUARTER,
    Rhythm.HALF_YEARLY: HALF_YEAR,
    Rhythm.YEARLY: YEAR,
}
# In the last month of its period; what comes every month in the second half of it.
FIRST_DAY, FIRST_DAY_MONTHLY, LAST_DAY = 1, 16, 31
DAYS_AHEAD = timedelta(days=30)  # a measure with a day of its own
LOOK_BACK = timedelta(days=35)  # after a standstill
ONE_DAY = timedelta(days=1)
REMIND_DAYS, ESCALATES_AFTER = (7, 1), 5
AT_ONCE = 50  # units whose tasks are opened in one transaction
TITLE, AGAIN = "落实防控措施（{}）", "补做防控措施"
MATERIAL = "“{}”做到的情况：一两句话，或者能说明的材料"
MOST_OF_MEASURE = 240
CHANGED = "措施已经调整，或者不再适用"


@dataclass(frozen=True)
class Wanted:
    """One turn of a measure."""

    measure: MeasureVersion
    code: str
    label: str
    opens_on: date
    due_on: date

    def due(self, post):
        return due_of(
            self.measure,
            post,
            title=TITLE.format(self.label),
            opens_on=self.opens_on,
            due_on=self.due_on,
            key=f"measure:{self.measure.measure_id}:{self.code}:post{post.pk}",
        )


def due_of(measure, post, **facts):
    """Titles go into calendars outside: the measure itself stands in what is to be handed in."""
    point = measure.version.point
    return Due(
        unit=point.unit,
        section=point.owner_section,
        post=post,
        material=MATERIAL.format(measure.text[:MOST_OF_MEASURE]),
        remind_days=REMIND_DAYS,
        escalates_after=ESCALATES_AFTER,
        **facts,
    )


def open_due(day):
    """Close what is out of date, open what is due by a day, in every unit that wants it; how many
    were new.
    """
    close_changed()
    since = units_on()
    units = list(since)
    parts = [units[at : at + AT_ONCE] for at in range(0, len(units), AT_ONCE)]
    return sum(_open_some(part, since, day) for part in parts)


@transaction.atomic
def _open_some(units, since, day):
    """Under the lock of the switches: two clocks, or somebody who switches it off, wait."""
    list(MeasureSwitch.objects.select_for_update(of=("self",)).order_by("pk"))
    wanted = _wanted(_measures(units), since, day)
    posts = responsible_posts([each.measure for each in wanted], day)
    due = {
        due.key: (due, each.measure)
        for each in wanted
        if (post := posts.get(each.measure.pk))
        for due in [each.due(post)]
    }
    return _opened(due, by=None, day=day)


def _opened(due, *, by, day, redoes=None):
    """Open `due`, {key: (Due, measure)}, each with its turn."""
    dues = [one for one, _ in due.values()]
    opened = open_tasks(kind=CARRYING.name, dues=dues, by=by, day=day)
    MeasureTurn.objects.bulk_create(
        (
            MeasureTurn(task=task, version=due[key][1], redoes_id=redoes)
            for key, task in opened.items()
        ),
        ignore_conflicts=True,  # another clock was a moment earlier
    )
    return len(opened)


def open_again(finding, *, due_on, by, day):
    """What was found wanting is to be done by a day."""
    turn = finding.turn
    due = due_of(
        turn.version,
        turn.task.post,
        title=AGAIN,
        opens_on=day,
        due_on=due_on,
        key=f"measure:{turn.version.measure_id}:again{finding.pk}",
    )
    return _opened({due.key: (due, turn.version)}, by=by, day=day, redoes=finding.pk)


def _measures(units):
    points = RiskPoint.objects.in_force().filter(unit__in=units)
    found = measures_in_force(points).exclude(rhythm=Rhythm.EACH_TIME)
    return found.select_related(
        *("post", "version__level", "version__written_in", "version__point__unit"),
        *("version__point__section", "version__point__post__section"),
    )


def _wanted(measures, since, day):
    """Turns that have begun by a day and fall due neither before the measure was in force nor
    before the unit wanted it.
    """
    found = []
    for measure in measures:
        first = max(since[measure.version.point.unit], _in_force_since(measure.version))
        found += [each for each in _turns(measure, day) if each.due_on >= first]
    return found


def _in_force_since(version):
    confirmed = version.written_in.confirmed_at
    return timezone.localdate(confirmed) if confirmed else date.min


def _turns(measure, day):
    if measure.rhythm == Rhythm.BY_DATE:
        begins, due_on = measure.due_on - DAYS_AHEAD, measure.due_on
        if begins <= day:
            label = f"{chinese_date(due_on)}前完成"
            yield Wanted(measure, f"by{due_on}", label, begins, due_on)
        return
    for turn, due_on in _turns_of(EVERY[measure.rhythm], day):
        yield Wanted(measure, turn.code, turn.label, turn.begins_on, due_on)


def _turns_of(every, day):
    """[(turn, its last day)] that began lately: due at the end of its period, put off to the next
    working day.
    """
    first_day = FIRST_DAY_MONTHLY if every == MONTH else FIRST_DAY
    begun = list(turns(every, MONTHS[every], first_day, day - LOOK_BACK, day))
    asked = {turn: _asked(turn) for turn in begun}
    days = add_many(set(asked.values()))
    return [(turn, days[asked[turn]]) for turn in begun]


def _asked(turn):
    last = day_in(turn.begins_on.year, turn.begins_on.month, LAST_DAY)
    return "", last - ONE_DAY, 1


def responsible_posts(measures, day):
    """{id of the measure: the post that is to carry it out}: its own, else that of the point, else
    whoever manages the point; only posts that somebody sits on.
    """
    versions = {measure.version_id: measure.version for measure in measures}
    managing = Responsibilities(versions.values(), day)
    found = {}
    for measure in measures:
        found[measure.pk] = (
            measure.post or measure.version.point.post or _manager(managing.of(measure.version))
        )
    posts = {post.pk for post in found.values() if post}
    held = Appointment.objects.on(day).filter(post__in=posts, post__closed_on=None)
    seated = set(held.values_list("post", flat=True))
    return {pk: post for pk, post in found.items() if post and post.pk in seated}


def _manager(responsible) -> Post | None:
    return responsible.manages.post if responsible.manages else None


def close_changed():
    """Waive what is open of measures that are not in force any more as they were."""
    open_turns = MeasureTurn.objects.filter(task__in=Task.objects.unsettled())
    open_turns = open_turns.select_related("task", "version").order_by("pk")
    stands = _standing(open_turns)
    for turn in open_turns:
        if _terms(turn.version) not in stands[turn.version.measure_id]:
            _waive(turn.task)


def _standing(open_turns):
    found = defaultdict(set)
    points = RiskPoint.objects.in_force()
    measures = open_turns.order_by().values("version__measure")
    for measure in measures_in_force(points).filter(measure__in=measures):
        found[measure.measure_id].add(_terms(measure))
    return found


def _terms(measure):
    return measure.rhythm, measure.due_on, measure.post_id


def _waive(task):
    try:
        settling.waive(task=task, why=CHANGED, by=None)
    except settling.Refused:  # done a moment ago
        return
