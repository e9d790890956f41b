"""The words of reason with which a filler leaves a warning standing."""

from django.utils import timezone

from . import form
from .draft import open_draft
from .models import Finding
from .phrasing import WARNING


def warnings_of(revision, line):
    """What wants a word of reason, or has one, on a row of an open draft."""
    rows = form.rows(revision)
    found = next((row.details["findings"] for row in rows if row.line.pk == line.pk), [])
    return [finding for finding in found if finding.severity == WARNING]


def answer(*, paper, line_id, answers, by):
    """Keep `answers` {key of a warning: text}; an empty text takes one back."""
    with open_draft(paper=paper, by=by) as draft:
        line = draft.points.line(line_id)
        for finding in warnings_of(draft.revision, line):
            text = answers.get(finding.key, finding.answer).strip()
            if text != finding.answer:
                _write(line, finding, text, by)
        return line


def _write(line, finding, text, by):
    Finding.objects.filter(line=line, rule=finding.rule, part=finding.part).delete()
    if text:
        Finding.objects.create(
            line=line,
            rule=finding.rule,
            part=finding.part,
            severity=finding.severity,
            text=finding.text,
            about=finding.about,
            answer=text,
            answered_by=by,
            answered_at=timezone.now(),
        )
