"""The office keeps the recurring duties of its unit."""

from datetime import date

import pytest
from django.urls import reverse

from registry.tasks.models import TaskRule
from registry.tasks.recurring import counting
from registry.trail.models import TrailEntry

MONTHLY = "monthly-report"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.school_office)
    return client


@pytest.fixture
def at(cast):
    def address(name, *further):
        return reverse(name, args=[cast.school_large.pk, *further])

    return address


def given(page, **changes):
    """What the form shows, with changes."""
    form = page.context["form"]
    shown = {field.name: field.value() for field in form if field.value() is not None}
    return {**shown, **changes}


def test_the_shipped_ones_are_off_and_switched_on_for_the_unit_alone(office, at, cast):
    body = office.get(reverse("recurring-list")).content.decode()
    assert "廉政风险防控工作月报" in body
    assert "还没有启用" in body
    answer = office.post(at("recurring-switch", MONTHLY), {"on": "1"}, follow=True)
    assert "还没有启用" not in answer.content.decode()
    assert "办公室主任" in answer.content.decode()
    assert counting(cast.school_large)[MONTHLY].is_on
    assert not counting(cast.school_small)[MONTHLY].is_on
    office.post(at("recurring-switch", MONTHLY), {"on": "1"})
    office.post(at("recurring-switch", MONTHLY), {"on": "0"})
    assert not counting(cast.school_large)[MONTHLY].is_on
    assert TrailEntry.objects.filter(action="task_rule.changed").count() == 2


def test_one_is_changed_for_the_unit_and_given_up_again(office, at, cast):
    page = office.get(at("recurring-edit", MONTHLY))
    assert page.context["form"]["remind_days"].value() == "7、1"
    changes = {"due_day": 25, "remind_days": "10, 3", "is_on": "on"}
    answer = office.post(at("recurring-edit", MONTHLY), given(page, **changes))
    assert answer.status_code == 302
    own = counting(cast.school_large)[MONTHLY]
    assert (own.unit, own.due_day, own.remind_days) == (cast.school_large, 25, [10, 3])
    assert own.changed_by == cast.people.school_office
    office.post(at("recurring-inherit", MONTHLY))
    assert counting(cast.school_large)[MONTHLY].unit is None
    answer = office.post(at("recurring-inherit", MONTHLY), follow=True)
    assert "没有可以改回的设置" in answer.content.decode()


def test_what_the_bureau_sets_counts_below(client, cast):
    client.force_login(cast.accounts.office)
    at = [cast.bureau.pk, MONTHLY]
    client.post(reverse("recurring-switch", args=at), {"on": "1"})
    assert counting(cast.school_village)[MONTHLY].unit == cast.bureau
    client.force_login(cast.accounts.school_office)
    body = client.get(reverse("recurring-list")).content.decode()
    assert "和平区教育体育局" in body


def test_one_of_the_unit_alone_is_added(office, at, cast):
    page = office.get(at("recurring-add"))
    facts = {
        "name": "食堂采购月查",
        "whom": "key_posts",
        "every": "month",
        "day": 5,
        "due": "working_days",
        "working_days": 3,
    }
    assert office.post(at("recurring-add"), given(page, **facts)).status_code == 302
    rule = TaskRule.objects.get(name="食堂采购月查")
    assert (rule.unit, rule.working_days, rule.due_day) == (cast.school_large, 3, None)
    assert rule.when == "每月5日起，3个工作日内办完"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "请填写名称。"),
        ({"due_day": ""}, "due_day", "请写一个数。"),
        ({"due_day": 3}, "due_day", "办完的日子不能早于开始的日子。"),
        ({"due": "working_days"}, "working_days", "请写一个数。"),
        ({"every": "quarter", "month": 4}, "month", "这样的周期只有 3 个月，请写 1 到 3。"),
        ({"remind_days": "一周"}, "remind_days", "请写成 30、7、1 这样的天数。"),
        ({"remind_days": "100"}, "remind_days", "最多写 5 个，每个不超过 90 天。"),
    ],
)
def test_a_faulty_one_is_told_at_the_field(office, at, changes, field, said):
    page = office.get(at("recurring-edit", MONTHLY))
    answer = office.post(at("recurring-edit", MONTHLY), given(page, **changes))
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field]
    assert not TaskRule.objects.exclude(unit=None).exists()


def test_a_stale_tab_overwrites_nothing(office, at, cast):
    page = office.get(at("recurring-edit", MONTHLY))
    office.post(at("recurring-switch", MONTHLY), {"on": "1"})
    answer = office.post(at("recurring-edit", MONTHLY), given(page, name="别的名称"))
    assert answer.status_code == 409
    assert counting(cast.school_large)[MONTHLY].name == "廉政风险防控工作月报"


def test_switching_on_again_makes_nothing_up(office, at, cast):
    office.post(at("recurring-switch", MONTHLY), {"on": "1"})
    own = counting(cast.school_large)[MONTHLY]
    TaskRule.objects.filter(pk=own.pk).update(opened_to=date(2026, 1, 20))
    office.post(at("recurring-switch", MONTHLY), {"on": "0"})
    assert counting(cast.school_large)[MONTHLY].opened_to == date(2026, 1, 20)
    office.post(at("recurring-switch", MONTHLY), {"on": "1"})
    assert counting(cast.school_large)[MONTHLY].opened_to is None


def test_another_unit_does_not_exist_and_others_have_no_business_here(client, cast):
    client.force_login(cast.accounts.small_office)
    for name in ("recurring-edit", "recurring-switch"):
        address = reverse(name, args=[cast.school_large.pk, MONTHLY])
        assert client.post(address).status_code == 404
    assert (
        client.get(reverse("recurring-edit", args=[cast.school_small.pk, "x"])).status_code == 404
    )
    client.force_login(cast.accounts.staff)
    assert client.get(reverse("recurring-list")).status_code == 403


def test_the_list_is_narrowed(office):
    page = office.get(reverse("recurring-list"), {"whom": "everybody"})
    assert {rule.code for rule in page.context["rules"]} == {"self-check"}
    page = office.get(reverse("recurring-list"), {"state": "on"})
    assert "没有符合条件的定期工作" in page.content.decode()
