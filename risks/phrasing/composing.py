"""The sentence of a point, from its parts: cause and effect, behaviour, or the writer's own [3]."""

import re
from functools import lru_cache

CAUSE_EFFECT, BEHAVIOUR, OWN = "cause_effect", "behaviour", "own"

_EDGES = " \t\n\r\u3000\u00a0，。、；：,.;:"
# 因公、因材施教… are words of their own; the lead word is only dropped before anything else.
_CAUSE = r"(?:是?因为|由于|因(?![公私材地时人事果素循陋噎势病故应此而特岗]))"
_LEADS = {
    "source": re.compile(_CAUSE),
    "risk": re.compile(r"(?:从而|进而|以致|容易|可能)?(?:导致|致使)"),
    "harm": re.compile(r"(?:从而|进而|以致|容易|可能)?(?:造成|导致|致使)"),
}
_FRAMES = {CAUSE_EFFECT: ("因", "导致", "造成"), BEHAVIOUR: ("", "", "")}


def compose(source, risk, harm, wording=CAUSE_EFFECT, text=""):
    """The sentence as every page, file and printed form shows it; missing parts are left out."""
    if wording == OWN:
        return unwrapped(text)
    parts = zip(_FRAMES[wording], ("source", "risk", "harm"), (source, risk, harm), strict=True)
    said = [lead + tidy for lead, part, raw in parts if (tidy := tidy_part(part, raw))]
    return "，".join(said) + "。" if said else ""


@lru_cache(maxsize=2048)
def tidy_part(part, text):
    """A part as it is kept: no punctuation at its ends, no 因/导致/造成 of the sentence itself."""
    tidy = unwrapped(text).strip(_EDGES)
    lead = _LEADS.get(part)
    if lead and (found := lead.match(tidy)):
        tidy = tidy[found.end() :].strip(_EDGES)
    return tidy


@lru_cache(maxsize=2048)
def unwrapped(text):
    """One line: a break between Chinese characters is a hard wrap, elsewhere it was a space."""
    lines = [line.strip() for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        apart = joined and joined[-1].isascii() and line[0].isascii()
        joined += (" " if apart else "") + line
    return joined
