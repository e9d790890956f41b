"""Numbers of persons: identity, phone, bank card, passport; also split and in Chinese numerals.

A *run* is digits with little between them. Its groups are read together where the whole run, one
group, or groups as people write such a number give one that stands its check.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .finding import Kind, masked_number
from .kinds_of_number import EVERY_SPLIT, ORDERED, PASSPORT, SPLITS, is_passport
from .legible import CHINESE_DIGITS

_BETWEEN = r"[ \-._/,()]"
_RUN = re.compile(rf"(?<![0-9])[0-9](?:{_BETWEEN}{{0,3}}[0-9])*(?:{_BETWEEN}?[Xx](?![A-Za-z0-9]))?")
_GROUP = re.compile(r"[0-9]+|[Xx]")
_YEAR = re.compile(r"(?:19|20)\d\d")
LOOKS_BACK, LOOKS_ON = 20, 6
SHORTEST = 7  # a phone of the place
LONGEST = 22  # a card of 19 digits, or a phone behind its country
FEWEST_CHINESE = 3
LIST_FROM = 5  # so many growing numbers are a list


@dataclass(frozen=True)
class Window:
    """Neighbouring groups of a run, and the words around them."""

    groups: tuple
    is_whole: bool
    is_apart: bool  # no single digit stands right beside
    before: str
    after: str
    gaps: tuple

    @cached_property
    def signs(self):
        return "".join(group.group() for group in self.groups).upper()

    @property
    def sizes(self):
        return tuple(len(group.group()) for group in self.groups)

    def is_written_as(self, kind):
        """Whether the groups can be one number of this kind and no list, date or decimals."""
        if len(self.groups) == 1:
            return True
        if self.sizes in SPLITS.get(kind, ()):
            return not self._has_thousands() and (max(self.sizes) > 1 or self.is_apart)
        return self.is_whole and not (self._is_list() or self._is_date() or self._is_decimal())

    def _has_thousands(self):
        return bool(self.gaps) and set(self.gaps) == {","} and set(self.sizes[1:]) == {3}

    def _is_list(self):
        if set(self.gaps) <= {","}:
            return True
        numbers = [int(group.group()) for group in self.groups if group.group().isdigit()]
        grows = all(one < two for one, two in pairwise(numbers))
        return len(numbers) >= LIST_FROM and grows

    def _is_date(self):
        first, second = self.groups[0].group(), self.groups[1].group()
        is_month = len(second) <= 2 and second.isdigit() and 1 <= int(second) <= 12
        return bool(_YEAR.fullmatch(first)) and is_month

    def _is_decimal(self):
        """Points and blanks mixed, or an address of a machine."""
        if "." not in self.gaps:
            return False
        mixed = len(set(self.gaps)) > 1
        machine = len(self.groups) == 4 and max(self.sizes) <= 3
        return mixed or machine


def numbers_in(legible):
    yield from _read(legible)
    if _numerals_in(legible.signs) >= FEWEST_CHINESE:
        found = _read(legible.with_digits)
        yield from (each for each in found if _numerals_in(each.text) >= FEWEST_CHINESE)
    yield from _passports(legible)


def _numerals_in(signs):
    return sum(sign in CHINESE_DIGITS for sign in signs)


def _read(legible):
    for run in _RUN.finditer(legible.signs):
        yield from _of_run(legible, run)


@dataclass(frozen=True)
class Run:
    """The groups of a run with what is asked of them often: sizes, and what stands between."""

    signs: str
    groups: tuple
    sizes: tuple
    gaps: tuple  # blanks left out; `gaps[n]` stands behind group n

    def goes_on(self, at, end):
        """Whether a single digit before or behind these groups is split as they are."""
        inside = self.gaps[at : end - 1]
        before = at > 0 and self.sizes[at - 1] == 1 and self.gaps[at - 1] in inside
        behind = end < len(self.sizes) and self.sizes[end] == 1 and self.gaps[end - 1] in inside
        return before or behind


def _run_of(signs, found):
    groups = tuple(_GROUP.finditer(signs, found.start(), found.end()))
    return Run(
        signs=signs,
        groups=groups,
        sizes=tuple(group.end() - group.start() for group in groups),
        gaps=tuple(signs[one.end() : two.start()].strip() for one, two in pairwise(groups)),
    )


def _of_run(legible, found):
    run = _run_of(legible.signs, found)
    groups, at = run.groups, 0
    while at < len(groups):
        found = _starting_at(run, at)
        if found is None:
            at += 1
            continue
        kind, window = found
        number = ORDERED[kind](window)
        start, end = _first_of(window, number).start(), window.groups[-1].end()
        yield legible.finding(kind, start, end, masked_number(kind, number))
        at += len(window.groups)


def _first_of(window, number):
    """The group the number begins with: a country written apart before it stays readable."""
    left = len(window.signs) - len(number)
    for group in window.groups:
        if left <= 0:
            return group
        left -= group.end() - group.start()
    return window.groups[0]


def _starting_at(run, at):
    """The first kind that fits the groups from here on, read as long as it goes, or None."""
    windows = list(_windows(run, at))[::-1]
    for kind, value_of in ORDERED.items():
        for window in windows:
            if window.is_written_as(kind) and value_of(window):
                return kind, window
    return None


def _windows(run, at):
    """Those that can be a number at all: one group, the whole run, or groups split as one is."""
    signs, groups = run.signs, run.groups
    digits = 0
    for end in range(at + 1, len(groups) + 1):
        digits += run.sizes[end - 1]
        if digits > LONGEST:
            return
        if groups[end - 1].end() - groups[at].start() < SHORTEST or not _is_possible(run, at, end):
            continue
        yield Window(
            groups=groups[at:end],
            is_whole=at == 0 and end == len(groups),
            is_apart=not run.goes_on(at, end),
            before=signs[max(0, groups[at].start() - LOOKS_BACK) : groups[at].start()],
            after=signs[groups[end - 1].end() : groups[end - 1].end() + LOOKS_ON],
            gaps=run.gaps[at : end - 1],
        )


def _is_possible(run, at, end):
    """Asked first, as most windows of a long run are none (`Window.is_written_as`)."""
    if end - at == 1 or (at == 0 and end == len(run.sizes)):
        return True
    if run.sizes[at:end] not in EVERY_SPLIT:
        return False
    return max(run.sizes[at:end]) > 1 or not run.goes_on(at, end)


def _passports(legible):
    for found in PASSPORT.finditer(legible.signs):
        before = legible.signs[max(0, found.start() - LOOKS_BACK) : found.start()]
        signs = re.sub(r"[ -]", "", found.group()).upper()
        if is_passport(signs, before):
            masked = masked_number(Kind.PASSPORT, signs)
            yield legible.finding(Kind.PASSPORT, found.start(), found.end(), masked)
