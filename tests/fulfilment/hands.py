"""A measure of the post of the role "staff" in force, and its turns, in tests."""

from datetime import date, timedelta

from django.utils import timezone

from reviews.fulfilment import carrying, opening, switching
from reviews.fulfilment.models import MeasureSwitch, MeasureTurn
from risks import editing
from tests import way


def in_force(cast, *measures):
    """A form with one point and these measures, all the way into the register."""
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=0)
    editing.save_point(
        paper=paper, content=way.point(1, measures=list(measures)), by=cast.people.staff
    )
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return paper


def measure(text="每月抽查一次登记簿", rhythm="monthly", **given):
    return {"text": text, "rhythm": rhythm, **given}


def switched_on(cast, unit=None, *, since=date(2020, 1, 1)):
    switching.switch(unit=unit or cast.school_large, on=True, by=cast.people.school_office)
    MeasureSwitch.objects.update(since=since)


def by_date(days=10, text="换一把锁"):
    due_on = timezone.localdate() + timedelta(days=days)
    return measure(text, "by_date", due_on=due_on.isoformat())


def opened(cast, days=10):
    """A turn of a measure with a day of its own, open now."""
    in_force(cast, by_date(days))
    switched_on(cast)
    opening.open_due(timezone.localdate())
    return MeasureTurn.objects.get()


def carried_out(cast, **given):
    turn = opened(cast)
    return carrying.carry_out(turn=turn, by=cast.people.staff, note="换好了", **given)
