"""Two lists of names beside each other."""

import pytest

from powers.alike import side_by_side


@pytest.mark.parametrize(
    ("here", "there", "same", "alike", "only_here", "only_there"),
    [
        ((), (), (), (), (), ()),
        (("学籍异动审核",), (), (), (), (0,), ()),
        (("学籍异动审核",), ("学籍 异动审核",), ((0, 0),), (), (), ()),
        (("学生学籍变动审核",), ("学生学籍异动审核",), (), ((0, 0),), (), ()),
        (("新生入学资格审核",), ("大额采购项目审批",), (), (), (0,), (0,)),
        # The same name goes before one that is nearly the same.
        (
            ("学生学籍变动审核", "学生学籍异动审核"),
            ("学生学籍异动审核",),
            ((1, 0),),
            (),
            (0,),
            (),
        ),
        # Each has one partner, and the closer pair goes first.
        (
            ("校园场地租借审批", "校园场地租用审批"),
            ("校园场地租用审批表", "食堂经营审批"),
            (),
            ((1, 0),),
            (0,),
            (1,),
        ),
        # A name that stands twice is paired as often as the other list has it.
        (("学籍审核", "学籍审核"), ("学籍审核",), ((0, 0),), (), (1,), ()),
    ],
)
def test_names_beside_each_other(here, there, same, alike, only_here, only_there):
    found = side_by_side(here, there)
    assert (found.same, found.alike) == (same, alike)
    assert (found.only_here, found.only_there) == (only_here, only_there)
