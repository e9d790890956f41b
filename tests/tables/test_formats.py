from io import BytesIO

import pytest

from registry.tables.formats import FORMATS

from .conftest import make_rows, make_table

SIGNATURES = {"xlsx": b"PK", "pdf": b"%PDF", "docx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}


def test_the_formats_are_those_of_the_commands():
    assert list(FORMATS) == ["xlsx", "pdf", "docx", "csv", "json"]


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_format_writes_what_it_says(name, written):
    content = written(FORMATS[name].write, make_table(make_rows(2)))
    assert content.startswith(SIGNATURES[name])
    assert FORMATS[name].extension == name


def test_writing_leaves_the_stream_open():
    for chosen in FORMATS.values():
        stream = BytesIO()
        chosen.write(make_table(make_rows(1)), stream)
        assert not stream.closed


def test_file_names_carry_no_sign_that_a_file_system_minds():
    table = make_table([], title="../《目录》: a/b\x00", unit_name="某 校", number="")
    assert FORMATS["xlsx"].file_name(table) == "目录ab-某校-20260601.xlsx"
