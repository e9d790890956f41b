from .acknowledgements import Acknowledgement
from .duties import Duty, DutyLine, DutyVersion
from .measures import Measure, MeasureVersion
from .points import PointLine, PointVersion, RiskPoint
from .suggestions import Suggestion

__all__ = [
    "Acknowledgement",
    "Duty",
    "DutyLine",
    "DutyVersion",
    "Measure",
    "MeasureVersion",
    "PointLine",
    "PointVersion",
    "RiskPoint",
    "Suggestion",
]
