"""The moment a duty is done for: now, or the one that `manage.py tick --at` names.

A duty asks here which day it is, so that it can be done by hand for a day that was missed.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_named = ContextVar("moment of the duty", default=None)


def now():
    return _named.get() or timezone.now()


def today():
    return timezone.localdate(now())


@contextmanager
def at(moment):
    """Within it that moment is now for duties."""
    token = _named.set(moment)
    try:
        yield
    finally:
        _named.reset(token)
