"""What keeping a law and keeping a rule have alike."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from .changes import TAKEN_BACK


class Refused(Exception):
    """The register cannot take this; `text` says why, `field` where."""

    def __init__(self, text, field=None):
        super().__init__(text)
        self.text, self.field = text, field


def lock_unit(unit):
    """Nobody else adds something of this unit until this is over: two at once would both find that
    there is none yet."""
    type(unit).objects.select_for_update(no_key=True).get(pk=unit.pk)


def refuse_second(thing, title):
    """Of one title and number a unit keeps one; so says a constraint, and this in words."""
    model = type(thing)
    same = model.objects.filter(unit=thing.unit_id, title=thing.title, number=thing.number)
    if same.exclude(pk=thing.pk).exists():
        raise Refused(title, "title")


def save_once(thing, already):
    """Save it under its title and number; of two at once with the same ones the second, stopped by
    the constraint, is refused in the same words.
    """
    refuse_second(thing, already)
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:
        refuse_second(thing, already)
        raise


def may_replace(thing):
    """Others that bind the same units: whoever reads that it was replaced may read by what."""
    things = type(thing).objects
    found = things.of_unit(thing.unit) if thing.unit_id else things.filter(unit=None)
    return found.exclude(pk=thing.pk)


def add_taking_back(changes, change, by):
    """A further row that takes a change back; whether there was anything left to take back."""
    if not changes.standing().filter(pk=change.pk).exists():
        return False
    changes.create(
        kind=TAKEN_BACK,
        on=timezone.localdate(),
        takes_back=change,
        made_by=by,
        made_at=timezone.now(),
    )
    return True


def iso(day):
    """A day as plain data, for stamps."""
    return day.isoformat() if day else None
