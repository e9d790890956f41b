"""Sentences and the faults that must be mended, as tables."""

import pytest

from risks import phrasing
from risks.phrasing import (
    BEHAVIOUR,
    ERROR,
    OWN,
    Around,
    Parts,
    check,
    check_text,
    compose,
    tidy_part,
)

SOURCE = "材料由一人收、一人审"
RISK = "对不符合条件的申请放宽把关"
HARM = "其他学生失去公平机会"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((SOURCE, RISK, HARM), f"因{SOURCE}，导致{RISK}，造成{HARM}。"),
        ((SOURCE, RISK, ""), f"因{SOURCE}，导致{RISK}。"),
        (("", RISK, HARM), f"导致{RISK}，造成{HARM}。"),
        (("", "", ""), ""),
        (
            (f"因为{SOURCE}，", f"导致{RISK}；", f"造成{HARM}。"),
            f"因{SOURCE}，导致{RISK}，造成{HARM}。",
        ),
        (("因公出国审批不严", RISK, HARM), f"因因公出国审批不严，导致{RISK}，造成{HARM}。"),
        ((SOURCE, RISK, HARM, BEHAVIOUR), f"{SOURCE}，{RISK}，{HARM}。"),
        ((SOURCE, RISK, HARM, OWN, "整句\n自己写。"), "整句自己写。"),
    ],
)
def test_the_sentence_is_composed(parts, sentence):
    assert compose(*parts) == sentence


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        ("source", " 由于监督不到位。", "监督不到位"),
        ("source", "因材施教不够", "因材施教不够"),
        ("source", "因人情往来较多", "因人情往来较多"),
        ("source", "是因为缺少复核", "缺少复核"),
        ("risk", "从而导致先办后补；", "先办后补"),
        ("risk", "导致", ""),
        ("harm", "，造成经费浪费。。", "经费浪费"),
        ("harm", "家长\n不满", "家长不满"),
        ("measure", "每月抽查。", "每月抽查"),
    ],
)
def test_ends_and_lead_words_are_tidied(part, typed, kept):
    assert tidy_part(part, typed) == kept


@pytest.mark.parametrize(
    ("parts", "change", "found"),
    [
        (Parts(SOURCE, RISK, HARM), "new", []),
        (Parts("", RISK, HARM), "new", [("empty_source", "source")]),
        (Parts("因为，", RISK, HARM), "new", [("empty_source", "source")]),
        (Parts(SOURCE, "", HARM), "unchanged", [("empty_risk", "risk")]),
        (Parts(SOURCE, RISK, ""), "new", [("empty_harm", "harm")]),
        (Parts(SOURCE, RISK, ""), "adjusted", [("empty_harm", "harm")]),
        (Parts(SOURCE, RISK, ""), "unchanged", []),
        (Parts(SOURCE, RISK, HARM, OWN, ""), "new", [("empty_text", "text")]),
        (Parts(SOURCE, RISK, HARM, OWN, "……"), "new", [("nothing_said", "text")]),
        (Parts(SOURCE, RISK, HARM, text="……"), "new", []),
        (Parts("【A岗位】", "XX个工作日", "××××"), "new",
         [("nothing_said", "source"), ("nothing_said", "risk"), ("nothing_said", "harm")]),
        (Parts("123", "？？？", HARM), "new",
         [("nothing_said", "source"), ("nothing_said", "risk")]),
        (Parts(SOURCE, "审核\ufffd\ufffd不严", HARM), "new", [("damaged", "risk")]),
        (Parts(SOURCE, "审核\x07不严", HARM), "new", [("damaged", "risk")]),
        (Parts(SOURCE, "审核\ud800不严", HARM), "new", [("damaged", "risk")]),
        (Parts(SOURCE, "???教??????", HARM), "new", [("damaged", "risk")]),
    ],
)  # fmt: skip
def test_faults_are_found(parts, change, found):
    findings = check(parts, Around(change=change))
    errors = [finding for finding in findings if finding.severity == ERROR]
    assert [(finding.rule, finding.part) for finding in errors] == found


@pytest.mark.parametrize(
    "text",
    [
        "……",
        "【A岗位】",
        "XX个工作日",
        "××",
        "（ ）",
        "___",
        "X年X月X日内",
        "12.5%",
        "无",
        "同上",
        "某单位",
    ],
)
def test_a_template_left_as_it_was_says_nothing(text):
    assert not phrasing.says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "5个工作日内未办结",
        "无第二人复核",
        "同一事项重复审批",
        "某些家长请托",
        "𠮷姓家长信息登记错误",
        "【转学】材料代签",
        "OA审批流程绕行",
    ],
)
def test_real_words_say_something(text):
    assert phrasing.says_something(text)
    assert not phrasing.is_damaged(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("", []), ("每月抽查。", []), ("……", ["nothing_said"]), ("每月\ufffd抽查", ["damaged"])],
)
def test_single_texts_are_checked(text, found):
    assert [finding.rule for finding in check_text("measure", text)] == found


def test_every_error_helps_with_clause_message_and_example():
    bad = [
        Parts("", "", "", OWN, ""),
        Parts("……", "a\ufffd", "×", OWN, "a\ufffd"),
    ]
    errors = {rule.name for rule in phrasing.RULES.values() if rule.severity == ERROR}
    findings = [finding for parts in bad for finding in check(parts) if finding.rule in errors]
    assert {finding.rule for finding in findings} == errors
    for finding in findings:
        assert finding.clause
        assert finding.severity == ERROR
        assert "请" in finding.message
        assert "{" not in finding.message
    good = {part: phrasing.EXAMPLES[part] for part in ("source", "risk", "harm", "text")}
    assert check(Parts(**good, wording=OWN)) == []
