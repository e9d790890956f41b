"""The forms of leaders and middle managers, each through its own chain into the register."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.papers.models import Paper, PaperKind
from reviews import filing, seats
from reviews.printing import form_sheet, print_paper
from risks.models import RiskPoint
from tests import way

# whose form, its kind, who signs in this order, the boxes on the front, head and first column
FORMS = {
    "leader": (
        "other_supervisor",
        PaperKind.LEADER_FORM,
        ["leading_group", "discipline_office"],
        ["单位领导小组审查意见", "所在派驻纪检组、监察室审核意见"],
        ["姓名", "职务"],
        "三重一大、岗位职责",
    ),
    "middle": (
        "section_head",
        PaperKind.MIDDLE_FORM,
        ["supervising_leader", "leading_group", "discipline_office"],
        ["单位主管领导审查意见", "单位领导小组审查意见", "所在派驻纪检组、监察室审核意见"],
        ["科室", "负责人"],
        "岗位职责、工作流程",
    ),
}


def client_of(cast, role):
    client = Client()
    client.force_login(getattr(cast.accounts, role))
    return client


def begun(cast, role):
    """Through the page "my posts", as its owner begins it."""
    post = getattr(cast.posts, role)
    answer = client_of(cast, role).post(reverse("form-start", args=[post.pk]))
    paper = Paper.objects.get(post=post)
    assert answer.url == reverse("paper-edit", args=[paper.pk])
    return paper


@pytest.mark.parametrize("tier", FORMS)
def test_a_form_goes_its_own_way_into_the_register(cast, tier):
    role, kind, chain, boxes, head, left = FORMS[tier]
    owner = getattr(cast.people, role)
    paper = begun(cast, role)
    assert paper.kind == kind
    way.submit(way.fill_form(paper, owner), owner)
    assert [step.seat for step in paper.steps.order_by("position")] == chain
    signers = {way.sign(paper, _signer(paper)).person for _ in chain}
    assert owner not in signers
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    assert RiskPoint.objects.in_force().filter(post=getattr(cast.posts, role)).count() == 2
    sheet = form_sheet(paper, paper.current)
    assert [box.label for box in sheet.opinions] == boxes
    assert all(box.signer for box in sheet.opinions)
    assert [label for label, _ in sheet.head] == head
    assert sheet.left_title == left
    stream = BytesIO()
    print_paper(paper, paper.current, stream)
    assert stream.getvalue().startswith(b"%PDF")


def _signer(paper):
    return seats.resolve(way.open_step(paper), timezone.localdate()).holders[0].person


def test_a_leader_writes_major_matters_and_is_asked_for_them_first(cast):
    paper = begun(cast, "other_supervisor")
    leader = client_of(cast, "other_supervisor")
    page = leader.get(reverse("paper-duty-add", args=[paper.pk])).content.decode()
    assert "三重一大" in page
    assert "工作流程</label>" not in page
    page = leader.get(reverse("paper-row-add", args=[paper.pk])).content.decode()
    assert "大额度资金使用" in page


def test_a_middle_manager_is_asked_for_people_money_and_goods(cast):
    paper = begun(cast, "section_head")
    middle = client_of(cast, "section_head")
    page = middle.get(reverse("paper-row-add", args=[paper.pk])).content.decode()
    assert "科室履职" in page
    assert "班主任管理" not in page


def test_a_post_that_changes_its_tier_goes_on_with_the_form_it_has(cast):
    paper = begun(cast, "section_head")
    post = cast.posts.section_head
    post.tier = "ordinary"
    post.save()
    again = filing.start_form(post=post, programme=cast.programme, by=cast.people.section_head)
    assert again == paper
