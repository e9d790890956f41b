"""Laws as people write them, one or several in a cell."""

import pytest

from powers.bases import plain_law, split_bases, written_basis

EDUCATION, COMPULSORY = "中华人民共和国教育法", "中华人民共和国义务教育法"


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("", []),
        ("《中华人民共和国教育法》第二十八条", [(EDUCATION, "第二十八条")]),
        ("中华人民共和国教育法第二十八条", [(EDUCATION, "第二十八条")]),
        ("中华人民共和国教育法 第 二十八 条", [(EDUCATION, "第二十八条")]),
        ("学校“三定”方案", [("学校“三定”方案", "")]),
        (
            "【法律】1.《中华人民共和国教育法》第二十八条【法律】2.《中华人民共和国义务教育法》第十二条",
            [(EDUCATION, "第二十八条"), (COMPULSORY, "第十二条")],
        ),
        (
            "1、《中华人民共和国教育法》第二十八条\n2、《中华人民共和国义务教育法》第十二条第一款",
            [(EDUCATION, "第二十八条"), (COMPULSORY, "第十二条第一款")],
        ),
        (
            "《中华人民共和国教育法》第二十八条、《中华人民共和国义务教育法》第十二条",
            [(EDUCATION, "第二十八条"), (COMPULSORY, "第十二条")],
        ),
        (
            "《中华人民共和国教育法》第二十八条；第三十条",
            [(EDUCATION, "第二十八条、第三十条")],
        ),
        (
            "《中华人民共和国教育法》第二十八条\n《中华人民共和国教育法》第二十八条",
            [(EDUCATION, "第二十八条")],
        ),
        (
            "《关于贯彻〈教师法〉若干问题的实施意见》",
            [("关于贯彻〈教师法〉若干问题的实施意见", "")],
        ),
        (
            "《学生伤害事故处理办法》（2010年修订）第二十六条",
            [("《学生伤害事故处理办法》（2010年修订）", "第二十六条")],
        ),
        ("第三条", []),
    ],
)
def test_laws_in_one_cell_are_split(text, bases):
    assert [tuple(basis) for basis in split_bases(text)] == bases


@pytest.mark.parametrize(
    ("typed", "kept", "printed"),
    [
        ("《教育法》", "教育法", "《教育法》第一条"),
        ("教育法", "教育法", "《教育法》第一条"),
        ("《教育法》(2021修正)", "《教育法》(2021修正)", "《教育法》(2021修正)第一条"),
        ("  《教育法》 ", "教育法", "《教育法》第一条"),
    ],
)
def test_title_marks_are_kept_once(typed, kept, printed):
    assert plain_law(typed) == kept
    assert written_basis(kept, "第一条") == printed
