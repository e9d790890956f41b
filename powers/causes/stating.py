"""Stating causes in a draft, and what is kept of them when it is handed in.

An amendment within the year (ADR 0010) states one for each row it changes; the catalogue of a new
year may.
"""

from registry.papers.register import Change, change_of
from registry.papers.rows import Problem

from ..draft import open_draft
from .models import ChangeCause


def changed_lines(lines, paper):
    """Lines (read with their version) that add, adjust or strike a power."""
    return [line for line in lines if change_of(line.version, paper) != Change.UNCHANGED]


def attach(rows):
    """Put `details["cause"]` on every row, None where there is none: one query."""
    changed = [row.line.pk for row in rows if row.change != Change.UNCHANGED]
    found = {one.line_id: one for one in ChangeCause.objects.filter(line__in=changed)}
    for row in rows:
        row.details["cause"] = found.get(row.line.pk)


def problems(paper, lines, url):
    """Changed rows of an amendment that do not say on what ground; `url` is where they can."""
    if paper.whole:
        return
    changed = changed_lines(lines, paper)
    stated = set(ChangeCause.objects.filter(line__in=changed).values_list("line", flat=True))
    for line in changed:
        if line.pk not in stated:
            text = f"第 {line.serial} 行“{line.version.name}”：请选择变动事由，写一句说明。"
            yield Problem(text, url, line.pk)


def state(*, paper, causes, by):
    """Write {line id: (kind, text)} into an open draft; an empty kind takes one back."""
    with open_draft(paper=paper, by=by) as draft:
        said = {draft.line(line_id): each for line_id, each in causes.items()}
        blank = [line for line, (kind, _) in said.items() if not kind]
        ChangeCause.objects.filter(line__in=blank).delete()
        ChangeCause.objects.bulk_create(
            (
                ChangeCause(line=line, kind=kind, text=text.strip())
                for line, (kind, text) in said.items()
                if kind
            ),
            batch_size=200,
            update_conflicts=True,
            unique_fields=["line"],
            update_fields=["kind", "text"],
        )


def carry(old, new):
    """What was stated goes on with the same versions in the next revision."""
    lines = dict(new.power_lines.values_list("version", "pk"))
    stated = ChangeCause.objects.filter(line__revision=old).select_related("line")
    ChangeCause.objects.bulk_create(
        ChangeCause(line_id=lines[one.line.version_id], kind=one.kind, text=one.text)
        for one in stated
        if one.line.version_id in lines
    )


def keep(revision, lines):
    """At submission: nothing is stated of a row that changes nothing any more."""
    changed = changed_lines(lines, revision.paper)
    ChangeCause.objects.filter(line__revision=revision).exclude(line__in=changed).delete()


def freeze(revision):
    """The revision is handed in: from now on what was stated cannot change."""
    stated = ChangeCause.objects.filter(line__revision=revision, frozen_at=None)
    stated.update(frozen_at=revision.submitted_at)


def sealed(revision):
    """What a revision's digest covers."""
    found = ChangeCause.objects.filter(line__revision=revision).order_by("line__serial")
    return [list(each) for each in found.values_list("line__serial", "kind", "text")]
