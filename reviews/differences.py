"""What papers change in the register, for many papers at once: to confirm them, to pass together.

Two queries, and one or two for each kind of paper among them, however many papers and rows.
"""

from collections import Counter
from dataclasses import dataclass, field

from powers.models import PowerLine
from registry.papers.models import Paper, PaperKind, Revision
from registry.papers.register import Change, is_overtaken
from registry.papers.rows import Row, row_of
from risks.models import DutyLine, PointLine

from .confirmation import SORT_OF
from .kinds import KINDS

# Of each sort of line: what orders it, and what a row of it reads beside its version.
READ = {
    DutyLine: ("position", "version__duty"),
    PointLine: ("position", "version__point", "version__level"),
    PowerLine: ("serial", "version__power"),
}
PLAIN = (Change.UNCHANGED, Change.NEW)


@dataclass
class Differences:
    """A paper with its latest revision and the rows of it, each beside what is in force; of the
    duties those that the register has overtaken.
    """

    paper: Paper
    revision: Revision
    rows: list[Row] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)

    @property
    def changed(self):
        return [row for row in self.rows if row.change != Change.UNCHANGED]

    @property
    def unchanged(self):
        return len(self.rows) - len(self.changed)

    @property
    def overtaken(self):
        return [row for row in (*self.duties, *self.rows) if row.details["overtaken"]]

    @property
    def can_be_settled(self):
        """Whether the principal may say which text goes for each overtaken row: where rows are
        written; what is compiled is compiled anew.
        """
        return KINDS[PaperKind(self.paper.kind)].editable_rows

    @property
    def is_plain(self):
        """Nothing adjusted, struck or overtaken: what stands already, and what is new and sound."""
        return not self.overtaken and all(_is_plain(row) for row in self.rows)

    @property
    def counts(self):
        """[(不变, 3), (新增, 1)]: of each kind of change that occurs, how many rows."""
        found = Counter(row.change for row in self.rows)
        return [(change.label, found[change]) for change in Change if found[change]]


def _is_plain(row):
    return row.change in PLAIN and not (row.change == Change.NEW and row.details["findings"])


def differences_of(papers):
    """One `Differences` for each paper, in their order."""
    papers = list(papers)
    revisions = Revision.objects.filter(paper__in=papers).order_by("no")
    latest = {revision.paper_id: revision for revision in revisions}
    found = {paper.pk: Differences(paper, latest[paper.pk]) for paper in papers}
    for kind in {paper.kind for paper in papers}:
        _add_rows(kind, [each for each in found.values() if each.paper.kind == kind])
    return list(found.values())


def _add_rows(kind, found):
    by_revision = {each.revision.pk: each for each in found}
    model = KINDS[PaperKind(kind)].lines_of(found[0].revision).model
    lines = _lines_of(model, by_revision)
    for line in lines.prefetch_related("findings") if model is PointLine else lines:
        each = by_revision[line.revision_id]
        each.rows.append(_row(line, each.paper))
    if model is PointLine:
        for line in _lines_of(DutyLine, by_revision):
            each = by_revision[line.revision_id]
            each.duties += [row for row in [_row(line, each.paper)] if row.details["overtaken"]]


def _lines_of(model, revisions):
    place, *beside = READ[model]
    lines = model.objects.filter(revision__in=revisions).order_by("revision", place)
    return lines.select_related("version__base", *beside)


def _row(line, paper):
    row = row_of(line, paper)
    identity = getattr(row.version, SORT_OF[type(line)])
    behind = paper.is_running and is_overtaken(row.version, paper, identity.in_force_id)
    row.details = {
        "overtaken": identity.in_force_id if behind else None,
        "settle": f"settle-{line._meta.model_name}-{line.pk}",
        "is_duty": isinstance(line, DutyLine),
        "sentence": _said(row.version),
        "base_sentence": _said(row.base) if row.base else "",
        "findings": list(line.findings.all()) if isinstance(line, PointLine) else [],
    }
    return row


def _said(version):
    return getattr(version, "sentence", str(version))
