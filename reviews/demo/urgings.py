"""催办 by the bureau's prevention office: what was due ten days ago, and what is due still."""

from registry.access.reach import reach_of
from reviews import holdups, urging

BY = "office"
DAYS = (10, 2)  # working days before today


def stories(world):
    for days in DAYS:
        yield urged(world, days)


def urged(world, days):
    """The step that has waited longest, below the office or in its own unit."""
    day = world.days.ago(days)
    yield world.days.at(day, f"urged {days}")
    by = world.account(BY)
    step = holdups.due_steps(reach_of(by), day).order_by("due_on", "pk").first()
    if step is not None:
        urging.urge(step=step, by=by)
