"""How alike two points are, and the keys by which like ones find each other in a large register.

Texts are compared as bags of bigrams, so that moved clauses and a changed word count little. The
keys are min-hashes of the bigrams in bands: two texts of which half the bigrams are the same have
a key in common with 9 chances in 10, two unlike ones hardly ever.
"""

import random
from zlib import crc32

from rapidfuzz.distance import Indel

from .phrasing import OWN
from .phrasing.legible import core

BANDS, ROWS = 16, 3
# From here on two texts read as copies of each other.
ALIKE = 0.75
_PRIME = (1 << 61) - 1
_MASK = (1 << 63) - 1
_numbers = random.Random(20120630)  # noqa: S311 - fixed coefficients, nothing secret
_COEFFICIENTS = [
    (_numbers.randrange(1, _PRIME), _numbers.randrange(_PRIME)) for _ in range(BANDS * ROWS)
]


def text_of(source, risk, harm, wording, text):
    """What of a point is compared: letters and digits of its parts, or of its own sentence."""
    return core(text) if wording == OWN else core(f"{source}{risk}{harm}")


def bigrams(text):
    """The bigrams of a text, sorted: a bag that can be compared as a sequence."""
    return sorted(text[place : place + 2] for place in range(len(text) - 1))


def likeness(one, other):
    """0 to 1 for two bags of bigrams; 0 below `ALIKE`."""
    return Indel.normalized_similarity(one, other, score_cutoff=ALIKE)


def keys_of(text):
    """The keys of a text, one a band; none for a text too short to have bigrams."""
    hashes = {crc32(pair.encode("utf-8", "surrogatepass")) for pair in bigrams(text)}
    if not hashes:
        return []
    least = [min((a * one + b) % _PRIME for one in hashes) for a, b in _COEFFICIENTS]
    return [_key(band, least[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def _key(band, numbers):
    key = band + 1
    for number in numbers:
        key = (key * 1_000_003 ^ number) & _MASK
    return key
