"""A paper passed by the admin alone; and whoever holds no seat moves nothing there."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from registry.organisation.models import Account
from reviews.models import Decision, Publication
from tests import way
from tests.cast import make_account, make_cast

SIGNERS = ("section_head", "supervisor", "group", "discipline", "school_office", "principal")
OWNER = "学籍管理员"


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    accounts = [getattr(cast.accounts, name).pk for name in SIGNERS]
    Account.objects.filter(pk__in=accounts).update(is_staff=True)
    return cast


@pytest.fixture
def paper(cast):
    return way.submitted_form(cast)


def test_the_admin_alone_brings_a_form_into_the_register(cast, paper, enter):
    pass_in_admin(enter("section-head"))
    pass_in_admin(enter("supervisor"))
    pass_in_admin(enter("group"), in_meeting=True)
    pass_in_admin(enter("discipline"))
    office = enter("school-office")
    in_admin(office, "办件", OWNER, "开始公示")
    Publication.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    in_admin(office, "公开", "廉政风险点公示", "结束公示")
    office.sees("已办理 1 项。")
    principal = enter("principal")
    in_admin(principal, "办件", OWNER, "确认生效")
    principal.sees("已办理 1 项。", "已生效")


def pass_in_admin(desk, *, in_meeting=False):
    in_admin(desk, "审核步骤", OWNER, "通过")
    if in_meeting:
        desk.write("会议日期", timezone.localdate().isoformat())
        desk.write("会议地点", "三楼会议室")
        desk.sees("叶知秋")
        desk.press("签署")
    desk.sees("已办理 1 项。")


def in_admin(desk, list_name, row, action):
    desk.page.goto("/admin/")
    desk.page.get_by_role("rowheader", name=list_name, exact=True).get_by_role("link").click()
    desk.page.get_by_role("row", name=row).get_by_role("checkbox").check()
    desk.page.get_by_role("combobox").select_option(label=action)
    desk.page.get_by_role("textbox", name="意见").fill("同意。")
    desk.press("执行")


def test_a_superuser_without_a_seat_is_offered_nothing(cast, paper, enter):
    desk = enter_as_superuser(enter)
    desk.page.goto("/admin/")
    desk.misses("审核步骤", "办件")
    desk.page.goto("/admin/organisation/unit/")
    desk.sees("和平区第一中学")


def enter_as_superuser(enter):
    account = make_account("root")
    Account.objects.filter(pk=account.pk).update(is_staff=True, is_superuser=True)
    return enter("root")


@pytest.mark.parametrize("name", ["staff", "auditor"])
def test_a_superuser_who_is_somebody_without_a_seat_sees_no_action(cast, paper, enter, name):
    account = getattr(cast.accounts, name)
    Account.objects.filter(pk=account.pk).update(is_staff=True, is_superuser=True)
    desk = enter(name)
    desk.page.goto("/admin/reviews/step/")
    desk.sees("0 审核步骤")
    expect(desk.page.get_by_role("button", name="执行")).to_have_count(0)
    forge(desk, paper)
    paper.refresh_from_db()
    assert (paper.state, paper.position) == ("review", 1)
    assert not Decision.objects.exists()
    assert not Publication.objects.exists()


def forge(desk, paper):
    """What the buttons would send, without the buttons: the request is well made in all but the
    right to make it."""
    step = way.open_step(paper)
    desk.page.goto("/admin/")
    token = desk.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for address, action, subject in [
        (reverse("admin:reviews_step_changelist"), "pass_step", step.pk),
        (reverse("admin:papers_paper_changelist"), "confirm", paper.pk),
        (reverse("admin:papers_paper_changelist"), "open_publicity", paper.pk),
    ]:
        desk.page.request.post(
            address,
            form={
                "csrfmiddlewaretoken": token,
                "action": action,
                "_selected_action": str(subject),
                "opinion": "同意。",
                "index": "0",
            },
        )


def test_the_forged_request_is_well_made(cast, paper, enter):
    """The control: from who sits there the same request moves the paper."""
    forge(enter("section-head"), paper)
    paper.refresh_from_db()
    assert paper.position == 2
