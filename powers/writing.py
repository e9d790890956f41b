"""Putting plain content into a draft version: its fields, bases, sections and steps."""

from .content import TEXTS
from .models import FlowNode, FlowStep, PowerBasis, PowerSection


def write_version(version, content):
    """Save the version with this content; steps keep their identity by their label."""
    for field in TEXTS:
        setattr(version, field, content[field])
    version.save()
    _forget_prefetched(version)
    _write_bases(version, content["bases"])
    _write_sections(version, content["sections"])
    _write_nodes(version, content["steps"])


def _write_bases(version, bases):
    version.bases.all().delete()
    PowerBasis.objects.bulk_create(
        PowerBasis(version=version, position=position, law=basis["law"], article=basis["article"])
        for position, basis in enumerate(bases, start=1)
    )


def _write_sections(version, section_ids):
    version.undertakings.all().delete()
    PowerSection.objects.bulk_create(
        PowerSection(version=version, section_id=section_id) for section_id in section_ids
    )


def _write_nodes(version, labels):
    """Risk points hang on steps: a step lives on as long as its label stands in the power."""
    known = _known_steps(version) if labels else {}
    version.nodes.all().delete()
    FlowNode.objects.bulk_create(
        FlowNode(
            version=version,
            order=order,
            label=label,
            step=known.get(label) or FlowStep.objects.create(power_id=version.power_id),
        )
        for order, label in enumerate(labels, start=1)
    )


def _known_steps(version):
    """Step by label, from every version of the power; the newest drawing of a label counts."""
    nodes = FlowNode.objects.filter(version__power_id=version.power_id)
    return {node.label: node.step for node in nodes.select_related("step").order_by("version")}


def _forget_prefetched(version):
    version.__dict__.pop("_prefetched_objects_cache", None)
