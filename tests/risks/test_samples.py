"""The tables in tests/samples: the rows written down by hand, and no cell lost."""

import pytest

from registry.intake.limited_reader import read_sheets
from risks.sheets.reading import read
from risks.sheets.remarks import remark
from risks.sheets.report import fields_of, report_of
from tests.samples.layouts import SAMPLES
from tests.samples.make import path_of, write

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


@by_name
def test_the_file_is_what_the_script_makes(sample, tmp_path):
    path = tmp_path / path_of(sample).name
    write(sample, path)
    assert read_sheets(path) == read_sheets(path_of(sample))
