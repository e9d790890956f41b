"""Telling people something inside the system. Nothing leaves the machine."""

from django.utils.http import url_has_allowed_host_and_scheme

from .models import Notice


def is_internal(url):
    """A path on this site, so that a notice can never lead elsewhere."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def notify(*, people, text, url, key=None, kind=""):
    """One notice to each of the people; a key makes it once per person, however often called.

    Callers call it after commit: `transaction.on_commit(lambda: notify(…))`.
    """
    if not is_internal(url):
        raise ValueError(f"not a path on this site: {url}")
    fresh = [
        Notice(
            person=person,
            text=text[:300],
            url=url,
            kind=kind,
            key=f"{key}:{person.pk}" if key else None,
        )
        for person in {person.pk: person for person in people}.values()
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
