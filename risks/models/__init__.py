from .duties import Duty, DutyLine, DutyVersion
from .findings import Finding
from .likeness import LikenessKey
from .measures import Measure, MeasureVersion
from .points import PointLine, PointVersion, RiskPoint

__all__ = [
    "Duty",
    "DutyLine",
    "DutyVersion",
    "Finding",
    "LikenessKey",
    "Measure",
    "MeasureVersion",
    "PointLine",
    "PointVersion",
    "RiskPoint",
]
