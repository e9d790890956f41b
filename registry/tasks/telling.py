"""What is said about tasks, to whom: one line with the title, and where it leads.

Notices are rows of this database, written in the transaction that moves `next_call_on`: whoever is
killed in between has said nothing, and the next one says it.
"""

from django.urls import reverse

from registry.notices.notifying import notify
from registry.organisation.models import Appointment, Mandate, Seat, Unit
from registry.organisation.working_days import add_many
from registry.tables.text import chinese_date

from .calls import LATE, OPENED, RISEN, calls_of, next_after, said_on

STEPS_UP = 3
LADDER = (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER)


def calls_on(tasks):
    """{task: all that is ever said about it}; two queries for any number."""
    rises = _rises(tasks)
    return {
        task: calls_of(task.opens_on, task.due_on, task.remind_days, rises.get(task.pk, ()))
        for task in tasks
    }


def _rises(tasks):
    """{pk: the days on which it goes one step up}, counted in working days of its unit."""
    asked = {
        task.pk: [
            (task.unit.path, task.due_on, step * task.escalates_after)
            for step in range(1, STEPS_UP + 1)
        ]
        for task in tasks
        if task.escalates_after
    }
    days = add_many({one for steps in asked.values() for one in steps})
    return {pk: [days[one] for one in steps] for pk, steps in asked.items()}


def say(tasks, day):
    """Say what is to be said today about these, since each one's `next_call_on`, and set the next.

    (how many reminders, how many steps up) were said. The caller holds the rows and saves them.
    """
    calls, seated = calls_on(tasks), _Seated(day)
    reminded = risen = 0
    for task in tasks:
        for call in said_on(calls[task], task.next_call_on, day):
            if call.what == RISEN:
                risen += _rise(task, call.number, seated, day)
            else:
                reminded += _remind(task, call, seated, day)
        task.next_call_on = next_after(calls[task], day)
    return reminded, risen


def _remind(task, call, seated, day):
    people = seated.addressees(task)
    notify(
        people=people,
        text=_text(task, call, day),
        url=task.sort.url(task),
        key=f"task:{task.pk}:{call.what}:{call.number}",
        kind="task",
    )
    return bool(people)


def _text(task, call, day):
    title, left = task.title, (task.due_on - day).days
    if task.sort.is_on_its_day:
        return _text_of_a_day(title, task.due_on, call, left)
    if call.what == LATE:
        return f"{title}已过期限，请尽快办理。"
    if call.what == OPENED:
        return f"{title}可以办理了，期限 {chinese_date(task.due_on)}。"
    return f"{title}今天到期，请抽空办理。" if left == 0 else f"{title}还有 {left} 天到期。"


def _text_of_a_day(title, on, call, left):
    if call.what == OPENED and left:
        return f"{title}，定在 {chinese_date(on)}，请留出时间。"
    return f"{title}，就在今天。" if left == 0 else f"{title}，还有 {left} 天。"


def _rise(task, step, seated, day):
    """To the step of those above that is not empty; each of them hears of a task once."""
    rungs = seated.above(task)
    if step > len(rungs):
        return False
    notify(
        people=rungs[step - 1],
        text=f"{task.title}已过期限 {(day - task.due_on).days} 天，请过问一下。",
        url=reverse("task-detail", args=[task.pk]),
        key=f"task:{task.pk}:risen",
        kind="task",
    )
    return True


class _Seated:
    """Who sits where on a day, read as it is asked for and not twice."""

    def __init__(self, day):
        self.day = day
        self._posts, self._seats, self._lines = {}, {}, {}

    def addressees(self, task):
        return [task.person] if task.person_id else self._on_post(task.post_id)

    def above(self, task):
        """Section head, supervising leader, office: without the addressee, and without gaps."""
        own, section = set(self.addressees(task)), task.about_section
        rungs = (
            [self._in_seat(seat, task.unit_id, section.pk) for seat in LADDER] if section else []
        )
        rungs.append(self._office(task.unit, own))
        rungs = [[person for person in people if person not in own] for people in rungs]
        return [people for people in rungs if people]

    def _office(self, unit, own):
        """The prevention office of the unit, or the nearest above that is not the addressee."""
        for each in self._line(unit):
            found = self._in_seat(Seat.PREVENTION_OFFICE, each.pk, None)
            if set(found) - own:
                return found
        return []

    def _line(self, unit):
        if unit.pk not in self._lines:
            self._lines[unit.pk] = [unit, *Unit.objects.above(unit)]
        return self._lines[unit.pk]

    def _in_seat(self, seat, unit, section):
        place = (seat, unit, section)
        if place not in self._seats:
            mandates = Mandate.objects.on(self.day).filter(seat=seat, unit=unit, section=section)
            posts = mandates.order_by("rank", "pk").values_list("post", flat=True)
            self._seats[place] = [person for post in posts for person in self._on_post(post)]
        return self._seats[place]

    def _on_post(self, post):
        if post not in self._posts:
            seated = Appointment.objects.on(self.day).filter(post=post).select_related("person")
            self._posts[post] = [appointment.person for appointment in seated]
        return self._posts[post]
