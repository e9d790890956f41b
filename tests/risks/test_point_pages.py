"""The page of a risk point: nine fields are enough, unfinished rows are kept, no tab overwrites."""

import re

import pytest

from risks import editing, form
from risks.content import content_of
from risks.models import PointVersion

from .factory import submit
from .pages import HTMX, address, nine_fields, only, post_new, shown, stamped

# --- filling in ---------------------------------------------------------------------------


def test_seven_answers_make_a_complete_point(browser, draft):
    paper, revision = draft
    response = post_new(browser, paper)
    assert response.status_code == 302
    version = only(revision).version
    assert response.url == f"{address('paper-edit', paper)}#row-{only(revision).pk}"
    assert version.sentence.startswith("因转学材料由一人收、一人审，导致")
    assert version.level.rank == 2
    assert (version.found_by, version.way, version.wording) == ("self", "forward", "cause_effect")
    measure = version.measures.get()
    assert (measure.stage, measure.kind, measure.rhythm) == ("before", "procedure", "each_time")
    assert form.problems(revision) == []


def test_a_new_form_offers_the_own_post_for_measures_and_at_most_nine_required_fields(
    browser, draft
):
    page = shown(browser.get(address("paper-row-add", draft[0])))
    assert page.count("asteriskField") <= 9
    assert "学籍管理员（本岗位）" in page
    assert "从教行为" in page
    assert "班主任管理" in page


def test_the_duty_one_came_from_is_chosen(browser, draft):
    paper, revision = draft
    duty = revision.duty_lines.get().version.duty_id
    page = shown(browser.get(f"{address('paper-row-add', paper)}?duty={duty}"))
    assert re.search(rf'<option value="{duty}" selected', page)


def test_missing_answers_are_asked_for_and_what_was_typed_stays(browser, draft):
    paper, revision = draft
    response = post_new(browser, paper, harm="", likelihood="", **{"measures-0-text": ""})
    assert response.status_code == 422
    page = shown(response)
    assert "转学材料由一人收、一人审" in page
    for asked in ("请写一句危害性", "请选择可能性", "请至少写一条防控措施"):
        assert asked in page
    assert 'href="#id_harm"' in page
    assert revision.point_lines.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": "【A岗位】"}, "请换成这里的实际情况"),
        ({"risk": "审核\ufffd不严"}, "无法显示的字符"),
        ({"level": "top"}, "与系统建议的"),
        ({"wording": "own", "text": ""}, "请写出完整的一句话"),
        ({"visibility": "withheld"}, "选了不公开，请写一句理由"),
        ({"measures-0-rhythm": "by_date"}, "请写上完成日期"),
        ({"source": "长" * 501}, "超过 500 个字"),
    ],
)
def test_faults_are_explained(browser, cast, draft, changes, said):
    if changes.get("level") == "top":
        changes = {"level": cast.scale.levels.get(rank=3).pk}
    response = post_new(browser, draft[0], **changes)
    assert response.status_code == 422
    assert said in shown(response)


def test_nothing_typed_can_break_out_of_the_page(browser, draft):
    paper, _ = draft
    nasty = '"><script>alert(1)</script>'
    post_new(browser, paper, source=f"材料{nasty}")
    page = shown(browser.get(address("paper-edit", paper)))
    assert nasty not in page
    assert "&lt;script&gt;" in page


def test_a_nul_or_lone_surrogate_is_refused_kindly(browser, draft):
    response = post_new(browser, draft[0], source="审核\x00不严")
    assert response.status_code == 422


def test_writing_one_after_the_other_keeps_the_duty(browser, draft):
    paper, revision = draft
    duty = revision.duty_lines.get().version.duty_id
    response = post_new(browser, paper, another="1", duty=str(duty))
    assert response.url == f"{address('paper-row-add', paper)}?duty={duty}"


