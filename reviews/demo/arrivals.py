"""到岗告知: who came to a post signed for its points, on screen or on paper; one has still to."""

from risks import arrival

from .scans import scan_of_signature

SIGNED = 60  # working days before today
LEFT = 1
ON_PAPER = 1


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
    for each in [each for each in found if not each.person.has_account][:ON_PAPER]:
        _on_paper(world, each)


def _on_paper(world, appointment):
    scan = scan_of_signature(f"arrival {appointment.person.name}")
    scan.name = "到岗告知签字页.png"
    arrival.acknowledge_on_paper(
        appointment=appointment,
        digest=arrival.seal_of(arrival.shown_of(appointment.post)),
        signed_on=world.today,
        scan=scan,
        by=world.account("office"),
    )
