"""The child of `registry.tables.press`: lays out what it is asked to until nobody asks any more.

Signals are for the parent, which ends its children when it stops; where the parent is gone, the
pipe ends.
"""

import os
import pickle
import resource
import signal
import sys

from django.conf import settings

from .frames import read_frame, write_frame

# Of addresses, in bytes: fonts and libraries are counted whole, though little of them is used.
MOST_MEMORY = 2 << 30


def main(fonts):
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an engine prints is no answer
    settings.configure(FONTS_DIR=fonts or None)
    from weasyprint.urls import FatalURLFetchingError  # no Exception, so that none swallows it

    from registry.tables import printing

    layout = None
    while True:
        try:
            question, *given = pickle.loads(read_frame(sys.stdin.buffer))  # noqa: S301 (our parent)
        except EOFError:
            return
        try:
            if question == "lay_out":
                layout = printing.lay_out(*given)
                answer = True, layout.first_rows
            else:
                answer = True, layout.pdf()
        except (Exception, FatalURLFetchingError) as failed:
            answer = False, f"{type(failed).__name__}: {failed}"
        write_frame(answers, pickle.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
