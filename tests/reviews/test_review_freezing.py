"""What a handed-in revision stands for: whose it is, its grade, and what the digest covers."""

import datetime

import pytest
from django.utils import timezone

from powers import editing as power_editing
from registry.organisation.models import Appointment
from reviews import filing, seats
from reviews.refusals import NotAllowed
from risks import editing
from risks.form import problems
from risks.models import Finding
from tests import way

GRAVE = {"likelihood": 3, "severity": 3}
LIGHT = {"likelihood": 1, "severity": 1}


def returned(cast, **kwargs):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head, "return", opinion="请再看看", **kwargs)
    return paper


def test_handed_in_unchanged_by_the_next_holder_it_is_theirs_too(cast):
    """The printed form carries a name: another name is another revision."""
    paper = returned(cast)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Appointment.objects.filter(post=cast.posts.staff).update(ends=yesterday)
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.other_staff, starts=timezone.localdate()
    )
    way.submit(paper, cast.people.other_staff)
    assert paper.revisions.count() == 2
    assert paper.current.filer_name == cast.people.other_staff.name
    assert {cast.people.staff, cast.people.other_staff} <= seats.filers(paper)


def test_an_office_that_hands_in_the_keepers_catalogue_does_not_check_it(cast):
    keeper, office = cast.people.keeper, cast.people.school_office
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("学籍异动审核", cast.sections.teaching)
    power_editing.add_power(paper=paper, content=content, by=keeper)
    way.submit(paper, keeper)
    way.sign(paper, office, "return", opinion="请再看看")
    way.submit(paper, office)
    with pytest.raises(NotAllowed):
        way.sign(paper, office)


def test_the_digest_covers_the_name_that_is_printed(cast):
    """Two revisions with the same rows by different people have different digests."""
    paper = returned(cast)
    first = paper.revisions.get(no=1).digest
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.other_staff, starts=timezone.localdate()
    )
    way.submit(paper, cast.people.other_staff)
    assert paper.current.digest != first


def amendment(cast):
    """A form in force with a grave and a light row, and this year's amendment of it."""
    paper = way.begin_form(cast)
    editing.save_duty(paper=paper, kind="duty", text="办理学籍登记手续", by=cast.people.staff)
    for number, answers in ((1, GRAVE), (2, LIGHT)):
        content = way.point(number, answers=answers)
        editing.save_point(paper=paper, content=content, by=cast.people.staff)
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    return way.begin_form(cast)


def test_an_amendment_is_graded_by_the_whole_post(cast):
    """The row it changes is light; the post keeps the grade its other row gives it."""
    paper = amendment(cast)
    line = paper.current.point_lines.order_by("position").last()
    content = way.point(5, answers=LIGHT)
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    way.submit(paper, cast.people.staff)
    assert paper.current.point_lines.count() == 1
    assert paper.current.grade == "A"


def test_an_amendment_that_only_strikes_comes_back_and_goes_again(cast):
    paper = amendment(cast)
    for line in paper.current.point_lines.all():
        editing.strike_point(paper=paper, line_id=line.pk, why="业务取消", by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    way.sign(paper, cast.people.section_head, "return", opinion="请再看看")
    way.submit(paper, cast.people.staff)
    assert way.open_step(paper).lap == 2


def test_a_grade_that_followed_the_proposal_follows_again_after_a_return(cast):
    paper = returned(cast)
    for line in paper.current.point_lines.order_by("position"):
        content = way.point(line.position, answers=GRAVE)
        editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert list(problems(paper.current)) == []
    way.submit(paper, cast.people.staff)
    assert paper.current.grade == "A"


def test_what_was_found_freezes_with_the_revision_and_not_in_the_draft_after_it(cast):
    """Handed in again unchanged, the draft with its copies goes and the first one stays."""
    paper = way.fill_form(way.begin_form(cast), cast.people.staff, points=1)
    hinted = way.point(2, risk="责任心不强，监督不到位")
    editing.save_point(paper=paper, content=hinted, by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    kept = Finding.objects.filter(line__revision__paper=paper)
    assert kept.exists()
    assert not kept.filter(frozen_at=None).exists()
    way.sign(paper, cast.people.section_head, "return", opinion="请再看看")
    assert kept.filter(frozen_at=None).exists()
    way.submit(paper, cast.people.staff)
    assert paper.revisions.count() == 1
    assert not kept.filter(frozen_at=None).exists()
