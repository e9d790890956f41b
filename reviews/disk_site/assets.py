"""Style sheets, scripts, fonts and pictures that the pages name, and those that these name."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

NAMED = re.compile(rb"""url\(\s*["']?([^"')\s]+)""")


class MissingAsset(Exception):
    """A page names a static file that is not there: `collectstatic` has not run, for instance."""


def is_asset(address):
    return address.startswith(_prefix())


def copy_assets(addresses, root):
    """Copy these and whatever style sheets among them name, once each; the number of files."""
    waiting, done = list(addresses), set()
    while waiting:
        address = urlsplit(waiting.pop()).path
        if address in done:
            continue
        done.add(address)
        content = _found(address).read_bytes()
        place = root / "static" / _name(address)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if address.endswith(".css"):
            named = (name.decode() for name in NAMED.findall(content))
            waiting += [urljoin(address, name) for name in named if not name.startswith("data:")]
    return len(done)


def file_of_asset(address):
    return f"static/{_name(urlsplit(address).path)}"


def _prefix():
    """STATIC_URL as it stands in pages; Django puts a slash before it."""
    return f"/{settings.STATIC_URL.strip('/')}/"


def _name(address):
    return unquote(address.removeprefix(_prefix()))


def _found(address):
    """Collected under this name, as in production, or where it is developed."""
    name = _name(address)
    collected = Path(settings.STATIC_ROOT) / name
    path = collected if collected.is_file() else finders.find(name)
    if not path or ".." in Path(name).parts:
        raise MissingAsset(name)
    return Path(path)
