"""What an edition may show: for society only public rows, inside the public ones too [4]."""

from django.db.models import Q

from registry.papers.models import PaperKind
from risks.models import PointVersion

from .models import Publication

# Papers whose rows are on their way into force; a directory holds what is in force.
ON_THE_WAY = [kind for kind in PaperKind if kind != PaperKind.DIRECTORY]


def visibilities(edition):
    return ("public",) if edition == Publication.Edition.PUBLIC else ("public", "inside")


def point_versions(revisions, edition):
    """Points of these revisions that an edition shows; what is being struck is not shown.

    A directory repeats the register: what that has struck or closed since is not shown either.
    """
    shown = visibilities(edition)
    still_shown = Q(point__in_force__struck=False, point__in_force__visibility__in=shown)
    return PointVersion.objects.filter(
        Q(lines__revision__paper__kind__in=ON_THE_WAY) | still_shown,
        lines__revision__in=revisions,
        struck=False,
        visibility__in=shown,
    )


def can_be_publicised(paper):
    """Whether anything of the paper can be shown in the range its programme chose."""
    shown = point_versions([paper.current], paper.programme.publicity_range)
    return paper.programme.publicity_days > 0 and shown.exists()
