from .acknowledgements import Acknowledgement
from .duties import Duty, DutyLine, DutyVersion
from .enclosures import Enclosure
from .findings import Finding
from .likeness import LikenessKey
from .measures import Measure, MeasureVersion
from .no_risks import NoRisk
from .point_lines import PointLine
from .points import REGISTER_ORDER, PointVersion, RiskPoint
from .responsibility import ResponsibilityTable
from .suggestions import Suggestion

__all__ = [
    "REGISTER_ORDER",
    "Acknowledgement",
    "Duty",
    "DutyLine",
    "DutyVersion",
    "Enclosure",
    "Finding",
    "LikenessKey",
    "Measure",
    "MeasureVersion",
    "NoRisk",
    "PointLine",
    "PointVersion",
    "ResponsibilityTable",
    "RiskPoint",
    "Suggestion",
]
