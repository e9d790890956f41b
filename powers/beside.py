"""What stands beside the steps of a power: risks and measures, from whoever knows of them.

Powers know no risks. The app that does registers a function once, when it is set up; without one
charts have no marks.
"""

from collections import Counter
from dataclasses import dataclass

from .charts.steps import Colour, Mark, Shape


@dataclass(frozen=True)
class Beside:
    """One thing beside a step: a level by shape, colour and text, what may go wrong, what is done
    about it, and who manages it."""

    shape: Shape
    colour: Colour
    level: str
    text: str
    measures: tuple[str, ...]
    people: str


# Where a draft's marks are from, said on its charts.
IN_FORCE = "；风险标记取自台账现行内容，按查看权限显示"

_supplied_by = []


def supplied_by(supply):
    """Register `supply(powers, reach)` → {power id: {label of a step: [Beside, …]}}: what this
    reader may see of the steps in force, with a fixed number of queries."""
    _supplied_by.append(supply)
    return supply


def beside_steps(powers, reach):
    """{power id: {label: [Beside, …]}} for powers with their versions in force."""
    found = {}
    for supply in _supplied_by:
        for power_id, by_label in supply(powers, reach).items():
            for label, things in by_label.items():
                found.setdefault(power_id, {}).setdefault(label, []).extend(things)
    return found


def marks_in_force(powers, reach):
    """{power id: {label: (Mark, …)}}, also for a draft: a step is told by its label, so that its
    marks go along as long as that stands. A power that is not in force yet has none.
    """
    found = beside_steps([power for power in powers if power.in_force_id], reach)
    return {power_id: marks_of(by_label) for power_id, by_label in found.items()}


def marks_of(by_label):
    """{label: (Mark, …)}: one mark for each level at a step, with how many there are."""
    return {
        label: counted((each.shape, each.colour, each.level) for each in things)
        for label, things in by_label.items()
    }


def counted(levels):
    """Marks from (shape, colour, level) of each point at a step."""
    counts = Counter(levels)
    return tuple(
        Mark(shape, colour, f"{level} {count} 处")
        for (shape, colour, level), count in counts.items()
    )
