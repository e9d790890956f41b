from registry.tables.description import Column
from registry.tables.pieces import in_pieces, room

DUTY = Column("duty", "岗位职责", 30, merge=True)
RISK = Column("risk", "风险点", 60)
LEVEL = Column("level", "风险级别", 10)
COLUMNS = (DUTY, RISK, LEVEL)
# Nine characters a line for the duty, nineteen for the risk point; ten lines.
ROOM = room(COLUMNS, 100, 3, 10)


def pieces(*rows):
    return list(in_pieces(COLUMNS, rows, ROOM))


def test_what_fits_passes_unchanged():
    row = {"duty": "采购", "risk": ["甲", "乙"], "level": 2}
    assert pieces(row) == [row]


def test_a_row_taller_than_a_page_goes_on_in_rows_of_its_own():
    text = "一二三四五六七八九十" * 50
    made = pieces({"duty": "采购", "risk": text, "level": "一级"})
    assert [row["level"] for row in made] == ["一级", "", ""]
    assert [row["duty"] for row in made] == ["采购"] * 3
    assert all(row["risk"][0].startswith("（续）") for row in made[1:])
    joined = "".join(part for row in made for part in [row["risk"]] for part in part)
    assert joined.replace("（续）", "") == text


def test_paragraphs_stay_paragraphs():
    made = pieces({"duty": "", "risk": [f"第{number}条" for number in range(12)], "level": ""})
    assert [row["risk"] for row in made] == [
        [f"第{number}条" for number in range(10)],
        ["（续）第10条", "第11条"],
    ]


def test_a_tall_merged_text_is_printed_once_and_its_end_stands_beside_the_other_rows():
    duty = "岗位职责很长" * 20
    made = pieces(
        {"duty": duty, "risk": "甲", "level": ""}, {"duty": duty, "risk": "乙", "level": ""}
    )
    assert [row["risk"] for row in made] == ["甲", "", "乙"]
    assert made[1]["duty"] == made[2]["duty"]
    assert "".join([*made[0]["duty"], *made[1]["duty"]]).replace("（续）", "") == duty
