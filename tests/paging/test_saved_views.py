"""One's own views of lists: kept, opened, renamed, deleted and had back, by nobody else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.paging.models import SavedView

LIST = "/powers/"


@pytest.fixture
def desk(client, cast, monkeypatch):
    monkeypatch.setattr("registry.access.context.navigation_for", lambda request, counts: [])
    client.force_login(cast.accounts.staff)
    return client


def save(desk, name, query="side=internal&columns=steps&after=/1/~x~3&words="):
    data = {"page": "power-list", "query": query, "name": name}
    return desk.post(reverse("view-save"), data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_life_of_a_view(cast, desk):
    assert "存为常用视图“内部的”" in said(save(desk, " 内部的 "))
    view = SavedView.objects.get()
    assert (view.owner, view.query) == (cast.people.staff, "side=internal&columns=steps")
    page = desk.get(f"{LIST}?{view.query}").content.decode()
    assert f'href="{LIST}?side=internal&amp;columns=steps" aria-current="page"' in page
    assert "已有叫“内部的”的常用视图" in said(save(desk, "内部的"))
    assert "没有筛选条件" in said(save(desk, "空的", query="after=1&words="))
    assert "起个名称" in said(save(desk, "  "))

    desk.post(reverse("view-rename", args=[view.pk]), {"name": "事情的名"})
    desk.post(reverse("view-delete", args=[view.pk]))
    assert "事情的名" not in desk.get(LIST).content.decode()
    assert "事情的名" in desk.get(reverse("view-list")).content.decode()
    save(desk, "事情的名")
    refused = desk.post(reverse("view-restore", args=[view.pk]), follow=True)
    assert "已有叫“事情的名”的常用视图" in said(refused)
    desk.post(reverse("view-delete", args=[SavedView.objects.exclude(pk=view.pk).get().pk]))
    desk.post(reverse("view-restore", args=[view.pk]))
    assert SavedView.objects.kept().get() == view

    desk.force_login(cast.accounts.section_head)
    assert "事情的名" not in desk.get(LIST).content.decode()
    for name in ("view-rename", "view-delete", "view-restore"):
        assert desk.post(reverse(name, args=[view.pk])).status_code == 404


def test_the_database_keeps_names_apart(cast):
    kept = {"owner": cast.people.staff, "page": "point-list", "query": "kind=moral"}
    SavedView.objects.create(name="同名", **kept)
    for wrong in ({"name": "同名"}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**{**kept, **wrong})
