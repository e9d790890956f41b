"""Bases that were repealed while a catalogue is under way: whoever signs it ought to know.

What the first check kept at submission is what the filler saw; a law may be repealed, or its repeal
told, a day later.
"""

from dataclasses import dataclass

from django.utils import timezone

from powers.bases import written_basis
from registry.laws.citing import title_key
from registry.papers.models import PaperState
from registry.papers.register import Change

from .grounds import Register

OVER = (PaperState.CONFIRMED, PaperState.CANCELLED)


@dataclass(frozen=True)
class Lapsed:
    """A basis of a row, and since when it is none any more."""

    line: object
    basis: object
    repeal: object

    @property
    def said(self):
        return written_basis(self.basis.law, self.basis.article)


def lapsed_in(rows, revision):
    """Those of the rows that stay; nothing of a draft, whose first check says so itself, nor of
    what is over. A fixed number of queries.
    """
    if revision.is_open or revision.paper.state in OVER:
        return []
    day, unit = timezone.localdate(), revision.paper.unit
    written = [
        (row.line, basis)
        for row in rows
        if row.change != Change.STRUCK
        for basis in row.version.bases.all()
    ]
    register = Register({title_key(basis.law) for _, basis in written})
    meant = ((line, basis, register.means(basis, unit, day).law) for line, basis in written)
    repeals = ((line, basis, law and law.repeal_on(day)) for line, basis, law in meant)
    return [Lapsed(line, basis, repeal) for line, basis, repeal in repeals if repeal]
