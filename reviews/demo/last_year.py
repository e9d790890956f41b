"""Last year from beginning to end: catalogues, every post's form, publicity, the directories."""

from registry.access.appointing import hand_over
from registry.organisation.models import Seat
from registry.papers.models import Paper, PaperState
from reviews import publication, publicity
from reviews.models import Publication

from .filling import (
    begin_catalogue,
    begin_directory,
    begin_form,
    fill_catalogue,
    fill_form,
    hand_in,
    refresh,
)
from .plans import steps_of
from .signing import confirm, walk

# Month and day of last year on which each unit begins.
CATALOGUES_BEGIN = {"DEMO": (3, 3), "DEMO-1": (3, 5), "DEMO-2": (3, 6), "DEMO-3": (3, 10)}
FORMS_BEGIN = {"DEMO": (4, 8), "DEMO-1": (4, 7), "DEMO-2": (4, 10), "DEMO-3": (4, 11)}
CATALOGUE_DAYS = {1: 5, 2: 11, 3: 15, 4: 18}
# Working days after the unit began; a meeting and what follows it are for all papers together.
FORM_DAYS = {1: 10, 2: 12, 3: 16, 4: 19}
PEOPLE_BEGIN_WITHIN = 6
PUBLICITY_AFTER, CONFIRMED_AFTER = 23, 33
DIRECTORIES_BEGIN = {("DEMO-1", Paper.Covers.UNIT): (6, 9), ("DEMO", Paper.Covers.SUBTREE): (6, 17)}
DIRECTORY_DAYS = {1: 6}
WITHDRAWN = ("DEMO-2", "两项职权的承办科室写错，更正后重新发布。")
MOVED_ON = (8, 27)  # when the new holder of a post is appointed for September

INSIDE, PUBLIC = Publication.Edition.INSIDE, Publication.Edition.PUBLIC


def stories(world):
    for unit in world.organisation.units:
        yield catalogue(world, unit)
        yield publicity_of_forms(world, unit)
    for number, (unit, post) in enumerate(world.organisation.posts):
        yield form(world, unit, post, number % PEOPLE_BEGIN_WITHIN)
    for (unit, covers), begins in DIRECTORIES_BEGIN.items():
        yield directory(world, unit, covers, begins)
    for row in newcomers(world):
        yield newcomer(world, row)


def catalogue(world, unit):
    """The unit's powers, routed, confirmed by the principal, published in both editions."""
    begins = world.days.last_year(*CATALOGUES_BEGIN[unit])
    yield world.days.at(begins, f"catalogue {unit}")
    paper = begin_catalogue(world, unit, world.last_year)
    fill_catalogue(world, paper)
    yield world.days.at(world.days.after(begins, 3), f"catalogue {unit} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, _days(world, begins, CATALOGUE_DAYS))
    yield from confirm_and_publish(world, paper, world.days.after(begins, 21))
    if unit == WITHDRAWN[0]:
        yield from withdraw_and_publish_again(world, paper, WITHDRAWN[1])


def form(world, unit, post, later):
    """A post's form up to the end of its chain."""
    begins = world.days.last_year(*FORMS_BEGIN[unit])
    yield world.days.at(world.days.after(begins, later), f"{unit} {post} begun")
    paper = begin_form(world, unit, post, world.last_year)
    fill_form(world, paper)
    yield world.days.at(world.days.after(begins, later + 2), f"{unit} {post} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, steps_of(paper.kind, _days(world, begins, FORM_DAYS)))


def publicity_of_forms(world, unit):
    """All forms of the unit are shown together, then the principal confirms them."""
    begins = world.days.last_year(*FORMS_BEGIN[unit])
    opens, confirms = (world.days.after(begins, n) for n in (PUBLICITY_AFTER, CONFIRMED_AFTER))
    papers = [key for key in world.organisation.posts if key[0] == unit]
    yield from show_and_close(world, unit, papers, world.last_year, opens)
    yield world.days.at(confirms, f"{unit} confirmed")
    for unit_code, post in papers:
        confirm(world, world.papers[unit_code, post, world.last_year])


def directory(world, unit, covers, begins):
    begins = world.days.last_year(*begins)
    yield world.days.at(begins, f"directory {unit}")
    paper = begin_directory(world, unit, world.last_year, covers)
    yield world.days.at(world.days.after(begins, 2), f"directory {unit} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, _days(world, begins, DIRECTORY_DAYS))
    yield from confirm_and_publish(world, paper, world.days.after(begins, 9))


def newcomers(world):
    """People who took a post over in the course of last year."""
    rows = world.rows["appointments"]
    start = min(row["starts"] for row in rows)
    return [row for row in rows if row["starts"] > start and not row["acting"]]


def newcomer(world, row):
    """The post changes hands; its risks stay (对岗不对人)."""
    post = world.organisation.posts[row["unit"], row["post"]]
    to = world.organisation.people[row["person"]]
    yield world.days.at(world.days.last_year(*MOVED_ON), row["person"])
    hand_over(post=post, to=to, on=row["starts"], by=world.account("system-admin"))
    world.seats_changed()


# --- scenes that this year has too ----------------------------------------------------------


def show_and_close(world, unit, posts, year, opens):
    """Publicity of these forms from that day on; the scheduler closes it when its days are over."""
    yield world.days.at(opens, f"publicity {unit}")
    shown = open_publicity(world, unit, posts, year)
    if shown is None:
        return
    yield world.days.after_midnight(shown.ends_on)
    publicity.close_publicity(publication=shown, by=None)


def open_publicity(world, unit, posts, year):
    """Those of these forms that have something to show; None when none has."""
    papers = [world.papers[unit, post, year] for _, post in posts]
    for paper in papers:
        refresh(paper)
    papers = [paper for paper in papers if paper.state == PaperState.CLEARED]
    if not papers:
        return None
    by = world.seated(Seat.PREVENTION_OFFICE, world.unit(unit))
    return publicity.open_publicity(papers=papers, by=by)


def confirm_and_publish(world, paper, confirms):
    yield world.days.at(confirms, f"{paper.pk} confirmed")
    confirm(world, paper)
    yield world.days.at(world.days.after(confirms, 2), f"{paper.pk} published")
    for edition in (INSIDE, PUBLIC):
        publish(world, paper, edition)


def publish(world, paper, edition):
    by = world.seated(Seat.PREVENTION_OFFICE, paper.unit)
    return publication.publish(paper=paper, edition=edition, by=by)


def withdraw_and_publish_again(world, paper, why):
    shown = paper.publications.get(edition=PUBLIC)
    by = world.seated(Seat.PREVENTION_OFFICE, paper.unit)
    yield world.days.at(world.days.after(world.today, 2), f"{paper.pk} withdrawn")
    publication.withdraw(publication=shown, by=by, why=why)
    yield world.days.at(world.days.after(world.today, 1), f"{paper.pk} published again")
    publish(world, paper, PUBLIC)


def _days(world, begins, days):
    return {position: world.days.after(begins, later) for position, later in days.items()}
