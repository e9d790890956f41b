"""Where an address of the site lies on the disk, and how one file points to another."""

import hashlib
import os.path
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

# What a list is narrowed by, one thing at a time, and the two units of a comparison.
KEPT = ("unit", "kind", "served", "level", "page", "one", "other")


def plain_address(address, page="/"):
    """The address as it is built: absolute, without what only a server could answer to."""
    parts = urlsplit(urljoin(page, address))
    query = {key: value for key, value in parse_qsl(parts.query) if key in KEPT and value}
    if query.get("page") == "1":
        del query["page"]
    return parts.path + (f"?{urlencode(sorted(query.items()))}" if query else "")


def file_of(address):
    """The file for an address, relative to the root of the site, whatever stands in the address."""
    path, _, query = address.partition("?")
    parts = [_safe(part) for part in unquote(path).split("/") if part]
    if not path.endswith("/"):
        return str(PurePosixPath(*parts))
    name = f"list-{hashlib.sha256(query.encode()).hexdigest()[:12]}" if query else "index"
    return str(PurePosixPath(*parts, f"{name}.html"))


def _safe(part):
    """No part may climb out of the directory, as a code of dots would."""
    return f"_{part}" if not part.strip(".") else part.replace("\\", "_")


def link(source, target):
    """How the file `source` writes the way to the file `target`."""
    return quote(os.path.relpath(target, Path(source).parent))
