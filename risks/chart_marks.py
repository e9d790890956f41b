"""The marks of a power's chart: points in force at its steps, as far as the reader may see them."""

from django.utils import timezone

from powers.beside import Beside, supplied_by
from powers.models import FlowNode
from registry.access.wording import LEVEL_SHAPES
from registry.organisation.models import Programme

from .models import PointVersion, RiskPoint
from .responsibility import Responsibilities


@supplied_by
def points_beside(powers, reach):
    """Highest level first at each step; a step that the version in force lacks shows nothing."""
    labels = _labels(powers)
    visible = RiskPoint.objects.in_force().visible_to(reach)
    versions = list(PointVersion.objects.of_register(visible).filter(step__in=labels))
    versions.sort(key=lambda version: -(version.level.rank if version.level else 0))
    responsible = Responsibilities(versions, timezone.localdate())
    found = {}
    for version in versions:
        power_id, label = labels[version.step_id]
        things = found.setdefault(power_id, {}).setdefault(label, [])
        things.append(_beside(version, responsible.of(version).manages))
    return found


def shape_of(colour):
    """The shape that stands for the colour of a level: a mark is read without colour."""
    _, sign = LEVEL_SHAPES.get(colour, LEVEL_SHAPES["grey"])
    return sign.removesuffix("-fill")


def _labels(powers):
    """Step id → (power id, label) in the versions in force."""
    nodes = FlowNode.objects.filter(version__in=[power.in_force_id for power in powers])
    return {
        step: (power, label)
        for step, power, label in nodes.values_list("step_id", "version__power_id", "label")
    }


def _beside(version, manages):
    colour = version.level.colour if version.level else "grey"
    return Beside(
        shape=shape_of(colour),
        colour=colour,
        level=str(version.level) if version.level else "未定级",
        text=version.sentence,
        measures=tuple(measure.told for measure in version.measures.all()),
        people=manages.shown(Programme.Names.FULL) if manages else "",
    )
