from .entry import PointEntry
from .options import Options
from .points import PointDraftForm, PointForm
from .small import DutyDraftForm, DutyForm, GradeForm, RestoreForm, StrikeForm, TickForm

__all__ = [
    "DutyDraftForm",
    "DutyForm",
    "GradeForm",
    "Options",
    "PointDraftForm",
    "PointEntry",
    "PointForm",
    "RestoreForm",
    "StrikeForm",
    "TickForm",
]
