"""What is not looked at closely, because nothing can be found in it: the long way says the same."""

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.intake.cleaning import STEPS, clean
from risks import phrasing
from risks.sheets import splitting, values

WORDS = [
    "放宽条件",
    "导导致致",
    "高高兴兴",
    "第1页共2页",
    "第 1 页,共 9 页",
    "3个工作日",
    "《制度》",
]
NUMBERS = ["1.", "１、", "（1）", "①", "一是", "第一，", "一、", "（一）", "Ａ１", "½"]
LEVELS = ["措施后（风险等级：低）", "风险等级：高", "措施前：中", "剩余风险：低"]
SIGNS = ["；", ";", "，", ",", "：", "權(quán)力", "導(导)", "_", "★", "页"]
BLANKS = [" ", "\n", "\u3000", "\u00a0", "\x07", "\ufeff"]
texts = st.lists(st.sampled_from([*WORDS, *NUMBERS, *LEVELS, *SIGNS, *BLANKS]))
texts = texts.map("".join) | st.text(max_size=12)
long_run = settings(max_examples=400, deadline=None)


@long_run
@given(texts)
def test_a_plain_text_is_one_in_which_no_step_finds_anything(text):
    cleaned, done = text, []
    for said, step in STEPS:
        before, cleaned = cleaned, step(cleaned)
        if said and before != cleaned:
            done.append(said)
    assert clean(text) == (cleaned, tuple(done))


@long_run
@given(texts)
def test_a_cell_that_begins_like_no_number_has_no_numbered_items(text):
    lead = splitting._LEAD.match(text)
    starts = [0] if lead is None else [0, lead.end()]
    chains = [splitting._chain(style, text, starts) for style in splitting.STYLES]
    assert (splitting._by_numbers(text) is None) == (not any(chains))


@long_run
@given(texts)
def test_a_text_without_their_signs_holds_no_levels(text):
    found = values._AFTER_INSIDE.search(text) or values._BEFORE_INSIDE.search(text)
    assert not found or values._MAY_SAY_LEVELS.search(text)


@long_run
@given(texts)
def test_letters_digits_and_damage_are_what_unicode_says(text):
    category = unicodedata.category
    assert phrasing.core(text) == "".join(s for s in text if category(s)[0] in "LN")
    signs = [s for s in text if s not in " \t\n\r\u3000\u00a0"]
    if any(s == "\ufffd" or category(s) in {"Cc", "Cs", "Cn", "Co"} for s in signs):
        assert phrasing.is_damaged(text)


def test_of_every_sign_letters_and_digits_are_told_alike():
    signs = map(chr, range(sys.maxunicode + 1))
    odd = [s for s in signs if (unicodedata.category(s)[0] in "LN") != bool(phrasing.core(s))]
    assert odd == []
