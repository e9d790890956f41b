"""The list pages of a superior with so many units below, beside those with a tenth of them.

python -m tests.bench.units [units, 1000] [points a unit, 60] [rounds, 5]

Processor seconds of a page, best of the rounds, by the test client with the menu's numbers; the
aim is 1.2 times those of a tenth. Figures and conditions are kept in docs/performance.md.
"""

import os
import sys
import time

import django

AIM = 1.2
CHUNK = 50  # units written at once
POSTS, STATES = 10, ("review", "review", "review", "ready", "draft", "cleared")
PAGES = [
    ("progress", {}),
    ("progress", {"unit": "MANY1", "page": "2"}),
    ("not-begun", {}),
    ("not-begun", {"unit": "MANY1"}),
    ("due-list", {}),
    ("paper-list", {}),
    ("paper-list", {"state": "review", "unit": "MANY1"}),
    ("point-list", {}),
    ("point-list", {"words": "核对"}),
    ("register-sheet", {}),
    ("inbox", {}),
    ("board", {}),
    ("publication-list", {}),
    ("progress-xlsx", {}),
]


def add_units(rows, count, points):
    """Each with three sections, ten posts, people and seats, six forms, and points in force."""
    for _ in range(0, count, CHUNK):
        units = rows.units(min(CHUNK, count))
        posts = posts_of(rows, units)
        rows.people_on(posts)
        seats_of(posts)
        forms_of(rows, posts)
        points_of(rows, posts, points)


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
    from risks.models import PointVersion, RiskPoint
    from tests.architecture.many_in_office import copied

    line = rows.model.current.point_lines.select_related("version").first()
    each = points // POSTS
    made = RiskPoint.objects.bulk_create(
        RiskPoint(unit=post.unit, post=post) for post in posts for _ in range(each)
    )
    versions = PointVersion.objects.bulk_create(
        copied(line.version, point=point, written_in=rows.model, base=None) for point in made
    )
    for point, version in zip(made, versions, strict=True):
        point.in_force = version
    RiskPoint.objects.bulk_update(made, ["in_force"], batch_size=300)


def taken(client, address, asked, rounds):
    """(best processor seconds, queries) of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    best = None
    for _ in range(rounds):
        started = time.process_time()
        response = client.get(address, asked)
        seconds = time.process_time() - started
        assert response.status_code == 200, (address, asked)
        best = min(best or seconds, seconds)
    with CaptureQueriesContext(connection) as queries:
        client.get(address, asked)
    return best, len(queries)


def pages(client, rounds):
    from django.urls import reverse

    found = {}
    for name, asked in PAGES:
        address = reverse(name, args=["summary"] if name == "register-sheet" else [])
        shown = "&".join(f"{key}={value}" for key, value in asked.items())
        found[f"{name} {shown}".strip()] = taken(client, address, asked, rounds)
    return found


def main(units=1000, points=60, rounds=5):
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    from tests.architecture.many_rows import Rows

    settings.NAVIGATION_COUNTS = settings.COUNTS_OF_THE_MENU
    rows, client = Rows(), Client()
    client.force_login(rows.cast.accounts.office)
    add_units(rows, units // 10, points)
    settle(connection)
    few = pages(client, rounds)
    add_units(rows, units - units // 10, points)
    settle(connection)
    many = pages(client, rounds)
    say(f"{connection.vendor}, {units} units, {units * points} points; best of {rounds}")
    for page, (seconds, queries) in many.items():
        times = seconds / few[page][0]
        mark = " over the aim" if times > AIM else ""
        before, after = (f"{each * 1000:7.0f} ms" for each in (few[page][0], seconds))
        say(f"{page:36}{before}{after}  x {times:.2f}{mark}, {queries} queries")


def settle(connection):
    """What a server does by itself sooner or later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
