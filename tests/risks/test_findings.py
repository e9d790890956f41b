"""Findings on the rows of a form: computed in a draft, answered, kept at submission."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry.files.storing import store
from registry.papers.models import Attachment
from risks import answering, editing, form
from risks.content import content_of
from risks.draft import RowRefused
from risks.models import Finding

from .factory import add_point, confirm, filled_form, make_form, send_back, submit
from .pages import address, nine_fields, only, post_new, shown, stamped

SHORT = "放宽条件"
WHY = "文件里就是这样写的"


def findings(revision, place=0):
    return form.rows(revision)[place].details["findings"]


def rules(revision, place=0):
    return [finding.rule for finding in findings(revision, place)]


def texts(revision):
    return [problem.text for problem in form.problems(revision)]


def give_reason(cast, paper, line, why=WHY, key="too_short-risk"):
    answers = {key: why}
    answering.answer(paper=paper, line_id=line.pk, answers=answers, by=cast.people.staff)


@pytest.fixture
def short(cast, draft):
    """A draft whose only row has a risk of four characters."""
    paper, revision = draft
    line = add_point(cast, paper, risk=SHORT, duty=revision.duty_lines.get().version.duty_id)
    return paper, revision, line


def test_a_warning_stops_until_it_is_answered(cast, short):
    paper, revision, line = short
    assert any("请写一句说明" in text for text in texts(revision))
    give_reason(cast, paper, line)
    assert texts(revision) == []


def test_an_answer_names_who_and_when(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    found = findings(revision)[0]
    assert (found.answer, found.answered_by) == (WHY, cast.people.staff.name)
    assert found.answered_at is not None


def test_an_answer_does_not_outlive_the_words_it_was_given_for(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    line = only(revision)
    content = {**content_of(line.version), "risk": "漏报"}
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert [finding.answer for finding in findings(revision)] == [""]
    assert texts(revision) != []


def test_an_answer_stays_when_another_part_changes(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    line = only(revision)
    content = {**content_of(line.version), "harm": "其他学生失去报名的机会"}
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert [finding.answer for finding in findings(revision)] == [WHY]


def test_an_answer_can_be_taken_back(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    give_reason(cast, paper, line, why="")
    assert Finding.objects.count() == 0
    assert findings(revision)[0].wants_answer


def test_only_what_is_found_can_be_answered(cast, short):
    paper, _, line = short
    give_reason(cast, paper, line, key="prohibition-risk")
    assert Finding.objects.count() == 0


def test_a_closed_row_cannot_be_answered(cast, short):
    paper, revision, line = short
    revision.point_lines.update(open=False)
    with pytest.raises(RowRefused):
        give_reason(cast, paper, line)


def test_at_submission_findings_and_answers_are_kept(cast, short):
    paper, revision, line = short
    add_point(cast, paper, risk="责任心不强，监督不到位")
    give_reason(cast, paper, line)
    submit(cast, revision)
    kept = Finding.objects.order_by("pk").values_list("rule", "severity", "answer")
    assert list(kept) == [("too_short", "warning", WHY), ("attitude", "hint", "")]
    assert rules(revision) == ["too_short"]
    assert rules(revision, 1) == ["attitude"]


def test_what_a_reviewer_reads_stays_when_a_rule_changes(cast, short, monkeypatch):
    paper, revision, line = short
    give_reason(cast, paper, line)
    submit(cast, revision)
    monkeypatch.setattr("risks.phrasing.warnings.SHORTEST", 2)
    assert rules(revision) == ["too_short"]


def test_the_digest_covers_the_answers(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    submit(cast, revision)
    assert form.freeze(revision)["answers"] == [[1, "too_short", "risk", SHORT, WHY]]


def test_answers_go_on_into_the_next_revision(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    submit(cast, revision)
    again = send_back(revision)
    assert [finding.answer for finding in findings(again)] == [WHY]
    assert texts(again) == []


def test_a_closed_row_keeps_what_was_kept(cast, short):
    paper, revision, line = short
    add_point(cast, paper, risk="责任心不强，监督不到位")
    give_reason(cast, paper, line)
    submit(cast, revision)
    again = send_back(revision, open_ids=set())
    submit(cast, again)
    assert [rules(again), rules(again, 1)] == [["too_short"], ["attitude"]]


@pytest.fixture
def handed_in(cast, short):
    paper, revision, line = short
    give_reason(cast, paper, line)
    submit(cast, revision)
    return revision


@pytest.mark.every_case
@pytest.mark.parametrize(
    "act",
    [
        lambda kept: kept.update(answer="后来改的"),
        lambda kept: kept.update(frozen_at=None),
        lambda kept: kept.delete(),
    ],
    ids=["answer", "frozen_at", "delete"],
)
def test_what_was_handed_in_cannot_be_changed(handed_in, tampering, act):
    kept = Finding.objects.filter(line__revision=handed_in)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act(kept)
    with tampering():  # the control: nothing but the trigger refuses
        act(kept)


HINT = {"rule": "slogan", "part": "risk", "severity": "hint", "text": "后来加的"}


def added(line, of_draft):
    Finding.objects.create(line=line, **HINT)


def moved_there(line, of_draft):
    Finding.objects.filter(pk=of_draft.pk).update(line=line)


@pytest.mark.every_case
@pytest.mark.parametrize("act", [added, moved_there])
@pytest.mark.parametrize("kept", [True, False], ids=["beside another", "alone"])
def test_nothing_comes_to_what_was_handed_in(cast, handed_in, tampering, act, kept):
    again = send_back(handed_in)
    of_draft = Finding.objects.create(line=only(again), **HINT)  # the control: a draft takes it
    if not kept:
        with tampering():
            Finding.objects.filter(line=only(handed_in)).delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act(only(handed_in), of_draft)
    with tampering():  # the control: nothing but the trigger refuses
        act(only(handed_in), of_draft)


def test_copies_in_the_next_draft_can_be_changed_and_freeze_anew(cast, handed_in):
    again = send_back(handed_in)
    paper, line = again.paper, only(again)
    give_reason(cast, paper, line, why="换一种说法")
    assert [finding.answer for finding in findings(again)] == ["换一种说法"]
    submit(cast, again)
    assert not Finding.objects.filter(frozen_at=None).exists()


def test_a_row_carried_forward_is_only_asked_for_its_harm(cast, short):
    _, revision, _ = short
    confirm(cast, revision)
    _, following = make_form(cast, whole=False)
    assert rules(following) == []


def test_imported_rows_may_miss_the_harm_with_a_reason(cast, short):
    paper, revision, line = short
    content = {**content_of(only(revision).version), "risk": "放宽转学接收条件", "harm": ""}
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    assert rules(revision) == ["empty_harm"]
    by = cast.people.staff
    file = store(stream=BytesIO(b"a,b"), name="a.csv", content_type="text/csv", by=by)
    Attachment.objects.create(paper=paper, kind="original", file=file, added_by=by)
    assert rules(revision) == ["missing_harm"]


def test_names_and_neighbours_are_looked_up(cast, draft):
    paper, revision = draft
    name = cast.people.staff.name
    add_point(cast, paper, source=f"材料由{name}一人收、一人审", risk="放宽外地学生接收条件")
    add_point(cast, paper, risk="放宽外地学生接收条件")
    assert rules(revision) == ["same_text", "names_a_person"]
    assert rules(revision, 1) == ["same_text"]


def test_a_struck_row_is_left_in_peace(cast, short):
    _, revision, _ = short
    confirm(cast, revision)
    amendment, following = make_form(cast, whole=False)
    by = cast.people.staff
    editing.strike_point(paper=amendment, line_id=only(following).pk, why="不再办理", by=by)
    assert rules(following) == []


def test_the_number_of_queries_does_not_grow(cast):
    _, few = filled_form(cast, points=1)
    with CaptureQueriesContext(connection) as small:
        form.rows(few)
    for number in range(2, 12):
        add_point(cast, few.paper, risk=f"放宽第 {number} 类接收条件")
    with CaptureQueriesContext(connection) as large:
        form.rows(few)
    assert len(large) == len(small)


@pytest.mark.every_case
@pytest.mark.parametrize(
    "changes",
    [
        {"answer": ""},
        {"answered_by": None},
        {"answered_at": None},
        {"severity": "hint", "answer": ""},
    ],
)
def test_the_database_refuses_a_half_answer(cast, short, changes):
    paper, _, line = short
    give_reason(cast, paper, line)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(**changes)


# --- pages ------------------------------------------------------------------------------------


def test_the_page_of_answers_asks_and_saves(browser, short):
    paper, revision, line = short
    url = address("paper-row-answers", paper, line)
    assert "风险点只有 4 个字" in shown(browser.get(url))
    response = browser.post(url, {**stamped(browser, url), "too_short-risk": WHY})
    assert response.status_code == 302
    assert findings(revision)[0].answer == WHY
    assert WHY in shown(browser.get(address("paper-edit", paper)))
    assert WHY in shown(browser.get(url))


def test_a_stale_page_of_answers_is_refused(cast, browser, short):
    paper, revision, line = short
    url = address("paper-row-answers", paper, line)
    hidden = stamped(browser, url)
    give_reason(cast, paper, line, why="别处先写的")
    response = browser.post(url, {**hidden, "too_short-risk": WHY})
    assert response.status_code == 409
    assert findings(revision)[0].answer == "别处先写的"


def test_a_row_without_warnings_says_so(browser, cast, draft):
    paper, _ = draft
    line = add_point(cast, paper)
    page = shown(browser.get(address("paper-row-answers", paper, line)))
    assert "没有需要说明的地方" in page


def test_findings_appear_while_one_types(browser, draft):
    paper, _ = draft
    url = address("paper-row-preview", paper)
    page = shown(browser.post(url, nine_fields(risk="不得放宽转学接收条件")))
    assert "写成了“不得……”的要求" in page
    assert "还没有写" not in shown(browser.post(url, {"source": "转学材料由一人收、一人审"}))


def test_a_warning_does_not_stop_saving(browser, draft):
    paper, revision = draft
    assert post_new(browser, paper, risk=SHORT).status_code == 302
    assert only(revision).version.risk == SHORT
