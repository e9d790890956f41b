"""build_site: what is published and nothing else, relative links that lead somewhere, one step."""

import hashlib
import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_urlconf, reverse

from registry.papers.models import Paper
from reviews.disk_site import names, pages, placing
from tests.public import factory
from tests.public.walk import CANARIES, make_site, print_of, words_of

pytestmark = pytest.mark.django_db


def build(tmp_path):
    call_command("build_site", "--out", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def built(cast, tmp_path):
    site = make_site(cast)
    return build(tmp_path), site


def texts(root):
    for path in root.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            body = path.read_bytes()
            readers = {".docx": words_of, ".pdf": print_of}
            yield path, readers.get(path.suffix, lambda body: body.decode(errors="replace"))(body)


def test_nothing_but_what_is_published(built):
    root, _ = built
    shown = 0
    for path, text in texts(root):
        for name, canary in CANARIES.items():
            assert canary not in text, f"{name} in {path}"
        shown += "公开行" in text
    assert shown > 10, "control: the rows that are published are there"


def test_a_canary_would_be_found(built, cast, tmp_path):
    factory.directory(cast, CANARIES["inside"])
    assert any(CANARIES["inside"] in text for _, text in texts(build(tmp_path)))


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


def test_the_search_is_cut_into_parts(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("reviews.disk_site.index.PART_BYTES", 500)
    factory.catalogue(cast, "甲", "乙", "丙")
    root = build(tmp_path)
    parts = sorted(path.name for path in (root / "data").glob("search-*.js"))
    assert len(parts) == 3
    assert f'data-parts="{len(parts)}"' in (root / "public/search/index.html").read_text()


def test_the_sums_hold(built):
    root, _ = built
    lines = (root / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == sum(1 for path in root.rglob("*") if path.is_file()) - 1
    for line in lines[:50]:
        digest, name = line.split("  ")
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest


def test_the_second_takes_the_place_of_the_first(cast, tmp_path):
    old = factory.catalogue(cast, "旧职权")
    root = build(tmp_path)
    assert (root / f"public/catalogues/{old.number}/index.html").is_file()
    factory.withdrawn(old, cast)
    factory.directory(cast, "名额外流")
    build(tmp_path)
    assert not (root / f"public/catalogues/{old.number}").exists()
    assert not any("旧职权" in text for _, text in texts(root))
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_the_system_knows_no_exchange(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(placing, "_exchanged", lambda one, other: False)
    factory.catalogue(cast)
    build(tmp_path)
    build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_not_ours_is_left_alone(cast, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "letters.txt").write_text("keep")
    with pytest.raises(CommandError, match="没有改动"):
        build(tmp_path)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["letters.txt"]


def test_a_page_that_fails_leaves_the_old_site(cast, tmp_path, monkeypatch):
    factory.catalogue(cast)
    root = build(tmp_path)
    before = (root / "SHA256SUMS").read_text()
    monkeypatch.setattr(pages, "START", ("/", "/public/nowhere/"))
    with pytest.raises(CommandError, match="没有生成成功"):
        build(tmp_path)
    assert (root / "SHA256SUMS").read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert get_urlconf() is None or reverse("desk")


def test_without_anything_published(tmp_path, db):
    assert not Paper.objects.exists()
    assert "还没有公布的内容" in (build(tmp_path) / "index.html").read_text()


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/public/units/LARGE/", "public/units/LARGE/index.html"),
        ("/public/units/../", "public/units/_../index.html"),
        ("/public/download/A.csv", "public/download/A.csv"),
        ("/a/%E4%B8%80/", "a/一/index.html"),
        ("/a/%5C..%5Cb/", "a/_.._b/index.html"),
    ],
)
def test_where_an_address_lies(address, file):
    assert names.file_of(address) == file


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("?page=2", "/public/powers/?page=2"),
        ("?page=1", "/public/powers/"),
        ("?q=x&page=2", "/public/powers/?page=2"),
        ("../units/A/#main", "/public/units/A/"),
        ("/check/?number=1", "/check/"),
    ],
)
def test_what_of_an_address_is_built(address, plain):
    assert names.plain_address(address, "/public/powers/") == plain


def test_lists_of_different_words_lie_apart():
    files = {names.file_of(f"/public/powers/?{query}") for query in ("kind=a", "kind=b", "page=2")}
    assert len(files) == 3
