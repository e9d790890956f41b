"""An adopted opinion reopens exactly the rows concerned: that paper leaves the batch, comes back
through the steps marked for it, and the others go on. What is adopted and not reopened is seen.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Account, Appointment, Person
from registry.papers.models import Paper, PaperState
from registry.trail.models import TrailEntry
from reviews import planning, publicity, reopening, seats, workflow
from reviews.defaults import route_for
from reviews.models import Opinion, Publication
from reviews.refusals import NotAllowed, NotReady
from risks import editing
from tests import way
from tests.cast import SINCE
from tests.reviews.test_opinions import answered, give
from tests.reviews.test_review_publicity import outcomes, over
from tests.stage import staged

TODAY = timezone.localdate
TWELVE = 12


def teachers(cast):
    """Twelve people who each fill in a form of the teachers' post."""
    for number in range(TWELVE):
        account = Account.objects.create(username=f"teacher-{number}")
        name = f"任课{'甲乙丙丁戊己庚辛壬癸子丑'[number]}"
        person = Person.objects.create(unit=cast.school_large, name=name, account=account)
        Appointment.objects.create(post=cast.posts.teacher, person=person, starts=SINCE)
        yield person


def _batch(cast):
    papers = []
    for person in teachers(cast):
        paper = way.begin_form(cast, post=cast.posts.teacher, by=person)
        papers.append(way.sign_on(way.submit(way.fill_form(paper, person), person)))
    return publicity.open_publicity(papers=papers, by=cast.people.school_office)


staged_batch = staged(_batch)


@pytest.fixture
def batch(staged_batch, db):
    return Publication.objects.get(pk=staged_batch.pk)


def row_of(publication, paper, place=1):
    """The published row of the paper's first or second point."""
    line = paper.revisions.first().point_lines.order_by("position")[place - 1]
    return publication.rows.get(point_version=line.version_id)


def paper_in(batch, number=0):
    shown = batch.publicity_papers.order_by("pk")[number]
    return Paper.objects.get(pk=shown.revision.paper_id)


def adopted(cast, batch, paper, place=1, outcome="adopted"):
    opinion = give(batch, row=row_of(batch, paper, place))
    answered(opinion, cast.people.school_office, outcome=outcome)
    return opinion


def reopen(cast, paper, by="school_office"):
    count = reopening.reopen_concerned(paper=paper, by=getattr(cast.people, by), day=TODAY())
    paper.refresh_from_db()
    return count


def open_rows(paper):
    return [line.open for line in paper.current.point_lines.order_by("position")]


def refusal_of(call):
    with pytest.raises(NotReady) as refused:
        call()
    return refused.value.in_one_line


def test_one_of_twelve_is_reopened_and_eleven_go_on(cast, batch):
    office = cast.people.school_office
    paper = paper_in(batch, 4)
    adopted(cast, batch, paper, place=2)
    assert reopen(cast, paper) == 1
    assert (paper.state, open_rows(paper)) == (PaperState.DRAFT, [False, True])
    publicity.close_publicity(publication=over(batch), by=office)
    assert outcomes(batch) == ["stands"] * 4 + ["reopened"] + ["stands"] * 7
    states = [paper_in(batch, number).state for number in range(TWELVE)]
    assert states == ["ready"] * 4 + ["draft"] + ["ready"] * 7
    way.confirm(paper_in(batch, 0), cast.people.principal)

    filer = paper.holder
    closed, opened = paper.current.point_lines.order_by("position")
    with pytest.raises(editing.RowRefused):
        editing.save_point(paper=paper, content=way.point(6), by=filer, line_id=closed.pk)
    editing.save_point(paper=paper, content=way.point(5), by=filer, line_id=opened.pk)
    paper = way.sign_on(way.submit(paper, filer))
    assert paper.state == PaperState.CLEARED
    way.through_publicity(paper, office)
    assert way.confirm(paper, cast.people.principal).state == PaperState.CONFIRMED


@pytest.mark.parametrize(
    ("marked", "seats_again"),
    [
        ((), 4),
        (("discipline_office",), 1),
        (("leading_group", "discipline_office"), 2),
        (("section_head", "supervising_leader", "leading_group", "discipline_office"), 4),
    ],
    ids=["none marked: all", "one", "two", "all"],
)
def test_a_reopened_paper_goes_through_the_steps_marked_for_it(cast, batch, marked, seats_again):
    steps = route_for(cast.school_large, "staff_form").steps
    steps.update(on_reopen=False)
    steps.filter(seat__in=marked).update(on_reopen=True)
    paper = paper_in(batch)
    adopted(cast, batch, paper)
    reopen(cast, paper)
    planned = planning.plan_steps(paper=paper, lap=2, seating=seats.Seating(TODAY()))
    assert len(planned) == seats_again
    assert [step.position for step in planned] == list(range(1, seats_again + 1))
    assert not marked or {step.seat for step in planned} == set(marked)


