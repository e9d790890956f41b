"""岗位工作流程图 [1]: the workflows of a post as charts, drawn from what its form says of them.

A workflow is one text, its steps set apart by signs; nobody draws it a second time. Points of the
post that hang on a step of a power with the same name mark it; they stand below with those that are
written under the workflow.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from powers.beside import counted
from powers.chart_files import Figure, Volume, figure_of
from powers.forms import MOST_STEPS
from powers.models import FlowNode
from registry.tables.description import Source

from .chart_marks import shape_of
from .models import Duty, DutyVersion, PointVersion, RiskPoint

NAME = "岗位工作流程图"
# What sets steps apart, the plainest sign first: what a step contains itself stays in it.
SIGNS = (r"→|—+|-{1,2}>|－+|➔", r"[\n；;]", r"、", r"[，,]")
LONGEST = FlowNode._meta.get_field("label").max_length
AGAIN = "（第 {} 次）"


@dataclass(frozen=True)
class WorkflowFigure(Figure):
    """One of several on a page."""

    @property
    def ident(self):
        return f"workflow-{self.serial}"


@dataclass(frozen=True)
class Workflow:
    """A chart, and the points in force of the post that belong to this workflow."""

    figure: Figure
    points: tuple


def steps_in(text):
    """The steps that a workflow names, in order; a name that comes again says so."""
    sign = next((sign for sign in SIGNS if re.search(sign, text.strip())), SIGNS[0])
    parts = [" ".join(part.split()).strip(" 。.") for part in re.split(sign, text)]
    times, steps = defaultdict(int), []
    for part in [part for part in parts if part][:MOST_STEPS]:
        times[part] += 1
        again = AGAIN.format(times[part]) if times[part] > 1 else ""
        steps.append(f"{part[: LONGEST - len(again)]}{again}")
    return steps


def workflows_of(post, reach):
    """The workflows in force of a post that this person may read, as they were written."""
    duties = Duty.objects.in_force().visible_to(reach).filter(post=post)
    duties = duties.filter(in_force__kind=DutyVersion.Kind.WORKFLOW).select_related("in_force")
    duties = list(duties.order_by("pk"))
    points = _points_of(post, reach) if duties else []
    labels = _step_labels(points)
    return [
        _drawn(serial if len(duties) > 1 else 0, duty, post, points, labels)
        for serial, duty in enumerate(duties, start=1)
    ]


def has_workflows(posts):
    """Ids of those of these posts that have a workflow in force."""
    found = Duty.objects.in_force().filter(post__in=posts, in_force__kind=DutyVersion.Kind.WORKFLOW)
    return set(found.values_list("post", flat=True))


def volume_of(post, workflows):
    source = Source.register(timezone.localdate())
    figures = [workflow.figure for workflow in workflows]
    return Volume(f"{post.name}{NAME}", source, figures, post.unit.name)


def _drawn(serial, duty, post, points, labels):
    steps, marked, belonging = steps_in(duty.in_force.text), defaultdict(list), []
    for point in points:
        if (label := labels.get(point.step_id)) in steps:
            marked[label].append(_mark(point))
        if label in steps or duty.pk in (point.duty_id, point.duty_now):
            belonging.append(point)
    plain = figure_of(
        {"steps": steps, "details": {}, "ways": []},
        serial=serial,
        name=f"{post.name}工作",
        note=f"{post.unit.name}　{Source.register(timezone.localdate()).head}",
        marks={label: counted(found) for label, found in marked.items()},
    )
    return Workflow(WorkflowFigure(**vars(plain)), tuple(belonging))


def _points_of(post, reach):
    visible = RiskPoint.objects.in_force().visible_to(reach).filter(post=post)
    return list(PointVersion.objects.of_register(visible))


def _step_labels(points):
    """Step id → what the power in force calls it."""
    steps = {point.step_id for point in points if point.step_id}
    nodes = FlowNode.objects.filter(step__in=steps, version__in_force_for__isnull=False)
    return dict(nodes.values_list("step", "label"))


def _mark(point):
    colour = point.level.colour if point.level else "grey"
    return shape_of(colour), colour, str(point.level) if point.level else "未定级"
