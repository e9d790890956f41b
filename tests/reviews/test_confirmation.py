"""Confirmation moves the register, all rows or none; the next year starts from it."""

import pytest
from django.db import IntegrityError, transaction

from powers import editing as power_editing
from registry.papers.models import Paper
from registry.papers.register import Change, Overtaken
from reviews import filing, publication, workflow
from reviews.kinds import kind_of
from reviews.refusals import Moved, NotAllowed
from risks import editing
from risks.models import PointVersion, RiskPoint
from tests import way
from tests.cast import make_programme


def changes(paper):
    return [row.change for row in kind_of(paper).content.rows(paper.current)]


def next_year(cast):
    programme = make_programme(cast.bureau, cast.year + 1)
    return filing.start_form(
        post=cast.posts.staff, programme=programme, by=cast.people.staff, holder=cast.people.staff
    )


def ready(cast, paper):
    way.submit(paper, cast.people.staff)
    way.sign_on(paper)
    way.through_publicity(paper, cast.people.school_office)
    return paper


def test_only_the_principal_confirms(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    with pytest.raises(NotAllowed):
        way.confirm(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    assert Paper.objects.get(pk=paper.pk).state == "confirmed"


def test_a_second_confirmation_is_refused(cast):
    paper = way.confirmed_form(cast)
    with pytest.raises(NotAllowed):
        way.confirm(paper, cast.people.principal)


def test_confirming_another_digest_is_refused(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    with pytest.raises(Moved):
        workflow.confirm(paper=paper, by=cast.people.principal, digest="0" * 64)


def test_the_next_year_starts_from_what_is_in_force(cast):
    way.confirmed_form(cast)
    paper = next_year(cast)
    assert changes(paper) == [Change.UNCHANGED, Change.UNCHANGED]
    first, second = paper.current.point_lines.order_by("position")
    editing.save_point(paper=paper, content=way.point(5), by=cast.people.staff, line_id=first.pk)
    editing.strike_point(paper=paper, line_id=second.pk, why="业务已取消", by=cast.people.staff)
    editing.save_point(paper=paper, content=way.point(6), by=cast.people.staff)
    assert changes(paper) == [Change.ADJUSTED, Change.STRUCK, Change.NEW]
    way.confirm(ready(cast, paper), cast.people.principal)
    in_force = RiskPoint.objects.filter(in_force__struck=False)
    assert in_force.count() == 2
    assert PointVersion.objects.filter(point=first.version.point).count() == 2


def test_an_overtaken_row_stops_the_whole_confirmation(cast):
    """Two papers change one point; the second is refused whole and the register stays."""
    way.confirmed_form(cast)
    late = next_year(cast)
    line = late.current.point_lines.order_by("position").first()
    editing.save_point(paper=late, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    editing.save_point(paper=late, content=way.point(6), by=cast.people.staff)
    ready(cast, late)

    quick = way.begin_form(cast)
    assert not quick.whole
    line = quick.current.point_lines.order_by("position").first()
    editing.save_point(paper=quick, content=way.point(7), by=cast.people.staff, line_id=line.pk)
    way.confirm(ready(cast, quick), cast.people.principal)

    before = dict(RiskPoint.objects.values_list("pk", "in_force"))
    with pytest.raises(Overtaken):
        way.confirm(late, cast.people.principal)
    assert dict(RiskPoint.objects.values_list("pk", "in_force")) == before
    assert Paper.objects.get(pk=late.pk).state == "ready"


def test_the_chain_does_not_pass_an_overtaken_row(cast):
    from reviews.refusals import NotReady

    way.confirmed_form(cast)
    late = next_year(cast)
    line = late.current.point_lines.order_by("position").first()
    editing.save_point(paper=late, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    way.submit(late, cast.people.staff)
    quick = way.begin_form(cast)
    line = quick.current.point_lines.order_by("position").first()
    editing.save_point(paper=quick, content=way.point(7), by=cast.people.staff, line_id=line.pk)
    way.confirm(ready(cast, quick), cast.people.principal)
    with pytest.raises(NotReady):
        way.sign(late, cast.people.section_head)
    way.sign(late, cast.people.section_head, "return", opinion="内容已有更新，请核对")


def test_an_adjustment_in_the_same_year_is_an_amendment(cast):
    way.confirmed_form(cast)
    paper = way.begin_form(cast)
    assert not paper.whole
    assert way.begin_form(cast) == paper


def test_two_whole_papers_of_one_post_are_impossible(cast):
    paper = way.begin_form(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(
            unit=paper.unit,
            section=paper.section,
            post=paper.post,
            kind=paper.kind,
            programme=paper.programme,
            created_by=cast.people.staff,
        )


def test_catalogue_from_draft_to_register(cast):
    paper = way.confirmed_catalogue(cast, "学籍异动审核", "奖学金评定")
    assert paper.state == "confirmed"
    assert [step.seat for step in paper.steps.order_by("position")] == [
        "prevention_office",
        "leading_group",
        "unit_supervisor",
        "prevention_office",
        *("legal_office", "establishment_office", "openness_office"),
    ]
    assert set(cast.school_large.powers.values_list("in_force__name", flat=True)) == {
        "学籍异动审核",
        "奖学金评定",
    }


def test_sent_back_by_the_principal_opens_the_chosen_rows(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    line = paper.current.point_lines.order_by("position").first()
    way.send_back(paper, cast.people.principal, why="措施再实一些", line_ids=[line.pk])
    paper.refresh_from_db()
    assert paper.state == "draft"
    assert [each.open for each in paper.current.point_lines.order_by("position")] == [True, False]


def test_an_amended_catalogue_carries_and_publishes_every_power(cast):
    way.confirmed_catalogue(cast, "学籍异动审核", "奖学金评定")
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    assert not paper.whole
    power_editing.add_power(
        paper=paper, content=way.power("转学审批", cast.sections.teaching), by=keeper
    )
    assert changes(paper) == [Change.UNCHANGED, Change.UNCHANGED, Change.NEW]
    way.submit(paper, keeper)
    way.sign_on(paper)
    way.confirm(paper, cast.people.principal)
    paper.refresh_from_db()
    shown = publication.entries_of(paper, "public")
    assert {entry.content["name"] for entry in shown} == {"学籍异动审核", "奖学金评定", "转学审批"}
