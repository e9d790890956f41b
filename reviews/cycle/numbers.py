"""A number of the board and the list it is the length of.

Each is counted by the filter of the list that it leads to, so that the two cannot differ; what the
reader may see is what the list shows them, and nothing is counted beside it.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True)
class Number:
    """`url` is blank for 0."""

    number: int
    url: str = ""


def words(**asked):
    """As an address says it."""
    return {name: str(value) for name, value in asked.items() if value != ""}


def linked(number, address, asked):
    """To the list at this address, narrowed as `asked`."""
    return Number(number, f"{reverse(address)}?{urlencode(asked)}" if number else "")
