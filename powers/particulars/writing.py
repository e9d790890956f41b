"""Putting plain particulars under a draft version, in place of those it had."""

from .content import BY_KEY, NUMBERS, number
from .models import Accountability, Benchmark, Responsibility, SubItem

MODELS = {
    "sub_items": SubItem,
    "responsibilities": Responsibility,
    "accountabilities": Accountability,
    "benchmarks": Benchmark,
}


def write_list(version, key, rows):
    """The rows of one list, numbered from 1; the version has none of them."""
    MODELS[key].objects.bulk_create(
        MODELS[key](version=version, position=place, **_columns(row, BY_KEY[key].fields))
        for place, row in enumerate(rows, start=1)
    )


def _columns(row, fields):
    return {name: number(row[name]) if name in NUMBERS else row[name] for name in fields}
