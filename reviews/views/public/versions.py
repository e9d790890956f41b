"""与上一版相比: what a published catalogue or directory changed against the version before it."""

from reviews import versions
from reviews.models import Publication

from .page import Kind, fetch_publication, public_page, render_page, successor, unchanged


def public_versions(publication):
    """The row of versions for society; what was withdrawn is in it by number and day."""
    public = Publication.objects.filter(edition=Publication.Edition.PUBLIC)
    return versions.row_of_versions(publication, public)


@public_page
def changes(request, number):
    """Added, changed and removed rows, from the frozen rows of both; none of what is withdrawn."""
    publication = fetch_publication(number, Kind.CATALOGUE, Kind.DIRECTORY)
    current, before = successor(publication), publication.supersedes
    tag, answer = unchanged(request, publication, current, before and before.withdrawn_at)
    if answer:
        return answer
    context = {"publication": publication, "current": current, "before": before}
    if versions.can_be_compared(publication, before):
        context |= versions.on_page(publication, before, request.GET)
    response = render_page(request, "public/changes.html", context)
    response.headers["ETag"] = tag
    return response