def test_a_half_filled_row_can_be_put_aside(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    data = {**stamped(browser, url), "source": "材料由一人收", "later": "1"}
    assert browser.post(url, data).status_code == 302
    assert only(revision).version.source == "材料由一人收"
    assert form.problems(revision)


def test_half_filled_choices_never_break_a_rule_of_the_database(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    data = {
        **stamped(browser, url),
        "source": "材料由一人收",
        "wording": "own",
        "visibility": "withheld",
        "measures-0-text": "抽查",
        "measures-0-rhythm": "by_date",
        "later": "1",
    }
    assert browser.post(url, data).status_code == 302
    version = only(revision).version
    assert (version.wording, version.visibility) == ("cause_effect", "inside")
    assert version.measures.get().rhythm == "each_time"


# --- measures -----------------------------------------------------------------------------


def test_a_measure_is_added_and_removed_without_scripts(browser, draft):
    paper, revision = draft
    response = post_new(browser, paper, add_measure="1")
    line = only(revision)
    assert response.url == f"{address('paper-row', paper, line)}?blank=1#measures"
    url = response.url.partition("#")[0]
    hidden = stamped(browser, url)
    assert hidden["measures-TOTAL_FORMS"] == "2"
    kept = hidden["measures-0-measure"]
    data = {**hidden, **nine_fields(), "measures-1-text": "每月抽查五份材料"}
    browser.post(address("paper-row", paper, line), data)
    version = only(revision).version
    assert [m.text for m in version.measures.all()] == [
        "收件和审核由两人分别办理",
        "每月抽查五份材料",
    ]
    assert str(version.measures.first().measure_id) == kept
    hidden = stamped(browser, address("paper-row", paper, line))
    data = {
        **hidden,
        **nine_fields(),
        "measures-0-DELETE": "on",
        "measures-1-text": "每月抽查五份材料",
    }
    browser.post(address("paper-row", paper, line), data)
    assert only(revision).version.measures.get().text == "每月抽查五份材料"


# --- autosave -----------------------------------------------------------------------------


def autosave(client, url, data):
    return client.post(url, {**data, "autosave": "1"}, headers=HTMX)


def test_autosave_makes_one_row_and_goes_on_with_it(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    hidden = stamped(browser, url)
    for text in ("材料", "材料由一人收", "材料由一人收、一人审"):
        response = autosave(browser, url, {**hidden, "source": text})
        assert response.status_code == 200
        assert "保存" in shown(response)
        hidden["stamp"] = re.search(r'name="stamp" value="(\w+)"', shown(response))[1]
    line = only(revision)
    assert line.version.source == "材料由一人收、一人审"
    assert response["HX-Replace-Url"] == address("paper-row", paper, line)
    done = browser.post(url, {**hidden, **nine_fields()})
    assert done.status_code == 302
    assert only(revision).version.risk == "放宽转学接收条件"


def test_autosave_of_nothing_makes_no_row(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    response = autosave(browser, url, {**stamped(browser, url), "likelihood": "2"})
    assert response.status_code == 200
    assert revision.point_lines.count() == 0


def test_autosave_from_a_stale_tab_shows_both_texts_and_saves_nothing(browser, cast, draft):
    paper, revision = draft
    post_new(browser, paper)
    line = only(revision)
    url = address("paper-row", paper, line)
    hidden = stamped(browser, url)
    content = {**content_of(line.version), "harm": "学校公信力受损"}
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=cast.people.staff)
    response = autosave(browser, url, {**hidden, **nine_fields(harm="家长不再信任学校")})
    assert response.status_code == 409
    assert "学校公信力受损" in shown(response)
    assert "家长不再信任学校" in shown(response)
    assert 'name="stamp"' not in shown(response)
    assert only(revision).version.harm == "学校公信力受损"


# --- stale tabs and repeats ----------------------------------------------------------------


def test_a_stale_tab_shows_both_texts_and_saves_on_the_second_time(browser, cast, draft):
    paper, revision = draft
    post_new(browser, paper)
    line = only(revision)
    url = address("paper-row", paper, line)
    hidden = stamped(browser, url)
    content = {**content_of(line.version), "harm": "学校公信力受损"}
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=cast.people.staff)
    data = {**hidden, **nine_fields(harm="家长不再信任学校")}
    response = browser.post(url, data)
    assert response.status_code == 409
    assert "学校公信力受损" in shown(response)
    assert "家长不再信任学校" in shown(response)
    renewed = re.search(r'name="stamp" value="(\w+)"', shown(response))[1]
    assert browser.post(url, {**data, "stamp": renewed}).status_code == 302
    assert only(revision).version.harm == "家长不再信任学校"


def test_a_double_click_makes_one_row(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    data = {**stamped(browser, url), **nine_fields()}
    assert [browser.post(url, data).status_code for _ in range(3)] == [302, 302, 302]
    assert revision.point_lines.count() == 1
    assert PointVersion.objects.count() == 1


def test_two_tabs_that_add_a_row_do_not_write_over_each_other(browser, draft):
    paper, revision = draft
    url = address("paper-row-add", paper)
    hidden = stamped(browser, url)
    browser.post(url, {**hidden, **nine_fields(risk="先办后补手续")})
    response = browser.post(url, {**hidden, **nine_fields()})
    assert response.status_code == 409
    assert only(revision).version.risk == "先办后补手续"


def test_a_row_deleted_elsewhere_keeps_what_was_typed(browser, cast, draft):
    paper, revision = draft
    post_new(browser, paper)
    line = only(revision)
    url = address("paper-row", paper, line)
    hidden = stamped(browser, url)
    editing.remove_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    answer = browser.post(url, {**hidden, **nine_fields(source="写了很久的一段话")})
    assert answer.status_code == 409
    assert "写了很久的一段话" in shown(answer)
    assert browser.get(url).status_code == 404


def test_a_paper_handed_in_meanwhile_takes_nothing(browser, cast, draft):
    paper, revision = draft
    post_new(browser, paper)
    line = only(revision)
    url = address("paper-row", paper, line)
    hidden = stamped(browser, url)
    submit(cast, revision)
    response = browser.post(url, {**hidden, **nine_fields(harm="家长不再信任学校")})
    assert response.status_code in (302, 403)
    assert PointVersion.objects.get().harm == "其他学生失去公平机会"


def test_an_autosave_that_is_refused_says_where_to_look(browser, draft):
    url = address("paper-row-add", draft[0])
    data = {**stamped(browser, url), **nine_fields(risk="审核\ufffd不严")}
    response = autosave(browser, url, data)
    assert response.status_code == 422
    assert "请看页面上方的提示" in shown(response)
    assert "网络" not in shown(response)


# --- after a return of single rows ----------------------------------------------------------

BEGINNINGS = ("paper-row-add", "paper-duty-add", "paper-examples", "paper-paste")


@pytest.mark.parametrize("name", BEGINNINGS)
def test_no_new_row_is_begun_where_none_may_be_added(browser, draft, name):
    paper, revision = draft
    post_new(browser, paper)
    assert browser.get(address(name, paper)).status_code == 200
    revision.point_lines.update(open=False)
    response = browser.get(address(name, paper), follow=True)
    assert response.redirect_chain
    assert "不能另外增加" in shown(response)


def test_a_row_is_not_copied_where_none_may_be_added(browser, draft):
    paper, revision = draft
    post_new(browser, paper)
    post_new(browser, paper)
    first = revision.point_lines.earliest("pk")
    edit, copy = address("paper-edit", paper), address("paper-row-copy", paper, first)
    assert copy in shown(browser.get(edit))
    revision.point_lines.exclude(pk=first.pk).update(open=False)
    assert copy not in shown(browser.get(edit))


# --- preview ------------------------------------------------------------------------------


def test_the_preview_composes_and_proposes_and_saves_nothing(browser, draft):
    paper, revision = draft
    response = browser.post(
        address("paper-row-preview", paper),
        {"source": "因为材料由一人收", "risk": "放宽条件", "likelihood": "3", "severity": "3"},
        headers=HTMX,
    )
    page = shown(response)
    assert "因材料由一人收，导致放宽条件。" in page
    assert "3 × 3 = 9" in page
    assert "一级" in page
    assert revision.point_lines.count() == 0


def test_the_preview_says_which_text_cannot_be_read(browser, draft):
    url, data = address("paper-row-preview", draft[0]), nine_fields(risk="审核\ufffd\ufffd不严")
    assert "风险点：里面有无法显示的字符" in shown(browser.post(url, data))
    assert "无法显示" not in shown(browser.post(url, nine_fields()))


def test_the_preview_of_nothing_is_kind(browser, draft):
    page = shown(browser.post(address("paper-row-preview", draft[0]), {}))
    assert "这里会连成一句话" in page
