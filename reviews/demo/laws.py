"""The law register of the demo: national laws, documents of the units; one repealed, one amended;
a catalogue in draft where the first check has something to say.
"""

from powers.draft import open_draft
from powers.models import Power
from powers.resting.due import say_unchanged
from registry.laws import keeping
from registry.laws.models import Law
from registry.laws.shipped import shipped_laws, shipped_levels
from registry.organisation.models import Seat

from .filling import add_power, begin_catalogue, filler

REPEALED, AMENDED, LOOKED_AT, DRAFT = 8, 7, 5, 2  # working days before today


def enter(organisation, rows):
    """What comes with the software, and the documents of the units."""
    shipped_laws()
    levels = shipped_levels()
    Law.objects.bulk_create(
        Law(
            unit=organisation.units[row["unit"]],
            level=levels[row["level"]],
            title=row["title"],
            number=row.get("number", ""),
            issuer=organisation.units[row["unit"]].name,
        )
        for row in rows["laws"]
    )


def stories(world):
    yield repealed(world)
    yield amended_and_looked_at(world)
    yield first_check(world)


def repealed(world):
    """A school replaces its rules of boarding: one power rests on the old ones."""
    yield world.days.at(world.days.ago(REPEALED), "law repealed")
    told = world.rows["laws"]["repealed"]
    law = Law.objects.get(title=told["title"])
    keeping.tell_change(
        law=law,
        kind="repealed",
        on=world.today,
        by_what=told["by_what"],
        replaced_by=Law.objects.get(title=told["replaced_by"]),
        working_days=15,
        by=world.seated(Seat.PREVENTION_OFFICE, law.unit),
    )


def amended_and_looked_at(world):
    """The bureau amends a document; a school looked at its power, which stays as it is."""
    told = world.rows["laws"]["amended"]
    yield world.days.at(world.days.ago(AMENDED), "law amended")
    law = Law.objects.get(title=told["title"])
    office = world.seated(Seat.PREVENTION_OFFICE, law.unit)
    change = keeping.tell_change(
        law=law,
        kind="amended",
        on=world.today,
        by_what=told["by_what"],
        working_days=20,
        by=office,
    )
    yield world.days.at(world.days.ago(LOOKED_AT), "power looked at")
    power = Power.objects.get(pk=world.powers[told["power"]])
    say_unchanged(power=power, change=change, why=told["why"], by=office)


def first_check(world):
    """A catalogue in draft: a name without its nature, a repeat, a basis that has been repealed."""
    yield world.days.at(world.days.ago(DRAFT), "catalogue to check")
    rows = world.rows["laws"]["draft"]
    paper = begin_catalogue(world, rows[0]["unit"], world.this_year)
    with open_draft(paper=paper, by=filler(world, paper)) as draft:
        for row in rows:
            add_power(world, draft, row)
