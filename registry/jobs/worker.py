"""The worker's life: claim, keep the lease alive, run, deliver; stop cleanly when told to.

SIGTERM or SIGINT: no new job; the one in hand has settings.JOB_STOP_SECONDS to finish, then it
goes back into the queue untouched. SIGKILL needs no code: the lease runs out.
"""

import contextlib
import logging
import os
import signal
import socket
import threading
import time
from secrets import token_hex

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from registry.trail.origin import Origin, acting_from

from .kinds import JobFailed, is_offered, kind_named
from .running import LeaseLost, Work, claim, plain_failure

log = logging.getLogger("register.jobs")

IDLE_SECONDS = 1.0
# A handler that hangs must not keep its lease for ever by a heart that still beats.
LONGEST_RUN_SECONDS = 3600
OWNER_GONE = "发起人的账号已停用，任务没有执行。"
NOT_ALLOWED = "您的岗位或权限已有变化，现在不能再办理这一项，任务没有执行。"
NOT_OFFERED = "这类任务已不再提供。请联系系统管理员。"


class TimeToStop(BaseException):
    """Raised in the middle of a handler when the time to finish is over."""


class Worker:
    """One process that works jobs, one after the other, under a token of its own."""

    def __init__(self):
        self.token = f"{socket.gethostname()[:16]}-{os.getpid()}-{token_hex(6)}"
        self.stopping = threading.Event()

    def listen_to_signals(self):
        """For the main thread of a worker process only."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGALRM, self._out_of_time)

    def _asked_to_stop(self, *_):
        self.stopping.set()
        signal.setitimer(signal.ITIMER_REAL, settings.JOB_STOP_SECONDS)

    def _out_of_time(self, *_):
        raise TimeToStop

    def run_forever(self):
        """Until told to stop; a database that is away is waited for."""
        while not self.stopping.is_set():
            close_old_connections()
            if not self._run_or_wait():
                self.stopping.wait(IDLE_SECONDS)
        _stop_the_clock()

    def _run_or_wait(self):
        try:
            return self.run_one()
        except DatabaseError:
            log.exception("the database did not answer; trying again")
            return False

    def run_until_empty(self):
        while not self.stopping.is_set() and self.run_one():
            pass

    def run_one(self):
        """Work one job; False when there was none to take."""
        job = claim(self.token)
        if job is None:
            return False
        self.run(job)
        return True

    def run(self, job):
        """Work a job that was taken under this worker's token; what it had to say."""
        work = Work(job, self.token)
        with acting_from(Origin(request_id=f"job-{job.pk}")):
            self._work(work)
        return work.said

    def _work(self, work):
        try:
            with heartbeat(work):
                result = run_handler(work)
            work.deliver(result)
            log.info("job %d (%s) done", work.job.pk, work.job.kind)
        except LeaseLost:
            log.warning("job %d was taken over; nothing delivered", work.job.pk)
        except TimeToStop:
            work.hand_over()
            log.info("job %d handed back: the worker stops", work.job.pk)
        except JobFailed as reason:
            self._settle(work, work.fail, str(reason))
        except Exception:
            log.exception("job %d (%s) broke off", work.job.pk, work.job.kind)
            self._settle(work, fail_or_put_back, work)
        finally:
            # Time to stop was meant for this job: it must not strike the loop afterwards.
            _stop_the_clock()

    def _settle(self, work, verdict, *arguments):
        with contextlib.suppress(LeaseLost):
            verdict(*arguments)


def _stop_the_clock():
    """No job is in hand: nothing is to be struck any more, not even a slow way out."""
    if threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_REAL, 0)


def run_handler(work):
    """What the kind's handler makes of it, once more under the rights its owner has now."""
    if not is_offered(work.job.kind):
        raise JobFailed(NOT_OFFERED)
    kind = kind_named(work.job.kind)
    if work.owner is not None:
        if not work.owner.has_account:
            raise JobFailed(OWNER_GONE)
        if not kind.allowed(work.owner, work.arguments):
            raise JobFailed(NOT_ALLOWED)
    return kind.handler(work)


def fail_or_put_back(work):
    """Back into the queue, later each time; after the last attempt it has failed."""
    if work.job.attempts >= work.job.max_attempts:
        work.fail(plain_failure(work.job))
    else:
        work.put_back(seconds=settings.JOB_BACKOFF_SECONDS * 2**work.job.attempts)


@contextlib.contextmanager
def heartbeat(work):
    """Renews the lease from a second thread while the handler computes without saying anything."""
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(work, over), daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()


def _beat(work, over):
    pause, until = settings.JOB_LEASE_SECONDS / 3, time.monotonic() + LONGEST_RUN_SECONDS
    try:
        while not over.wait(pause) and time.monotonic() < until:
            try:
                work.renew()
            except LeaseLost:
                return
            except DatabaseError:
                log.warning("job %d: lease not renewed this time", work.job.pk)
    finally:
        connection.close()
