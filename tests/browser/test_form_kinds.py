"""Each kind of form in a browser: begun from my posts, with its own head and first column."""

import pytest

from tests.browser.hands import Desk
from tests.cast import make_cast

# who begins it, the button, then words of its head and of the page that adds a duty
KINDS = {
    "leader": ("supervisor", "开始填写", ["姓名", "职务"], "三重一大"),
    "middle": ("section_head", "开始填写", ["科室", "负责人"], "工作流程"),
    "staff": ("staff", "开始填写", ["姓名", "职务"], "工作流程"),
    "section": ("section_head", "填写科室的表", ["科室", "负责人"], "科室职责"),
    "unit": ("school_office", "填写单位的表", ["填报部门", "主要负责人"], "单位职责"),
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_begun_and_looks_right(open_page, look, cast, kind):
    role, button, head, left = KINDS[kind]
    desk = Desk(open_page("/my-posts/", account=getattr(cast.accounts, role)), look)
    look(desk.page, f"my-posts-{kind}")
    desk.press(button)
    desk.sees(*head, "先写一条岗位职责")
    look(desk.page, f"form-{kind}")
    desk.follow("写第一条职责")
    desk.sees(left)
