from .acknowledgements import Acknowledgement
from .duties import Duty, DutyLine, DutyVersion
from .enclosures import Enclosure
from .findings import Finding
from .likeness import LikenessKey
from .measures import Measure, MeasureVersion
from .point_lines import PointLine
from .points import PointVersion, RiskPoint
from .suggestions import Suggestion

__all__ = [
    "Acknowledgement",
    "Duty",
    "DutyLine",
    "DutyVersion",
    "Enclosure",
    "Finding",
    "LikenessKey",
    "Measure",
    "MeasureVersion",
    "PointLine",
    "PointVersion",
    "RiskPoint",
    "Suggestion",
]
