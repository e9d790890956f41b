"""Words of reason with which a finding is left standing, on a row or on the whole catalogue."""

from django.utils import timezone

from powers.draft import open_draft

from . import findings
from .models import CheckFinding
from .rules import ERROR


def answerable(revision, line):
    """What may be answered on a row of an open draft, or (`line` None) on the whole."""
    if line is None:
        return findings.of_whole(revision)
    lines = list(revision.power_lines.of_register_rows())
    found = findings.by_line(revision, lines).get(line.pk, [])
    return [one for one in found if one.severity != ERROR]


def answer(*, paper, line_id, answers, by):
    """Keep `answers` {key of a finding: text}; an empty text takes one back.

    `line_id` None: on the catalogue as a whole.
    """
    with open_draft(paper=paper, by=by) as draft:
        line = None if line_id is None else draft.line(line_id)
        for finding in answerable(draft.revision, line):
            text = answers.get(finding.key, finding.answer).strip()
            if text != finding.answer:
                _write(draft.revision, line, finding, text, by)
        return line


def _write(revision, line, finding, text, by):
    same = {"revision": revision, "line": line, "rule": finding.rule, "mark": finding.mark}
    CheckFinding.objects.filter(**same).delete()
    if text:
        CheckFinding.objects.create(
            **same,
            part=finding.part,
            severity=finding.severity,
            text=finding.text,
            about=finding.about,
            answer=text,
            answered_by=by,
            answered_at=timezone.now(),
        )
