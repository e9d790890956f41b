"""Tokens of business systems: made by the office, shown once, kept as a digest, taken back."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record

from .models import RecordToken

PREFIX = "rec_"
BYTES = 32
SHOWN = 8  # signs that tell a token from others


@transaction.atomic
def make(*, registered, system, expires_on, by):
    """(row, token). The token is 256 random bits: a plain digest of it gives nothing away."""
    token = PREFIX + secrets.token_urlsafe(BYTES)
    row = RecordToken.objects.create(
        registered=registered,
        system=system,
        expires_on=expires_on,
        digest=digest_of(token),
        beginning=token[:SHOWN],
        made_by=by,
        made_at=timezone.now(),
    )
    record(by=by, action="record_token.made", unit=registered.unit, target=row)
    return row, token


@transaction.atomic
def revoke(*, token, by):
    """From this moment on nothing is taken with it; asked twice, it is revoked once."""
    standing = RecordToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    if standing.update(revoked_at=timezone.now(), revoked_by=by):
        unit = token.registered.unit
        record(by=by, action="record_token.revoked", unit=unit, target=token)


def known(token):
    """The row of a token that is good today, else None."""
    usable = RecordToken.objects.usable(timezone.localdate())
    rows = usable.select_related("registered__unit", "registered__section")
    return rows.filter(digest=digest_of(token)).first()


def digest_of(token):
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
