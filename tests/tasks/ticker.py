"""A process that ticks: `python -m tests.tasks.ticker HOW FOLDER NAME ACTORS FIRST LAST`.

`days`: one day after the other. `together`: after all actors have come, the last day.
`keyless`: by hand, with a key that nobody else has. `unguarded`: as a naive program would, without
lock, transaction and keys of what is said.
"""

import sys
import threading
import time
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from registry.jobs import ticking  # noqa: E402
from registry.tasks import clock, telling  # noqa: E402

PATIENCE = 20


def meet(folder, name, actors):
    (folder / name).touch()
    deadline = time.monotonic() + PATIENCE
    while len(list(folder.iterdir())) < actors and time.monotonic() < deadline:
        threading.Event().wait(0.01)


def take_guards_away(folder, name, actors):
    """Read, wait for the others, then tell: nothing keeps two from telling the same."""
    say, notify = telling.say, telling.notify

    def slow_say(tasks, day):
        meet(folder, f"read-{name}", 2 * actors)
        return say(tasks, day)

    QuerySet.select_for_update = lambda rows, **kwargs: rows
    clock._call_some = clock._call_some.__wrapped__
    clock.telling.say = slow_say
    telling.notify = lambda *, key, **told: notify(key=None, **told)
    clock.transaction.atomic = lambda *args, **kwargs: nullcontext()


def main(how, folder, name, actors, first, last):
    folder, actors = Path(folder), int(actors)
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    if how == "unguarded":
        take_guards_away(folder, name, actors)
    if how == "keyless":
        ticking.key_of = lambda found, slot: f"{found.name}:{slot}:{name}"
        call_command("tick", "--at", "2026-03-16")
        return
    if how == "days":
        for number in range((last - first).days + 1):
            clock.tick(first + timedelta(days=number))
            (folder / "reached").write_text(f"{first + timedelta(days=number)}")
        return
    meet(folder, name, actors)
    clock.tick(last)


if __name__ == "__main__":
    main(*sys.argv[1:])
