"""补录: what addressee or responsible leader signed on paper, for whom cannot sign in.

Here stands who and what; `proceeding` moves the act. Who may know of it is the same as on screen.
"""

from dataclasses import dataclass

from registry.files.models import SignedSheet
from registry.organisation.models import Person

from . import circle
from .models import Disposal

State = Disposal.State
SIGN, REPLY, RECTIFY = "sign", "reply", "rectify"
LABELS = {SIGN: "补录签收", REPLY: "补录回复", RECTIFY: "补录整改"}


@dataclass(frozen=True)
class OnPaper:
    """Who did something on paper, and the sheet that shows it."""

    person: Person
    sheet: SignedSheet


def addressees(act, day):
    """Those it is addressed to, where none of them can sign in."""
    found = circle.addressees(act, day)
    return [] if any(person.has_account for person in found) else found


def signers(act, day):
    """Addressee and leader who cannot sign in and have not signed for its arrival."""
    signed = set(act.receipts.values_list("by", flat=True))
    leaders = [one for one in circle.leaders(act, day) if not one.has_account]
    return [one for one in (*addressees(act, day), *leaders) if one.pk not in signed]


def people_for(act, what, day):
    """Who may have done on paper what the office wants to enter now; none where it is not due."""
    if what == SIGN:
        return signers(act, day) if act.is_running else []
    due = {REPLY: State.ISSUED, RECTIFY: State.REPLIED}
    return addressees(act, day) if act.state == due.get(what) else []


def offered(act, day):
    """[(what, label)] of what the office may enter now."""
    return [(what, label) for what, label in LABELS.items() if people_for(act, what, day)]
