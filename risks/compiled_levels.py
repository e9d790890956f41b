"""Levels as the unit that compiles counts them: of its own scale, through the mapping of others.

A unit may keep a scale of its own (高/中/低, four levels) and says which level of the scale above
each one is (`ScaleLevel.maps_to`). What it has not said is told aloud and never guessed.
"""

from django.db.models import F, OuterRef, Q, Subquery

from registry.organisation.models import LevelMapping, Programme, ScaleLevel

UNMAPPED = "未对应"


def scale_of_line(line, year):
    """The scale by which a unit (its codes, nearest first) counts in a year; None: not settled."""
    programme = Programme.objects.in_use(line, year)
    return programme.scale if programme else None


class CompiledLevels:
    """`scale` is that of the compiling unit; None: every level is told as it is."""

    def __init__(self, scale):
        self.scale = scale
        self._mapping = LevelMapping(scale) if scale else None

    def known(self):
        """Every level of the installation; of a compiling unit without one query more."""
        return self._mapping.known() if self._mapping else ScaleLevel.objects.all()

    def of(self, level):
        """The level it counts as; None where it has none, or nobody has said which it is."""
        return self._mapping.of(level) if self._mapping else level

    def text(self, level):
        if level is None:
            return ""
        return str(self.of(level) or f"{level}（{UNMAPPED}）")

    def notes(self, levels):
        """What a reader has to know of the levels met: whose words were mapped, and which not."""
        others = [level for level in levels if self.scale and level.scale_id != self.scale.pk]
        mapped = [f"{level} 按 {self.of(level)}" for level in others if self.of(level)]
        unmapped = [str(level) for level in others if self.of(level) is None]
        notes = []
        if mapped:
            notes.append(f"等级按“{self.scale}”统计；用自己等级表的单位，{'，'.join(mapped)}。")
        if unmapped:
            notes.append(
                f"这些等级还没有说明对应“{self.scale}”的哪一级，单独列出：{'、'.join(unmapped)}。"
                "请所在单位在等级表里补上对应。"
            )
        return tuple(notes)

    def notes_of(self, versions):
        """The same of all levels that versions of points say."""
        return self.notes(levels_met(versions.order_by().filter))


def levels_met(saying):
    """The levels that versions say, before and after the measures, gravest first by scale;
    `saying(level=…)` are the versions that say so.
    """
    found = levels_said(saying, "level", "level_after")
    return list(found.select_related("scale").order_by("scale", "-rank"))


def levels_of(saying):
    """The levels that points are counted by, before the measures; gravest first."""
    return list(levels_said(saying, "level").order_by("scale", "-rank"))


def levels_said(saying, *names):
    """The levels that versions say under one of these names. Asked of each level is which one is
    said first from there on: the index of levels answers with a row. Whether any says this very
    level PostgreSQL finds out by reading all versions, where none does.
    """
    firsts = {f"first_{name}": _first_from_on(saying, name) for name in names}
    met = Q(*((first, F("pk")) for first in firsts), _connector=Q.OR)
    return ScaleLevel.objects.alias(**firsts).filter(met)


def _first_from_on(saying, name):
    found = saying(**{f"{name}__gte": OuterRef("pk")}).order_by(name + "_id")
    return Subquery(found.values(name + "_id")[:1])
