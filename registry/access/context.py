"""What every page inside shows around its content."""

from django.utils.functional import SimpleLazyObject

from .navigation import counts_for, navigation_for


def desk(request):
    """Menu and counts; a page that shows neither costs no query and does not wake the session."""
    counts = SimpleLazyObject(lambda: counts_for(request.person))
    return {
        "navigation": SimpleLazyObject(lambda: navigation_for(request, counts)),
        "navigation_counts": counts,
    }
