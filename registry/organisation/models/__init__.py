from .accounts import Account, AdminRole, Person
from .holidays import Holiday
from .mandates import Mandate, Rank, Seat
from .posts import Appointment, Post
from .programme import Programme
from .reorganisations import Reorganisation
from .scales import Scale, ScaleLevel, Scheme
from .units import Section, Unit

__all__ = [
    "Account",
    "AdminRole",
    "Appointment",
    "Holiday",
    "Mandate",
    "Person",
    "Post",
    "Programme",
    "Rank",
    "Reorganisation",
    "Scale",
    "ScaleLevel",
    "Scheme",
    "Seat",
    "Section",
    "Unit",
]
