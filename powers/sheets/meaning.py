"""What the cell of a field means, for the unit whose catalogue it is."""

from dataclasses import dataclass

from powers.particulars.content import BY_KEY
from registry.intake.cells import one_line

from .particulars import rows_of
from .values import (
    bases_of,
    disposition_of,
    kind_of,
    sections_of,
    served_of,
    side_of,
    steps_of,
    visibility_of,
)

LONG_TEXTS = ("content", "conditions", "procedure")
_MEANINGS = {
    "side": side_of,
    "served": served_of,
    "visibility": visibility_of,
    "disposition": disposition_of,
    "bases": bases_of,
    "steps": steps_of,
}


@dataclass(frozen=True)
class Meaning:
    """`kinds` are those of the unit, `sections` its open ones by `name_key`."""

    kinds: list
    sections: dict

    def of(self, name, text):
        """The plain value of a field; one that means nothing raises `Unclear`."""
        if name in _MEANINGS:
            return _MEANINGS[name](text)
        if name in BY_KEY:
            return rows_of(name, text)
        if name == "kind":
            return kind_of(text, self.kinds)
        if name == "sections":
            return sections_of(text, self.sections)
        return text if name in LONG_TEXTS else one_line(text)