@pytest.mark.parametrize(
    ("outcome", "on_a_row", "stops"),
    [
        ("adopted", True, True),
        ("partly", True, True),
        ("not_adopted", True, False),
        ("adopted", False, False),
    ],
)
def test_what_is_adopted_and_not_reopened_stops_the_closing(cast, batch, outcome, on_a_row, stops):
    office, paper = cast.people.school_office, paper_in(batch)
    opinion = give(batch, row=row_of(batch, paper) if on_a_row else None)
    answered(opinion, office, outcome=outcome)
    assert Opinion.objects.to_reopen().exists() == stops
    over(batch)
    if stops:
        said = refusal_of(lambda: publicity.close_publicity(publication=batch, by=office))
        assert "1 条意见已经采纳" in said
        reopen(cast, paper)
    publicity.close_publicity(publication=batch, by=office)
    batch.refresh_from_db()
    assert batch.closed_at


def test_all_rows_that_wait_on_a_paper_come_back_at_once(cast, batch):
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=1)
    adopted(cast, batch, paper, place=2, outcome="partly")
    assert reopen(cast, paper) == 2
    assert open_rows(paper) == [True, True]
    assert reopen(cast, paper) == 0, "pressed twice"
    assert TrailEntry.objects.filter(action="row.reopened").count() == 1


def test_a_row_adopted_later_is_opened_beside_the_first(cast, batch):
    """The paper has left the batch with another row: this one is not lost."""
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=1)
    reopen(cast, paper)
    later = adopted(cast, batch, paper, place=2)
    assert list(Opinion.objects.to_reopen()) == [later]
    with pytest.raises(NotAllowed):
        reopen(cast, paper, by="staff")
    assert reopen(cast, paper) == 1
    assert open_rows(paper) == [True, True]
    assert not Opinion.objects.to_reopen().exists()


def test_a_row_adopted_after_the_paper_was_handed_in_again_stays_in_sight(cast, batch):
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=1)
    reopen(cast, paper)
    line = paper.current.point_lines.get(open=True)
    editing.save_point(paper=paper, content=way.point(5), by=paper.holder, line_id=line.pk)
    way.submit(paper, paper.holder)
    later = adopted(cast, batch, paper, place=2)
    assert "已经重新提交" in refusal_of(lambda: reopen(cast, paper))
    assert list(Opinion.objects.to_reopen()) == [later]
    publicity.close_publicity(publication=over(batch), by=cast.people.school_office)


def test_a_row_taken_out_by_the_filler_does_not_wait(cast, batch):
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=1)
    reopen(cast, paper)
    line = paper.current.point_lines.get(open=True)
    editing.remove_point(paper=paper, line_id=line.pk, by=paper.holder)
    assert not Opinion.objects.to_reopen().exists()


def test_reopened_by_hand_it_waits_no_longer(cast, batch):
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=1)
    lines = reopening.rows_concerned(paper)
    workflow.reopen_rows(paper=paper, by=cast.people.school_office, line_ids=lines)
    assert not Opinion.objects.to_reopen().exists()


# --- on the page -----------------------------------------------------------------------------


def test_the_office_sees_it_and_reopens_it_with_one_press(cast, client, batch):
    paper = paper_in(batch)
    opinion = adopted(cast, batch, paper)
    adopted(cast, batch, paper, place=2)
    client.force_login(cast.accounts.school_office)
    address = reverse("publicity-detail", args=[batch.pk])
    page = client.get(address).content.decode()
    assert "采纳，尚未重开（2 条）" in page
    press = reverse("opinion-reopen", args=[opinion.pk])
    assert press in page
    assert client.get(press).status_code == 405
    answer = client.post(press, follow=True)
    assert "2 条已重开" in answer.content.decode()
    assert "尚未重开" not in client.get(address).content.decode()
    assert "已经重开过了" in client.post(press, follow=True).content.decode()


def test_after_the_answer_every_row_that_waits_is_ticked(cast, client, batch):
    paper = paper_in(batch)
    adopted(cast, batch, paper, place=2)
    opinion = give(batch, row=row_of(batch, paper))
    client.force_login(cast.accounts.school_office)
    typed = {"outcome": "adopted", "reply": "谢谢，已补上"}
    answer = client.post(reverse("opinion-answer", args=[opinion.pk]), typed)
    lines = paper.current.point_lines.values_list("pk", flat=True)
    ticked = client.get(answer.url).context["ticked"]
    assert sorted(map(int, ticked)) == sorted(lines)
