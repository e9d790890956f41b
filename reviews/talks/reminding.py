"""Reminders of talks, once a day; the keys keep a second run from telling anybody twice. They say
that there is a talk, never what it is about.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from registry.notices.models import Notice
from registry.notices.notifying import notify
from registry.organisation.models import Appointment, Mandate, Unit
from registry.tables.text import month_and_day

from . import ledger
from .models import Talk
from .partners import HOLDING_SEATS

AFTER_DAYS = 3
BEFORE_END = (60, 30, 7)


def remind(day):
    _of_plans(day)
    _of_records(day)
    _of_confirmations(day)
    left = ledger.days_left(day.year, day)
    turn = next((each for each in sorted(BEFORE_END) if left <= each), None)
    if turn is not None:
        _of_the_ledger(day, left, turn)


def _of_plans(day):
    """To all who come, the day before; on the day itself where nothing ran on that one."""
    soon = Talk.objects.open().filter(record_no=0, planned_on__in=(day, day + timedelta(days=1)))
    for talk in soon.listed():
        people = [talk.holder, talk.partner, talk.recorder]
        when = "今天" if talk.planned_on == day else "明天"
        text = f"{when}有一次谈话，请留出时间。"
        _tell(people, text, talk, f"talk:{talk.pk}:{talk.planned_on}")


def _of_records(day):
    """To whoever writes it down, when the day has gone by."""
    since = day - timedelta(days=AFTER_DAYS)
    for talk in Talk.objects.open().filter(record_no=0, planned_on__lte=since).listed():
        people = [talk.recorder or talk.holder]
        text = (
            f"{month_and_day(talk.planned_on)} 的谈话还没有记录，请抽空补上；没有谈成的可以改期。"
        )
        _tell(people, text, talk, f"talk:{talk.pk}:record:{talk.planned_on}")


def _of_confirmations(day):
    since = day - timedelta(days=AFTER_DAYS)
    waiting = Talk.objects.open().filter(record_no__gt=0, held_on__lte=since).listed()
    for talk in waiting.prefetch_related("records__confirmations"):
        standing = next(one for one in talk.records.all() if one.no == talk.record_no)
        done = {each.person_id for each in standing.confirmations.all()}
        people = [one for one in (talk.holder, talk.partner) if one.pk not in done]
        text = "有一份谈话记录等您确认；有说得不对的，可以请对方更正。"
        _tell(people, text, talk, f"talk:{talk.pk}:confirm:{talk.record_no}")


def _of_the_ledger(day, left, turn):
    """To each leader, with how many the year's talks are not complete; no names. A turn that was
    missed is told on the next day on which anything runs.
    """
    seated = Mandate.objects.on(day).filter(seat__in=HOLDING_SEATS).values("unit")
    for unit in Unit.objects.open().filter(Q(pk__in=seated.order_by())):
        if Notice.objects.filter(key__startswith=f"talks:{unit.pk}:{day.year}:{turn}:").exists():
            continue
        counted = {}
        for line in ledger.lines_of(unit, day.year, day):
            if line.is_short and line.leader is not None:
                counted[line.leader.post.pk] = counted.get(line.leader.post.pk, 0) + 1
        reached = Appointment.objects.reached(counted, day)
        with transaction.atomic():  # all of a unit or nobody: it is not asked again
            for post, number in counted.items():
                notify(
                    people=reached.get(post, ()),
                    text=f"离年底还有 {left} 天，还有 {number} 位责任人今年的廉政谈话没有谈够。",
                    url=reverse("talk-ledger"),
                    key=f"talks:{unit.pk}:{day.year}:{turn}:{post}",
                )


def _tell(people, text, talk, key):
    listed = [person for person in people if person is not None and person.has_account]
    notify(people=listed, text=text, url=reverse("talk", args=[talk.pk]), key=key)
