from .confirmations import Confirmation, SentBackRow
from .corrections import Correction
from .decisions import Attendee, Decision, Meeting, RowNote
from .opinions import Opinion, OpinionAnswer
from .personal_data import PersonalDataAnswer
from .publications import Publication, PublicationRow, PublicityPaper
from .routes import Route, RouteStep, Step
from .takeovers import TakeOver
from .urgings import Urging

__all__ = [
    "Attendee",
    "Confirmation",
    "Correction",
    "Decision",
    "Meeting",
    "Opinion",
    "OpinionAnswer",
    "PersonalDataAnswer",
    "Publication",
    "PublicationRow",
    "PublicityPaper",
    "Route",
    "RouteStep",
    "RowNote",
    "SentBackRow",
    "Step",
    "TakeOver",
    "Urging",
]
