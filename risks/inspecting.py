"""What stands around the rows of one form, for the rules of wording to look at."""

from collections import Counter
from functools import cached_property

from django.utils import timezone

from powers.models import Power
from registry.organisation.models import Appointment
from registry.papers.models import Attachment
from registry.papers.register import Change

from .likeness import text_of
from .phrasing import ERROR, Around, Neighbour, Parts, check
from .phrasing.findings import IMPORTED, TYPED
from .phrasing.legible import core
from .resembling import PARTS as COMPARED
from .resembling import Asked, resemblances

# From so many rows with the very same measure on, it is worth a thought.
MANY = 3
# What an untouched row is asked again; the rest was answered and passed when it was written.
ASKED_AGAIN = {"missing_harm"}


class Inspection:
    """Names, powers and neighbours are looked up once, whatever the number of rows."""

    def __init__(self, revision, rows, terms):
        self.paper, self.terms = revision.paper, terms
        self._rows = [row for row in rows if row.change != Change.STRUCK]
        texts = Counter(text for row in self._rows for text in set(_measures(row)))
        self._repeated = frozenset(text for text, count in texts.items() if count >= MANY)

    def of_row(self, row):
        """[(finding, the words it is about)] of a saved row, errors first."""
        if row.change == Change.STRUCK:
            return []
        version = row.version
        findings = self._found(
            parts=Parts(version.source, version.risk, version.harm, version.wording, version.text),
            change=row.change,
            kind=version.kind,
            rank=version.level and version.level.rank,
            measures=[measure.text for measure in row.details["measures"]],
            beside=row.line.pk,
            alike=self._resemblances.get(row.line.pk, ()),
        )
        return [pair for pair in findings if _is_asked(row, pair[0])]

    def of_content(self, content, row=None):
        """The same for plain data as it stands in a browser tab, before it is saved."""
        ranks = {level.pk: level.rank for level in self.terms.levels}
        settled = self.terms.settled(content)
        return self._found(
            parts=Parts(*(content[name] for name in ("source", "risk", "harm", "wording", "text"))),
            change=Change.ADJUSTED if row and row.base else Change.NEW,
            kind=content["kind"],
            rank=ranks.get(settled["level"]),
            measures=[measure["text"] for measure in content["measures"]],
            beside=row and row.line.pk,
            alike=self._resembling(content, row),
        )

    def _found(self, *, parts, change, kind, rank, measures, beside, alike):
        around = Around(
            change=change,
            origin=self._origin,
            kind=kind,
            powers=self._powers,
            people=self._people,
            others=tuple(self._neighbours(beside)),
            rank=rank,
            lowest=self.terms.scale.lowest,
            measures=tuple(measures),
            repeated=self._repeated,
            alike=tuple(alike),
        )
        words = {**dict(parts.written), "measure": "\n".join(measures)}
        return [(finding, words.get(finding.part, "")) for finding in check(parts, around)]

    def _neighbours(self, beside):
        for row in self._rows:
            if row.line.pk != beside:
                version = row.version
                rank = version.level.rank if version.level_id else None
                name = f"第 {row.details['serial']} 个风险点"
                yield Neighbour(name, version.risk, version.text, rank)

    @cached_property
    def _resemblances(self):
        """For all rows written in this paper at once."""
        asked = {
            row.line.pk: Asked(_compared(row.version), row.version.point_id)
            for row in self._rows
            if row.is_open and row.change != Change.UNCHANGED
        }
        return resemblances(asked, self.paper)

    def _resembling(self, content, row):
        text = text_of(*(content[part] for part in COMPARED))
        asked = {"typed": Asked(text, row and row.version.point_id)}
        return resemblances(asked, self.paper).get("typed", ())

    @cached_property
    def _powers(self):
        powers = Power.objects.in_force().filter(unit=self.paper.unit_id)
        return tuple(powers.values_list("in_force__name", flat=True))

    @cached_property
    def _people(self):
        """Who sits on a post of the same section today; among leaders, those of no section."""
        seated = Appointment.objects.on(timezone.localdate()).filter(
            post__unit=self.paper.unit_id, post__section=self.paper.section_id
        )
        return tuple(seated.values_list("person__name", flat=True).distinct())

    @cached_property
    def _origin(self):
        """Rows of a paper that began with an imported table may miss what the table missed."""
        originals = self.paper.attachments.filter(kind=Attachment.Kind.ORIGINAL)
        return IMPORTED if originals.exists() else TYPED


def _is_asked(row, finding):
    if row.change != Change.UNCHANGED or finding.severity == ERROR:
        return True
    return finding.rule in ASKED_AGAIN and not row.details["shared"]


def _compared(version):
    return text_of(*(getattr(version, part) for part in COMPARED))


def _measures(row):
    return [core(measure.text) for measure in row.details["measures"]]
