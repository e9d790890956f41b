"""The list pages of a superior with so many units below, beside those with a tenth of them.

python -m tests.bench.units [units, 1000] [points a unit, 60] [rounds, 5]

Both databases stand side by side and are asked by turns, with the menu's numbers; the median of the
rounds counts, in processor seconds (on PostgreSQL in seconds by the clock). The aim is 1.2 times
those of a tenth. Figures and conditions are kept in docs/performance.md.
"""

import gc
import logging
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import django

AIM, VISITOR = 1.2, "visitor"
# By whom a list is opened, then its address and what it is narrowed by; `{code}`, `{pk}` and
# `{name}` are those of one unit below.
PAGES = {
    "office": [
        ("inbox", {}),
        ("paper-list", {}),
        ("paper-list", {"state": "review", "unit": "{code}"}),
        ("paper-list", {"unit_named": "第1"}),
        ("archive", {}),
        ("point-list", {}),
        ("point-list", {"unit_named": "{name}"}),
        ("point-list", {"words": "核对"}),
        ("register-sheet overview", {}),
        ("register-sheet duties", {}),
        ("register-sheet ledger", {}),
        ("register-sheet summary", {}),
        ("power-list", {}),
        ("progress", {}),
        ("progress", {"unit": "{code}", "page": "2"}),
        ("not-begun", {}),
        ("not-begun", {"unit": "{code}"}),
        ("due-list", {}),
        ("urging-list", {}),
        ("publicity-list", {}),
        ("publication-list", {}),
        ("board", {}),
        ("suggestion-list", {}),
        ("cycle-board", {}),
        ("cycle-board", {"unit": "{pk}"}),
        ("coverage", {}),
        ("change-counts", {}),
        ("task-list", {}),
        ("task-list", {"state": "late"}),
        ("alert-list", {}),
        ("inspection-list", {}),
        ("self-check-list", {}),
        ("measure-turn-list", {}),
        ("activity-list", {}),
        ("talk-ledger", {}),
        ("exercise-list", {}),
        ("registered-power-list", {}),
        ("clearing", {}),
    ],
    "discipline": [
        ("inbox", {}),
        ("paper-list", {}),
        ("missive-list", {}),
        ("cycle-board", {}),
        ("task-list", {}),
        ("self-check-list", {}),
        ("measure-turn-list", {}),
        ("talk-list", {}),
        ("talk-ledger", {}),
        ("disposal-list", {}),
        ("warning-list", {}),
        ("source-list", {}),
        ("source-coverage", {}),
        ("exercise-list", {}),
        ("study-list", {}),
    ],
    "bureau_leader": [
        ("inbox", {}),
        ("paper-list", {}),
        ("progress", {}),
        ("point-list", {}),
        ("cycle-board", {}),
        ("task-list", {}),
        ("disposal-list", {}),
    ],
    # Nobody is signed in; what is kept (`reviews.views.public.keeping`) is drawn anew here.
    VISITOR: [
        ("public-home", {}),
        ("public-powers", {}),
        ("public-powers", {"q": "学籍"}),
        ("public-powers", {"unit": "{code}"}),
        ("public-powers", {"unit_named": "{name}"}),
        ("public-powers", {"page": "10"}),
        ("public-directories", {}),
        ("public-directories", {"q": "接收"}),
        ("public-directories", {"unit": "{code}"}),
        ("public-search", {"q": "学籍"}),
        ("public-compare", {}),
        ("public-unit BUREAU", {}),
        ("public-unit {code}", {}),
        ("public-publicity", {}),
        ("public-corrections", {}),
        ("public-withdrawn", {}),
        ("public-feed", {}),
        ("public-unit-feed {code}", {}),
        ("public-data-about", {}),
        ("public-map", {}),
        ("public-sitemap", {}),
    ],
}
# A sum of all units, or what grows with them by its nature: docs/performance.md says of each why.
GROWS = {
    *("register-sheet summary", "coverage"),
    *("public-home", "public-unit BUREAU", "public-map", "public-sitemap"),
}


