"""A duty that two holders of a post wrote alike: the second is taken as the one in force."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.papers.models import Paper
from risks import editing, form
from risks.content import content_of, sealed_content
from risks.draft import RowRefused
from risks.models import Duty, PointVersion
from tests import way
from tests.flows.test_shared_points import (
    change,
    client_of,
    group_of,
    into_register,
    own_form,
    shared,
    staged_shared,
    write_duty,
)
from tests.risks.test_ledgers import table_for

__all__ = ["shared", "staged_shared"]  # fixtures


@pytest.fixture
def same_duty(cast, shared):
    """(the duty in force, the same of the second teacher) after both forms were confirmed."""
    duties = []
    for number, role in ((3, "teacher"), (4, "second_teacher")):
        paper, person = own_form(cast, role)
        duties.append(write_duty(paper, person, number)[0])
        into_register(cast, paper, person)
        assert len(group_of(paper, duties[-1]).rows) == 1, "as it was signed"
    return [Duty.objects.get(pk=duty.pk) for duty in duties]


def test_the_same_duty_of_another_is_taken_as_the_one_in_force(cast, same_duty):
    first, second = same_duty
    in_force = Duty.objects.in_force().filter(
        post=cast.posts.teacher, in_force__text="组织课后服务"
    )
    assert (list(in_force), second.taken_as, second.in_force) == ([first], first, None)
    for role in ("teacher", "second_teacher"):
        later, person = own_form(cast, role)
        group = group_of(later, first)
        assert [row.change for row in group.rows] == ["unchanged"]
        assert group.duty.details["shared"]
        with pytest.raises(RowRefused, match="共同的内容"):
            editing.strike_duty(paper=later, line_id=group.duty.line.pk, why="不再经办", by=person)


def test_points_under_a_duty_taken_as_anothers_read_as_under_that_one(cast, same_duty):
    first, second = same_duty
    (row,) = [
        row
        for row in table_for(cast.people.section_head, "duties").rows
        if row["text"] == "组织课后服务"
    ]
    assert row["points"] == 2
    version = PointVersion.objects.get(in_force_for__isnull=False, duty=second)
    assert version.duty_now == content_of(version)["duty"] == first.pk
    assert sealed_content(version)["duty"] == second.pk, "what was signed stays"
    client = client_of(cast, "second_teacher")
    page = client.get(reverse("point-detail", args=[version.point_id])).content.decode()
    assert "组织课后服务" in page
    later, person = own_form(cast, "second_teacher")
    line = later.current.point_lines.get(version=version)
    editing.save_point(paper=later, line_id=line.pk, content=content_of(version), by=person)
    assert later.current.point_lines.get(pk=line.pk).version == version, "nothing was changed"


def test_a_point_moves_among_those_the_page_shows_under_the_duty(cast, same_duty):
    """One of them names the duty that was taken as this one."""
    first, _ = same_duty
    later, person = own_form(cast, "second_teacher")
    new = editing.save_point(paper=later, content=way.point(5, duty=first.pk), by=person)
    assert group_of(later, first).rows[-1].line == new
    editing.move_point(paper=later, line_id=new.pk, direction="up", by=person)
    assert group_of(later, first).rows[0].line == new


def test_a_duty_found_by_two_is_not_struck_above_points_nobody_sees_there(cast, shared, same_duty):
    first, _ = same_duty
    head = cast.people.section_head
    client_of(cast, "section_head").post(reverse("shared-form-start", args=[shared.post_id]))
    later = Paper.objects.filter(post=shared.post_id, holder=None).latest("pk")
    group = group_of(later, first)
    assert group.rows == []
    assert not any("不在本表里" in found.text for found in form.problems(later.current))
    editing.strike_duty(paper=later, line_id=group.duty.line.pk, why="不再经办", by=head)
    (told,) = [one.text for one in form.problems(later.current) if "不在本表里" in one.text]
    assert "还有 2 个" in told


def test_an_amendment_carries_the_duty_of_the_row_it_changes(cast, same_duty):
    first, second = same_duty
    later, person = own_form(cast, "second_teacher")
    assert not later.whole
    line = later.current.point_lines.get(version__duty=second)
    change(later, line, person, harm="其他学生失去机会")
    way.submit(later, person)
    assert first.pk in later.current.duty_lines.values_list("version__duty", flat=True)


def test_a_duty_of_another_kind_is_another(cast, same_duty):
    """The control of what makes two the same."""
    paper, person = own_form(cast, "third_teacher")
    other = editing.save_duty(paper=paper, kind="workflow", text="组织课后服务", by=person)
    point = way.point(5, duty=other.version.duty_id)
    editing.save_point(paper=paper, content=point, by=person)
    into_register(cast, paper, person)
    assert Duty.objects.get(pk=other.version.duty_id).taken_as is None


def test_the_database_holds_no_duty_both_taken_and_in_force(same_duty):
    first, second = same_duty
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=first.pk).update(taken_as=second)
