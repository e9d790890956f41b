"""中期监控、后期处置: signals, warnings, acts, each as far as its circle lets one know of it.

Whether a part is shown hangs on the seat alone, never on what there is: an empty part says as much
to whoever may know of nothing as to whoever may know of something that is not there.
"""

from collections import Counter
from dataclasses import dataclass, field

from registry.organisation.models import Seat
from reviews.disposal import circle
from reviews.disposal.filters import AGES, RUNNING, DisposalFilter, WarningFilter
from reviews.disposal.models import Disposal, PostWarning, WarningColour
from reviews.sources.figures import first_of_months
from reviews.sources.forms import SourceFilter
from reviews.sources.models import Channel, Source

from .numbers import linked, words

AGE_NAMES = [(name, label) for name, label in AGES if name]


@dataclass(frozen=True)
class Grid:
    """`rows` are (label, numbers under `columns`); `total` sums them up where that is a list."""

    columns: list
    rows: list
    total: list = field(default_factory=list)


def signals_of(reach, unit, today):
    """What the discipline office of this unit received, by channel and month; None for whoever
    does not sit in it (circle a).
    """
    if unit.pk not in reach.units_of(Seat.DISCIPLINE_OFFICE):
        return None
    months = first_of_months(today)
    found = SourceFilter({}).narrowed(Source.objects.visible_to(reach))
    rows = found.filter(came_on__gte=months[0], came_on__lte=today).order_by()
    counted = Counter((channel, day.replace(day=1)) for channel, day in _days(rows))
    met = [pair for pair in Channel.choices if any(counted[pair[0], day] for day in months)]
    rows = [(f"{day:%Y-%m}", _of_month(counted, met, day)) for day in months]
    return Grid([*(name for _, name in met), "合计"], rows)


def _of_month(counted, met, day):
    """One number for each channel, and their sum."""
    numbers = [_signals(counted[code, day], day, code) for code, _ in met]
    return [*numbers, _signals(sum(each.number for each in numbers), day)]


def _days(rows):
    return rows.values_list("channel", "came_on")


def _signals(number, day, channel=""):
    return linked(number, "source-list", words(channel=channel, month=f"{day:%Y-%m}"))


def warnings_of(reach, unit):
    """Warnings that stand, by colour and age, as far as the reader may know of them (circle c)."""
    if not circle.issues_at_all(reach):
        return None
    visible = PostWarning.objects.visible_to(reach)

    def number(colour, age):
        asked = words(unit=unit.pk, colour=colour, age=age)
        form = WarningFilter(asked, warnings=visible)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "warning-list", asked)

    colours = WarningColour.objects.order_by("order")
    rows = [(each, [number(each.pk, age) for age, _ in AGE_NAMES]) for each in colours]
    return Grid(_ages(), rows, [number("", age) for age, _ in AGE_NAMES])


def acts_of(reach, unit):
    """Acts under way, by step and age, as far as the reader may know of them (circle c)."""
    if not circle.issues_at_all(reach):
        return None
    visible = Disposal.objects.visible_to(reach)

    def number(step, age):
        asked = words(unit=unit.pk, state=RUNNING, step=step, age=age)
        form = DisposalFilter(asked, acts=visible)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "disposal-list", asked)

    running = visible.running().filter(unit=unit)
    steps = running.order_by("step_name").values_list("step_name", flat=True).distinct()
    rows = [(step, [number(step, age) for age, _ in AGE_NAMES]) for step in steps]
    return Grid(_ages(), rows, [number("", age) for age, _ in AGE_NAMES])


def _ages():
    return [label for _, label in AGE_NAMES]
