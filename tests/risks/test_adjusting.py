"""The reason of an adjustment: kept with the row, asked for once the level goes down."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from risks import editing, form
from risks.adjusting import missing_reason
from risks.content import content_of, sealed_content

from .factory import confirm, filled_form, make_form, send_back, submit
from .pages import HTMX, address, nine_fields, only, shown, stamped

LOWER = {"likelihood": "1", "severity": "1"}
GRAVER = {"likelihood": "3", "severity": "3"}
WHY = "材料已改由系统自动核验"


@pytest.fixture
def by(cast):
    return cast.people.staff


@pytest.fixture
def amendment(cast):
    """A form over a point in force of the middle level, and its revision."""
    _, revision = filled_form(cast)
    confirm(cast, revision)
    return make_form(cast, whole=False)


def level(rank, scale=1):
    return SimpleNamespace(rank=rank, scale_id=scale)


@pytest.mark.parametrize(
    ("base", "now", "why", "missing"),
    [
        (level(2), level(1), "", True),
        (level(2), level(1), "  ", True),
        (level(3), level(1), WHY, False),
        (level(2), level(2), "", False),
        (level(2), level(3), "", False),
        (level(2), level(1, scale=2), "", False),
        (level(2), None, "", False),
        (None, level(1), "", False),
    ],
)
def test_only_a_lower_level_of_the_same_scale_needs_a_reason(base, now, why, missing):
    standing = None if base is None else SimpleNamespace(level=base)
    assert bool(missing_reason(standing, now, why)) == missing


def post_row(browser, paper, line, **changes):
    url = address("paper-row", paper, line)
    measure = line.version.measures.get()
    hidden = {"measures-0-measure": str(measure.measure_id), **stamped(browser, url)}
    return browser.post(url, {**hidden, **nine_fields(**changes)})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"harm": "家长不再信任学校"}, 302),
        ({"harm": "家长不再信任学校", "why": WHY}, 302),
        (LOWER, 422),
        ({**LOWER, "why": WHY}, 302),
        (GRAVER, 302),
        ({**LOWER, "later": "1"}, 302),
    ],
)
def test_the_page_asks_for_the_reason_when_the_level_goes_down(browser, amendment, changes, status):
    paper, revision = amendment
    response = post_row(browser, paper, only(revision), **changes)
    assert response.status_code == status
    if status == 422:
        assert "降低了，请写一句调整理由" in shown(response)
    else:
        assert only(revision).version.why == changes.get("why", "")


def test_a_new_point_is_not_asked_why(browser, draft):
    assert "调整理由" not in shown(browser.get(address("paper-row-add", draft[0])))


def test_a_form_whose_level_went_down_is_not_handed_in_without_a_reason(browser, amendment, by):
    paper, revision = amendment
    post_row(browser, paper, only(revision), **LOWER, later="1")
    assert [p for p in form.problems(revision) if "降低了" in p.text]
    line = only(revision)
    editing.save_point(
        paper=paper, content=content_of(line.version), line_id=line.pk, by=by, why=WHY
    )
    assert form.problems(revision) == []


def test_what_went_down_in_an_earlier_year_is_not_asked_again(cast, browser, amendment):
    """An unchanged row says nothing new, whatever brought it where it is."""
    paper, revision = amendment
    post_row(browser, paper, only(revision), **LOWER, later="1")
    confirm(cast, revision)  # as before there was such a field
    assert only(revision).version.why == ""
    _, later = make_form(cast, whole=False)
    assert not [p for p in form.problems(later) if "降低了" in p.text]


def test_the_reason_alone_can_be_changed_and_goes_with_the_change(amendment, by):
    paper, revision = amendment
    line = only(revision)
    old = content_of(line.version)
    changed = {**old, "harm": "家长不再信任学校"}

    def save(content, why):
        editing.save_point(paper=paper, content=content, line_id=line.pk, by=by, why=why)
        return only(revision).version

    assert save(changed, " 头一个理由 ").why == "头一个理由"
    assert save(changed, WHY).why == WHY
    assert sealed_content(only(revision).version)["why"] == WHY
    back = save(old, WHY)
    assert (back.base, back.why) == (None, "")


def test_after_a_return_another_reason_makes_another_version(cast, amendment, by):
    paper, revision = amendment
    line = only(revision)
    changed = {**content_of(line.version), "harm": "家长不再信任学校"}
    editing.save_point(paper=paper, content=changed, line_id=line.pk, by=by, why=WHY)
    submit(cast, revision)
    second = send_back(revision)
    line = only(second)
    handed_in, content = line.version, content_of(line.version)

    def save(why):
        editing.save_point(paper=paper, content=content, line_id=line.pk, by=by, why=why)
        return only(second).version

    assert save(WHY) == handed_in
    other = save("换一个理由")
    assert other != handed_in
    row = next(iter(form.rows(second, revision)))
    assert [d.new for d in row.details["since_differences"]] == ["换一个理由"]
    assert save(WHY) == handed_in


def test_striking_out_and_changing_again_keep_their_own_reasons(browser, amendment, by):
    paper, revision = amendment
    line = only(revision)
    editing.strike_point(paper=paper, line_id=line.pk, why="业务已取消", by=by)
    page = shown(browser.get(address("paper-row", paper, line)))
    assert "业务已取消" not in page
    post_row(browser, paper, only(revision), harm="家长不再信任学校", why=WHY)
    version = only(revision).version
    assert (version.struck, version.why) == (False, WHY)


def test_another_tab_that_wrote_a_reason_is_not_written_over(browser, amendment, by):
    paper, revision = amendment
    line = only(revision)
    url = address("paper-row", paper, line)
    hidden = stamped(browser, url)
    changed = {**content_of(line.version), "harm": "家长不再信任学校"}
    editing.save_point(paper=paper, content=changed, line_id=line.pk, by=by, why=WHY)
    response = browser.post(
        url, {**hidden, **nine_fields(harm="家长不再信任学校", why="另一个理由")}
    )
    assert response.status_code == 409
    assert WHY in shown(response)
    assert "另一个理由" in shown(response)


def test_an_autosave_keeps_the_reason(browser, amendment):
    paper, revision = amendment
    line = only(revision)
    url = address("paper-row", paper, line)
    data = {**stamped(browser, url), **nine_fields(**LOWER, why=WHY), "autosave": "1"}
    assert browser.post(url, data, headers=HTMX).status_code == 200
    assert only(revision).version.why == WHY


def test_the_reviewer_reads_the_reason_beside_the_difference(cast, browser, amendment):
    paper, revision = amendment
    post_row(browser, paper, only(revision), **LOWER, why=WHY)
    page = shown(browser.get(reverse("paper-edit", args=[paper.pk])))
    changes = page[page.index("与现行内容对照") :]
    assert WHY in changes[: changes.index("</article>")]
    confirm(cast, revision)
    point = only(revision).version.point
    assert WHY in shown(browser.get(reverse("point-detail", args=[point.pk])))
