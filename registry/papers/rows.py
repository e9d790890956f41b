"""What every kind of paper gives to the pages, whatever its rows are.

A kind's content is a module with these functions (bound in `reviews.kinds`):

    begin(*, revision)                    rows of a new paper, from what is in force
    carry(*, old, new, open_ids)          the next revision's rows; `open_ids` None: all open
    rows(revision) -> list[Row]           in order, with few queries whatever the number
    problems(revision, rows=None)         the `Problem`s to mend before submitting; `rows`: those
                                          of this revision, where they are worked out already
    freeze(revision) -> JSON-able         sets digests on drafts; returns what the digest covers
    put_in_force(revision, settled)       moves the register, or raises register.Overtaken;
                                          `settled`: of each identity model what
                                          register.put_in_force takes
"""

from dataclasses import dataclass, field

from .register import Change, change_of


@dataclass(frozen=True)
class Problem:
    """Something to mend: where it is (`anchor` is an element id or a URL) and what to do."""

    text: str
    url: str = ""
    line_id: int | None = None


@dataclass
class Row:
    """One row of a revision, with what the register says now (`base`) beside it."""

    line: object
    version: object
    base: object | None
    change: Change
    details: dict = field(default_factory=dict)

    @property
    def is_open(self):
        return self.line.open


def row_of(line, paper):
    """A `Row` for a line loaded with `version__base`."""
    version = line.version
    written_here = version.written_in_id == paper.pk
    return Row(
        line=line,
        version=version,
        base=version.base if written_here else version,
        change=change_of(version, paper),
    )


def carry_lines(*, old_lines, new, order_field, open_ids):
    """Copy lines to the next revision: same versions, same order, open where asked."""
    model = old_lines.model
    model.objects.bulk_create(
        model(
            revision=new,
            version_id=line.version_id,
            open=open_ids is None or line.pk in open_ids,
            **{order_field: getattr(line, order_field)},
        )
        for line in old_lines
    )
