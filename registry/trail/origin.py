"""Where a request comes from: set once per request, read by whoever records or logs."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    address: str = ""
    request_id: str = ""


NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def current() -> Origin:
    return _current.get()


@contextmanager
def acting_from(origin: Origin):
    """What is recorded inside comes from here (a request, a job, a command)."""
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)
