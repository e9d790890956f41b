"""网站地图, sitemap.xml, robots.txt; the foot of every page; the looks."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings as project
from django.urls import reverse

from tests.public import factory

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client):
    response = client.get(reverse("public-sitemap"))
    assert response.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    return [urlsplit(each.text).path for each in tree.iter(LOC)]


def test_every_address_of_the_map_for_engines_answers(client, cast):
    factory.catalogue(cast, "甲", "乙")
    factory.directory(cast)
    factory.publicity(cast)
    found = locations(client)
    assert len(found) == len(set(found))
    assert reverse("public-unit", args=["LARGE"]) in found
    for path in found:
        assert client.get(path).status_code == 200, path


def test_what_stands_no_more_is_not_in_it(client, cast):
    old, inside = factory.catalogue(cast), factory.catalogue(cast, edition="inside")
    new = factory.catalogue(cast, "新")
    gone = factory.withdrawn(factory.directory(cast), cast)
    text = "\n".join(locations(client)) + client.get(reverse("public-map")).text
    assert new.number in text
    for hidden in (old, inside, gone):
        assert hidden.number not in text


def test_the_map_for_readers_leads_everywhere(client, cast):
    publication = factory.catalogue(cast)
    text = client.get(reverse("public-map")).text
    for name in ("public-powers", "public-directories", "public-data-about", "check"):
        assert f'href="{reverse(name)}"' in text
    assert reverse("public-catalogue", args=[publication.number]) in text


def test_engines_are_told_what_leads_to_nothing_new(client, db):
    text = client.get(reverse("public-robots")).text
    assert "Disallow: /*?\n" in text
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")


def foot(client):
    return client.get("/").text.partition('<footer class="public-footer">')[2]


def test_the_foot_leaves_out_what_is_not_set(client, db, settings):
    settings.PUBLIC_SITE = {}
    for word in ("主办单位", "联系方式", "地址", "网站标识码", "由本单位"):
        assert word not in foot(client)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("owner", "和平区教育局", "主办单位"),
        ("contact", "电话 12345", "联系方式"),
        ("address", "和平路 1 号", "地址"),
        ("record", "某ICP备00000000号", "某ICP备00000000号"),
        ("police", "某公网安备000号", "某公网安备000号"),
        ("code", "1200000001", "网站标识码：1200000001"),
    ],
)
def test_the_foot_says_what_is_set(client, db, settings, key, value, said):
    settings.PUBLIC_SITE = {key: value}
    assert value in foot(client)
    assert said in foot(client)


def test_strong_contrast_is_the_same_wished_here_or_in_the_system():
    sheet = (project.BASE_DIR / "static/css/looks.css").read_text()
    by_box = re.search(r":root:has\(#look-contrast:checked\) \{(.*?)\}", sheet, re.S)[1].split()
    by_system = re.search(r"prefers-contrast: more\) \{\s*:root \{(.*?)\}", sheet, re.S)[1].split()
    assert by_box == by_system
