"""Coverage figures: how many entries points answer, by channel and by month.

The office that received them reads the numbers. The prevention office of the same unit reads how
many there are in steps of five, so that one more or less cannot be told, and never the numbers of
another office: what was received above about a unit leaves no mark in it (design §4).
"""

from collections import Counter
from dataclasses import dataclass

from .models import Channel, Source

STEP = 5
MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """`entries` and `covered` as they may be shown: numbers, or in steps."""

    label: str
    entries: object
    covered: object


def in_steps(number):
    """少于 5, 5 以上, 10 以上 …: the same words for every number of a step."""
    return f"少于 {STEP}" if number < STEP else f"{number // STEP * STEP} 以上"


def first_of_months(today, months=MONTHS):
    """The first days of this month and those before, the oldest first."""
    found = []
    for back in range(months - 1, -1, -1):
        years, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        found.append(today.replace(year=years, month=month + 1, day=1))
    return found


def figures_of(sources, today, say):
    """(by channel, by month) of the last twelve months; `say` makes of a number what is shown."""
    firsts = first_of_months(today)
    rows = sources.standing().filter(came_on__gte=firsts[0], came_on__lte=today).order_by()
    everything = rows.values_list("pk", "channel", "came_on")
    covered = set(rows.covered().values_list("pk", flat=True))
    by_channel, by_month = (Counter(), Counter()), (Counter(), Counter())
    for pk, channel, day in everything:
        for position in {0, int(pk in covered)}:
            by_channel[position][channel] += 1
            by_month[position][day.replace(day=1)] += 1
    return (
        [_figure(name, code, by_channel, say) for code, name in Channel.choices],
        [_figure(f"{day.year}年{day.month}月", day, by_month, say) for day in firsts],
    )


def _figure(label, key, counted, say):
    return Figure(label, say(counted[0][key]), say(counted[1][key]))


def of_prevention_office(units):
    """What the prevention office of a unit counts: received by the office of the same unit."""
    return Source.objects.filter(office__in=units)
