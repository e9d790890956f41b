"""The kinds of paper, and where each one's rows, rules and row pages live.

To add a kind: write its content module (protocol in `registry.papers.rows`), add it here,
give it a route in `reviews.defaults` and who may fill it in in `reviews.filing`.
"""

from dataclasses import dataclass
from types import ModuleType

from powers import catalogue
from registry.papers.models import PaperKind
from risks import form

from . import directory


@dataclass(frozen=True)
class Kind:
    """`note_field` names the line a reviewer's row note hangs on; `code` stands in numbers."""

    content: ModuleType
    code: str
    note_field: str
    has_publicity: bool
    editable_rows: bool


KINDS = {
    PaperKind.STAFF_FORM: Kind(
        content=form, code="FORM", note_field="point_line", has_publicity=True, editable_rows=True
    ),
    PaperKind.CATALOGUE: Kind(
        content=catalogue,
        code="CAT",
        note_field="power_line",
        has_publicity=False,
        editable_rows=True,
    ),
    PaperKind.DIRECTORY: Kind(
        content=directory,
        code="DIR",
        note_field="point_line",
        has_publicity=False,
        editable_rows=False,
    ),
}


def kind_of(paper):
    return KINDS[PaperKind(paper.kind)]
