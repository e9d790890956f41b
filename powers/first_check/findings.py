"""The findings of the first check as pages show them, with the words of reason that answer them.

As with the rules of wording (ADR 0012): in a draft findings are computed and only answers kept; at
submission `keep` writes down what stands, and a reviewer reads what the filler read.
"""

from dataclasses import dataclass, replace

from django.urls import reverse

from powers.row_list import place_of
from registry.papers.digest import digest_of
from registry.papers.findings import ShownFinding, answer_of
from registry.papers.rows import Problem

from .inspecting import Inspection
from .models import CheckFinding
from .omissions import omissions
from .rules import ERROR, RULES, Near


@dataclass(frozen=True, kw_only=True)
class Shown(ShownFinding):
    """Known by the content it speaks of; `near` is another row it names, `post_id` a post that
    may take it up into its form, `strike` the reason with which the row may go.
    """

    near: Near | None = None
    post_id: int | None = None
    strike: str = ""

    @classmethod
    def of_kept(cls, kept):
        """The clause is the rule's, as long as there is the rule."""
        rule = RULES.get(kept.rule)
        return replace(super().of_kept(kept), clause=rule.clause if rule else "")

    @property
    def mark(self):
        return mark_of(self.about)

    @property
    def key(self):
        return f"{self.rule}-{self.mark}"


def mark_of(about):
    """The content a finding speaks of, as short as a key may be."""
    return digest_of(about)[:16]


def attach(revision, rows):
    """Put `details["findings"]` on every row: a fixed number of queries."""
    found = by_line(revision, [row.line for row in rows])
    for row in rows:
        row.details["findings"] = found.get(row.line.pk, [])


def by_line(revision, lines):
    """{line: [Shown]}: computed for rows that may be changed now, else as it was kept."""
    kept = {}
    for one in _kept(revision).filter(line__isnull=False):
        kept.setdefault(one.line_id, []).append(one)
    if not revision.is_open:
        return {pk: [Shown.of_kept(one) for one in ones] for pk, ones in kept.items()}
    inspection = Inspection(revision.paper, lines)
    return {
        line.pk: _computed(inspection.of_line(line), kept.get(line.pk, ()))
        if line.open
        else [Shown.of_kept(one) for one in kept.get(line.pk, ())]
        for line in lines
    }


def of_whole(revision, lines=None):
    """What is said of the catalogue as a whole."""
    kept = list(_kept(revision).filter(line__isnull=True))
    if not revision.is_open:
        return [Shown.of_kept(one) for one in kept]
    lines = list(revision.power_lines.of_register_rows()) if lines is None else lines
    contents = Inspection(revision.paper, lines).contents()
    return _computed(omissions(revision.paper.unit, contents), kept)


def while_typing(revision, content, line):
    """What the rules say of a row as it is being typed."""
    lines = list(revision.power_lines.of_register_rows())
    inspection = Inspection(revision.paper, lines)
    kept = _kept(revision).filter(line=line) if line is not None else ()
    return _computed(inspection.of_content(content, line), kept)


def problems(paper_id, lines, shown):
    """Errors, and warnings without a word, of the rows that may be changed now; `shown` is what
    `by_line` says of them.
    """
    for line in lines:
        for finding in shown.get(line.pk, ()) if line.open else ():
            said = f"第 {line.serial} 行“{line.version.name}”：{finding.text}"
            if finding.severity == ERROR:
                yield Problem(said, place_of(line), line.pk)
            elif finding.wants_answer:
                url = reverse("paper-row-answers", args=[paper_id, line.pk])
                yield Problem(f"{said}改一改，或者写一句说明。", url, line.pk)


def keep(revision, lines):
    """At submission: what stands on the rows that could be changed, and on the whole."""
    shown = by_line(revision, lines)
    standing = [(line, finding) for line in lines if line.open for finding in shown[line.pk]] + [
        (None, finding) for finding in of_whole(revision, lines)
    ]
    people = {(one.line_id, one.rule, one.mark): one.answered_by_id for one in _kept(revision)}
    made = [
        _to_keep(revision, line, finding, people)
        for line, finding in standing
        if finding.severity != ERROR and not finding.wants_answer
    ]
    opened = [line.pk for line in lines if line.open]
    CheckFinding.objects.filter(revision=revision, line__in=opened).delete()
    CheckFinding.objects.filter(revision=revision, line__isnull=True).delete()
    CheckFinding.objects.bulk_create(made)


def freeze(revision):
    """The revision is handed in: from now on what was kept with it cannot change."""
    kept = CheckFinding.objects.filter(revision=revision, frozen_at=None)
    kept.update(frozen_at=revision.submitted_at)


def carry(old, new):
    """What was kept with a revision goes on with the same versions in the next."""
    lines = dict(new.power_lines.values_list("version", "pk"))
    copies = []
    for one in CheckFinding.objects.filter(revision=old).select_related("line"):
        line_id = lines.get(one.line.version_id) if one.line_id else None
        if one.line_id is None or line_id is not None:
            one.pk, one.revision, one.line_id, one.frozen_at = None, new, line_id, None
            one._state.adding = True
            copies.append(one)
    CheckFinding.objects.bulk_create(copies)


def sealed_answers(revision):
    """What a revision's digest covers: which word of reason stands on what."""
    found = CheckFinding.objects.filter(revision=revision).exclude(answer="")
    fields = ("line__serial", "rule", "about", "answer")
    return [list(row) for row in found.order_by(*fields[:3]).values_list(*fields)]


def _kept(revision):
    return CheckFinding.objects.filter(revision=revision).select_related("answered_by")


def _computed(found, kept):
    """Findings of the rules with the answers that still fit the content they were given for."""
    known = {(one.rule, one.mark): one for one in kept if one.answer}
    return [_shown(one, known.get((one.rule, mark_of(one.about)))) for one in found]


def _shown(found, kept):
    return Shown(
        rule=found.rule,
        part=found.part,
        severity=found.severity,
        text=found.text,
        about=found.about,
        clause=found.clause,
        example=found.example,
        near=found.near,
        post_id=found.post_id,
        strike=found.strike,
        **answer_of(kept),
    )


def _to_keep(revision, line, finding, people):
    key = (line and line.pk, finding.rule, finding.mark)
    return CheckFinding(
        revision=revision,
        line=line,
        rule=finding.rule,
        part=finding.part,
        severity=finding.severity,
        text=finding.text,
        about=finding.about,
        mark=finding.mark,
        answer=finding.answer,
        answered_by_id=people.get(key) if finding.answer else None,
        answered_at=finding.answered_at,
    )
