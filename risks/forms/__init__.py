from .answers import AnswersForm
from .enclosures import EnclosureForm
from .entry import PointEntry
from .options import Options
from .pasting import PasteForm
from .points import PointDraftForm, PointForm
from .small import DutyDraftForm, DutyForm, GradeForm, RestoreForm, StrikeForm, TickForm
from .suggestions import DeclineForm, SuggestionForm

__all__ = [
    "AnswersForm",
    "DeclineForm",
    "DutyDraftForm",
    "DutyForm",
    "EnclosureForm",
    "GradeForm",
    "Options",
    "PasteForm",
    "PointDraftForm",
    "PointEntry",
    "PointForm",
    "RestoreForm",
    "StrikeForm",
    "SuggestionForm",
    "TickForm",
]
