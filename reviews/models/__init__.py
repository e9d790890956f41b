from .announcements import Announcement, AnnouncementFile
from .channels import ReportChannel
from .confirmations import Confirmation, SentBackRow, SettledRow
from .corrections import Correction
from .decisions import Attendee, Decision, Meeting, RecordFiling, RowNote
from .extensions import PublicityExtension
from .missives import Missive, MissiveReading, Triage
from .mistakes import Mistake, MistakeAnswer
from .opinions import Opinion, OpinionAnswer
from .personal_data import PersonalDataAnswer
from .public_state import PublicState
from .publications import Publication, PublicationRow, PublicityPaper
from .routes import Route, RouteStep, Step
from .sending import SenderCount, SenderKey
from .takeovers import TakeOver
from .urgings import Urging

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "Attendee",
    "Confirmation",
    "Correction",
    "Decision",
    "Meeting",
    "Missive",
    "MissiveReading",
    "Mistake",
    "MistakeAnswer",
    "Opinion",
    "OpinionAnswer",
    "PersonalDataAnswer",
    "PublicState",
    "Publication",
    "PublicationRow",
    "PublicityExtension",
    "PublicityPaper",
    "RecordFiling",
    "ReportChannel",
    "Route",
    "RouteStep",
    "RowNote",
    "SenderCount",
    "SenderKey",
    "SentBackRow",
    "SettledRow",
    "Step",
    "TakeOver",
    "Triage",
    "Urging",
]
