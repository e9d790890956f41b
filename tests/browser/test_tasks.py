"""A recurring duty from the office that adds it to the one who hands it in: opened by the clock,
found in the inbox and in the calendar, done with a file, taken back; all of it clicked.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from registry.tasks import clock
from registry.tasks.models import Task
from tests.cast import make_cast

NAME = "食堂验收记录月查"
NOTE = "抽看了三天的验收单，签字齐全。"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def add_duty(desk, today):
    desk.menu("定期工作")
    desk.show("recurring-empty", "定期工作")
    desk.follow("添加定期工作")
    desk.write("名称", NAME)
    desk.choose("谁来办", "防控办")
    desk.write("从几日开始", str(today.day))
    desk.tick("期限", "开始后几个工作日内")
    desk.press("保存")
    desk.show("recurring-faulty", "请写一个数")
    desk.write("几个工作日内办完", "3")
    desk.press("保存")
    desk.show("recurring-list", NAME, "3个工作日内办完", "接下来会开启的任务")


def hand_in(desk):
    desk.menu("待办")
    desk.show("inbox-task", "等我办理", NAME)
    desk.follow(NAME)
    desk.write("办理情况", NOTE)
    desk.field("材料").set_input_files(
        {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
    )
    desk.press("办完了，提交")
    desk.show("task-done", "已记为完成", NOTE, "验收单.pdf")


def look_at_the_calendar(desk, month):
    desk.menu("任务")
    desk.show("tasks-none-left", "没有没办完的任务")
    desk.follow("任务日历")
    desk.page.goto(f"{desk.page.url}?month={month}")
    desk.show("calendar", "任务日历", NAME, "已完成")
    months = desk.page.get_by_role("navigation", name="换月份").get_by_role("link")
    months.filter(has_text=re.compile(r"\d月")).last.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page).not_to_have_url(re.compile(f"month={month}"))
    desk.follow("任务清单")


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.walk)])
def test_from_the_duty_to_the_one_who_hands_it_in(cast, enter, width):
    today = timezone.localdate()
    desk = enter("school-office", width=width, expect_errors=["status of 422"])
    add_duty(desk, today)
    assert clock.tick(today).opened == 1
    hand_in(desk)
    task = Task.objects.get()
    assert task.done_by == cast.people.school_office
    look_at_the_calendar(desk, f"{task.due_on:%Y-%m}")
    desk.choose("状态", "已完成")
    desk.press("筛选")
    desk.follow(f"{NAME}（")
    desk.press("交错了，撤回")
    desk.show("task-again", "写过的内容和材料都还在", "验收单.pdf")
    task.refresh_from_db()
    assert task.done_at is None
