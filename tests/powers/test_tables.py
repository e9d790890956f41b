"""The catalogue as a table, and what a publication keeps of a power."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from powers.models import Power, PowerVersion
from powers.tables import (
    COLUMNS,
    catalogue_row,
    catalogue_table,
    numbered,
    public_content,
    register_table,
)
from registry.tables.description import Source
from registry.tables.formats import FORMATS

from .factory import make_register

TITLES = [
    "内外部",
    "序号",
    "职权名称",
    "职权类型",
    "行使主体",
    "承办科室",
    "法律依据",
    "办理主体",
    "办理期限",
    "监督渠道",
]
SECRET = {"name": "涉密事项审批", "visibility": "withheld", "ground": "国家秘密，不得外传"}


@pytest.fixture
def versions(cast):
    make_register(
        cast, {"content": "管学籍", "conditions": "材料齐全", "procedure": "先申请"}, SECRET
    )
    return {version.name: version for version in PowerVersion.objects.with_content()}


def test_columns_are_those_of_the_official_form():
    assert [column.title for column in COLUMNS if column.on_paper] == TITLES


def test_what_paper_has_no_room_for_is_in_files_for_programs(versions):
    content = {**public_content(versions["学生学籍变动审核"]), "served": "自然人"}
    table = catalogue_table(list(numbered([content])), Source.register(date(2026, 5, 8)))
    for name, shown in {"csv": True, "json": True, "docx": False}.items():
        stream = BytesIO()
        FORMATS[name].write(table, stream)
        written = stream.getvalue()
        if name == "docx":
            written = ZipFile(stream).read("word/document.xml")
        assert ("服务对象".encode() in written) is shown, name


def test_a_publication_keeps_chinese_ready_to_show(versions):
    content = public_content(versions["学生学籍变动审核"])
    assert json.loads(json.dumps(content)) == content
    assert content["side"] == "外部职权"
    assert content["kind"] == "行政确认"
    assert content["bases"] == ["《中小学生学籍管理办法》第三章"]
    assert content["sections"] == ["教务处"]
    assert content["steps"] == ["受理", "审核", "办结"]
    assert (content["content"], content["conditions"], content["procedure"]) == (
        "管学籍",
        "材料齐全",
        "先申请",
    )


def test_what_is_said_inside_only_is_not_published(versions):
    content = public_content(versions[SECRET["name"]])
    assert SECRET["ground"] not in json.dumps(content, ensure_ascii=False)
    assert not {"ground", "visibility", "disposition", "why"} & set(content)


def test_no_query_for_what_was_read_with_content(versions, django_assert_num_queries):
    with django_assert_num_queries(0):
        for version in versions.values():
            public_content(version)


def test_frozen_content_makes_the_same_row_as_fresh(versions):
    content = public_content(versions["学生学籍变动审核"])
    frozen = json.loads(json.dumps(content))
    assert catalogue_row(7, frozen) == catalogue_row(7, content)
    assert catalogue_row(7, frozen)["serial"] == 7


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_the_table(versions, name):
    rows = list(numbered(public_content(version) for version in versions.values()))
    source = Source.publication(3, date(2026, 5, 8))
    table = catalogue_table(rows, source, unit_name="和平区第一中学", number="LARGE-2026-CAT-0001")
    stream = BytesIO()
    FORMATS[name].write(table, stream)
    assert stream.getvalue()


def test_the_register_names_its_units_when_there_are_several(cast, versions):
    one = register_table(Power.objects.in_force().listed(), date(2026, 5, 8))
    assert [column.title for column in one.printed().columns] == TITLES
    assert "服务对象" in {column.title for column in one.columns}
    assert one.unit_name == "和平区第一中学"
    sections = [cast.sections.small_teaching.pk]
    make_register(cast, {"sections": sections}, unit=cast.school_small)
    several = register_table(Power.objects.in_force().listed(), date(2026, 5, 8))
    assert several.columns[0].title == "单位"
    assert [(row["unit"], row["serial"]) for row in several.rows] == [
        ("和平区第一中学", 1),
        ("和平区第一中学", 2),
        ("和平区实验小学", 1),
    ]
    assert "内部资料" in several.source.head
