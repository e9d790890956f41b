"""The kinds of paper, and where each one's rows, rules and row pages live.

To add a kind: write its content module (protocol in `registry.papers.rows`), add it here,
give it a route in `reviews.defaults` and who may fill it in in `reviews.filing`.
"""

from dataclasses import dataclass
from types import ModuleType

import powers.row_views
import risks.row_views
from powers import catalogue
from registry.papers.models import PaperKind
from registry.papers.register import is_overtaken
from risks import form
from risks.terms import Terms

from . import directory


@dataclass(frozen=True)
class Kind:
    """`note_field` names the line a reviewer's row note hangs on; `code` stands in numbers.

    `pages` edits rows: functions (request, paper, revision, …); None where the rows are
    compiled, not typed. `rows_template` shows them.
    """

    content: ModuleType
    pages: ModuleType | None
    rows_template: str
    code: str
    note_field: str
    has_publicity: bool

    @property
    def editable_rows(self):
        return self.pages is not None

    def lines_of(self, revision):
        return getattr(revision, f"{self.note_field}s")

    def overtaken_in(self, revision):
        """How many rows started from what is no longer in force: the register has moved on."""
        identity = self.note_field.removesuffix("_line")
        lines = self.lines_of(revision).select_related(f"version__{identity}").order_by()
        versions = [(line.version, getattr(line.version, identity)) for line in lines]
        return sum(is_overtaken(each, revision.paper, of.in_force_id) for each, of in versions)

    def open_ids_of(self, revision):
        """Ids of the rows that may be changed after a return of single rows; None for all."""
        lines = self.lines_of(revision)
        if not lines.filter(open=False).exists():
            return None
        return set(lines.filter(open=True).values_list("pk", flat=True))


def _form_kind(code):
    """Every form has the same rows and pages; head, route and printed form differ."""
    return Kind(
        content=form,
        pages=risks.row_views,
        rows_template="risks/_form_rows.html",
        code=code,
        note_field="point_line",
        has_publicity=True,
    )


KINDS = {
    PaperKind.LEADER_FORM: _form_kind("LEAD"),
    PaperKind.MIDDLE_FORM: _form_kind("MID"),
    PaperKind.STAFF_FORM: _form_kind("FORM"),
    PaperKind.SECTION_SHEET: _form_kind("SECT"),
    PaperKind.UNIT_SHEET: _form_kind("UNIT"),
    PaperKind.CATALOGUE: Kind(
        content=catalogue,
        pages=powers.row_views,
        rows_template="powers/_catalogue_rows.html",
        code="CAT",
        note_field="power_line",
        has_publicity=False,
    ),
    PaperKind.DIRECTORY: Kind(
        content=directory,
        pages=None,
        rows_template="reviews/_directory_rows.html",
        code="DIR",
        note_field="point_line",
        has_publicity=False,
    ),
}


def kind_of(paper):
    return KINDS[PaperKind(paper.kind)]


def measures_later(paper):
    """Whether the first round of this paper may be without measures: they follow publicity [2]."""
    return kind_of(paper).has_publicity and Terms(paper.programme).measures_later
