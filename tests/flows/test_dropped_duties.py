"""A duty that is struck: points of other forms keep it, those that come after handing in too."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from registry.organisation.models import Post
from registry.papers.models import PaperState
from reviews import filing
from risks import editing
from risks.dropped_duties import StillHolds
from risks.models import Duty, RiskPoint
from tests import way
from tests.flows.test_shared_points import client_of, into_register, own_form, shared, staged_shared

__all__ = ["shared", "staged_shared"]  # the fixtures of the shared form of the teachers' post


@pytest.fixture
def duty(shared):
    return Duty.objects.in_force().get(post=shared.post)


def strike_all(paper, by):
    """The duties of a form, and all that hangs on them there."""
    for line in paper.current.point_lines.all():
        editing.strike_point(paper=paper, line_id=line.pk, why="业务已停办", by=by)
    for line in paper.current.duty_lines.all():
        editing.strike_duty(paper=paper, line_id=line.pk, why="业务已停办", by=by)


@pytest.fixture
def dropping(cast, shared):
    """The shared form, handed in and signed: it strikes its duty and all that hangs on it."""
    head = cast.people.section_head
    paper = filing.start_shared_form(post=shared.post, programme=cast.programme, by=head)
    strike_all(paper, head)
    way.sign_on(way.submit(paper, head))
    if paper.state == PaperState.CLEARED:
        way.through_publicity(paper, cast.people.school_office)
    return paper


def another_point(cast, duty):
    """Of a teacher, in force under the duty."""
    paper, teacher = own_form(cast, "teacher")
    editing.save_point(paper=paper, content=way.point(5, duty=duty.pk), by=teacher)
    into_register(cast, paper, teacher)


def is_struck(duty):
    return Duty.objects.get(pk=duty.pk).in_force.struck


def test_a_point_that_came_after_handing_in_keeps_the_duty(cast, dropping, duty):
    another_point(cast, duty)
    before = set(RiskPoint.objects.values_list("in_force", flat=True))
    with pytest.raises(StillHolds):
        way.confirm(dropping, cast.people.principal)
    assert not is_struck(duty)
    assert set(RiskPoint.objects.values_list("in_force", flat=True)) == before
    dropping.refresh_from_db()
    assert dropping.state == PaperState.READY


def test_without_such_a_point_the_duty_goes(cast, dropping, duty):
    """The control: it is the point that keeps it."""
    way.confirm(dropping, cast.people.principal)
    assert is_struck(duty)


def test_the_post_is_locked_before_the_duties(cast, dropping, duty, monkeypatch):
    """By the shared form too: a copy of the duty in another form is taken before or after."""
    lock, locked = QuerySet.select_for_update, []

    def noting(rows, **kwargs):
        locked.append(rows.model)
        return lock(rows, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noting)
    way.confirm(dropping, cast.people.principal)
    assert [model for model in locked if model in (Post, Duty)] == [Post, Duty]


def test_the_principal_is_told_what_to_do_and_that_leads_on(cast, dropping, duty):
    another_point(cast, duty)
    digest = {f"digest-{dropping.pk}": dropping.current.digest}
    client = client_of(cast, "principal")
    data = {"paper": dropping.pk, **digest}
    client.get(reverse("paper-detail", args=[dropping.pk]))
    page = client.post(reverse("confirm-list"), data, follow=True).content.decode()
    assert "“办理学生学籍登记和异动手续”下面有 1 个" in page
    assert "请把整张表退回填报人" in page
    way.send_back(dropping, cast.people.principal, why="职责下面又有了风险点，请保留")
    line = dropping.current.duty_lines.get(version__duty=duty)
    head = cast.people.section_head
    editing.restore_duty(paper=dropping, line_id=line.pk, by=head)
    way.sign_on(way.submit(dropping, head))
    if dropping.state == PaperState.CLEARED:
        way.through_publicity(dropping, cast.people.school_office)
    way.confirm(dropping, cast.people.principal)
    assert not is_struck(duty)
    assert RiskPoint.objects.in_force().filter(in_force__duty=duty).count() == 1
