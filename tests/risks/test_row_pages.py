"""Striking, restoring, moving; duties, grade, what all holders share; the rows of the form."""

import re

import pytest
from django.urls import reverse

from risks import editing, form
from risks.content import content_of

from .factory import add_point, confirm, filled_form, make_form, send_back, submit
from .pages import address, only, shown, stamped

# --- striking, restoring, moving -------------------------------------------------------------


def test_a_point_in_force_is_struck_with_a_reason(browser, cast):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, revision = make_form(cast, whole=False)
    line = only(revision)
    url = address("paper-row-strike", paper, line)
    hidden = stamped(browser, url)
    assert browser.post(url, {**hidden, "why": ""}).status_code == 422
    assert browser.post(url, {**hidden, "why": "改由区里办理"}).status_code == 302
    assert only(revision).version.struck
    page = shown(browser.get(address("paper-edit", paper)))
    assert "改由区里办理" in page
    url = address("paper-row-restore", paper, line)
    assert browser.post(url, stamped(browser, url)).status_code == 302
    assert not only(revision).version.struck


def test_a_new_point_is_deleted_after_a_question(browser, cast, draft):
    paper, revision = draft
    line = add_point(cast, paper)
    url = address("paper-row-strike", paper, line)
    assert "还没有生效" in shown(browser.get(url))
    assert revision.point_lines.count() == 1
    browser.post(url, stamped(browser, url))
    assert revision.point_lines.count() == 0


def test_a_measure_without_a_post_is_not_given_one_by_being_saved(browser, cast, draft):
    """A browser takes the first of a list: for a new measure the own post, for a kept one none."""
    paper, _ = draft
    line = add_point(cast, paper, measures=[{"text": "两人核对原件并签字", "post": None}])
    page = shown(browser.get(address("paper-row", paper, line)))
    first = re.search(r'name="measures-0-post".*?<option value="(.*?)"', page, re.DOTALL)[1]
    assert first == ""
    page = shown(browser.get(address("paper-row-add", paper)))
    first = re.search(r'name="measures-0-post".*?<option value="(.*?)"', page, re.DOTALL)[1]
    assert first == str(cast.posts.staff.pk)


def test_a_stale_question_is_asked_again(browser, cast, draft):
    paper, revision = draft
    line = add_point(cast, paper)
    url = address("paper-row-strike", paper, line)
    hidden = stamped(browser, url)
    content = {**content_of(line.version), "harm": "学校公信力受损"}
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=cast.people.staff)
    assert browser.post(url, hidden).status_code == 409
    assert revision.point_lines.count() == 1


def test_rows_move(browser, cast):
    paper, revision = filled_form(cast, points=2)
    second = form.rows(revision)[1].line
    browser.post(address("paper-row-move", paper, second), {"direction": "up"})
    assert form.rows(revision)[0].line == second
    browser.post(address("paper-row-move", paper, second), {"direction": "sideways"})
    assert form.rows(revision)[0].line == second


def test_closed_rows_cannot_be_opened(browser, cast):
    paper, first = filled_form(cast, points=2)
    submit(cast, first)
    noted, other = first.point_lines.all()
    second = send_back(first, open_ids={noted.pk})
    closed = second.point_lines.get(version=other.version)
    for name in ("paper-row", "paper-row-strike"):
        response = browser.get(address(name, paper, closed), follow=True)
        assert "审核人已经看过" in shown(response)
    page = shown(browser.get(address("paper-edit", paper)))
    assert "审核人已看过，本次不用改" in page
    assert address("paper-row-add", paper) not in page


# --- duties and grade ------------------------------------------------------------------------


def test_a_duty_is_written_changed_and_struck(browser, cast):
    paper, revision = make_form(cast)
    url = address("paper-duty-add", paper)
    data = {**stamped(browser, url), "kind": "workflow", "text": "受理、核对、审定"}
    for _ in range(2):
        assert browser.post(url, data).status_code == 302
    line = revision.duty_lines.select_related("version").get()
    assert line.version.kind == "workflow"
    url = address("paper-duty", paper, line)
    response = browser.post(
        url, {**stamped(browser, url), "kind": "duty", "text": "受理转学申请", "then_point": "1"}
    )
    assert response.url.endswith(f"?duty={line.version.duty_id}")
    url = reverse("paper-duty-strike", args=[paper.pk, line.pk])
    browser.post(url, stamped(browser, url))
    assert revision.duty_lines.count() == 0


