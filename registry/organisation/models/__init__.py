from .accounts import Account, AdminRole, Person
from .holidays import Holiday, SchoolHoliday
from .mandates import Mandate, Rank, Seat
from .posts import Appointment, Post
from .programme import Programme
from .reorganisations import Reorganisation
from .scales import LEVELS_KEPT, LevelMapping, Scale, ScaleLevel, Scheme, mapping_problems
from .units import Section, Unit

__all__ = [
    "LEVELS_KEPT",
    "Account",
    "AdminRole",
    "Appointment",
    "Holiday",
    "LevelMapping",
    "Mandate",
    "Person",
    "Post",
    "Programme",
    "Rank",
    "Reorganisation",
    "Scale",
    "ScaleLevel",
    "Scheme",
    "SchoolHoliday",
    "Seat",
    "Section",
    "Unit",
    "mapping_problems",
]
