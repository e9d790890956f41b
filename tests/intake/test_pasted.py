"""A block of cells as spreadsheets put it on the clipboard."""

import pytest

from registry.intake.pasted import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableBlock,
    cells_of,
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        (" \n\t\n", []),
        ("甲", [["甲"]]),
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ("甲\t乙\r丙\t", [["甲", "乙"], ["丙", ""]]),
        ("甲\t\n\n丙", [["甲", ""], [""], ["丙"]]),
        # A cell with a line break or a tab stands in quotes.
        ('甲\t"一、审核\r\n二、登记"\n丙\t丁', [["甲", "一、审核\n二、登记"], ["丙", "丁"]]),
        ('"有\t制表符"\t乙', [["有\t制表符", "乙"]]),
        # Its own quotes are doubled in it.
        ('"落实""一岗双责""\n要求"\t乙', [['落实"一岗双责"\n要求', "乙"]]),
        ('""""\t""', [['"', ""]]),
        # Quotes that close no cell belong to the text.
        ('"一岗双责"落实\t乙', [['"一岗双责"落实', "乙"]]),
        ('"没有收尾\t乙\n丙', [['"没有收尾', "乙"], ["丙"]]),
        ('5"屏\t乙', [['5"屏', "乙"]]),
        # What looks like a formula is text.
        ("=1+1\t+86\t-3\t@人", [["=1+1", "+86", "-3", "@人"]]),
    ],
)
def test_cells(text, rows):
    assert cells_of(text) == rows


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲" * (MOST_CHARACTERS + 1), "20 万个字"),
        ("甲\n" * (MOST_ROWS + 1), f"一次最多 {MOST_ROWS} 行"),
        ("甲\t" * MOST_COLUMNS, f"一次最多 {MOST_COLUMNS} 列"),
    ],
)
def test_too_large_a_block_is_refused_with_the_limit(text, said):
    with pytest.raises(UnreadableBlock, match=said):
        cells_of(text)


@pytest.mark.parametrize("text", ["甲\n" * MOST_ROWS, "甲\t" * (MOST_COLUMNS - 1), "\n" * 199_000])
def test_what_just_fits_is_read(text):
    assert len(cells_of(text)) in (MOST_ROWS, 1, 0)


@pytest.mark.parametrize(
    ("text", "width"),
    [('"\t' * 39, 21), ('"' * 199_999, 1), ('"' * 199_998 + "字", 1), ('""\t' * 39 + "字", 40)],
)
def test_many_quotes_are_read_in_one_go(text, width):
    """No pattern makes the reader begin again and again."""
    assert [len(row) for row in cells_of(text)] == [width]
