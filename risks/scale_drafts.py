"""Scales of a unit's own: copied from one there is, named and mapped by its prevention office.

A scale that a year, a scheme in use or a point goes by keeps its levels and their order, since old
results speak of them; its colours, second words and its mapping may still be mended.
"""

from django.db import transaction

from registry.organisation.models import LEVELS_KEPT, Scale, ScaleLevel, Unit, mapping_problems
from registry.trail.recording import record

from .models import PointVersion

LEAST = 2

RELIED_ON = "下级的等级表对应着这里的等级，去掉以前请先改那边的对应。"


class ScaleRefused(Exception):
    """The scale cannot be written so; `text` says why."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text


def is_used(scale):
    return scale.is_relied_on() or PointVersion.objects.filter(level__scale=scale).exists()


def content_of(scale):
    """Name and levels as plain data, gravest first; what a stamp covers."""
    levels = scale.levels.order_by("-rank").values("rank", "label", "word", "colour", "maps_to")
    return {"name": scale.name, "levels": list(levels)}


@transaction.atomic
def copy_scale(*, scale, unit, by):
    """A scale of the unit with the same levels; those of a scale from above map onto themselves."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two copies, two names
    taken = set(Scale.objects.filter(unit=unit).values_list("name", flat=True))
    names = (f"{scale.name[:40]}（本单位{number}）" for number in range(1, len(taken) + 2))
    draft = Scale.objects.create(unit=unit, name=next(name for name in names if name not in taken))
    is_own = scale.unit_id == unit.pk
    ScaleLevel.objects.bulk_create(
        ScaleLevel(
            scale=draft,
            rank=level.rank,
            label=level.label,
            word=level.word,
            colour=level.colour,
            maps_to_id=level.maps_to_id if is_own else level.pk,
        )
        for level in scale.levels.all()
    )
    record(by=by, action="scale.changed", unit=unit, target=draft)
    return draft


@transaction.atomic
def save_scale(*, scale, name, levels, by):
    """Write name and levels; `levels` are dicts of rank, label, word, colour, maps_to (a level)."""
    Scale.objects.select_for_update().get(pk=scale.pk)
    if text := problem_of(scale, levels):
        raise ScaleRefused(text)
    Scale.objects.filter(pk=scale.pk).update(name=name)
    _write(scale, levels)
    record(by=by, action="scale.changed", unit=scale.unit, target=scale)


def name_is_taken(scale, name):
    """Another scale of the unit has this name."""
    return Scale.objects.filter(unit=scale.unit_id, name=name).exclude(pk=scale.pk).exists()


def problem_of(scale, levels):
    """What is wrong with these levels of the scale; blank where nothing is."""
    named = [(level["rank"], level["label"]) for level in levels]
    if len(levels) < LEAST:
        return "一张等级表至少要有两个等级。"
    if any(len(set(values)) < len(values) for values in zip(*named, strict=True)):
        return "每个等级的名称和严重程度序都不能重复。"
    if is_used(scale) and set(named) != set(scale.levels.values_list("rank", "label")):
        return LEVELS_KEPT
    if _relied_on(scale, {level["rank"] for level in levels}):
        return RELIED_ON
    pairs = [(ScaleLevel(rank=level["rank"]), level["maps_to"]) for level in levels]
    if problems := mapping_problems(scale, pairs):
        return problems[0]
    if not all(above for _, above in pairs) and (programmes := scale.mapped_for()):
        return f"{programmes[0]}用着这张等级表，上级用的是另一张：每一级都要填“对应上级等级”。"
    return ""


def _relied_on(scale, ranks):
    """Whether a level that would go is what one of another scale is said to be."""
    below = ScaleLevel.objects.filter(maps_to__scale=scale).exclude(scale=scale)
    return below.exclude(maps_to__rank__in=ranks).exists()


def _write(scale, levels):
    """Levels keep their identity by rank; ranks and names are not swapped while being written."""
    known = {level.rank: level for level in scale.levels.all()}
    gone = known.keys() - {level["rank"] for level in levels}
    scale.levels.filter(rank__in=gone).delete()
    for level in scale.levels.all():
        ScaleLevel.objects.filter(pk=level.pk).update(label=f"~{level.pk}")
    for level in levels:
        fields = {key: level[key] for key in ("label", "word", "colour", "maps_to")}
        ScaleLevel.objects.update_or_create(scale=scale, rank=level["rank"], defaults=fields)
