"""One point over the years: every version that was in force, newest first."""

from dataclasses import dataclass

from registry.papers.models import Revision

from .content import content_of
from .models import PointVersion
from .wording import Difference, Names, differences


@dataclass(frozen=True)
class Event:
    """A version, the paper that brought it, and what it says differently from the one before.

    `who` signed the form that brought it, with the post they signed as.
    """

    version: PointVersion
    is_current: bool
    differences: list[Difference]
    who: str

    @property
    def paper(self):
        return self.version.written_in


def history_of(point):
    """From the version in force back along the bases; drafts and refused versions are not in it."""
    versions = {version.pk: version for version in _frozen(point)}
    line = []
    version = versions.get(point.in_force_id)
    while version is not None:
        line.append(version)
        version = versions.get(version.base_id)
    names, signed = Names.of_versions(line), _signed(line)
    return [
        Event(
            version,
            version.pk == point.in_force_id,
            _changes(versions, version, names),
            signed.get(version.written_in_id, ""),
        )
        for version in line
    ]


def _signed(versions):
    """Paper id → who handed in its last revision."""
    revisions = Revision.objects.filter(
        paper__in={version.written_in_id for version in versions}, submitted_at__isnull=False
    ).order_by("no")
    rows = revisions.values_list("paper", "filer_name", "filer_title")
    return {paper: f"{title} {name}".strip() for paper, name, title in rows}


def _changes(versions, version, names):
    before = versions.get(version.base_id)
    if before is None or version.struck:
        return []
    return differences(content_of(before), content_of(version), names)


def _frozen(point):
    return (
        PointVersion.objects.filter(point=point, digest__isnull=False)
        .select_related("level", "level_after", "step", "duty", "written_in__programme")
        .prefetch_related("measures__post")
    )
