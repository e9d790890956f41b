from .announcements import Announcement, AnnouncementFile
from .confirmations import Confirmation, SentBackRow, SettledRow
from .decisions import Attendee, Decision, Meeting, RowNote
from .extensions import PublicityExtension
from .opinions import Opinion, OpinionAnswer
from .personal_data import PersonalDataAnswer
from .publications import Publication, PublicationRow, PublicityPaper
from .routes import Route, RouteStep, Step
from .takeovers import TakeOver
from .urgings import Urging

__all__ = [
    "Announcement",
    "AnnouncementFile",
    "Attendee",
    "Confirmation",
    "Decision",
    "Meeting",
    "Opinion",
    "OpinionAnswer",
    "PersonalDataAnswer",
    "Publication",
    "PublicationRow",
    "PublicityExtension",
    "PublicityPaper",
    "Route",
    "RouteStep",
    "RowNote",
    "SentBackRow",
    "SettledRow",
    "Step",
    "TakeOver",
    "Urging",
]
