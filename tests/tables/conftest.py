"""Tables to render; each file is rendered once for a module."""

import subprocess
from datetime import date
from io import BytesIO

import pytest

from registry.tables.description import Column, Source, Table

COLUMNS = (
    Column("no", "序号", 10, "center"),
    Column("section", "责任科室", 24, "center", merge=True),
    Column("power", "职权名称", 30, merge=True),
    Column("point", "风险点", 80),
    Column("level", "风险等级", 16, "center"),
    Column("measures", "监控措施", 80),
)


def make_rows(count):
    """Sections of six rows, powers of three."""
    return [
        {
            "no": index + 1,
            "section": f"第{index // 6}科",
            "power": f"物资采购{index // 3}",
            "point": f"询价对象由一人选定（第{index + 1}行）。",
            "level": "二级（中）",
            "measures": [f"询价由两人以上参加并留记录{index}。", "每季度公示采购结果。"],
        }
        for index in range(count)
    ]


def make_table(rows, **changes):
    facts = {
        "title": "廉政风险点和风险等级目录",
        "source": Source.publication(12, date(2026, 6, 1), "inside"),
        "columns": COLUMNS,
        "notes": ["注：监控措施由责任科室落实。"],
        "unit_name": "示范区教育体育局",
        "compiled_on": date(2026, 6, 1),
        "number": "DEMO-2026-ML-0012",
        "digest": "3f" * 32,
    }
    return Table(rows=rows, **facts | changes)


@pytest.fixture(scope="module")
def directory():
    return make_table(make_rows(8))


@pytest.fixture(scope="session")
def written():
    """What a renderer writes for a table, as bytes."""

    def render(write, table):
        stream = BytesIO()
        write(table, stream)
        return stream.getvalue()

    return render


@pytest.fixture(scope="session")
def pdf_text():
    """The text of a PDF, one string a page."""

    def read(content):
        result = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
        )
        return result.stdout.decode().split("\f")[:-1]

    return read
