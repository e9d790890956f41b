"""What a chart is given: ordered steps, the ways between them, marks from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["begin", "step", "decision", "end"]
Shape = Literal["triangle", "diamond", "circle", "square"]
Colour = Literal["red", "orange", "blue", "grey"]

MOST_WAYS = 6  # leaving one step: more are never read from one box
LONGEST_OUTCOME = 20  # characters beside a line


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a step that says itself by shape, colour and text; what it means is not ours."""

    shape: Shape
    colour: Colour
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    kind: Kind = "step"
    handler: str = ""
    time_limit: str = ""
    condition: str = ""
    documents: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """From one step to another, by their places in the order (from 0); `outcome` names it."""

    source: int
    target: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a printed sheet is checked: what its foot says, and the modules of a QR code by rows
    (none without an address)."""

    said: str
    modules: Sequence[Sequence[bool]] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """`note` stands under the title of every page: whose chart it is, from which source."""

    title: str
    steps: Sequence[Step]
    edges: Sequence[Edge]
    note: str = ""
    proof: Proof | None = None


def straight(count: int) -> tuple[Edge, ...]:
    """The ways of a chart that names none: one step after the other."""
    return tuple(Edge(place, place + 1) for place in range(count - 1))
