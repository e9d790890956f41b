"""From saying which power is registered to an answered question about a sum in two parts; all of it
is clicked.
"""

import pytest
from django.utils import timezone

from tests import way
from tests.cast import make_cast

pytestmark = pytest.mark.walk

POWER = "物资采购决定"
FIRM = "青禾家具店"


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    way.confirmed_catalogue(cast, POWER, side="internal", visibility="inside")
    return cast


def test_a_sum_in_two_parts_is_asked_about_and_explained(cast, enter):
    office = enter("school-office")
    register(office)
    buyer = enter("other-staff", expect_errors=("422",))
    write(buyer, "采购二年级课桌椅", "30000", "一年级也要换")
    buyer.sees("已登记，谢谢。")
    write(buyer, "采购三年级课桌椅", "26000")
    buyer.show("exercise-split", "合起来达到了这个标准", "采购二年级课桌椅", "30,000.00")
    explain(buyer)
    look(office)
    buyer.menu("运行登记")
    buyer.sees("合计达到标准 · 已看过")


def register(office):
    office.menu("运行登记")
    office.follow("登记哪些权力")
    office.show("registered-proposed", POWER, "三重一大")
    office.follow("登记这一项")
    office.choose("登记科室", "总务处")
    office.tick("决定方式", "达到金额标准的集体研究")
    office.write("金额标准（元）", "50000")
    office.press("保存")
    office.show("registered", "已添加", "标准 5 万元")


def write(buyer, subject, amount, views=""):
    """The only power there is: the form is there at once. By the keyboard, from a draft."""
    buyer.menu("运行登记")
    buyer.follow("登记一项")
    buyer.heading(f"登记：{POWER}")
    buyer.write("事项", subject)
    buyer.write("决定日期", timezone.localdate().isoformat())
    buyer.write("金额（元）", amount)
    buyer.write("往来单位或对象", FIRM)
    buyer.tick("怎样决定", "按程序审批")
    buyer.page.keyboard.press("Control+s")
    buyer.sees("草稿已保存")
    buyer.write("研究意见", views)
    buyer.page.keyboard.press("Control+Enter")
    buyer.heading(subject)


def explain(buyer):
    buyer.follow("写说明")
    buyer.press("写上")
    buyer.sees("请写一两句说明。")
    buyer.write("说明", "两个年级分两批到货，合同是一份，已报校务会补议。")
    buyer.press("写上")
    buyer.show("exercise-explained", "说明已写上", "已说明", "已报校务会补议")


def look(office):
    office.menu("运行登记")
    office.follow("只看写好说明的")
    office.follow("采购三年级课桌椅")
    office.follow("看过了")
    office.write("回复（可以不写）", "好，补议后把记录附上。")
    office.press("看过了")
    office.show("exercise-looked", "已记下您看过了", "好，补议后把记录附上。")
