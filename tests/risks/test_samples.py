"""The tables in tests/samples: the rows written down by hand, and no cell lost."""

from datetime import date

import pytest

from registry.intake.limited_reader import read_sheets
from risks.sheets.reading import read
from risks.sheets.remarks import remark
from risks.sheets.report import fields_of, report_of
from tests.samples.layouts import SAMPLES
from tests.samples.make import MADE, path_of, write

by_name = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


@by_name
def test_the_rows_are_those_written_down_by_hand(sample):
    reading = read(read_sheets(path_of(sample)))
    remark(reading)
    found = [{"row": row.number, **fields_of(row)} for row in reading.rows]
    told = [
        {name: row.get(name) for name in expected}
        for row, expected in zip(found, sample.expected, strict=False)
    ]
    assert told == sample.expected
    assert len(found) == len(sample.expected)
    assert report_of(reading)["summary"]["errors"] == sample.errors


@by_name
def test_every_cell_is_in_a_row_or_in_what_was_left_out(sample):
    sheets = read_sheets(path_of(sample))
    data = report_of(read(sheets))
    said = [line["cells"] for line in data["left_out"]]
    said += [row["raw"].values() for row in data["rows"]]
    found = "\n".join(text for texts in said for text in texts)
    cells = [str(cell) for row in sample.rows for cell in row if str(cell).strip()]
    assert [cell for cell in cells if cell not in found] == []


def test_the_binary_file_is_one_and_its_dates_and_merged_cells_are_read():
    sample = next(sample for sample in SAMPLES if sample.kind == "xls")
    assert path_of(sample).read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    (sheet,) = read_sheets(path_of(sample))  # the hidden one is left out
    assert sheet.rows[3][7] == date(2026, 9, 30)
    assert [row[0] for row in (sheet.rows[3], sheet.rows[6])] == [1, 3]
    assert sorted(sheet.merged) == sample.merged


@pytest.mark.parametrize("sample", MADE, ids=lambda sample: sample.name)
def test_the_file_is_what_the_script_makes(sample, tmp_path):
    path = tmp_path / path_of(sample).name
    write(sample, path)
    assert read_sheets(path) == read_sheets(path_of(sample))
