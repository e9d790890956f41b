"""What lists are asked of whom a power serves (服务对象).

A power for both counts for each of the two. "none" finds external powers of which nobody said it.
"""

from .models import PowerVersion

Served = PowerVersion.Served
_CODES = {
    Served.CITIZEN.value: (Served.CITIZEN.value, Served.BOTH.value),
    Served.ORGANISATION.value: (Served.ORGANISATION.value, Served.BOTH.value),
    "none": ("",),
}
SERVED_ASKED = [
    (Served.CITIZEN.value, Served.CITIZEN.label),
    (Served.ORGANISATION.value, Served.ORGANISATION.label),
    ("none", "还没有选"),
]


def codes_served(asked):
    """The codes that answer, of external powers."""
    return _CODES[asked]
