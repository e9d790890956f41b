"""What the page of a catalogue draft says about all its rows together."""

from django import template

from powers.catalogue import left_out
from registry.papers.register import Change

register = template.Library()


@register.simple_tag
def came_since(rows, paper):
    """What came into force after the draft was begun: rows behind it, and powers not in it."""
    behind = [row for row in rows if row.details["overtaken"] and row.change == Change.UNCHANGED]
    missing = left_out(paper, [row.line for row in rows])
    return {"behind": behind, "missing": [power.in_force.name for power in missing]}
