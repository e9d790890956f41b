from .channels import ReportChannel
from .confirmations import Confirmation, SentBackRow
from .decisions import Attendee, Decision, Meeting, RowNote
from .missives import Missive, MissiveReading, Triage
from .opinions import Opinion, OpinionAnswer
from .personal_data import PersonalDataAnswer
from .publications import Publication, PublicationRow, PublicityPaper
from .routes import Route, RouteStep, Step
from .sending import SenderCount, SenderKey
from .takeovers import TakeOver
from .urgings import Urging

__all__ = [
    "Attendee",
    "Confirmation",
    "Decision",
    "Meeting",
    "Missive",
    "MissiveReading",
    "Opinion",
    "OpinionAnswer",
    "PersonalDataAnswer",
    "Publication",
    "PublicationRow",
    "PublicityPaper",
    "ReportChannel",
    "Route",
    "RouteStep",
    "RowNote",
    "SenderCount",
    "SenderKey",
    "SentBackRow",
    "Step",
    "TakeOver",
    "Triage",
    "Urging",
]
