"""Keeps a few processes running together and stops them together (docs/adr/0003).

A child that dies is started again, later each time it dies young. A child that matters from the
first second (the web server) may not die at its first start: then everything stops.
"""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

log = logging.getLogger("register.supervisor")

STOPPING = (signal.SIGTERM, signal.SIGINT)
GRACE = 25.0  # seconds for children to finish: the service manager's own limit is often 30
SAME_REQUEST = 3.0  # make and service managers pass on the signal that the whole group has had
SETTLED = 10.0  # a child that lived this long has started
LONGEST_PAUSE = 30.0
LOOK_EVERY = 5.0  # a signal taken by another thread is made up for
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program to keep running."""

    name: str
    argv: Sequence[str]
    pass_fds: Sequence[int] = ()
    must_start: bool = False
    process: subprocess.Popen | None = field(default=None, repr=False)
    started_at: float = 0.0
    due_at: float = 0.0
    early_deaths: int = 0
    has_settled: bool = False

    def start(self, now: float) -> None:
        """Run it in a process group of its own: Ctrl-C reaches it through us, once."""
        # preexec_fn is safe here: a supervisor has one thread and holds no lock.
        self.process = subprocess.Popen(  # noqa: S603 (programs are named in code)
            self.argv, pass_fds=self.pass_fds, process_group=0, preexec_fn=_leave_with_the_parent
        )
        self.started_at = now
        log.info("%s started as process %d", self.name, self.process.pid)

    def note_death(self, now: float) -> None:
        """Decide when to start it again: at once after a long life, later after each short one."""
        assert self.process is not None
        code = self.process.returncode
        if now - self.started_at >= SETTLED:
            self.has_settled = True
            self.early_deaths = 0
        pause = min(2.0**self.early_deaths - 1, LONGEST_PAUSE)
        self.early_deaths += 1
        self.process = None
        self.due_at = now + pause
        log.warning("%s ended with %s; starting again in %.0f s", self.name, code, pause)

    def send(self, number: int) -> None:
        """Signal the whole group: a worker may have a child of its own."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                log.debug("%s was already gone", self.name)


class Supervisor:
    """Runs its children until told to stop; run() returns the exit status."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        grace: float = GRACE,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.children = children
        self.grace = grace
        self.clock = clock

    def run(self) -> int:
        # Blocked and waited for, signals arrive one after the other and none is lost.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (*STOPPING, signal.SIGCHLD))
        try:
            return self._watch()
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _watch(self) -> int:
        while True:
            now = self.clock()
            for child in self.children:
                if child.process is None and child.due_at <= now:
                    child.start(now)
            arrived = signal.sigtimedwait((*STOPPING, signal.SIGCHLD), self._patience())
            if arrived is not None and arrived.si_signo in STOPPING:
                return 0
            for child in self._dead():
                child.note_death(self.clock())
                if child.must_start and not child.has_settled:
                    log.error("%s could not start; stopping", child.name)
                    return 1

    def _dead(self) -> list[Child]:
        return [c for c in self.children if c.process is not None and c.process.poll() is not None]

    def _patience(self) -> float:
        due = [child.due_at for child in self.children if child.process is None]
        return min(max(min(due) - self.clock(), 0.0), LOOK_EVERY) if due else LOOK_EVERY

    def _stop(self) -> None:
        """Ask all at once, wait for all, and end by force who has not finished by then."""
        for child in self.children:
            child.send(signal.SIGTERM)
        asked_at = self.clock()
        deadline = asked_at + self.grace
        while self._living() and (left := deadline - self.clock()) > 0:
            arrived = signal.sigtimedwait((*STOPPING, signal.SIGCHLD), left)
            is_asked = arrived is not None and arrived.si_signo in STOPPING
            if is_asked and self.clock() - asked_at >= SAME_REQUEST:
                break  # asked a second time: now
        for child in self._living():
            log.error("%s did not stop in time and is ended by force", child.name)
            child.send(signal.SIGKILL)
        for child in self.children:
            if child.process is not None:
                child.process.wait()

    def _living(self) -> list[Child]:
        return [c for c in self.children if c.process is not None and c.process.poll() is None]


def _leave_with_the_parent() -> None:
    """In the child: take signals again, and be told to stop should the supervisor be killed."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
