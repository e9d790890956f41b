"""Putting plain content into a draft version: its fields, bases, sections, chart and
particulars."""

from django.db.models import prefetch_related_objects

from .content import COLUMNS, TEXTS, content_of, whole
from .models import FlowEdge, FlowNode, FlowStep, PowerBasis, PowerSection, content_lists
from .particulars import content as particulars
from .particulars.writing import write_list


def write_version(version, content):
    """Save the version with this content; steps keep their identity by their label.

    Lists that say already what they should stay as they are.
    """
    content, standing = whole(content), _standing(version)
    for field in TEXTS:
        setattr(version, COLUMNS.get(field, field), content[field])
    version.save()
    version.__dict__.pop("_prefetched_objects_cache", None)
    for names, rewrite in _LISTS.items():
        if any(standing.get(name) != content[name] for name in names):
            rewrite(version, content, standing)
    for key in particulars.BY_KEY:
        if standing.get(key) != content[key]:
            _clear(getattr(version, key), standing)
            write_list(version, key, content[key])


def _standing(version):
    """What the version says before it is written; nothing for a new one."""
    if version.pk is None:
        return {}
    prefetch_related_objects([version], *content_lists())
    return content_of(version)


def _clear(rows, standing):
    """No row under the version is left."""
    if standing:
        rows.all().delete()


def _write_bases(version, content, standing):
    _clear(version.bases, standing)
    PowerBasis.objects.bulk_create(
        PowerBasis(version=version, position=position, law=basis["law"], article=basis["article"])
        for position, basis in enumerate(content["bases"], start=1)
    )


def _write_sections(version, content, standing):
    _clear(version.undertakings, standing)
    PowerSection.objects.bulk_create(
        PowerSection(version=version, section_id=section_id) for section_id in content["sections"]
    )


def _write_chart(version, content, standing):
    known_steps = _known_steps(version) if content["steps"] else {}
    _clear(version.nodes, standing)
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


_LISTS = {
    ("bases",): _write_bases,
    ("sections",): _write_sections,
    ("steps", "details", "ways"): _write_chart,
}


def _known_steps(version):
    """Step by label, from every version of the power: risk points hang on steps, so a step lives
    on as long as its label stands. The newest drawing of a label counts."""
    nodes = FlowNode.objects.filter(version__power_id=version.power_id)
    return {node.label: node.step for node in nodes.select_related("step").order_by("version")}
