"""The board 找全 of a unit with so many powers and points.

python -m tests.bench.board [powers, 1200] [points, 6500] [rounds, 3]

Processor seconds of a page, best of the rounds, by the test client; ends with 1 where a page asks
the database more often than the budget. Figures and conditions are kept in docs/performance.md.
"""

import os
import sys

import django

STEPS = 5  # of each power
QUERIES = 30  # at most, of any page
CHUNK = 500
PAGES = [
    ("", {}),
    ("steps", {"unit": "LARGE"}),
    ("steps", {"unit": "LARGE", "gap": "open", "page": "9"}),
    ("powers", {}),
    ("points", {"unit": "LARGE", "page": "9"}),
    ("measures", {"unit": "LARGE", "gap": "nobody"}),
    ("posts", {"unit": "LARGE"}),
]


def add_powers(rows, count):
    """Powers in force, each with steps of its own; the steps."""
    from powers.models import FlowNode, FlowStep, Power

    before = set(Power.objects.values_list("pk", flat=True))
    rows.powers(count)
    powers = list(Power.objects.exclude(pk__in=before))
    FlowNode.objects.filter(version__power__in=powers).delete()
    steps = FlowStep.objects.bulk_create(
        (FlowStep(power=power) for power in powers for _ in range(STEPS)), batch_size=CHUNK
    )
    FlowNode.objects.bulk_create(
        (
            FlowNode(
                version_id=powers[at // STEPS].in_force_id,
                step=step,
                order=at % STEPS + 1,
                label=f"第{at % STEPS + 1}步",
            )
            for at, step in enumerate(steps)
        ),
        batch_size=CHUNK,
    )
    return steps


def add_points(rows, steps, count):
    """Points in force with a measure each, at every other step, on fifty posts."""
    from risks.models import Measure, MeasureVersion, PointVersion, RiskPoint
    from tests.architecture.many_in_office import copied

    posts = rows.posts(50)
    model = rows.model.current.point_lines.first().version
    points = RiskPoint.objects.bulk_create(
        (RiskPoint(unit=posts[0].unit, post=posts[at % 50]) for at in range(count)),
        batch_size=CHUNK,
    )
    versions = PointVersion.objects.bulk_create(
        (
            copied(model, point=point, step=steps[at * 2 % len(steps)])
            for at, point in enumerate(points)
        ),
        batch_size=CHUNK,
    )
    old = model.measures.first()
    measures = Measure.objects.bulk_create(Measure(point=point) for point in points)
    MeasureVersion.objects.bulk_create(
        (
            copied(old, measure=measure, version=version)
            for measure, version in zip(measures, versions, strict=True)
        ),
        batch_size=CHUNK,
    )
    for point, version in zip(points, versions, strict=True):
        point.in_force = version
    RiskPoint.objects.bulk_update(points, ["in_force"], batch_size=CHUNK)


def main(powers=1200, points=6500, rounds=3):
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from tests.bench.units import say, settle, taken

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    from tests.architecture.many_rows import Rows

    settings.NAVIGATION_COUNTS = settings.COUNTS_OF_THE_MENU
    rows, client = Rows(), Client()
    add_points(rows, add_powers(rows, powers), points)
    settle(connection)
    client.force_login(rows.cast.accounts.discipline)
    say(f"{connection.vendor}, {powers} powers, {points} points; best of {rounds}")
    over = False
    for name, asked in PAGES:
        address = reverse("coverage-sheet", args=[name]) if name else reverse("coverage")
        seconds, queries = taken(client, address, asked, rounds)
        over = over or queries > QUERIES
        named = f"{name or 'units'} {'&'.join(f'{k}={v}' for k, v in asked.items())}"
        say(f"{named:36}{seconds * 1000:7.0f} ms, {queries} queries")
    sys.exit(int(over))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
