"""What an edition may show: for society only public rows, inside the public ones too [4]."""

from risks.models import PointVersion

from .models import Publication


def visibilities(edition):
    return ("public",) if edition == Publication.Edition.PUBLIC else ("public", "inside")


def point_versions(revisions, edition):
    """Points of these revisions that an edition shows; what is being struck is not shown."""
    return PointVersion.objects.filter(
        lines__revision__in=revisions, struck=False, visibility__in=visibilities(edition)
    )


def can_be_publicised(paper):
    """Whether anything of the paper can be shown in the range its programme chose."""
    shown = point_versions([paper.current], paper.programme.publicity_range)
    return paper.programme.publicity_days > 0 and shown.exists()
