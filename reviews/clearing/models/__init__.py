"""Rounds of clearing (清权), what is declared in them, and what became of powers that were offered.

Where a declaration stands follows from who did what when; nothing is stored twice.
"""

from .answers import OfferAnswer
from .declarations import Declaration, Stands
from .powers import DeclaredPower, ReceivingUnit
from .rounds import ClearingReminder, ClearingRound

__all__ = [
    "ClearingReminder",
    "ClearingRound",
    "Declaration",
    "DeclaredPower",
    "OfferAnswer",
    "ReceivingUnit",
    "Stands",
]
