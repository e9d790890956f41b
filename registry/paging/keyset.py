"""Pages of a long list by its order, not by counting rows: `?after=` and `?before=` name a row.

    ORDER = (Key("unit__path", str), Key("in_force__side", str), Key("pk"))
    page = query_page(powers, ORDER, request.GET)      rows of a query
    page = list_page(rows, serial_of, request.GET)     rows in memory, one whole number each

The order must tell any two rows apart. A page stays where it is when rows come or go before it, and
the last page costs as little as the first. A place that cannot be read is the first page: an
address is never refused. `?from=` is the page that begins with a row, `?last=` the last one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from django.db.models import F, Q

PAGE = 50  # rows
NAMES = ("after", "before", "from", "last")
_NOTHING, _APART = "-", "~"
_LARGEST = 2**62
_NEVER = Q(pk__in=())


@dataclass(frozen=True)
class Key:
    """One part of an order, by its path in the query. Rows without a value stand first; `falling`
    turns it round: the newest first.

    `read`: the path on a row, where a row has the value at hand by another.
    """

    path: str
    of: type = int
    nullable: bool = False
    read: str = ""
    falling: bool = False

    def ascending(self):
        return self._down() if self.falling else self._up()

    def descending(self):
        return self._up() if self.falling else self._down()

    def is_at(self, value):
        return self._without() if value is None else Q(**{self.path: value})

    def is_after(self, value):
        return self._below(value) if self.falling else self._above(value)

    def is_before(self, value):
        return self._above(value) if self.falling else self._below(value)

    def _up(self):
        return F(self.path).asc(nulls_first=True if self.nullable else None)

    def _down(self):
        return F(self.path).desc(nulls_last=True if self.nullable else None)

    def _above(self, value):
        return self._without(False) if value is None else Q(**{f"{self.path}__gt": value})

    def _below(self, value):
        if value is None:
            return _NEVER
        below = Q(**{f"{self.path}__lt": value})
        return below | self._without() if self.nullable else below

    def value_of(self, row):
        return reduce(_followed, (self.read or self.path).split("__"), row)

    def value_in(self, text):
        """The value that a place says; ValueError where it is none of this key."""
        if text == _NOTHING and self.nullable:
            return None
        if self.of is str:
            if "\x00" in text:
                raise ValueError(text)
            return text
        if self.of is datetime:
            return _moment(text)
        if self.of is date:
            return date.fromisoformat(text)
        if self.of is datetime:
            return _moment(text)
        if not text.isdecimal() or int(text) > _LARGEST:
            raise ValueError(text)
        return int(text)

    def _without(self, whether=True):
        return Q(**{f"{self.path}__isnull": whether})


def _moment(text):
    """A moment with its zone, as `str` writes it; ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


@dataclass(frozen=True)
class Page:
    """Some rows of a list: which of all they are, and the words that lead to the pages beside."""

    rows: list
    count: int  # rows of the whole list
    first: int  # number of the first row shown, from 1
    before: str = ""  # value of ?before= for the page before; "" on the first
    after: str = ""  # value of ?after= for the page after; "" on the last

    def __iter__(self):
        return iter(self.rows)

    @property
    def last(self):
        return self.first + len(self.rows) - 1


def query_page(query, order, asked, size=PAGE, *, count=None):
    """A page of the query; a constant number of queries, whatever the page and the list.

    What the query fetches with each row (`select_related`, `prefetch_related`) stays. `count`:
    a function that counts the rows cheaper than the query does.
    """
    place = _asked(order, asked)
    found = _Query(query, order, count or query.count)
    return _page(found, place, size)


def list_page(rows, number_of, asked, size=PAGE):
    """The same of rows in memory that ascend by a whole number."""
    place = _asked((Key("number"),), asked)
    return _page(_List(rows, number_of), place, size)


def _page(found, place, size):
    name, rows = _shown(found, *place, size)
    count = found.count()
    first = 1 + found.how_many_before(rows[0]) if name else min(1, count)
    is_last = first + len(rows) > count or not rows
    return Page(
        rows=rows,
        count=count,
        first=first,
        before=found.place(rows[0]) if first > 1 else "",
        after="" if is_last else found.place(rows[-1]),
    )


def _shown(found, name, values, size):
    """(name, rows) of the place, or ("", the first rows) where there is no whole page of them."""
    if name in ("before", "last"):
        rows = found.up_to(values, size)
        whole = len(rows) == size
    else:
        rows = found.starting(name, values, size)
        whole = bool(rows)
    return (name, rows) if name and whole else ("", found.starting("", (), size) if name else rows)


def _asked(order, asked):
    """(name, values) of the place an address asks for; ("", ()) for the first page."""
    if "last" in asked:
        return "last", ()
    for name in NAMES:
        parts = asked.get(name, "").split(_APART)
        if len(parts) == len(order):
            try:
                return name, [key.value_in(part) for key, part in zip(order, parts, strict=True)]
            except ValueError:
                continue
    return "", ()


def _written(values):
    return _APART.join(_NOTHING if value is None else str(value) for value in values)


class _Query:
    def __init__(self, query, order, count):
        self.query, self.order, self.count = query, order, count

    def starting(self, name, values, size):
        found = self.query.order_by(*(key.ascending() for key in self.order))
        if name:
            found = found.filter(self._beyond(values, Key.is_after, itself=name == "from"))
        return list(found[:size])

    def up_to(self, values, size):
        """The rows before a place that are nearest to it; of the whole list without a place."""
        found = self.query.order_by(*(key.descending() for key in self.order))
        if values:
            found = found.filter(self._beyond(values, Key.is_before))
        return list(found[:size])[::-1]

    def how_many_before(self, row):
        return self.query.filter(self._beyond(self._values(row), Key.is_before)).count()

    def place(self, row):
        return _written(self._values(row))

    def _values(self, row):
        return [key.value_of(row) for key in self.order]

    def _beyond(self, values, side, *, itself=False):
        """Rows on that side of a place, key by key: (a > x) or (a = x and b > y) or …"""
        found, same = _NEVER, Q()
        for key, value in zip(self.order, values, strict=True):
            found |= same & side(key, value)
            same &= key.is_at(value)
        return found | same if itself else found


def _followed(thing, name):
    return None if thing is None else getattr(thing, name)


class _List:
    def __init__(self, rows, number_of):
        self.rows, self.number_of = rows, number_of

    def count(self):
        return len(self.rows)

    def starting(self, name, values, size):
        least = values[0] + (name == "after") if name else 0
        return [row for row in self.rows if self.number_of(row) >= least][:size]

    def up_to(self, values, size):
        return [row for row in self.rows if not values or self.number_of(row) < values[0]][-size:]

    def how_many_before(self, row):
        return sum(self.number_of(other) < self.number_of(row) for other in self.rows)

    def place(self, row):
        return str(self.number_of(row))
