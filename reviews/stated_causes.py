"""On what ground a published catalogue changed against the one before: as the papers stated it."""

from django.db.models import Q

from powers.causes.models import ChangeCause
from registry.papers.models import Paper, PaperKind, PaperState

from .editions import visibilities
from .models import Confirmation, Publication
from .personal_data import found_in, masked


def causes_of(publication):
    """{id of a power, as text: the ground in words} for a catalogue about to be frozen.

    From every paper confirmed since the one behind the version before, the latest word of each
    power; with what leads to a person hidden, as nobody looks these over one by one.
    """
    before, paper = publication.supersedes, publication.paper
    if publication.kind != Publication.Kind.CATALOGUE or not (before and before.paper and paper):
        return {}
    shown = visibilities(publication.edition)
    was_shown = Q(line__version__visibility="inside", line__version__base__visibility__in=shown)
    stated = ChangeCause.objects.filter(
        was_shown | Q(line__version__visibility__in=shown),
        line__revision__in=_confirmed_between(before.paper, paper),
    )
    stated = stated.select_related("line__version").order_by("line__revision__paper__confirmed_at")
    return {str(each.line.version.power_id): _for_readers(str(each)) for each in stated}


def _confirmed_between(before, paper):
    """The revisions that were confirmed after the one paper and up to the other."""
    papers = Paper.objects.filter(
        unit=paper.unit_id,
        kind=PaperKind.CATALOGUE,
        state=PaperState.CONFIRMED,
        confirmed_at__gt=before.confirmed_at,
        confirmed_at__lte=paper.confirmed_at,
    )
    confirmed = Confirmation.objects.filter(action=Confirmation.Action.CONFIRM, paper__in=papers)
    return confirmed.values("revision")


def _for_readers(text):
    return masked(text, found_in(text))
