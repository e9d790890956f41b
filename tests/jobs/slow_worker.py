"""A worker process for tests that stops at a chosen point and says so: `python -m …slow_worker`.

Its first arguments are the point, the file that says "I am there" and the file that lets it go on;
what follows goes to `manage.py work`.
"""

import sys
import threading
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from registry.jobs import running, worker  # noqa: E402


def waiting_before(function, here, go_on):
    """The function, but it waits at its beginning until it may go on."""

    def wait_first(*args, **kwargs):
        here.touch()
        while not go_on.exists():
            threading.Event().wait(0.02)
        return function(*args, **kwargs)

    return wait_first


def main(point, here, go_on, *options):
    module, name = {
        "handler": (worker, "run_handler"),
        "delivery": (running.Work, "deliver"),
        "transaction": (running, "_record"),
    }[point]
    setattr(module, name, waiting_before(getattr(module, name), Path(here), Path(go_on)))
    call_command("work", *options)


if __name__ == "__main__":
    main(*sys.argv[1:])
