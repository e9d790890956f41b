"""Files of publications for everybody: small ones at once, large ones once they are written."""

from django.http import Http404
from django.utils.http import quote_etag

from registry.files.storing import attachment_response
from registry.jobs.models import Job
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file
from reviews import exporting
from reviews.models import Publication

from .page import fetch_publication, known_by, public_page, render_page, stands_alone

RETRY_AFTER = "30"  # seconds


@public_page
def download(request, number, format_name):
    """A publication as a file, byte for byte the same for everybody."""
    if format_name not in FORMATS:
        raise Http404
    publication = fetch_publication(number, *Publication.Kind)
    tag = quote_etag(f"{publication.digest}-{format_name}-{publication.corrections.count()}")
    if answer := known_by(request, tag):
        return answer
    if format_name not in offered(request, publication):
        raise Http404
    at_once = stands_alone(request) or exporting.is_small(publication, format_name)
    write = _written_now if at_once else _written_before
    response = write(request, publication, format_name)
    if response.status_code == 200:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-cache"
    return response


def offered(request, publication):
    """The formats a reader may choose from: all of them, where jobs write the large ones."""
    return exporting.formats_at_once(publication) if stands_alone(request) else list(FORMATS)


def _written_now(request, publication, format_name):
    name = exporting.file_name(publication, format_name)
    return table_file(exporting.table_of(publication), format_name, name)


def _written_before(request, publication, format_name):
    """The stored file of the job; until it is there, a page that says so."""
    job = exporting.queue_public_file(publication, format_name)
    if job.state == Job.State.DONE and job.result_id:
        return attachment_response(job.result)
    context = {
        "publication": publication,
        "failed": job.state == Job.State.FAILED,
        "format": FORMATS[format_name],
    }
    response = render_page(request, "public/preparing.html", context)
    response.status_code = 202
    response.headers["Retry-After"] = RETRY_AFTER
    return response
