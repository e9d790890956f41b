"""催办 by the bureau's prevention office: a step two weeks ago, another of late."""

from registry.access.reach import reach_of
from reviews import holdups, urging

BY = "office"
DAYS = (10, 2)  # working days before today


def stories(world):
    for days in DAYS:
        yield urged(world, days)


def urged(world, days):
    """Of the steps nobody was urged for the one that has waited longest."""
    day = world.days.ago(days)
    yield world.days.at(day, f"urged {days}")
    by = world.account(BY)
    due = holdups.due_steps(reach_of(by), day).filter(urgings=None)
    step = due.order_by("due_on", "pk").first()
    if step is not None:
        urging.urge(step=step, by=by)
