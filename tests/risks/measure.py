"""How long the check of a form takes with so many points in the register; for docs/performance.md.

    .venv/bin/python -m tests.risks.measure 60000 20

Points are put together at random from the parts of the demo, so that many share a part and few are
copies. Uses a database in memory of its own.
"""

import os
import random
import sys
import time

import django


def main(points, rows):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    measure(points, rows)


def measure(points, rows):
    """Fill the register, then check a form of so many new rows several times."""
    from risks import form, resembling
    from risks.models import RiskPoint
    from tests.cast import make_cast

    from .factory import add_point, make_form

    cast, draw = make_cast(), random.Random(1)
    paper, revision = make_form(cast)
    fill_register(cast, paper, points, draw)
    started = time.process_time()
    every = list(RiskPoint.objects.values_list("pk", flat=True))
    for start in range(0, len(every), 1000):
        resembling.index(every[start : start + 1000])
    say(f"index of {points} points: {time.process_time() - started:.1f} s")
    for _ in range(rows):
        add_point(cast, paper, **parts_of(draw))
    taken = []
    for _ in range(5):
        started = time.process_time()
        form.problems(revision)
        taken.append(time.process_time() - started)
    low, high = (f"{number * 1000:.0f}" for number in (min(taken), max(taken)))
    say(f"check of a form of {rows} new rows: {low} to {high} ms")


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fill_register(cast, paper, points, draw):
    from django.db.models import OuterRef, Subquery

    from risks.models import PointVersion, RiskPoint

    level = cast.programme.scale.levels.first()
    made = RiskPoint.objects.bulk_create(
        (RiskPoint(unit=cast.school_large) for _ in range(points)), batch_size=500
    )
    PointVersion.objects.bulk_create(
        (PointVersion(point=p, written_in=paper, level=level, **parts_of(draw)) for p in made),
        batch_size=100,
    )
    own = PointVersion.objects.filter(point=OuterRef("pk")).values("pk")[:1]
    RiskPoint.objects.update(in_force=Subquery(own))


def parts_of(draw):
    from tests.fixtures.demo_files import DEMO, PARTS

    return {part: draw.choice(DEMO["points"])[part] for part in PARTS}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
