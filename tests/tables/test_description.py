from datetime import date

import pytest

from registry.tables.description import Column, Source, Table, merged

AREA = Column("area", "科室", merge=True)
WHO = Column("who", "责任人", merge=True)
TEXT = Column("text", "风险点")


def spans(rows, cuts=frozenset()):
    columns = (AREA, WHO, TEXT)
    made = [dict(zip(("area", "who", "text"), row, strict=True)) for row in rows]
    return [tuple(cell.span for cell in line) for line in merged(columns, made, cuts)]


def test_equal_neighbours_become_one_cell():
    assert spans([("甲", "张", "1"), ("甲", "李", "1"), ("乙", "李", "1")]) == [
        (2, 1, 1),
        (0, 1, 1),
        (1, 1, 1),
    ]


def test_a_merged_cell_does_not_cross_the_border_of_one_further_left():
    rows = [("甲", "张", "1"), ("甲", "张", "2"), ("乙", "张", "3")]
    assert spans(rows) == [(2, 2, 1), (0, 0, 1), (1, 1, 1)]


def test_blank_neighbours_stay_apart():
    assert spans([("", "张", "1"), ("", "张", "2")]) == [(1, 1, 1), (1, 1, 1)]


def test_the_same_value_after_another_is_a_new_cell():
    assert spans([("甲", "", ""), ("乙", "", ""), ("甲", "", "")]) == [(1, 1, 1)] * 3


def test_a_cut_ends_every_merged_cell():
    rows = [("甲", "张", str(number)) for number in range(4)]
    assert spans(rows, frozenset({3})) == [(3, 3, 1), (0, 0, 1), (0, 0, 1), (1, 1, 1)]


def test_rows_are_read_as_they_are_needed():
    def endless():
        number = 0
        while True:
            yield {"area": str(number // 2), "who": "张", "text": "x"}
            number += 1

    lines = merged((AREA, WHO, TEXT), endless())
    assert [next(lines)[0].text for _ in range(3)] == ["0", "0", "1"]


def test_a_missing_key_is_a_blank_cell():
    (line,) = merged((AREA, TEXT), [{"text": "有"}])
    assert [cell.text for cell in line] == ["", "有"]


@pytest.mark.parametrize("columns", [(), (TEXT, TEXT)])
def test_a_table_needs_columns_with_keys_of_their_own(columns):
    with pytest.raises(ValueError, match="columns"):
        Table("表", Source.register(date(2026, 5, 6)), columns, [])


@pytest.mark.parametrize(
    ("source", "head", "inside"),
    [
        (
            Source.paper("DEMO-1-2026-STAFF-0007", date(2026, 5, 20)),
            "来源：办件 DEMO-1-2026-STAFF-0007，2026年5月20日签署完毕",
            True,
        ),
        (Source.paper(""), "来源：办件（未编号），尚未签署完毕", True),
        (
            Source.register(date(2026, 5, 6)),
            "来源：台账，2026年5月6日在用内容（内部资料）",
            True,
        ),
        (
            Source.publication(12, date(2026, 6, 1)),
            "来源：公开件第12号（2026年6月1日公布，公开版）",
            False,
        ),
        (
            Source.publication("DEMO-2026-ML-0012", date(2026, 6, 1), "inside"),
            "来源：公开件 DEMO-2026-ML-0012（2026年6月1日公布，单位内部版，内部资料）",
            True,
        ),
    ],
)
def test_each_source_names_itself_in_one_line(source, head, inside):
    assert (source.head, source.inside) == (head, inside)
