"""岗位工作流程图: steps read from what a form says, the page of a post, its files."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from powers.models import FlowNode
from risks import editing
from risks.workflow_charts import LONGEST, steps_in
from tests import way
from tests.stage import staged


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("审票、付款、登记日记账、对账", ["审票", "付款", "登记日记账", "对账"]),
        ("受理材料、证件→审核→发证。", ["受理材料、证件", "审核", "发证"]),
        ("收件——核对——归档", ["收件", "核对", "归档"]),
        ("受理材料、证件；审核；发证", ["受理材料、证件", "审核", "发证"]),
        ("收文登记，拟办，送阅", ["收文登记", "拟办", "送阅"]),
        ("收件\n 核对\n\n归档", ["收件", "核对", "归档"]),
        ("审核、退回、审核", ["审核", "退回", "审核（第 2 次）"]),
        ("办理学籍异动", ["办理学籍异动"]),
        ("、、。", []),
        ("", []),
    ],
)
def test_steps_are_set_apart_by_signs(text, steps):
    assert steps_in(text) == steps


def test_a_long_step_and_many_of_them_are_cut():
    steps = steps_in("→".join(["长" * 200] * 60))
    assert len(steps) == len(set(steps)) == 40
    assert max(map(len, steps)) <= LONGEST


def make(cast):
    """A form with two workflows: a point is written under the first, one hangs on the step of a
    power that is called like a step of the second."""
    way.confirmed_catalogue(cast, "学籍异动审核", steps=["受理", "核对", "决定"])
    paper, by = way.begin_form(cast), cast.people.staff
    duty = editing.save_duty(paper=paper, kind="workflow", text="登记、核对原件、签字、归档", by=by)
    editing.save_duty(paper=paper, kind="workflow", text="受理→答复", by=by)
    editing.save_duty(paper=paper, kind="duty", text="办理学生学籍登记和异动手续", by=by)
    content = way.point(1, duty=duty.version.duty_id)
    editing.save_point(paper=paper, content=content, by=by)
    step = FlowNode.objects.get(label="受理", version__in_force_for__isnull=False).step_id
    editing.save_point(paper=paper, content=way.point(2, step=step), by=by)
    return paper


staged_form = staged(make)


@pytest.fixture
def post(staged_form, cast):
    paper = type(staged_form).objects.get(pk=staged_form.pk)
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return cast.posts.staff


def test_the_page_draws_each_workflow_with_its_points(client, cast, post):
    client.force_login(cast.accounts.staff)
    assert reverse("post-workflow", args=[post.pk]) in client.get(reverse("my-posts")).text
    page = client.get(reverse("post-workflow", args=[post.pk]))
    first, second = page.context["workflows"]
    assert [step["label"] for step in first.figure.steps] == ["登记", "核对原件", "签字", "归档"]
    assert [step["label"] for step in second.figure.steps] == ["受理", "答复"]
    (point,), (tied,) = first.points, second.points
    assert point.sentence in page.text
    assert tied.sentence in page.text
    assert not first.figure.marks, "no step of a power is called like one of these"
    ((label, marks),) = second.figure.marks.items()
    assert label == "受理"
    assert [mark.text for mark in marks] == [f"{tied.level} 1 处"]
    assert page.text.count("<svg") == 2
    assert "办理学生学籍登记" not in page.text, "a duty is no workflow"
    detail = client.get(reverse("point-detail", args=[point.point_id])).text
    assert reverse("post-workflow", args=[post.pk]) in detail


@pytest.mark.parametrize("format_name", ["svg", "pdf", "docx"])
def test_the_files_hold_all_of_it(client, cast, post, format_name):
    client.force_login(cast.accounts.section_head)
    answer = client.get(reverse("post-workflow-file", args=[post.pk, format_name]))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    if format_name == "docx":
        cells = [
            cell.text
            for table in Document(BytesIO(content)).tables
            for row in table.rows
            for cell in row.cells
        ]
        assert {"核对原件", "答复"} <= set(cells)
    else:
        assert content[:5] in (b"%PDF-", b"<?xml")


@pytest.mark.parametrize(("who", "status"), [("small_staff", 404), ("keeper", 404), ("group", 200)])
def test_it_is_read_by_whoever_reads_the_post(client, cast, post, who, status):
    client.force_login(getattr(cast.accounts, who))
    assert client.get(reverse("post-workflow", args=[post.pk])).status_code == status
    assert client.get(reverse("post-workflow-file", args=[post.pk, "svg"])).status_code == status
