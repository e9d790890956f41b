"""Loading the demo: the organisation, then all stories of two years in the order of time."""

from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registry.notices.models import Notice
from registry.trail.recording import record

from . import (
    activities,
    alerts,
    announcements,
    arrivals,
    clearing,
    commitments,
    coverage,
    disposals,
    exercises,
    files,
    filings,
    fulfilment,
    inspections,
    kinds,
    last_year,
    laws,
    measures_later,
    missives,
    mistakes,
    opinions,
    published,
    questionnaires,
    routine_talks,
    rules,
    saved_views,
    self_checks,
    sources,
    talks,
    tasks,
    this_year,
    urgings,
)
from .clock import set_clock
from .lookups import remembered_holidays, remembered_seats
from .organisation import Organisation, first_day, make_programmes, make_school_holiday
from .timeline import play
from .workdays import Workdays
from .world import World

NEWS_IS_READ_AFTER = 4  # working days


@transaction.atomic
def load(*, password, say):
    """Write the whole demo; `say` hears in Chinese how far it is. All of it, or nothing."""
    today = timezone.localdate()
    rows = files.read(today)
    hashed = make_password(password)
    with set_clock(_morning(first_day(rows))) as clock:
        say("建立单位、科室、岗位、人员和席位……")
        organisation = Organisation(rows)
        organisation.settle(rows, hashed)
        laws.enter(organisation, rows["laws"])
        cited_rules = rules.enter(organisation, rows["rules"])
        kinds.enter(organisation, rows["particulars"])
        for year in (today.year - 1, today.year):
            make_programmes(organisation, year)
        make_school_holiday(organisation, today.year + 1)
        with remembered_seats(clock) as known_seats, remembered_holidays():
            world = World(
                rows, clock, Workdays(today), organisation, known_seats, cited_rules=cited_rules
            )
            _tell(world, say)
            saved_views.enter()
    record(by=None, action="demo.loaded")
    _read_old_notices(world.days)
    return world


def _tell(world, say):
    told = (
        *(last_year, this_year, measures_later, opinions, missives),
        *(published, announcements, laws, rules, filings),
        *(mistakes, coverage, clearing, alerts, inspections),
        *(talks, routine_talks, commitments, arrivals, exercises, activities),
        *(tasks, fulfilment, self_checks, disposals, sources, questionnaires, urgings),
    )
    play(
        [story for each in told for story in each.stories(world)],
        world.clock,
        on_month=lambda year, month: say(f"办理 {year} 年 {month} 月的事项……"),
    )


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def _read_old_notices(days):
    """What happened long ago has been read."""
    old = Notice.objects.filter(created_at__lt=_morning(days.ago(NEWS_IS_READ_AFTER)))
    old.update(read_at=F("created_at") + timedelta(hours=3))
