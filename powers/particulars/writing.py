"""Putting plain particulars under a draft version, in place of those it had."""

from .content import LISTS, NUMBERS, number
from .models import Accountability, Benchmark, Responsibility, SubItem

MODELS = {
    "sub_items": SubItem,
    "responsibilities": Responsibility,
    "accountabilities": Accountability,
    "benchmarks": Benchmark,
}


def write_particulars(version, content):
    """The rows of each list, numbered from 1; the version has none any more."""
    for each in LISTS:
        MODELS[each.key].objects.bulk_create(
            MODELS[each.key](version=version, position=place, **_columns(row, each.fields))
            for place, row in enumerate(content[each.key], start=1)
        )


def _columns(row, fields):
    return {name: number(row[name]) if name in NUMBERS else row[name] for name in fields}
