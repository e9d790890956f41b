"""How a power came to say what it says: its versions that were in force, newest first."""

from dataclasses import dataclass

from django.db.models import Prefetch

from registry.papers.models import Paper, Revision
from registry.papers.register import Change

from .content import Difference, differences, in_words
from .models import PowerLine, PowerVersion


@dataclass(frozen=True)
class Event:
    """One version: what it did to the one before, in which paper, and who handed that in."""

    version: PowerVersion
    change: Change
    differences: list[Difference]
    paper: Paper
    revision: Revision | None


def history_of(power):
    """From the version in force back along the bases; drafts and refused versions are not in it."""
    versions = {version.pk: version for version in _versions(power)}
    events = []
    version = versions.get(power.in_force_id)
    while version is not None:
        base = versions.get(version.base_id)
        events.append(_event(version, base))
        version = base
    return events


def _versions(power):
    lines = PowerLine.objects.select_related("revision__submitted_by", "revision__entered_by")
    return (
        power.versions.filter(digest__isnull=False)
        .select_related("written_in__programme", "written_in__confirmed_by")
        .prefetch_related(Prefetch("lines", queryset=lines.order_by("revision__no")))
        .with_content()
    )


def _event(version, base):
    own_lines = [
        line for line in version.lines.all() if line.revision.paper_id == version.written_in_id
    ]
    changed = base is not None and not version.struck
    return Event(
        version=version,
        change=_change(version),
        differences=differences(in_words(base), in_words(version)) if changed else [],
        paper=version.written_in,
        revision=own_lines[0].revision if own_lines else None,
    )


def _change(version):
    if version.struck:
        return Change.STRUCK
    return Change.ADJUSTED if version.base_id else Change.NEW
