"""Every page carries the same protection, whoever asks, found by walking the addresses.

Only addresses without parameters are walked here; every middleware treats the others alike, and
the table of access asks each of them.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.cast import make_cast

CONTENT_SECURITY_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
ON_EVERY_PAGE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MAY_ALSO_BE_THERE = {
    *("Content-Type", "Content-Length", "Content-Disposition", "Content-Language"),
    *("Cache-Control", "Expires", "Last-Modified", "ETag", "Vary", "Location", "Allow"),
    *("X-Request-ID", "Content-Security-Policy", "Retry-After"),
    *("HX-Redirect", "HX-Refresh", "HX-Trigger", "HX-Retarget", "HX-Reswap", "HX-Push-Url"),
}


def routes(patterns=None, before=""):
    """Every address without a parameter."""
    for entry in patterns or get_resolver().url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if not re.search(r"[<^(*]", route):
                yield "/" + route
        else:
            yield from routes(entry.url_patterns, route)


class Offences(HTMLParser):
    """What the policy would block, or what would ask another origin."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}> with text")
        for name, value in attributes:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"{tag} {name}")
            if fetches(tag, name) and re.match(r"(https?:)?//|javascript:", value or ""):
                self.found.append(f"{tag} {name}={value}")


def fetches(tag, attribute):
    """Whether the browser would fetch from, or send to, what the attribute names."""
    always = ("src", "srcset", "action", "formaction", "poster")
    return attribute in always or (tag == "link" and attribute == "href")


def offences(html):
    parser = Offences()
    parser.feed(html)
    return parser.found


def header_faults(response):
    policy = response.headers.get("Content-Security-Policy")
    if policy is None:
        yield "Content-Security-Policy is missing"
    elif {part.strip() for part in policy.split(";")} != CONTENT_SECURITY_POLICY:
        yield f"Content-Security-Policy: {policy}"
    for name, value in ON_EVERY_PAGE.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    if unknown := set(response.headers) - {*ON_EVERY_PAGE, *MAY_ALSO_BE_THERE}:
        yield f"unknown: {unknown}"


def page_faults(response):
    yield from header_faults(response)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        yield from offences(response.content.decode())


def client_of(account):
    client = Client()
    if account is not None:
        client.force_login(account)
    return client


@pytest.mark.walk
@pytest.mark.parametrize("who", [None, "staff", "office", "discipline", "system_admin"])
def test_every_page_has_the_same_headers_and_nothing_inline(db, who):
    cast = make_cast()
    account = who and getattr(cast.accounts, who)
    faults = {
        route: found
        for route in [*routes(), "/no-such-page/"]
        if (found := list(page_faults(client_of(account).get(route))))
    }
    assert faults == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color:red'>",
        "<style>p {}</style>",
        "<script>go()</script>",
        "<button onclick='go()'>",
        "<img src='//elsewhere.example/x.png'>",
        "<link href='https://elsewhere.example/x.css'>",
        "<form action='https://elsewhere.example/'>",
    ],
)
def test_an_offence_would_be_found(html):
    assert offences(html)


def test_a_page_without_the_policy_would_be_found(db, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("csp")]
    response = Client().get("/no-such-page/")
    assert "Content-Security-Policy is missing" in set(header_faults(response))
