"""The menu shows what somebody may do, and everything it shows is there."""

import pytest
from django.urls import reverse

from registry.access.navigation import ENTRIES
from registry.organisation.models import Account

WORK = [
    "待办",
    "我的岗位",
    "办件",
    "档案",
    "职权",
    "法规库",
    "风险点",
    "意见建议",
    "公示",
    "公开",
    "内部公开栏",
    "我的下载",
]
LEADS = [*WORK[:-1], "进度", "我的下载"]
RECEIVES = [*LEADS[:9], "来件", *LEADS[9:]]
RUNS = [*LEADS[:10], "纠错", *LEADS[10:-1], "年度方案", "我的下载"]

MENUS = {
    "staff": WORK,
    "section_head": LEADS,
    "discipline": RECEIVES,
    "bureau_leader": LEADS,
    "principal": LEADS,
    "keeper": [*WORK, "导入"],
    "school_office": [*RUNS, "导入"],
    "office": [*RUNS, "导入"],
    "system_admin": ["我的下载", "导入", "邮件提醒", "后台设置"],
    "security_admin": ["我的下载", "导入", "后台设置"],
    "auditor": ["我的下载", "操作留痕"],
}


@pytest.fixture
def menu_of(client, cast):
    def look(role):
        client.force_login(getattr(cast.accounts, role))
        response = client.get(reverse("password-change"))
        return response.context["navigation"]

    return look


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_leads_somewhere(entry):
    assert reverse(entry.url_name)


@pytest.mark.parametrize("role", MENUS)
def test_everyone_sees_what_they_may_do(menu_of, role):
    assert [item["label"] for item in menu_of(role)] == MENUS[role]


@pytest.mark.parametrize("role", MENUS)
def test_no_entry_leads_to_a_refusal(client, menu_of, role):
    for item in menu_of(role):
        response = client.get(item["url"], follow=True)
        assert response.status_code == 200, item["label"]


@pytest.mark.parametrize("page", ["organisation-import", "organisation-import-template"])
def test_only_the_present_page_is_marked(client, cast, page, settings):
    client.force_login(cast.accounts.system_admin)
    response = client.get(reverse("organisation-import"))
    active = [item["label"] for item in response.context["navigation"] if item["active"]]
    assert active == ["导入"]


def test_a_superuser_without_a_person_sees_the_admin_only(client, db):
    client.force_login(Account.objects.create_superuser("root", password="x"))
    response = client.get(reverse("password-change"))
    assert [item["label"] for item in response.context["navigation"]] == ["后台设置"]


def seven(person):
    return 7


def test_the_number_beside_an_entry_comes_from_the_setting(menu_of, settings):
    settings.NAVIGATION_COUNTS = {"inbox": f"{__name__}.seven"}
    counts = {item["label"]: item["count"] for item in menu_of("staff")}
    assert counts["待办"] == 7
    assert counts["我的岗位"] is None


def test_each_number_outside_tests_is_one_of_a_person(menu_of, counted_menu, cast):
    counts = {item["label"]: item["count"] for item in menu_of("staff")}
    assert (counts["待办"], counts["意见建议"]) == (0, 0)


def test_a_fragment_without_menu_costs_no_count(client, cast, settings, rf):
    from registry.access.context import desk

    settings.NAVIGATION_COUNTS = {"inbox": "nowhere.at_all"}
    request = rf.get("/")
    request.person, request.user = cast.people.staff, cast.accounts.staff
    assert set(desk(request)) == {"navigation", "navigation_counts"}
