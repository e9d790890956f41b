"""Documents laid out by child processes, several at a time: one for each core, at most PRESSES.

The caller draws the HTML and asks the database in its own process, as ever; a child gets HTML and
style and gives back where the pages begin, then the PDF. It has no key and no database address.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from .frames import read_frame, write_frame

# A child is ready after a second and a half, in which a few forms are printed without one.
FEW = 8
# Seconds, for one document; it needs one or two. A child that hangs must not hold its job for ever.
LONGEST = 180
# What finds the fonts and the libraries; nothing else of the environment reaches a child.
PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "PYTHONDONTWRITEBYTECODE"),
)


class NotLaidOut(RuntimeError):
    """A child could not lay out a document, or ended; the message says what it said last."""


def cores() -> int:
    """How many presses this process may use: one for each core, at most the setting PRESSES."""
    return max(1, min(len(os.sched_getaffinity(0)), settings.PRESSES))


def printed(
    draw: Callable[[Any, Callable], bytes], documents: Iterable, processes: int
) -> Iterator[bytes]:
    """`draw(document, lay_out)` of each document, in order, by so many children.

    `documents` is read here, a few ahead of what has been printed, so it may ask the database and
    need not fit in memory; `draw` runs in threads and must not ask it. Close the iterator
    (`contextlib.closing`) to stop early: no child, thread or file is left behind.
    """
    free: SimpleQueue[Press] = SimpleQueue()

    def work(document):
        press = free.get()
        try:
            return draw(document, press.lay_out)
        finally:
            free.put(press)

    with ExitStack() as ending:
        pool = ThreadPoolExecutor(processes)
        ending.callback(pool.shutdown, cancel_futures=True)
        for _ in range(processes):  # they end first, so no thread waits for an answer
            free.put(ending.enter_context(Press()))
        waiting: deque = deque()
        for document in documents:
            waiting.append(pool.submit(work, document))
            if len(waiting) > 2 * processes:
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())


def _finished(work):
    try:
        return work.result(timeout=LONGEST)
    except TimeoutError as late:
        raise NotLaidOut("a document took too long") from late


class Press:
    """One child process; it lays out one document after the other until it is left."""

    def __enter__(self):
        # What an engine leaves behind that is ended in the middle goes with it.
        self._folder = TemporaryDirectory(prefix="press-")
        given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        fonts = str(getattr(settings, "FONTS_DIR", None) or "")
        self.process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-m", "registry.tables.press", fonts],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=given | {"TMPDIR": self._folder.name},
        )
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with suppress(BrokenPipeError):  # something was still on its way
            self.process.stdin.close()
        self._folder.cleanup()

    def lay_out(self, html: str, css: str) -> "PressedLayout":
        """As `printing.lay_out`; the layout itself stays in the child until the next one."""
        return PressedLayout(self, self.ask("lay_out", html, css))

    def ask(self, *question):
        """The child's answer; NotLaidOut where it has none."""
        try:
            write_frame(self.process.stdin, pickle.dumps(question))
            done, answer = pickle.loads(read_frame(self.process.stdout))  # noqa: S301 (our own)
        except (EOFError, BrokenPipeError) as broken:
            raise NotLaidOut("a process that lays out documents has ended") from broken
        if not done:
            raise NotLaidOut(answer)
        return answer


class PressedLayout:
    """What `printing.Layout` is, in the hands of a child."""

    def __init__(self, press, first_rows):
        self._press, self.first_rows = press, first_rows

    def pdf(self) -> bytes:
        return self._press.ask("pdf")
