"""Words of any length, found the same way on both databases."""

import pytest

from registry.organisation.models import Unit
from registry.search import index_text, matching, query_terms
from registry.search.words import LONGEST_TERM, MOST_TERMS


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (["学籍管理"], "学籍管理"),
        (["招生", "", None, "录取"], "招生 录取"),
        (["ＡＢＣ　１２３"], "abc 123"),
        (["（试行）"], "(试行)"),
        (["廉政\u200b风险"], "廉政风险"),
        (["葛\U000e0100城"], "葛城"),
        (["一行\n二行\t三行"], "一行 二行 三行"),
        (["坏\x00字\ud800"], "坏 字"),
        (["𠮷野"], "𠮷野"),
        ([" "], ""),
    ],
)
def test_texts_are_written_one_way(texts, written):
    assert index_text(*texts) == written


def test_a_query_is_cut_at_blanks_and_never_grows():
    assert query_terms("  招生　录取 招生 ") == ["招生", "录取"]
    assert query_terms("") == []
    long_query = " ".join(f"词{number}" + "长" * 500 for number in range(50))
    assert len(query_terms(long_query)) == MOST_TERMS
    assert max(map(len, query_terms(long_query))) == LONGEST_TERM


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("招", True),
        ("招生", True),
        ("学校招生录取", True),
        ("𠮷", True),
        ("录取 招生", True),
        ("abc", True),
        ("ＡＢＣ", True),
        ("100%", True),
        ("招 考", False),
        ("吉", False),
        ("%", True),
        ("100_", False),
        ("生招", False),
        ("", True),
    ],
)
def test_words_of_any_length_are_found(query, found):
    text = index_text("学校招生录取", "𠮷野", "ABC", "100%")
    Unit.objects.create(code="S", name=text)
    assert matching(Unit.objects.all(), "name", query).exists() is found
