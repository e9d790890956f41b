"""The keyed digest that ties an entry to the one before it. No database here."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings

# Everything an auditor reads, and where in which chain it stands. The order does not matter.
SEALED_FIELDS = (
    "chain",
    "seq",
    "actor_id",
    "actor_name",
    "account_name",
    "action",
    "unit_id",
    "unit_name",
    "target_kind",
    "target_ref",
    "outcome",
    "origin",
    "request_id",
    "previous",
)


def seal(content: dict) -> str:
    """HMAC-SHA256 under settings.TRAIL_KEY over the content as canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.TRAIL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def entry_digest(entry, **instead) -> str:
    """What the entry's digest must be; `instead` asks what it would be with other values."""
    content = {name: getattr(entry, name) for name in SEALED_FIELDS}
    content["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return seal(content | instead)
