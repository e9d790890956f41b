"""Many rows in memory at once, all of them in use until they are written."""

import gc
from contextlib import contextmanager


@contextmanager
def all_in_use():
    """No search for unused cycles meanwhile: it would go through all rows again and again and find
    nothing, for a sixth of the time of an import (docs/performance.md). What is no longer used is
    given back as ever, and the search goes on afterwards.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
