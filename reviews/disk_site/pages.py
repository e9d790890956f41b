"""Every page and file of the public site, asked of its own views, written with relative links."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, get_urlconf, resolve, set_urlconf

from . import assets, index
from .names import file_of, link, plain_address

URLCONF = "reviews.public_urls"
START = ("/", "/public/map/", "/public/search/", "/check/")
# These speak to visitors of a server: they name addresses that a disk has not.
NOT_ON_DISK = ("/robots.txt", "/sitemap.xml")
WITH_LINKS = ("text/html", "application/atom+xml")
NAMED = re.compile(r'\b(href|src|action)="([^"#][^"]*)"')


class BrokenLink(Exception):
    """A page of the site leads to an address that the site does not have."""


@dataclass(frozen=True)
class OnDisk:
    """What pages know when they are written to a disk: how many parts the search has."""

    search_parts: int


@dataclass
class Site:
    """The files written so far, and the addresses still to be written."""

    root: Path
    on_disk: OnDisk
    written: dict = field(default_factory=dict)
    named_assets: set = field(default_factory=set)


def write_site(root):
    """Write the whole site below `root`; the Site with what was written.

    Nothing but the views of the public site is asked, so nothing but publications is in it.
    """
    site = Site(root, OnDisk(index.write_search(root)))
    index.write_numbers(root)
    _write_all(site)
    assets.copy_assets(site.named_assets, root)
    return site


def _write_all(site):
    waiting = list(START)
    while waiting:
        address = waiting.pop()
        if address in site.written:
            continue
        site.written[address] = file_of(address)
        waiting += _write(site, address)


def _write(site, address):
    """Write one page or file; the addresses it leads to."""
    response = _asked(site, address)
    try:
        content = b"".join(response) if response.streaming else response.content
    finally:
        response.close()
    found = []
    if response.headers["Content-Type"].startswith(WITH_LINKS):
        content = _rewritten(site, address, content.decode(), found).encode()
    place = site.root / file_of(address)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return found


def _asked(site, address):
    path, _, query = address.partition("?")
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(query)
    request.on_disk = site.on_disk
    try:
        with _public_addresses():
            view, args, kwargs = resolve(path)
            response = view(request, *args, **kwargs)
    except (Resolver404, Http404) as error:
        raise BrokenLink(address) from error
    if response.status_code != 200:
        raise BrokenLink(f"{address}: {response.status_code}")
    return response


@contextmanager
def _public_addresses():
    """No other address is known while a page is written: the way to the inside leaves no link.

    For each page anew, as closing an answer sets the addresses back.
    """
    before = get_urlconf()
    set_urlconf(URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)


def _rewritten(site, address, html, found):
    """The page with every address made relative; the addresses are added to `found`."""
    source = file_of(address)

    def relative(match):
        target = unescape(match[2])
        if re.match(r"[a-z]+:|//", target):
            return match[0]
        target = plain_address(target, address)
        if assets.is_asset(target):
            site.named_assets.add(target)
            return f'{match[1]}="{escape(link(source, assets.file_of_asset(target)))}"'
        if target in NOT_ON_DISK:
            raise BrokenLink(target)
        found.append(target)
        return f'{match[1]}="{escape(link(source, file_of(target)))}"'

    return NAMED.sub(relative, html)
