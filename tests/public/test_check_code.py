"""The QR code on the pages of a publication: printed, it leads back to where they are checked."""

from html import unescape

import pytest
from django.urls import reverse

from registry.tables import codes
from tests.public import factory

SITE = "https://gongkai.example.cn"


@pytest.fixture
def pages(cast):
    catalogue = factory.catalogue(cast, "学生学籍变动审核")
    directory = factory.directory(cast, "未核对证明材料就办理转学")
    return {
        reverse("public-power", args=[catalogue.number, 1]): catalogue,
        reverse("public-catalogue", args=[catalogue.number]): catalogue,
        reverse("public-directory", args=[directory.number]): directory,
    }


@pytest.mark.parametrize("site", [SITE, ""])
def test_each_page_of_a_publication_carries_its_code(client, settings, pages, site):
    settings.PUBLIC_SITE = {**settings.PUBLIC_SITE, "url": site}
    for address, publication in pages.items():
        page = unescape(client.get(address).text)
        check = f"{SITE}{reverse('check', args=[publication.number])}"
        assert (codes.svg_of(check) in page) is bool(site), address
        assert ("public-stamp__code" in page) is bool(site), address
