"""The only place where the clock is set, so that last year's papers carry last year's dates.

Model fields with `default=timezone.now` keep the real clock (they hold the function itself);
whoever writes them in the demo gives the time.
"""

from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone


class Clock:
    """Shows the moment it was put to; it never goes back."""

    def __init__(self, moment):
        self.moment = moment

    def put_to(self, moment):
        self.moment = max(self.moment, moment)


@contextmanager
def set_clock(moment):
    """Within the block `timezone.now()`, and all that asks it, follows the clock handed out."""
    clock = Clock(moment)
    with patch.object(timezone, "now", lambda: clock.moment):
        yield clock
