"""The menu shows what somebody may do, and everything it shows is there."""

from itertools import groupby
from operator import itemgetter

import pytest
from django.urls import reverse

from registry.access.navigation import ENTRIES, SEEN_AT_A_GLANCE, Group
from registry.organisation.models import Account

# What most people see; the others see this and more.
EVERYBODY = {
    Group.MINE: ["待办", "任务", "我的岗位", "我的下载"],
    Group.PAPERS: ["办件", "意见建议"],
    Group.REGISTER: ["风险点", "职权", "清权", "法规库", "制度"],
    Group.PREVENTION: [
        *("风险提示", "措施落实", "自查", "监督检查", "廉政承诺", "廉政谈话", "廉政活动"),
    ],
    Group.OPENNESS: ["公示", "公开", "内部公开栏"],
    Group.RECORDS: ["档案"],
}
MANAGES = {Group.REGISTER: ["风险点", "我的责任", "职权", "清权", "法规库", "制度"]}
LEADS = {
    **EVERYBODY,
    Group.PREVENTION: [
        *("风险提示", "措施落实", "自查", "监督检查"),
        *("到岗告知", "廉政承诺", "廉政谈话", "廉政活动"),
    ],
    Group.RECORDS: ["进度", "防控看板", "找全", "档案"],
}
DISPOSES = {**LEADS, Group.CONTROL: ["处置"]}
RECEIVES = {
    **LEADS,
    Group.CONTROL: ["风险信息", "问卷调查", "评估", "研判", "处置"],
    Group.OPENNESS: ["公示", "来件", "公开", "内部公开栏"],
}
RUNS = {
    **LEADS,
    Group.CONTROL: ["评估", "研判", "处置"],
    Group.REGISTER: ["风险点", "职权", "清权", "运行登记", "法规库", "制度"],
    Group.OPENNESS: ["公示", "公开", "纠错", "内部公开栏"],
    Group.SETTINGS: ["年度方案", "定期工作", "导入"],
}

MENUS = {
    "staff": EVERYBODY,
    "section_head": {**LEADS, **MANAGES},
    "group": DISPOSES,
    "discipline": RECEIVES,
    "bureau_leader": {**LEADS, **MANAGES},
    "principal": {**LEADS, **MANAGES},
    "keeper": {**EVERYBODY, Group.SETTINGS: ["导入"]},
    "school_office": {
        **RUNS,
        Group.REGISTER: ["风险点", "我的责任", "职权", "清权", "运行登记", "法规库", "制度"],
    },
    "office": RUNS,
    # So few that headings would only be in the way.
    "system_admin": {"": ["我的下载", "导入", "邮件提醒", "群机器人", "后台设置"]},
    "security_admin": {"": ["我的下载", "导入", "后台设置"]},
    "auditor": {"": ["我的下载", "操作留痕"]},
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
    groups = groupby(menu_of(role), key=itemgetter("group"))
    assert {name: [item["label"] for item in items] for name, items in groups} == MENUS[role]


def test_the_groups_stand_in_one_order(menu_of):
    seen = [name for name, _ in groupby(menu_of("office"), key=itemgetter("group"))]
    assert seen == list(Group)


def test_few_entries_have_no_headings(menu_of, monkeypatch):
    assert len(menu_of("system_admin")) <= SEEN_AT_A_GLANCE < len(menu_of("staff"))
    monkeypatch.setattr("registry.access.navigation.SEEN_AT_A_GLANCE", 0)
    assert {item["group"] for item in menu_of("system_admin")} == {Group.MINE, Group.SETTINGS}


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
