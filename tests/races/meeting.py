"""Where the actors of a race wait for each other."""

import threading
import time

PATIENCE = 0.6


def meet_others(folder, name, expected, patience=PATIENCE):
    """Wait until all actors have come this far, but not longer than a moment."""
    come_this_far(folder, name)
    wait_for(folder, expected, patience)


def come_this_far(folder, name):
    (folder / f"checked-{name}").touch()


def wait_for(folder, expected, patience):
    """Until so many have come this far."""
    deadline = time.monotonic() + patience
    while len(list(folder.glob("checked-*"))) < expected and time.monotonic() < deadline:
        threading.Event().wait(0.01)
