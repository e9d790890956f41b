from .acknowledgements import Acknowledgement
from .duties import Duty, DutyLine, DutyVersion
from .findings import Finding
from .measures import Measure, MeasureVersion
from .points import PointLine, PointVersion, RiskPoint
from .suggestions import Suggestion

__all__ = [
    "Acknowledgement",
    "Duty",
    "DutyLine",
    "DutyVersion",
    "Finding",
    "Measure",
    "MeasureVersion",
    "PointLine",
    "PointVersion",
    "RiskPoint",
    "Suggestion",
]
