"""The small pieces that every page shares."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template, loader

from registry.access.style_guide import sample_context
from registry.access.wording import difference


def shown(source, request=None, **context):
    return Template("{% load components %}" + source).render(RequestContext(request, context))


class RowForm(forms.Form):
    risk = forms.CharField(label="风险点")
    stage = forms.ChoiceField(label="阶段", widget=forms.RadioSelect, choices=[("a", "甲")])


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("一人核对", "一人核对", "一人核对"),
        ("", "新写的", "<ins>新写的</ins>"),
        ("不要了", "", "<del>不要了</del>"),
        ("由一人核对材料", "由两人核对材料", "由<del>一</del><ins>两</ins>人核对材料"),
        ("<b>旧", "<b>新", "&lt;b&gt;<del>旧</del><ins>新</ins>"),
        ("甲的乙", "丙的丁", "<del>甲的乙</del><ins>丙的丁</ins>"),
        ("", "", ""),
    ],
)
def test_difference_marks_what_went_and_what_came(old, new, marked):
    assert difference(old, new) == marked


def test_difference_of_long_texts_falls_back_to_a_whole_replacement():
    assert difference("甲" * 3000, "乙" * 3000).startswith("<del>甲")


def test_difference_never_lets_markup_through():
    assert "<script" not in difference("<script>1</script>", "<script>2</script>")


def test_text_diff_takes_nothing_for_an_empty_text():
    assert shown("{% text_diff old new %}", old=None, new="甲") == "<ins>甲</ins>"


def test_error_summary_links_to_fields_also_in_formsets_and_radio_groups():
    rows = forms.formset_factory(RowForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-risk": ""}
    )
    rows.forms[0].empty_permitted = False
    page = shown("{% error_summary form rows nothing %}", form=RowForm({}), rows=rows, nothing=None)
    for target in ("#id_risk", "#id_stage_0", "#id_form-0-risk", "#id_form-0-stage_0"):
        assert f'href="{target}"' in page
    assert "第 1 行 · 风险点" in page


def test_error_summary_is_silent_without_errors():
    assert shown("{% error_summary form %}", form=RowForm()).strip() == ""


def test_a_level_is_told_by_shape_and_text():
    badge = shown('{% level_badge "一级" "red" %}')
    assert "circle-fill" in badge
    assert "一级" in badge
    assert "未定级" in shown("{% level_badge None %}")


def test_pagination_keeps_the_other_words_of_the_query(rf):
    request = rf.get("/points/", {"q": "招生", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    shown_pages = shown("{% pagination page_obj %}", page_obj=page, request=request)
    assert "q=%E6%8B%9B%E7%94%9F&amp;page=3" in shown_pages


def test_folded_fields_open_when_one_has_an_error():
    source = '{% more_fields form "更多" "risk" %}'
    assert '<details class="more" open' in shown(source, form=RowForm({}))
    assert '<details class="more">' in shown(source, form=RowForm())


def test_the_style_guide_renders_without_inline_style_or_script(rf):
    guide = loader.get_template("components/style_guide.html")
    page = guide.render(sample_context(), rf.get("/"))
    for forbidden in (" style=", "<style", " onclick=", "<script>"):
        assert forbidden not in page


@pytest.mark.parametrize("code", [400, 403, 404, 410, 429, 500])
def test_error_pages_need_no_context(code):
    page = loader.get_template(f"{code}.html").render()
    assert "返回首页" in page
