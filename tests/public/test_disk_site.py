"""build_site: where it writes, what it replaces, what it leaves alone."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_urlconf, reverse

from registry.papers.models import Paper
from registry.tables.formats import FORMATS
from reviews.disk_site import names, pages, placing
from tests.public import factory
from tests.public.walk import texts_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_print(monkeypatch):
    """The formats that take long are left out."""
    monkeypatch.setattr("reviews.exporting.ROWS_AT_ONCE", dict.fromkeys(FORMATS, 0))


def build(tmp_path):
    call_command("build_site", "--out", str(tmp_path / "site"))
    return tmp_path / "site"


def test_the_search_is_cut_into_parts(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("reviews.disk_site.index.PART_BYTES", 500)
    factory.catalogue(cast, "甲", "乙", "丙")
    root = build(tmp_path)
    parts = sorted(path.name for path in (root / "data").glob("search-*.js"))
    assert len(parts) == 3
    assert f'data-parts="{len(parts)}"' in (root / "public/search/index.html").read_text()


def test_the_second_takes_the_place_of_the_first(cast, tmp_path):
    old = factory.catalogue(cast, "旧职权")
    root = build(tmp_path)
    assert (root / f"public/catalogues/{old.number}/index.html").is_file()
    factory.withdrawn(old, cast)
    factory.directory(cast, "名额外流")
    build(tmp_path)
    assert not (root / f"public/catalogues/{old.number}").exists()
    assert not any("旧职权" in text for _, text in texts_of(root))
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
