"""What the rules find in the rows of a form, and the words of reason that answer it (ADR 0012).

While a draft is open its findings are computed and only answers are kept; at submission `keep`
writes down what stands, so that a reviewer reads what the filler read.
"""

from dataclasses import dataclass

from registry.papers.findings import ShownFinding, answer_of
from registry.papers.register import Change

from .inspecting import Inspection
from .models import Finding
from .phrasing import ERROR


@dataclass(frozen=True, kw_only=True)
class Shown(ShownFinding):
    """Known by the part it speaks of."""

    @property
    def key(self):
        return f"{self.rule}-{self.part}"


def attach(revision, groups, terms):
    """Put `details["findings"]` on every row of these groups: a fixed number of queries."""
    rows = [row for group in groups for row in group.rows]
    kept = _kept(rows)
    inspection = Inspection(revision, rows, terms) if revision.is_open else None
    for row in rows:
        stored = kept.get(row.line.pk, [])
        if inspection is not None and row.is_open:
            row.details["findings"] = _computed(inspection.of_row(row), stored)
        else:
            row.details["findings"] = [Shown.of_kept(one) for one in stored]


def while_typing(revision, content, line, plain_groups, terms):
    """What the rules say of a row as it is being typed; parts not begun yet are left in peace."""
    rows = [row for group in plain_groups for row in group.rows]
    row = next((row for row in rows if line is not None and row.line.pk == line.pk), None)
    found = Inspection(revision, rows, terms).of_content(content, row)
    stored = _stored([row]) if row else ()
    return _computed([pair for pair in found if not pair[0].rule.startswith("empty_")], stored)


def keep(rows):
    """At submission: what stands on the rows that could be changed; closed rows keep theirs."""
    opened = [row for row in rows if row.is_open]
    stored = {(kept.line_id, kept.rule, kept.part): kept for kept in _stored(opened)}
    standing = [
        _to_keep(row.line, found, stored)
        for row in opened
        for found in row.details["findings"]
        if found.severity != ERROR and not found.wants_answer
    ]
    Finding.objects.filter(line__in=[row.line.pk for row in opened]).delete()
    Finding.objects.bulk_create(standing)


def freeze(revision):
    """The revision is handed in: from now on what was kept beside its rows cannot change."""
    kept = Finding.objects.filter(line__revision=revision, frozen_at=None)
    kept.update(frozen_at=revision.submitted_at)


def carry(old, new):
    """What was kept on the rows of a revision goes on with the same versions in the next."""
    lines = dict(new.point_lines.values_list("version", "pk"))
    kept = Finding.objects.filter(line__revision=old).select_related("line")
    copies = []
    for finding in kept:
        if line_id := lines.get(finding.line.version_id):
            finding.pk, finding.line_id, finding._state.adding = None, line_id, True
            finding.frozen_at = None
            copies.append(finding)
    Finding.objects.bulk_create(copies)


def sealed_answers(revision):
    """What a revision's digest covers: which word of reason stands on which row."""
    found = Finding.objects.filter(line__revision=revision).exclude(answer="")
    fields = ("line__position", "rule", "part", "about", "answer")
    return [list(row) for row in found.order_by(*fields[:3]).values_list(*fields)]


def _computed(findings, stored):
    """Findings of the rules with the answers that still fit the words they were given for."""
    known = {(kept.rule, kept.part, kept.about): kept for kept in stored if kept.answer}
    return [
        _shown(finding, about, known.get((finding.rule, finding.part, about)))
        for finding, about in findings
    ]


def _shown(finding, about, kept):
    return Shown(
        rule=finding.rule,
        part=finding.part,
        severity=finding.severity,
        text=finding.message,
        about=about,
        clause=finding.clause,
        example=finding.example,
        **answer_of(kept),
    )


def _to_keep(line, found, stored):
    before = stored.get((line.pk, found.rule, found.part)) if found.answer else None
    return Finding(
        line=line,
        rule=found.rule,
        part=found.part,
        severity=found.severity,
        text=found.text,
        about=found.about,
        answer=found.answer,
        answered_by=before.answered_by if before else None,
        answered_at=before.answered_at if before else None,
    )


def _kept(rows):
    """Line id → what is kept on it."""
    found = {}
    for kept in _stored(rows):
        found.setdefault(kept.line_id, []).append(kept)
    return found


def _stored(rows):
    lines = [row.line.pk for row in rows if row.change != Change.STRUCK]
    return Finding.objects.filter(line__in=lines).select_related("answered_by")
