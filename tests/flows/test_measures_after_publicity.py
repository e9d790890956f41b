"""制定防控措施 after publicity [2]: points and levels first; shown; then the same paper again for
its measures only, through the chain, and confirmed without a second publicity.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.papers.models import Paper, PaperState
from reviews import printing, publicity, publicity_letters
from reviews.models import Publication
from reviews.refusals import NotReady
from risks import editing
from risks.checklist import MEASURE_MISSING
from risks.draft import RowRefused
from risks.measures_round import ONLY_MEASURES
from risks.models import PointVersion, RiskPoint
from tests import way
from tests.reviews.test_confirmation import next_year
from tests.reviews.test_review_publicity import over
from tests.stage import staged

MEASURE = {"text": "收件与审核由两人分别办理，每周由科室负责人抽查一次"}


def bare(number=1, **changes):
    return way.point(number, measures=[], **changes)


def begin(cast):
    """A form of the year in which measures come later: two points, none with a measure."""
    cast.programme.measures_after_publicity = True
    cast.programme.save()
    staff = cast.people.staff
    paper = way.begin_form(cast)
    editing.save_duty(paper=paper, kind="duty", text="办理学生学籍登记和异动手续", by=staff)
    for number in (1, 2):
        editing.save_point(paper=paper, content=bare(number), by=staff)
    return paper


def shown(cast):
    paper = way.sign_on(way.submit(begin(cast), cast.people.staff))
    return publicity.open_publicity(papers=[paper], by=cast.people.school_office)


def _second_round(cast):
    publication = shown(cast)
    publicity.close_publicity(publication=over(publication), by=None)
    return publication.publicity_papers.get().revision.paper


staged_second = staged(_second_round)


@pytest.fixture
def second(staged_second, db):
    """The paper in its second round, a draft in the hands of its filler."""
    return Paper.objects.select_related("programme", "unit", "post").get(pk=staged_second.pk)


def lines(paper):
    return list(paper.current.point_lines.order_by("position").select_related("version"))


def with_measures(cast, paper):
    for number, line in enumerate(lines(paper), start=1):
        content = way.point(number, measures=[MEASURE])
        editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    return paper


def refusal(call):
    with pytest.raises(NotReady) as refused:
        call()
    return refused.value.problems


# --- the first round -------------------------------------------------------------------------


def test_without_the_setting_or_without_publicity_measures_are_due_at_once(cast):
    paper = begin(cast)
    for setting in ({"measures_after_publicity": False}, {"publicity_days": 0}):
        type(cast.programme).objects.filter(pk=cast.programme.pk).update(
            **{"measures_after_publicity": True, "publicity_days": 5, **setting}
        )
        problems = refusal(lambda: way.submit(paper, cast.people.staff))
        assert sum(MEASURE_MISSING in text for text in problems) == 2, setting


def test_the_first_round_may_be_without_and_is_shown_without(cast):
    publication = shown(cast)
    assert [row.content["measures"] for row in publication.rows.all()] == [[], []]
    words = [part.text for part in publicity_letters.notice_of(publication).parts
             if part.kind == "paragraph"]  # fmt: skip
    assert any("防控措施在公示以后制定" in text for text in words)


def test_who_has_written_all_measures_already_goes_on_to_confirmation(cast):
    cast.programme.measures_after_publicity = True
    cast.programme.save()
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    assert paper.state == PaperState.READY


def test_where_nothing_can_be_shown_measures_are_written_all_the_same(cast):
    cast.programme.publicity_range = "public"
    cast.programme.save()
    paper = way.sign_on(way.submit(begin(cast), cast.people.staff))
    assert (paper.state, paper.current.adds_measures) == (PaperState.DRAFT, True)


def test_an_adjusted_row_keeps_its_reason(cast):
    way.confirmed_form(cast)
    paper = next_year(cast)
    programme = paper.programme
    programme.measures_after_publicity = True
    programme.save()
    line, staff = lines(paper)[0], cast.people.staff
    content = bare(5)
    editing.save_point(paper=paper, content=content, by=staff, line_id=line.pk, why="流程变了")
    paper = way.sign_on(way.submit(paper, staff))
    way.through_publicity(paper, cast.people.school_office)
    assert paper.current.adds_measures
    adjusted, carried = lines(paper)
    content = way.point(5, measures=[MEASURE])
    editing.save_point(paper=paper, content=content, by=staff, line_id=adjusted.pk)
    content = way.point(2, measures=[MEASURE])  # of what the paper only carried: an adjustment
    editing.save_point(paper=paper, content=content, by=staff, line_id=carried.pk)
    assert [line.version.why for line in lines(paper)] == ["流程变了", ""]
    paper = way.sign_on(way.submit(paper, staff))
    way.confirm(paper, cast.people.principal)


def test_the_filler_is_told(cast, django_capture_on_commit_callbacks):
    publication = over(shown(cast))
    with django_capture_on_commit_callbacks(execute=True):
        publicity.close_publicity(publication=publication, by=None)
    [notice] = Notice.objects.filter(text__contains="请补写防控措施")
    assert notice.person == cast.people.staff


# --- the second round ------------------------------------------------------------------------


def test_after_publicity_the_paper_is_back_for_its_measures(cast, second):
    assert (second.state, second.current.no, second.lap) == (PaperState.DRAFT, 2, 1)
    assert second.current.adds_to == second.revisions.get(no=1)
    assert Publication.objects.get().publicity_papers.get().outcome == "stands"
    problems = refusal(lambda: way.submit(second, cast.people.staff))
    assert [MEASURE_MISSING in text for text in problems] == [True, True]


def test_the_whole_way_to_the_register_without_a_second_publicity(cast, second):
    with_measures(cast, second)
    paper = way.sign_on(way.submit(second, cast.people.staff))
    assert (paper.state, paper.lap) == (PaperState.READY, 2)
    assert paper.steps.filter(lap=2).count() == paper.steps.filter(lap=1).count()
    assert Publication.objects.count() == 1
    way.confirm(paper, cast.people.principal)
    for point in RiskPoint.objects.select_related("in_force"):
        assert [measure.text for measure in point.in_force.measures.all()] == [MEASURE["text"]]


FROZEN = {
    "words": lambda paper, line, by: editing.save_point(
        paper=paper, content=way.point(5, measures=[MEASURE]), by=by, line_id=line.pk
    ),
    "level": lambda paper, line, by: editing.save_point(
        paper=paper,
        content=way.point(1, measures=[MEASURE], answers={"likelihood": 3, "severity": 3}),
        by=by,
        line_id=line.pk,
    ),
    "a new point": lambda paper, line, by: editing.save_point(
        paper=paper, content=way.point(6), by=by
    ),
    "a copy": lambda paper, line, by: editing.copy_point(paper=paper, line_id=line.pk, by=by),
    "taken out": lambda paper, line, by: editing.remove_point(paper=paper, line_id=line.pk, by=by),
    "struck": lambda paper, line, by: editing.strike_point(
        paper=paper, line_id=line.pk, why="不再办理", by=by
    ),
    "restored": lambda paper, line, by: editing.restore_point(paper=paper, line_id=line.pk, by=by),
    "moved": lambda paper, line, by: editing.move_point(
        paper=paper, line_id=line.pk, direction="down", by=by
    ),
    "a new duty": lambda paper, line, by: editing.save_duty(
        paper=paper, kind="duty", text="登记来访", by=by
    ),
    "another duty": lambda paper, line, by: editing.save_duty(
        paper=paper,
        kind="duty",
        text="登记来访",
        by=by,
        line_id=paper.current.duty_lines.get().pk,
    ),
    "the grade": lambda paper, line, by: editing.set_grade(
        paper=paper, grade="A", why="更要紧", by=by
    ),
}


@pytest.mark.parametrize("change", FROZEN.values(), ids=FROZEN)
def test_nothing_but_measures_is_written(cast, second, change):
    before = [line.version_id for line in lines(second)]
    with pytest.raises(RowRefused) as refused:
        change(second, lines(second)[0], cast.people.staff)
    assert refused.value.text == ONLY_MEASURES
    second.refresh_from_db()
    assert [line.version_id for line in lines(second)] == before


@pytest.mark.parametrize("change", [FROZEN["words"], FROZEN["a new point"], FROZEN["the grade"]])
def test_control_the_same_is_written_where_measures_are_not_all(cast, second, change):
    type(second.current).objects.filter(pk=second.current.pk).update(adds_to=None)
    before = second.current.counter
    change(second, lines(second)[0], cast.people.staff)
    assert second.current.counter == before + 1


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (lambda versions: versions.update(risk="另一件事"), "内容与公示的不一致"),
        (lambda versions: versions.update(found_by="leader"), "内容与公示的不一致"),
        (lambda versions: None, ""),
    ],
    ids=["words", "how it was found", "control: nothing"],
)
def test_what_was_written_around_the_rule_is_not_handed_in(cast, second, fault, says):
    with_measures(cast, second)
    fault(PointVersion.objects.filter(pk=lines(second)[0].version_id))
    if says:
        problems = refusal(lambda: way.submit(second, cast.people.staff))
        assert says in problems[0]
    else:
        way.submit(second, cast.people.staff)


def test_a_row_that_is_gone_is_not_handed_in(cast, second):
    with_measures(cast, second)
    lines(second)[1].delete()
    assert "不在这张表里了" in refusal(lambda: way.submit(second, cast.people.staff))[0]


# --- back and again --------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["recalled", "returned", "sent back"])
def test_what_comes_back_goes_on_adding_measures(cast, second, how):
    from reviews import workflow

    with_measures(cast, second)
    paper = way.submit(second, cast.people.staff)
    if how == "recalled":
        workflow.recall(paper=paper, by=cast.people.staff)
    elif how == "returned":
        way.sign(paper, cast.people.section_head, "return", opinion="请写明多久查一次")
    else:
        way.send_back(way.sign_on(paper), cast.people.principal, why="请写明多久查一次")
    paper.refresh_from_db()
    assert (paper.state, paper.current.adds_measures) == (PaperState.DRAFT, True)
    assert paper.current.adds_to.no == 1


def test_a_re_search_opens_the_points_and_they_are_shown_again(cast, second):
    with_measures(cast, second)
    paper = way.submit(second, cast.people.staff)
    for role in ("section_head", "supervisor"):
        way.sign(paper, getattr(cast.people, role))
    way.sign(paper, cast.people.group, "research", opinion="没有结合岗位")
    paper.refresh_from_db()
    assert not paper.current.adds_measures
    staff = cast.people.staff
    content = way.point(5, measures=[MEASURE])
    editing.save_point(paper=paper, content=content, by=staff, line_id=lines(paper)[0].pk)
    paper = way.sign_on(way.submit(paper, staff))
    assert paper.state == PaperState.CLEARED


# --- pages and print -------------------------------------------------------------------------


def test_pages_say_which_round_it_is(cast, client, second):
    client.force_login(cast.accounts.staff)
    page = client.get(reverse("paper-edit", args=[second.pk])).content.decode()
    assert "第二轮：防控措施" in page
    assert "写防控措施" in page
    assert "添加风险点" not in page
    assert reverse("paper-offline", args=[second.pk]) not in page
    other = way.begin_form(cast, post=cast.posts.other_staff, by=cast.people.other_staff)
    client.force_login(cast.accounts.other_staff)
    page = client.get(reverse("paper-edit", args=[other.pk])).content.decode()
    assert "第一轮：风险点和等级" in page


def test_a_measure_is_written_on_its_page(cast, client, second):
    client.force_login(cast.accounts.staff)
    line = lines(second)[0]
    address = reverse("paper-row", args=[second.pk, line.pk])
    page = client.get(address)
    assert set(page.context["form"].fields) == {"stamp", "place"}
    data = {
        "stamp": page.context["form"]["stamp"].value(),
        "place": line.position,
        "measures-TOTAL_FORMS": "1",
        "measures-INITIAL_FORMS": "0",
        "measures-0-text": "",
        "measures-0-stage": "before",
        "measures-0-kind": "procedure",
        "measures-0-rhythm": "each_time",
    }
    assert client.post(address, data).status_code == 422
    data["measures-0-text"] = MEASURE["text"]
    data["risk"] = "换一句话"
    assert client.post(address, data).status_code == 302
    version = lines(second)[0].version
    assert [measure.text for measure in version.measures.all()] == [MEASURE["text"]]
    assert version.risk == line.version.risk
    assert client.post(address, data).status_code == 302, "a double click"
    add = reverse("paper-row-add", args=[second.pk])
    assert client.get(add, follow=True).redirect_chain


def test_the_printed_form_shows_both_rounds(cast, second):
    with_measures(cast, second)
    paper = way.sign_on(way.submit(second, cast.people.staff))
    sheet = printing.form_sheet(paper, paper.current)
    texts = [box.text for box in (*sheet.opinions, *sheet.back_opinions)]
    assert all("风险点和等级：" in text and "防控措施：" in text for text in texts)
    rounds = [line.step[-5:] for line in sheet.record]
    assert rounds == ["（第一轮）"] * 4 + ["（第二轮）"] * 4
    today = timezone.localdate()
    assert all(box.signed_on == today for box in sheet.opinions)
