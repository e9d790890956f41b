"""Which kinds a unit chooses from, and which one a text means."""

from dataclasses import dataclass

from .models import PowerKind
from .shipped import OFFICIAL, OTHER

# Words that name the last official kind without being its name.
_OTHER = ("其他", "其它", "行政权力", "内部管理")


@dataclass(frozen=True)
class KindName:
    """A kind as a table may name it."""

    code: str
    name: str


OFFICIAL_NAMES = tuple(KindName(code, name) for code, name, _ in OFFICIAL)


def kinds_for(unit, code=""):
    """The kinds a power of the unit may be given; `code`: also the one it has, offered or not."""
    kinds = PowerKind.objects.of_unit(unit).listed()
    return [kind for kind in kinds if kind.offered or kind.code == code]


def kind_meant(text, kinds):
    """The code of the kind a text names, or None: a unit's own first, the longest name first."""
    by_length = sorted(kinds, key=lambda kind: -len(kind.name))
    for name_of in (lambda kind: kind.name, lambda kind: kind.name.removeprefix("行政")):
        for kind in by_length:
            if name_of(kind) and name_of(kind) in text:
                return kind.code
    return OTHER if any(word in text for word in _OTHER) else None


def choices_of(kinds):
    """Choices of a form: the official ones, then those of units by the name of each."""
    official = [(kind.code, kind.name) for kind in kinds if kind.unit_id is None]
    of_units = {}
    for kind in kinds:
        if kind.unit_id is not None:
            of_units.setdefault(kind.unit.name, []).append((kind.code, kind.name))
    if not of_units:
        return [("", "请选择"), *official]
    return [("", "请选择"), ("通用类型", official), *of_units.items()]


def misfit(kind):
    """What is said where a power of the other side is given this kind."""
    return f"“{kind}”只用于{kind.get_applies_display()}，请改选类型，或者核对是外部还是内部。"