@pytest.mark.parametrize("text", ["", "……", "职责\ufffd"])
def test_a_duty_without_words_is_asked_for(browser, cast, text):
    paper, revision = make_form(cast)
    url = address("paper-duty-add", paper)
    response = browser.post(url, {**stamped(browser, url), "kind": "duty", "text": text})
    assert response.status_code == 422
    assert revision.duty_lines.count() == 0


def test_a_stale_duty_shows_both_texts(browser, cast, draft):
    paper, revision = draft
    line = revision.duty_lines.get()
    url = address("paper-duty", paper, line)
    hidden = stamped(browser, url)
    editing.save_duty(
        paper=paper, line_id=line.pk, kind="duty", text="别处写的职责", by=cast.people.staff
    )
    response = browser.post(url, {**hidden, "kind": "duty", "text": "这里写的职责"})
    assert response.status_code == 409
    assert "别处写的职责" in shown(response)
    assert "这里写的职责" in shown(response)


def test_duties_move_and_are_restored(browser, cast):
    _, first = filled_form(cast)
    confirm(cast, first)
    paper, revision = make_form(cast, whole=False)
    line = revision.duty_lines.select_related("version").get()
    old = line.version
    editing.save_duty(
        paper=paper, line_id=line.pk, kind="duty", text="改过的职责", by=cast.people.staff
    )
    browser.post(address("paper-duty", paper, line), {"direction": "down"})
    url = f"{address('paper-duty', paper, line)}?restore=1"
    assert "改过的职责" in shown(browser.get(url))
    browser.post(url, stamped(browser, url))
    assert revision.duty_lines.get().version == old


def test_the_grade_is_proposed_with_reasons_and_changed_with_one(browser, cast):
    paper, revision = filled_form(cast)
    url = address("paper-grade", paper)
    page = shown(browser.get(url))
    assert "建议定为 B 级" in page
    hidden = stamped(browser, url)
    assert browser.post(url, {**hidden, "grade": "A", "why": ""}).status_code == 422
    response = browser.post(url, {**hidden, "grade": "A", "why": "接触资金多"})
    assert response.status_code == 302
    revision.refresh_from_db()
    assert (revision.grade, revision.grade_why) == ("A", "接触资金多")
    assert browser.post(url, {**hidden, "grade": ""}).status_code == 409


# --- shared points and catching up --------------------------------------------------------------


def test_a_holder_leaves_out_and_takes_in_what_the_post_shares(client, cast):
    _, common = filled_form(cast, post=cast.posts.teacher)
    confirm(cast, common)
    paper, revision = make_form(cast, post=cast.posts.teacher, holder=cast.people.teacher)
    client.force_login(cast.accounts.teacher)
    line = only(revision)
    url = address("paper-row-strike", paper, line)
    assert "不适用于我" in shown(client.get(url))
    client.post(url, stamped(client, url))
    assert revision.point_lines.count() == 0
    page = shown(client.get(address("paper-edit", paper)))
    assert "本岗位还有这些风险点" in page
    point = line.version.point_id
    client.post(address("paper-row-add", paper), {"adopt": str(point)})
    assert only(revision).version.point_id == point


def test_untouched_rows_catch_up_with_the_register(browser, cast):
    _, first = filled_form(cast, points=2)
    confirm(cast, first)
    behind, revision = make_form(cast, whole=False)
    other, second = make_form(cast, whole=False)
    line = second.point_lines.select_related("version").first()
    editing.save_point(
        paper=other,
        line_id=line.pk,
        content={**content_of(line.version), "harm": "学校公信力受损"},
        by=cast.people.staff,
    )
    confirm(cast, second)
    page = shown(browser.get(address("paper-edit", behind)))
    assert "更新到现行内容" in page
    browser.post(address("paper-catch-up", behind))
    assert not any(row.details["overtaken"] for row in form.rows(revision))


# --- the fragment ---------------------------------------------------------------------------------


def test_the_rows_are_shown_by_duty_with_their_changes(browser, cast):
    _, first = filled_form(cast, points=2)
    confirm(cast, first)
    paper, revision = make_form(cast, whole=False)
    line = revision.point_lines.select_related("version").first()
    editing.save_point(
        paper=paper,
        line_id=line.pk,
        content={**content_of(line.version), "harm": "学校公信力受损"},
        by=cast.people.staff,
    )
    page = shown(browser.get(address("paper-edit", paper)))
    assert "受理转学申请，核对材料" in page
    assert "<ins>" in page
    assert "与现行内容对照" in page
    assert "林听雨" in page


def test_an_empty_form_says_where_to_begin(browser, cast):
    paper, _ = make_form(cast)
    assert "先写一条岗位职责" in shown(browser.get(address("paper-edit", paper)))
