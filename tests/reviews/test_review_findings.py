"""What the rules of wording found stands on the reviewer's page, with the filler's words."""

import pytest
from django.urls import reverse

from reviews import passing, workflow
from reviews.refusals import NotReady
from risks import answering, editing
from tests import way

WHY = "文件里就是这样写的"


@pytest.fixture
def short(cast):
    """A form whose first row is too short, and that row."""
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=1)
    line = paper.current.point_lines.get()
    content = way.point(1, risk="代签材料")
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    return paper, line


def answered(cast, paper, line):
    answers = {"too_short-risk": WHY}
    answering.answer(paper=paper, line_id=line.pk, answers=answers, by=cast.people.staff)
    return way.submit(paper, cast.people.staff)


def test_a_warning_without_a_word_is_not_handed_in(cast, short):
    paper, _ = short
    paper.refresh_from_db()
    with pytest.raises(NotReady):
        workflow.submit(paper=paper, by=cast.people.staff, counter=paper.current.counter)


def test_the_reviewer_reads_finding_and_answer(cast, client, short):
    paper = answered(cast, *short)
    client.force_login(cast.accounts.section_head)
    page = client.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert "风险点只有 4 个字" in page
    assert f"{cast.people.staff.name}的说明" in page
    assert WHY in page
    assert reverse("paper-row-answers", args=[paper.pk, short[1].pk]) not in page


def test_a_paper_with_a_finding_is_opened_singly(cast, short):
    answered(cast, *short)
    assert passing.passable_together(cast.people.section_head) == []


def test_a_paper_without_one_may_be_passed_with_others(cast):
    """The control."""
    paper = way.submitted_form(cast)
    assert [step.paper for step in passing.passable_together(cast.people.section_head)] == [paper]
