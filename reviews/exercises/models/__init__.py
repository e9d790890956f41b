"""What is registered (`registered`), each use (`entries`), what was noticed (`findings`), what
systems send (`sending`)."""

from .entries import Exercise, ExerciseFile
from .findings import ExerciseFinding, FindingAnswer, FindingKind, FindingLook
from .registered import RegisteredPower
from .sending import ReceivedRecord, RecordToken, SendingMinute

__all__ = [
    "Exercise",
    "ExerciseFile",
    "ExerciseFinding",
    "FindingAnswer",
    "FindingKind",
    "FindingLook",
    "ReceivedRecord",
    "RecordToken",
    "RegisteredPower",
    "SendingMinute",
]
