"""Digests (校验码): SHA-256 over canonical JSON, the same on every machine."""

import hashlib
import json


def digest_of(content):
    """Hex digest of anything JSON can carry; keys sorted, Chinese kept, no spaces."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
