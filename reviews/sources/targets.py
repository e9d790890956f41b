"""What an entry may be linked to: posts, points, powers and steps of the unit that it is about."""

from dataclasses import dataclass

from django.db.models import Q

from powers.models import FlowNode, FlowStep, Power
from registry.organisation.models import Post
from risks.models import RiskPoint

SHOWN = 30


@dataclass(frozen=True)
class Target:
    kind: str
    pk: int
    label: str


def found(unit, kind, words):
    """The first that fit, as `Target`s."""
    return [Target(kind, *each) for each in _FINDERS[kind](unit, words)[:SHOWN]]


def fetch(unit, kind, pk):
    """The thing itself, None where it is none of the unit's."""
    return _QUERIES[kind](unit).filter(pk=pk).first()


def _posts(unit):
    return Post.objects.filter(unit=unit, closed_on__isnull=True)


def _points(unit):
    return RiskPoint.objects.in_force().filter(unit=unit)


def _powers(unit):
    return Power.objects.in_force().filter(unit=unit)


def _steps(unit):
    in_force = FlowNode.objects.filter(version__in_force_for__in=_powers(unit).order_by())
    return FlowStep.objects.filter(pk__in=in_force.order_by().values("step"))


_QUERIES = {"post": _posts, "point": _points, "power": _powers, "step": _steps}


def _find_posts(unit, words):
    posts = _posts(unit).filter(Q(name__icontains=words) | Q(section__name__icontains=words))
    posts = posts.select_related("section").order_by("section__order", "pk")
    return [(post.pk, post_label(post)) for post in posts[:SHOWN]]


def _find_points(unit, words):
    points = _points(unit).filter(
        Q(in_force__risk__icontains=words)
        | Q(in_force__text__icontains=words)
        | Q(post__name__icontains=words)
    )
    points = points.select_related("in_force", "post").order_by("pk")
    return [(point.pk, point_label(point)) for point in points[:SHOWN]]


def _find_powers(unit, words):
    powers = _powers(unit).filter(in_force__name__icontains=words).select_related("in_force")
    return [(power.pk, str(power.in_force)) for power in powers.order_by("pk")[:SHOWN]]


def _find_steps(unit, words):
    nodes = FlowNode.objects.filter(version__in_force_for__in=_powers(unit).order_by())
    nodes = nodes.filter(Q(label__icontains=words) | Q(version__name__icontains=words))
    nodes = nodes.select_related("version").order_by("version", "order")
    return [(node.step_id, f"{node.version.name}：{node.label}") for node in nodes[:SHOWN]]


_FINDERS = {
    "post": _find_posts,
    "point": _find_points,
    "power": _find_powers,
    "step": _find_steps,
}


def post_label(post):
    return f"{post.section.name} · {post.name}" if post.section_id else post.name


def point_label(point):
    owner = f"{point.post.name}：" if point.post_id else ""
    return f"{owner}{point.in_force.risk or point.in_force.text}"


def labelled(links):
    """[(link, kind in words, label)] of these links; steps are named as the chart in force does."""
    links = list(links)
    steps = [each.step_id for each in links if each.step_id]
    nodes = FlowNode.objects.filter(
        step__in=steps, version__in_force_for__isnull=False
    ).select_related("version")
    names = {node.step_id: f"{node.version.name}：{node.label}" for node in nodes}
    return [(each, *_said(each, names)) for each in links]


def _said(link, steps):
    if link.post_id:
        return "岗位", post_label(link.post)
    if link.power_id:
        return "职权", str(link.power.in_force)
    if link.step_id:
        return "环节", steps.get(link.step_id, "流程图里已没有这个环节")
    return "风险点", str(link.point)
