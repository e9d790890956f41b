"""What build_site writes: what is published and nothing else, links that lead to its own files."""

import hashlib
import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.core.management import call_command

from registry.tables.formats import FORMATS
from tests.public import factory
from tests.public.walk import CANARIES, make_site, texts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_print(monkeypatch):
    """The formats that take long are left out."""
    monkeypatch.setattr("reviews.exporting.ROWS_AT_ONCE", dict.fromkeys(FORMATS, 0))


@pytest.fixture(scope="module")
def site(staged_cast):
    return make_site(staged_cast())


@pytest.fixture(scope="module")
def built(site, tmp_path_factory):
    root = tmp_path_factory.mktemp("disk") / "site"
    call_command("build_site", "--out", str(root))
    return root, site


def test_nothing_but_what_is_published(built):
    root, _ = built
    shown = 0
    for path, text in texts_of(root):
        for name, canary in CANARIES.items():
            assert canary not in text, f"{name} in {path}"
        shown += "公开行" in text
    assert shown > 10, "control: the rows that are published are there"


def test_a_canary_would_be_found(built, cast, tmp_path, no_print):
    factory.directory(cast, CANARIES["inside"])
    call_command("build_site", "--out", str(tmp_path / "site"))
    assert any(CANARIES["inside"] in text for _, text in texts_of(tmp_path / "site"))


def test_every_link_leads_to_a_file_and_none_to_a_server(built):
    root, _ = built
    seen = 0
    for path in root.rglob("*.html"):
        for target in re.findall(r'(?:href|src|action)="([^"#]+)"', path.read_text()):
            target = unquote(unescape(target))
            assert not re.match(r"[a-z]+:|/", target), (path, target)
            assert (path.parent / target).is_file(), (path, target)
            seen += 1
    assert seen > 300
    for path in root.rglob("*.css"):
        for target in re.findall(r"url\([\"']?([^\"')]+)", path.read_text()):
            if not target.startswith("data:"):
                assert (path.parent / target.split("?")[0].split("#")[0]).is_file(), target


def test_pages_of_a_server_are_not_promised(built):
    root, _ = built
    for path in root.rglob("*.html"):
        text = path.read_text()
        assert "sign-in" not in text
        assert 'method="post"' not in text
        assert "filter-bar" not in text


def test_numbers_and_words_for_scripts(built):
    root, site = built
    numbers = (root / "data/numbers.js").read_text()
    entries = json.loads(numbers[numbers.index("[") : numbers.rindex("]") + 1])
    states = {entry[0]: entry[2] for entry in entries}
    for publication in site["shown"].values():
        assert publication.number in states
    for publication in site["hidden"]:
        public = publication.edition == factory.Edition.PUBLIC
        assert (publication.number in states) == public
    rows = (root / "data/search-0.js").read_text()
    found = json.loads(rows[rows.index("[") : rows.rindex("]") + 1])
    assert all((root / row[5]).is_file() for row in found)


def test_the_sums_hold(built):
    root, _ = built
    lines = (root / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == sum(1 for path in root.rglob("*") if path.is_file()) - 1
    for line in lines[:50]:
        digest, name = line.split("  ")
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest
