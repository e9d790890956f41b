"""The pages of one row: what a person types, what becomes of it, and that nothing gets lost."""

import pytest
from django.urls import reverse

from powers import catalogue, editing
from powers.models import Power, PowerVersion

from .factory import add, submit
from .hands import add_url, post_row, row_url, somebody_else_saves, stamp_in


def test_a_new_row_is_saved_with_its_defaults(cast, filler, draft, typed):
    paper, revision = draft
    response = post_row(filler, add_url(paper), typed())
    assert response.status_code == 302
    assert response.url == reverse("paper-edit", args=[paper.pk])
    row = catalogue.rows(revision)[0]
    assert row.version.exercising_body == cast.school_large.name
    assert row.version.visibility == "public"
    assert row.version.disposition == "keep"
    assert row.details["words"]["bases"] == "《中华人民共和国义务教育法》第十二条"
    assert row.details["words"]["steps"] == "受理 → 审核 → 办结"
    page = filler.get(response.url).content.decode()
    assert "已保存“新生入学资格审核”。" in page


def test_internal_powers_stay_inside_by_default(filler, draft, typed):
    paper, _ = draft
    post_row(filler, add_url(paper), typed(side="internal"))
    assert PowerVersion.objects.get().visibility == "inside"


def test_a_row_may_be_saved_before_everything_is_known(filler, draft, typed):
    paper, revision = draft
    data = typed(sections=[], **{"bases-0-law": "", "bases-0-article": ""})
    response = post_row(filler, add_url(paper), data)
    assert response.status_code == 302
    assert "提交前还要补上：法律依据、承办科室。" in filler.get(response.url).content.decode()
    assert len(catalogue.problems(revision)) == 2


def test_after_saving_one_may_go_on_adding(filler, draft, typed):
    paper, _ = draft
    response = post_row(filler, add_url(paper), typed(another="1"))
    assert response.url == add_url(paper)


@pytest.mark.parametrize("stamp", [{}, {"stamp": ""}, {"stamp": "made-up"}])
def test_a_new_row_without_its_stamp_is_not_written(filler, draft, typed, stamp):
    paper, _ = draft
    response = filler.post(add_url(paper), {**typed(), **stamp})
    assert response.status_code == 409
    assert "新生入学资格审核" in response.content.decode()
    assert not Power.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "请填写职权名称。"),
        ({"name": "招生"}, "名称太短"),
        ({"name": "长" * 201}, "200 个字以内"),
        ({"side": ""}, "请选择是外部职权还是内部职权。"),
        ({"kind": ""}, "请选择职权类型"),
        ({"kind": "许可"}, "许可"),
        ({"visibility": "inside"}, "外部职权要面向社会公开"),
        ({"visibility": "withheld"}, "请写明理由"),
        ({"time_limit": "XX个工作日"}, "模板文字"),
        ({"steps": "审核\n审核"}, "写了两次"),
        ({"steps": "\n".join(f"第{n}步" for n in range(41))}, "40 个以内"),
        ({"bases-0-law": ""}, "请写明这一条出自哪部法律法规或文件。"),
        ({"bases-0-law": "长" * 201}, "200 个字以内"),
        ({"sections": ["999999"]}, "999999"),
    ],
)
def test_wrong_input_is_told_and_kept(filler, draft, typed, wrong, said):
    paper, _ = draft
    response = post_row(filler, add_url(paper), typed(handling_body="由谁办由谁答", **wrong))
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "由谁办由谁答" in page
    assert "data-error-summary" in page
    assert not Power.objects.exists()


def test_a_section_of_another_unit_cannot_be_chosen(cast, filler, draft, typed):
    paper, _ = draft
    response = post_row(filler, add_url(paper), typed(sections=[cast.sections.small_teaching.pk]))
    assert response.status_code == 200
    assert not Power.objects.exists()


def test_a_law_with_its_article_in_one_field_is_parted(filler, draft, typed):
    paper, _ = draft
    data = typed(**{"bases-0-law": "《义务教育法》第十二条", "bases-0-article": ""})
    post_row(filler, add_url(paper), data)
    assert PowerVersion.objects.get().bases.values_list("law", "article").get() == (
        "义务教育法",
        "第十二条",
    )


def test_one_more_basis_without_scripts_keeps_every_word(filler, draft, typed):
    paper, _ = draft
    data = typed(name="招", more="bases", sections=[])
    response = post_row(filler, add_url(paper), data)
    page = response.content.decode()
    assert 'name="bases-TOTAL_FORMS" value="3"' in page
    assert 'value="招"' in page
    assert "受理" in page
    assert "第十二条" in page
    assert "名称太短" not in page
    assert not Power.objects.exists()


def test_asking_for_one_more_basis_does_not_renew_the_stamp(cast, filler, over_register, typed):
    paper, line = over_register
    url = row_url(paper, line)
    opened = stamp_in(filler.get(url))
    somebody_else_saves(cast, paper, line)
    again = filler.post(url, {"stamp": opened, "more": "bases", **typed()})
    saved = filler.post(url, {"stamp": stamp_in(again), **typed(why="改")})
    assert saved.status_code == 409


def test_a_basis_can_be_removed(filler, over_register, typed):
    paper, line = over_register
    data = typed(
        why="依据更换",
        **{"bases-0-DELETE": "on", "bases-1-law": "教育法", "bases-1-article": "第三十条"},
    )
    post_row(filler, row_url(paper, line), data)
    line.refresh_from_db()
    assert [basis.law for basis in line.version.bases.all()] == ["教育法"]


def test_a_stale_tab_overwrites_nothing_and_shows_both_texts(cast, filler, over_register, typed):
    paper, line = over_register
    url = row_url(paper, line)
    opened = stamp_in(filler.get(url))
    somebody_else_saves(cast, paper, line)
    data = typed(time_limit="我改成十日", why="我的理由")
    response = filler.post(url, {"stamp": opened, **data})
    page = response.content.decode()
    assert response.status_code == 409
    assert "可以直接保存" in page
    assert "别人改成三日" in page
    assert "我改成十日" in page
    line.refresh_from_db()
    assert line.version.time_limit == "别人改成三日"
    # Both texts seen, saving again is possible.
    response = filler.post(url, {"stamp": stamp_in(response), **data})
    assert response.status_code == 302
    line.refresh_from_db()
    assert line.version.time_limit == "我改成十日"


def test_without_the_stamp_the_other_text_would_be_lost(
    cast, filler, over_register, typed, monkeypatch
):
    """Negative control of the test above."""
    paper, line = over_register
    somebody_else_saves(cast, paper, line)
    monkeypatch.setattr("registry.papers.stamps.stamp_of", lambda content: "always")
    data = typed(time_limit="我改成十日", why="我的理由", stamp="always")
    assert filler.post(row_url(paper, line), data).status_code == 302
    line.refresh_from_db()
    assert line.version.time_limit == "我改成十日"


def test_a_stale_tab_learns_that_the_row_is_to_be_struck(cast, filler, over_register, typed):
    paper, line = over_register
    opened = stamp_in(filler.get(row_url(paper, line)))
    editing.strike_power(paper=paper, line_id=line.pk, why="权限上收", by=cast.people.school_office)
    response = filler.post(row_url(paper, line), {"stamp": opened, **typed(why="改")})
    assert response.status_code == 409
    assert "销号：权限上收" in response.content.decode()


@pytest.mark.parametrize("name", ["paper-row", "paper-row-strike", "paper-row-restore"])
def test_a_paper_handed_in_meanwhile_is_not_written(cast, filler, over_register, typed, name):
    paper, line = over_register
    if name == "paper-row-restore":
        somebody_else_saves(cast, paper, line)
    stamp = stamp_in(filler.post(row_url(paper, line, name)))
    submit(cast, paper.current)
    before = list(PowerVersion.objects.order_by("pk").values())
    response = filler.post(row_url(paper, line, name), {"stamp": stamp, **typed(why="我写的理由")})
    assert response.status_code == 409
    assert "已经提交" in response.content.decode()
    if name != "paper-row-restore":
        assert "我写的理由" in response.content.decode()
    assert list(PowerVersion.objects.order_by("pk").values()) == before


def test_a_change_of_what_is_in_force_needs_a_reason(filler, over_register, typed):
    paper, line = over_register
    response = post_row(filler, row_url(paper, line), typed())
    assert "请写明为什么调整" in response.content.decode()
    response = post_row(filler, row_url(paper, line), typed(why="依据新的办法"))
    assert response.status_code == 302
    line.refresh_from_db()
    assert line.version.why == "依据新的办法"


def test_saving_what_is_in_force_already_needs_none(cast, filler, over_register, typed):
    paper, line = over_register
    data = typed(
        name="学生学籍变动审核",
        supervision_channel="校务公开栏",
        exercising_body="和平区第一中学",
        **{"bases-0-law": "中小学生学籍管理办法", "bases-0-article": "第三章"},
    )
    assert post_row(filler, row_url(paper, line), data).status_code == 302
    assert PowerVersion.objects.count() == 1


def test_a_repeated_name_is_refused_and_kept_on_the_page(cast, filler, draft, typed):
    paper, _ = draft
    add(cast, paper, name="新生入学资格审核")
    response = post_row(filler, add_url(paper), typed(handling_body="招生办"))
    assert response.status_code == 409
    assert "同一职权只列一项" in response.content.decode()
    assert "招生办" in response.content.decode()
    assert Power.objects.count() == 1


def test_ten_equal_posts_make_one_row(filler, draft, typed):
    paper, revision = draft
    stamp = stamp_in(filler.get(add_url(paper)))
    codes = [
        filler.post(add_url(paper), {"stamp": stamp, **typed()}).status_code for _ in range(10)
    ]
    assert codes == [302] + [409] * 9
    assert revision.power_lines.count() == 1


def test_striking_asks_why(filler, over_register):
    paper, line = over_register
    url = row_url(paper, line, "paper-row-strike")
    assert "学生学籍变动审核" in filler.get(url).content.decode()
    response = post_row(filler, url, {"why": " "})
    assert "请写明为什么销号" in response.content.decode()
    assert post_row(filler, url, {"why": "权限上收"}).status_code == 302
    line.refresh_from_db()
    assert (line.version.struck, line.version.why) == (True, "权限上收")


def test_removing_a_new_row_asks_once_more(cast, filler, draft):
    paper, revision = draft
    line = add(cast, paper)
    url = row_url(paper, line, "paper-row-strike")
    page = filler.get(url)
    assert "删除这一项" in page.content.decode()
    assert filler.post(url, {"stamp": stamp_in(page)}).status_code == 302
    assert not revision.power_lines.exists()


def test_restoring_asks_once_more_and_not_over_a_newer_text(cast, filler, over_register):
    paper, line = over_register
    somebody_else_saves(cast, paper, line)
    url = row_url(paper, line, "paper-row-restore")
    asked = filler.post(url)
    assert asked.status_code == 200
    somebody_else_saves(cast, paper, line, time_limit="又改成两日")
    stale = filler.post(url, {"stamp": stamp_in(asked)})
    assert stale.status_code == 409
    assert "又改成两日" in stale.content.decode()
    assert filler.post(url, {"stamp": stamp_in(stale)}).status_code == 302
    line.refresh_from_db()
    assert line.version.base_id is None
    assert PowerVersion.objects.count() == 1


def test_moving_by_number(cast, filler, draft):
    paper, _revision = draft
    first = add(cast, paper)
    add(cast, paper, name="新生入学资格审核")
    filler.post(row_url(paper, first, "paper-row-move"), {"serial": "2"})
    filler.post(row_url(paper, first, "paper-row-move"), {"serial": "第二"})
    first.refresh_from_db()
    assert first.serial == 2
