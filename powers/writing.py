"""Putting plain content into a draft version: its fields, bases, sections, chart and
particulars."""

from .content import COLUMNS, TEXTS, whole
from .models import FlowEdge, FlowNode, FlowStep, PowerBasis, PowerSection
from .particulars import content as particulars
from .particulars.writing import write_particulars


def write_version(version, content):
    """Save the version with this content; steps keep their identity by their label."""
    content = whole(content)
    for field in TEXTS:
        setattr(version, COLUMNS.get(field, field), content[field])
    rewritten = version.pk is not None
    version.save()
    known = _known_steps(version) if content["steps"] else {}
    if rewritten:
        version.__dict__.pop("_prefetched_objects_cache", None)
        for name in ("bases", "undertakings", "nodes", *particulars.BY_KEY):
            getattr(version, name).all().delete()
    _write_lists(version, content, known)


def _write_lists(version, content, known_steps):
    PowerBasis.objects.bulk_create(
        PowerBasis(version=version, position=position, law=basis["law"], article=basis["article"])
        for position, basis in enumerate(content["bases"], start=1)
    )
    PowerSection.objects.bulk_create(
        PowerSection(version=version, section_id=section_id) for section_id in content["sections"]
    )
    _write_chart(version, content, known_steps)
    write_particulars(version, content)


def _write_chart(version, content, known_steps):
    nodes = FlowNode.objects.bulk_create(
        FlowNode(
            version=version,
            order=order,
            label=label,
            step=known_steps.get(label) or FlowStep.objects.create(power_id=version.power_id),
            **content["details"].get(label, {}),
        )
        for order, label in enumerate(content["steps"], start=1)
    )
    by_label = {node.label: node for node in nodes}
    FlowEdge.objects.bulk_create(
        FlowEdge(
            source=by_label[way["source"]],
            target=by_label[way["target"]],
            outcome=way["outcome"],
        )
        for way in content["ways"]
    )


def _known_steps(version):
    """Step by label, from every version of the power: risk points hang on steps, so a step lives
    on as long as its label stands. The newest drawing of a label counts."""
    nodes = FlowNode.objects.filter(version__power_id=version.power_id)
    return {node.label: node.step for node in nodes.select_related("step").order_by("version")}
