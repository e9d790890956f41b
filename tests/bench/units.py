"""The list pages of a superior with so many units below, beside those with a tenth of them.

python -m tests.bench.units [units, 1000] [points a unit, 60] [rounds, 5]

Both databases stand side by side and are asked by turns, with the menu's numbers; the median of the
rounds counts, in processor seconds (on PostgreSQL in seconds by the clock). The aim is 1.2 times
those of a tenth. Figures and conditions are kept in docs/performance.md.
"""

import logging
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import django

AIM = 1.2
CHUNK = 50  # units written at once
POSTS, STATES = 10, ("review", "review", "review", "ready", "draft", "cleared")
# By whom a list is opened, then its address and what it is narrowed by.
PAGES = {
    "office": [
        ("inbox", {}),
        ("paper-list", {}),
        ("paper-list", {"state": "review", "unit": "MANY1"}),
        ("paper-list", {"unit_named": "第1"}),
        ("archive", {}),
        ("point-list", {}),
        ("point-list", {"unit_named": "第1小学"}),
        ("point-list", {"words": "核对"}),
        ("register-sheet overview", {}),
        ("register-sheet duties", {}),
        ("register-sheet ledger", {}),
        ("register-sheet summary", {}),
        ("power-list", {}),
        ("progress", {}),
        ("progress", {"unit": "MANY1", "page": "2"}),
        ("not-begun", {}),
        ("not-begun", {"unit": "MANY1"}),
        ("due-list", {}),
        ("urging-list", {}),
        ("publicity-list", {}),
        ("publication-list", {}),
        ("board", {}),
        ("suggestion-list", {}),
    ],
    "discipline": [
        ("inbox", {}),
        ("paper-list", {}),
        ("missive-list", {}),
    ],
    "bureau_leader": [
        ("inbox", {}),
        ("paper-list", {}),
        ("progress", {}),
        ("point-list", {}),
    ],
}
# A sum of all units, or what grows with them by its nature: docs/performance.md says of each why.
GROWS = {"register-sheet summary"}


def add_units(rows, count, points):
    """Each with three sections, ten posts, people and seats, six forms, points in force, and a
    catalogue and a directory published.
    """
    for _ in range(0, count, CHUNK):
        units = rows.units(min(CHUNK, count))
        posts = posts_of(rows, units)
        rows.people_on(posts)
        seats_of(posts)
        forms_of(rows, posts)
        points_of(rows, posts, points)
        rows.published_by(units)


def posts_of(rows, units):
    from registry.organisation.models import Post, Section

    sections = Section.objects.bulk_create(
        Section(unit=unit, name=f"第{number}科", order=number)
        for unit in units
        for number in (1, 2, 3)
    )
    return Post.objects.bulk_create(
        Post(
            unit=sections[index * 3].unit,
            section=sections[index * 3 + number % 3],
            name=f"第{number}岗",
        )
        for index in range(len(units))
        for number in range(POSTS)
    )


def seats_of(posts):
    """In each unit an office, a principal, a group, and a head and a leader of each section."""
    from registry.organisation.models import Mandate
    from tests.cast import SINCE

    whole = ("prevention_office", "principal", "leading_group")
    mandates = []
    for start in range(0, len(posts), POSTS):
        of_unit = posts[start : start + POSTS]
        sections = [post.section for post in of_unit[:3]]
        seats = [(post, seat, None) for post, seat in zip(of_unit, whole, strict=False)]
        seats += [(of_unit[3], "section_head", section) for section in sections]
        seats += [(of_unit[4], "supervising_leader", section) for section in sections]
        mandates += [
            Mandate(
                post=post, seat=seat, unit=post.unit, section=section, rank="head", starts=SINCE
            )
            for post, seat, section in seats
        ]
    Mandate.objects.bulk_create(mandates)


def forms_of(rows, posts):
    from registry.papers.models import Paper
    from tests.architecture.many_in_office import copied

    model = rows.model
    papers = [
        copied(
            model,
            post=post,
            unit=post.unit,
            section=post.section,
            state=state,
            position=model.position if state == "review" else None,
            number=f"{model.number}-{number}",
        )
        for start in range(0, len(posts), POSTS)
        for post, state, number in zip(posts[start:], STATES, rows.next(len(STATES)), strict=False)
    ]
    rows._steps(Paper.objects.bulk_create(papers))


def points_of(rows, posts, points):
    from django.db.models import OuterRef, Subquery

    from risks.models import PointVersion, RiskPoint
    from tests.architecture.many_in_office import copied

    line = rows.model.current.point_lines.select_related("version").first()
    each = points // POSTS
    made = RiskPoint.objects.bulk_create(
        RiskPoint(unit=post.unit, post=post) for post in posts for _ in range(each)
    )
    PointVersion.objects.bulk_create(
        copied(line.version, point=point, written_in=rows.model, base=None) for point in made
    )
    said = PointVersion.objects.filter(point=OuterRef("pk")).values("pk")[:1]
    RiskPoint.objects.filter(post__in=posts).update(in_force=Subquery(said))


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


def by_turns(copies, clients, rounds):
    """(role, page) → {which: seconds of each round}; few and many by turns, round by round."""
    taken = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for which in copies.names:
            copies.use(which)
            for role, client in clients.items():
                client.get(address_of("downloads"))  # connects, and fills what a process keeps
                for name, asked in PAGES[role]:
                    started = copies.clock()
                    response = client.get(address_of(name), asked)
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
    from tests.architecture.many_rows import Rows

    settings.NAVIGATION_COUNTS = settings.COUNTS_OF_THE_MENU
    rows, copies = Rows(), Copies(connection)
    clients = {role: Client() for role in PAGES}
    for role, client in clients.items():
        client.force_login(getattr(rows.cast.accounts, role))
    add_units(rows, units // 10, points)
    copies.keep("few")
    add_units(rows, units - units // 10, points)
    copies.keep("many")
    try:
        taken = by_turns(copies, clients, rounds)
    finally:
        copies.drop()
    say(f"{connection.vendor}, {units} units, {units * points} points; median of {rounds}")
    for (role, page), times in taken.items():
        say(told(role, page, times))


def told(role, page, times):
    few, many = (median(times[which]) for which in ("few", "many"))
    ratio = median(b / a for a, b in zip(times["few"], times["many"], strict=True))
    mark = " over the aim" if ratio > AIM else ""
    mark += ", a sum of all units" if page in GROWS else ""
    return f"{role:14}{page:38}{few * 1000:6.0f} ms {many * 1000:6.0f} ms  x {ratio:.2f}{mark}"


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
