"""Power lists into the draft of a unit's catalogue: by the command, all of it or nothing."""

import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from powers.models import PowerVersion
from registry.intake.mappings import remember
from registry.intake.models import Subject
from registry.jobs.models import Job
from registry.papers.models import Attachment, Paper, PaperState

ROWS = [
    ["某校职权目录"],
    ["序号", "权力事项名称", "权力类别", "承办科室", "实施依据"],
    [1, "新生入学资格审核", "行政确认", "教务处", "《中华人民共和国义务教育法》第十二条"],
    [2, "校级评优推荐审定", "行政奖励", "", "《学校评优办法》第三条"],
    ["合计", 2],
]


@pytest.fixture
def book(tmp_path):
    def make(rows):
        workbook = Workbook()
        for row in rows:
            workbook.active.append(row)
        path = tmp_path / "目录.xlsx"
        workbook.save(path)
        return path

    return make


def run(path, *options):
    call_command("import_powers", str(path), "--unit", "LARGE", "--by", "keeper", *options)


def test_rows_go_into_the_draft_of_the_catalogue(cast, book):
    run(book(ROWS))
    paper = Paper.objects.get()
    assert paper.state == PaperState.DRAFT
    assert {version.name for version in PowerVersion.objects.all()} == {ROWS[2][1], ROWS[3][1]}
    assert Attachment.objects.get().kind == Attachment.Kind.ORIGINAL


def test_the_command_writes_any_number_while_one_waits(cast, book, monkeypatch):
    monkeypatch.setattr("registry.intake.at_once.ROWS_AT_ONCE", 1)
    run(book(ROWS))
    assert (PowerVersion.objects.count(), Job.objects.count()) == (2, 0)


def test_a_dry_run_writes_only_the_report(cast, book, tmp_path):
    report = tmp_path / "report.json"
    run(book(ROWS), "--dry-run", "--report", str(report))
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["columns"]["权力事项名称"] == "name"
    first, second = data["rows"]
    assert (first["row"], first["fields"]["name"]) == (3, "新生入学资格审核")
    assert first["raw"]["实施依据"] == ROWS[2][4]
    assert second["fields"]["sections"] == "教务处"
    assert [line["row"] for line in data["left_out"]] == [1, 2, 5]
    assert data["summary"] == {
        "rows": 2, "errors": 0, "new": 2, "adjusted": 0, "unchanged": 0,
    }  # fmt: skip
    assert not Paper.objects.exists()


def test_one_row_that_cannot_be_taken_keeps_everything_out(cast, book, capsys):
    wrong = [3, "违规收费处理", "没有的类", "教务处", "《收费办法》第一条"]
    with pytest.raises(CommandError, match="什么也没有写入"):
        run(book([*ROWS[:4], wrong]))
    assert "第 5 行" in capsys.readouterr().out
    assert not Paper.objects.exists()


def test_a_file_without_a_catalogue_is_refused(cast, book):
    with pytest.raises(CommandError, match="没有找到职权目录表"):
        run(book([["姓名", "电话"]]))
    assert not Paper.objects.exists()


def test_the_command_reads_as_the_unit_mapped_its_columns_before(cast, book):
    named = {"办什么事": "name", "谁来办": "sections", "凭什么": "bases"}
    remember(unit=cast.school_large, subject=Subject.POWERS, columns=named, words={})
    run(book([list(named), ["新生入学资格审核", "教务处", "《义务教育法》第十二条"]]))
    assert PowerVersion.objects.get().name == "新生入学资格审核"
    with pytest.raises(CommandError, match="没有找到职权目录表"):
        call_command("import_powers", str(book([list(named), ["x", "y", "z"]])), "--unit", "SMALL")