class Copies:
    """The database as it was with few units and as it is with many, asked by turns."""

    def __init__(self, connection):
        self.connection, self.names = connection, {}
        self.is_file = connection.vendor == "sqlite"
        # What another process works is not in our processor time.
        self.clock = time.process_time if self.is_file else time.perf_counter

    def keep(self, name):
        """The database as it is now, under a name of its own."""
        now = self.connection.settings_dict["NAME"]
        kept = f"{now}_{name}"
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what a server does by itself sooner or later
            if self.is_file:
                cursor.execute(f"VACUUM INTO '{kept}'")
        self.names[name] = kept
        if not self.is_file:
            self.connection.close()
            with self.connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{kept}" TEMPLATE "{now}"')

    def use(self, name):
        self.connection.close()
        self.connection.settings_dict["NAME"] = self.names[name]

    def drop(self):
        self.connection.close()
        for name in self.names.values():
            if self.is_file:
                Path(name).unlink()
            else:
                with self.connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{name}"')


def address_of(name):
    from django.urls import reverse

    name, *of = name.split()
    return reverse(name, args=of)


def asked_of(unit, name, asked):
    """The address and what it is asked, said of this unit."""
    known = {"code": unit.code, "pk": unit.pk, "name": unit.name}
    values = {key: value.format(**known) for key, value in asked.items()}
    return address_of(name.format(**known)), values


def by_turns(copies, clients, unit, rounds):
    """(role, page) → {which: seconds of each round}; few and many by turns, round by round."""
    taken = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for which in copies.names:
            copies.use(which)
            for role, client in clients.items():
                client.get(address_of("downloads"))  # connects, and fills what a process keeps
                for name, asked in PAGES[role]:
                    page = asked_of(unit, name, asked)
                    started = copies.clock()
                    response = client.get(*page)
                    seconds = copies.clock() - started
                    assert response.status_code == 200, (role, name, asked)
                    taken[role, shown(name, asked)][which].append(seconds)
    return taken


def shown(name, asked):
    return f"{name} {'&'.join(f'{key}={value}' for key, value in asked.items())}".strip()


def main(units=1000, points=60, rounds=5):
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    connection.creation.create_test_db(verbosity=0)
    from registry.organisation.models import Unit
    from tests.architecture.many_rows import Rows
    from tests.bench.units_below import add_units

    settings.NAVIGATION_COUNTS = settings.COUNTS_OF_THE_MENU
    rows, copies = Rows(), Copies(connection)
    clients = {role: Client() for role in PAGES}
    for role in PAGES.keys() - {VISITOR}:
        clients[role].force_login(getattr(rows.cast.accounts, role))
    add_units(rows, units // 10, points)
    unit = Unit.objects.filter(publications__kind="catalogue", code__startswith="MANY").first()
    copies.keep("few")
    add_units(rows, units - units // 10, points)
    copies.keep("many")
    try:
        by_turns(copies, clients, unit, 1)  # imports, templates, statements
        gc.collect()
        gc.freeze()  # what stands stays: looking through it again takes longer than a page
        taken = by_turns(copies, clients, unit, rounds)
    finally:
        copies.drop()
    say(f"{connection.vendor}, {units} units, {units * points} points; median of {rounds}")
    for (role, page), times in taken.items():
        say(told(role, page, times))


def told(role, page, times):
    few, many = (median(times[which]) for which in ("few", "many"))
    ratio = median(b / a for a, b in zip(times["few"], times["many"], strict=True))
    mark = " over the aim" if ratio > AIM else ""
    mark += ", by its nature" if page in GROWS else ""
    return f"{role:14}{page:38}{few * 1000:6.0f} ms {many * 1000:6.0f} ms  x {ratio:.2f}{mark}"


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
