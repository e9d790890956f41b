"""The row pages under the addresses reviews gives them, with the rights it checks."""

import re

import pytest
from django.urls import reverse

from powers import catalogue
from powers.models import Power

from .factory import add


@pytest.fixture
def paper(client, cast):
    client.force_login(cast.accounts.school_office)
    client.post(reverse("catalogue-start", args=[cast.school_large.pk]))
    return cast.school_large.papers.get()


def test_a_row_from_the_first_click_to_the_last(client, cast, paper):
    page = client.get(reverse("paper-edit", args=[paper.pk]))
    assert "目录里还没有职权" in page.content.decode()
    url = reverse("paper-row-add", args=[paper.pk])
    stamp = re.search(r'name="stamp" value="(\w+)"', client.get(url).content.decode())[1]
    data = {
        "stamp": stamp,
        "name": "新生入学资格审核",
        "side": "external",
        "kind": "confirmation",
        "sections": [cast.sections.teaching.pk],
        "bases-TOTAL_FORMS": "1",
        "bases-INITIAL_FORMS": "0",
        "bases-0-law": "中华人民共和国义务教育法",
    }
    assert client.post(url, data).url == reverse("paper-edit", args=[paper.pk])
    row = catalogue.rows(paper.current)[0]
    page = client.get(reverse("paper-edit", args=[paper.pk])).content.decode()
    assert "新生入学资格审核" in page
    for name in ("paper-row", "paper-row-strike"):
        assert client.get(reverse(name, args=[paper.pk, row.line.pk])).status_code == 200
        assert reverse(name, args=[paper.pk, row.line.pk]) in page
    assert client.get(reverse("paper-import", args=[paper.pk])).status_code == 200
    assert client.get(reverse("paper-check", args=[paper.pk])).status_code == 200
    restore = reverse("paper-row-restore", args=[paper.pk, row.line.pk])
    assert "删除这一项" in client.post(restore).content.decode()
    move = reverse("paper-row-move", args=[paper.pk, row.line.pk])
    assert client.post(move, {"serial": "1"}).status_code == 302
    assert client.post(reverse("paper-catch-up", args=[paper.pk])).status_code == 302


@pytest.mark.parametrize("role", ["principal", "staff", "small_office"])
@pytest.mark.parametrize("name", ["paper-row", "paper-row-strike", "paper-row-restore"])
def test_others_cannot_reach_the_rows(client, cast, paper, role, name):
    line = add(cast, paper)
    client.force_login(getattr(cast.accounts, role))
    url = reverse(name, args=[paper.pk, line.pk])
    response = client.post(url, {"stamp": "x", "why": "x", "name": "别人改的名称"})
    assert response.status_code in (403, 404)
    assert Power.objects.get().versions.get().name == "学生学籍变动审核"
