import csv as csv_reader
import json as json_reader
from datetime import date
from io import StringIO

import pytest

from registry.tables import csv, json
from registry.tables.description import Column

from .conftest import make_table
from .test_xlsx import DANGEROUS, TEXT


def read(content):
    return list(csv_reader.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def rows(directory, written):
    content = written(csv.write, directory)
    assert content.startswith(b"\xef\xbb\xbf")
    return read(content)


def test_csv_first_row_names_the_source(rows):
    assert rows[0] == [
        "廉政风险点和风险等级目录",
        "来源：公开件第12号（2026年6月1日公布，单位内部版，内部资料）",
        "单位：示范区教育体育局",
        "编制日期：2026年6月1日",
        "编号：DEMO-2026-ML-0012",
        f"校验码：{'3f' * 32}",
    ]


def test_csv_repeats_merged_cells_and_keeps_every_row(rows):
    assert rows[1][:2] == ["序号", "责任科室"]
    assert [row[1] for row in rows[2:]] == ["第0科"] * 6 + ["第1科"] * 2


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_csv_cell_starts_like_a_formula(written, text):
    table = make_table([{"text": text, "other": [text]}], columns=TEXT, title=text, unit_name=text)
    for row in read(written(csv.write, table)):
        assert not [cell for cell in row if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell]


def test_a_negative_number_stays_a_number_in_csv(written):
    assert read(written(csv.write, make_table([{"text": -5}], columns=TEXT)))[2] == ["-5", ""]


def test_json_follows_its_schema(directory, written):
    data = json_reader.loads(written(json.write, directory))
    assert list(data) == ["title", "source", "number", "digest", "columns", "rows"]
    assert data["source"].startswith("来源：公开件第12号")
    assert data["columns"][0] == {"key": "no", "title": "序号"}
    assert data["rows"][1] == {
        "no": 2,
        "section": "第0科",
        "power": "物资采购0",
        "point": "询价对象由一人选定（第2行）。",
        "level": "二级（中）",
        "measures": ["询价由两人以上参加并留记录1。", "每季度公示采购结果。"],
    }


def test_json_keeps_rare_characters_and_writes_dates_as_iso(written):
    columns = (Column("text", "姓名"), Column("day", "日期"))
    rows = [{"text": "𠮷\ud800", "day": date(2026, 5, 6)}, {}]
    data = json_reader.loads(written(json.write, make_table(rows, columns=columns)))
    assert data["rows"] == [{"text": "𠮷\ufffd", "day": "2026-05-06"}, {"text": "", "day": ""}]


def test_an_empty_table_is_valid_in_both(written):
    table = make_table([], columns=TEXT)
    assert len(read(written(csv.write, table))) == 2
    assert json_reader.loads(written(json.write, table))["rows"] == []
