"""The life of what was published: a directory's next version, a correction notice."""

from registry.organisation.models import Seat
from registry.papers.models import Paper
from reviews import correcting
from reviews.models import Publication

from .filling import begin_directory, hand_in
from .last_year import CATALOGUES_BEGIN, confirm_and_publish
from .signing import walk

# Once the forms confirmed this year are in the register (`plans.CONFIRMS`).
NEXT_VERSION = ("DEMO", Paper.Covers.SUBTREE)
BEGUN, HANDED_IN, SIGNED, CONFIRMED = 30, 28, 25, 22  # working days before today
# Last year, so many working days after the unit began its catalogue.
CORRECTED_AFTER = 40
UNIT, POWER = "DEMO-1", "学生休学、复学审核"
WRONG, RIGHT = "3个工作日", "5个工作日"


def stories(world):
    yield next_version(world)
    yield corrected(world)


def next_version(world):
    """What changed in the register since last year's directory is seen against it."""
    yield world.days.at(world.days.ago(BEGUN), "directory again")
    unit, covers = NEXT_VERSION
    paper = begin_directory(world, unit, world.this_year, covers)
    yield world.days.at(world.days.ago(HANDED_IN), "directory again handed in")
    hand_in(world, paper)
    yield from walk(world, paper, {1: world.days.ago(SIGNED)})
    yield from confirm_and_publish(world, paper, world.days.ago(CONFIRMED))


def corrected(world):
    """A time limit was copied wrongly; the office says so beside it."""
    begins = world.days.last_year(*CATALOGUES_BEGIN[UNIT])
    yield world.days.at(world.days.after(begins, CORRECTED_AFTER), "corrected")
    shown = Publication.objects.public().get(
        unit=world.unit(UNIT), kind=Publication.Kind.CATALOGUE, year=world.last_year
    )
    by = world.seated(Seat.PREVENTION_OFFICE, world.unit(UNIT))
    row = shown.rows.get(content__name=POWER)
    place = {"position": row.position, "field": "time_limit"}
    correcting.correct(publication=shown, wrong=WRONG, right=RIGHT, by=by, **place)
