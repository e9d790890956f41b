"""到岗告知: who came to a post signed for its points; one has still to do it."""

from risks import arrival

SIGNED = 60  # working days before today
LEFT = 1


def stories(world):
    yield signed(world)


def signed(world):
    day = world.days.ago(SIGNED)
    yield world.days.at(day, "notices of arrival signed")
    found = arrival.unread(day).select_related("person__account", "post__unit").order_by("pk")
    there = [each for each in found if each.person.has_account]
    for each in there[: len(there) - LEFT]:
        seal = arrival.seal_of(arrival.shown_of(each.post))
        arrival.acknowledge(appointment=each, digest=seal, by=each.person)
