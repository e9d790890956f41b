"""Tables of risk points into draft forms: by the command, all of it or nothing."""

import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from registry.intake.models import ColumnMapping, TableImport
from registry.papers.models import Attachment, Paper, PaperState, Writer
from registry.trail.models import TrailEntry
from risks import editing
from risks.content import content_of
from risks.models import PointLine, PointVersion
from tests.cast import make_cast
from tests.risks import factory

HEAD = ["序号", "科室", "岗位", "风险点", "风险等级", "防控措施", "责任人"]
ROWS = [
    [1, "教务处", "学籍管理员", "放宽条件，造成不公", "高", "1.两人复核\n2.公开结果", "林听雨"],
    [2, "", "", "泄露学生信息，造成损失", "低", "保密培训", ""],
    [3, "总务处", "采购员", "虚报数量，造成损失", "高", "双人验收", "石小满"],
]


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def book(tmp_path):
    def make(rows, head=HEAD):
        workbook = Workbook()
        for row in [head, *rows]:
            workbook.active.append(row)
        path = tmp_path / "风险点.xlsx"
        workbook.save(path)
        return path

    return make


@pytest.fixture
def levels(cast):
    gravest, *_, lightest = cast.scale.levels.order_by("-rank")
    return ["--level", f"高={gravest.label}", "--level", f"低={lightest.label}"]


def run(path, *options, unit="LARGE", by="keeper"):
    call_command("import_points", str(path), "--unit", unit, "--by", by, *options)


def test_rows_go_into_the_draft_forms_of_their_posts(cast, book, levels):
    run(book(ROWS), *levels)
    papers = {paper.post.name: paper for paper in Paper.objects.all()}
    assert set(papers) == {"学籍管理员", "采购员"}
    assert {paper.state for paper in papers.values()} == {PaperState.DRAFT}
    lines = PointLine.objects.filter(revision__paper=papers["学籍管理员"]).order_by("position")
    first, second = (line.version for line in lines)
    assert (first.text, second.text) == ("放宽条件，造成不公", "泄露学生信息，造成损失")
    assert [measure.text for measure in first.measures.all()] == ["两人复核", "公开结果"]
    assert {measure.post for measure in first.measures.all()} == {cast.posts.staff}
    assert first.level.rank > second.level.rank
    originals = Attachment.objects.filter(kind=Attachment.Kind.ORIGINAL)
    assert {attachment.paper_id for attachment in originals} == {p.pk for p in papers.values()}


def test_the_same_file_twice_adds_nothing(cast, book, levels):
    path = book(ROWS)
    run(path, *levels)
    run(path, *levels)
    assert (Paper.objects.count(), PointLine.objects.count()) == (2, 3)


def test_a_row_known_already_takes_level_and_measures_of_the_file(cast, book, levels):
    run(book(ROWS), *levels)
    run(book([[*ROWS[2][:4], "低", "双人验收；每月盘点", ""]]), *levels)
    version = PointVersion.objects.get(text="虚报数量，造成损失", lines__isnull=False)
    assert [measure.text for measure in version.measures.all()] == ["双人验收", "每月盘点"]
    assert version.level == cast.scale.levels.order_by("rank").first()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([4, "教务处", "没有的岗位", "放宽条件", "高", "复核", ""], "没有“没有的岗位”这个岗位"),
        ([4, "教务处", "任课教师", "放宽条件", "高", "复核", ""], "一人一表"),
        ([4, "总务处", "采购员", "收\ufffd礼品", "高", "复核", ""], "乱码"),
        ([4, "总务处", "采购员", "", "高", "复核", ""], "没有写风险点"),
    ],
)
def test_one_row_that_cannot_be_taken_keeps_everything_out(cast, book, capsys, row, said):
    with pytest.raises(CommandError, match="什么也没有写入"):
        run(book([*ROWS, row]))
    assert said in capsys.readouterr().out
    assert not Paper.objects.exists()
    assert not PointVersion.objects.exists()


def test_rows_without_a_post_go_where_the_option_says(cast, book):
    path = book([["放宽条件，造成不公", "复核"]], head=["风险点", "防控措施"])
    with pytest.raises(CommandError):
        run(path)
    run(path, "--post", "采购员")
    assert Paper.objects.get().post == cast.posts.other_staff


def test_a_form_under_review_takes_no_import_and_nothing_is_written(cast, book, levels):
    run(book(ROWS[2:]), *levels)
    Paper.objects.update(state=PaperState.REVIEW, position=1, number="X-1")
    with pytest.raises(CommandError, match="有 1 处要先改好"):
        run(book(ROWS), *levels)
    assert Paper.objects.count() == 1


def test_levels_are_mapped_by_the_user_and_remembered(cast, book, levels):
    run(book(ROWS))
    assert not PointVersion.objects.filter(level__isnull=False).exists()
    run(book(ROWS), *levels)
    assert set(ColumnMapping.objects.get().words) == {"高", "低"}
    again = [[9, "总务处", "采购员", "围标串标，造成损失", "高", "回避", ""]]
    run(book(again))
    version = PointVersion.objects.get(text="围标串标，造成损失")
    assert version.level == cast.scale.levels.order_by("-rank").first()


def test_an_unknown_level_is_explained(cast, book):
    with pytest.raises(CommandError, match="等级可选"):
        run(book(ROWS), "--level", "高=没有的等级")


def test_a_dry_run_writes_only_the_report(cast, book, tmp_path):
    report = tmp_path / "report.json"
    run(book([*ROWS, [4, "教务处", "没有的岗位", "放宽", "高", "复核", ""]]), "--dry-run",
        "--report", str(report))  # fmt: skip
    data = json.loads(report.read_text(encoding="utf-8"))
    assert data["columns"]["风险点"] == "risk"
    first = data["rows"][0]
    assert (first["row"], first["fields"]["post"]) == (2, "学籍管理员")
    assert first["fields"]["measures"] == ["两人复核", "公开结果"]
    assert first["raw"]["防控措施"] == "1.两人复核\n2.公开结果"
    assert {"rule", "severity", "field", "column", "text"} == set(data["rows"][3]["findings"][0])
    assert (data["summary"]["rows"], data["summary"]["errors"]) == (4, 1)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("options", "unit", "said"),
    [([], "NOBODY", "没有代码为 NOBODY"), (["--year", "1999"], "LARGE", "1999 年度")],
)
def test_what_is_missing_is_said(cast, book, options, unit, said):
    with pytest.raises(CommandError, match=said):
        run(book(ROWS), *options, unit=unit)


def test_a_unit_without_keeper_and_office_cannot_import(cast, book):
    path = book([["放宽条件，造成不公", "复核"]], head=["风险点", "防控措施"])
    with pytest.raises(CommandError, match="信息员或防控办"):
        run(path, "--post", "报账员", unit="VILLAGE")
    assert not Paper.objects.exists()


@pytest.mark.parametrize("by", ["staff", "nobody"])
def test_only_who_keeps_the_lists_imports(cast, book, by):
    with pytest.raises(CommandError, match="信息员或防控办"):
        run(book(ROWS), by=by)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("options", "who"), [(["--by", "school-office"], "school_office"), ([], "keeper")]
)
def test_the_command_and_the_trail_say_who_imported(cast, book, capsys, options, who):
    person = getattr(cast.people, who)
    call_command("import_points", str(book(ROWS)), "--unit", "LARGE", *options)
    assert f"已由{person.name}写入" in capsys.readouterr().out
    (entry,) = TrailEntry.objects.filter(action="import.confirmed")
    assert entry.actor_id == person.pk
    assert TableImport.objects.get().confirmed_at is not None
    assert {writer.person for writer in Writer.objects.all()} == {person}


def test_a_unit_where_nobody_could_have_imported_is_told(cast, book):
    path = book([["放宽条件，造成不公", "复核"]], head=["风险点", "防控措施"])
    with pytest.raises(CommandError, match="没有能登录的信息员"):
        call_command("import_points", str(path), "--unit", "VILLAGE", "--post", "报账员")


def test_measures_that_are_there_stay_the_same_measures(cast, book, levels):
    run(book(ROWS[2:]), *levels)
    line = PointLine.objects.get()
    content = content_of(line.version)
    content["measures"][0] |= {"stage": "during", "rhythm": "monthly"}
    paper = line.revision.paper
    by = cast.people.other_staff
    editing.save_point(paper=paper, line_id=line.pk, content=content, by=by)
    (before,) = PointLine.objects.get().version.measures.all()
    run(book([[*ROWS[2][:5], "每月盘点；双人验收", ""]]), *levels)
    new, kept = PointLine.objects.get().version.measures.all()
    assert (new.text, kept.text, kept.stage, kept.rhythm) == (
        "每月盘点", "双人验收", "during", "monthly",
    )  # fmt: skip
    assert kept.measure_id == before.measure_id


def test_the_reason_of_a_change_stays_and_what_is_struck_stays_struck(cast, book, levels):
    paper = confirmed_purchases(cast, book, levels)
    row = [*ROWS[2][:5], "双人验收", ""]
    by = cast.people.other_staff
    line = paper.current.point_lines.get()
    editing.save_point(
        paper=paper,
        line_id=line.pk,
        content={**content_of(line.version), "level": cast.scale.levels.order_by("rank")[0].pk},
        why="业务量减少",
        by=by,
    )
    run(book([[*row[:5], "双人验收；每月盘点", ""]]), *levels)
    version = paper.current.point_lines.get().version
    assert (version.why, version.measures.count()) == ("业务量减少", 2)
    editing.strike_point(paper=paper, line_id=line.pk, why="业务停办", by=by)
    run(book([row]), *levels)
    version = paper.current.point_lines.get().version
    assert (version.struck, version.why) == (True, "业务停办")


def confirmed_purchases(cast, book, levels):
    """The form of the buyer, in force by what the table of the year before said."""
    run(book(ROWS[2:]), *levels)
    revision = Paper.objects.get().current
    factory.confirm(cast, revision)
    run(book([[*ROWS[2][:5], "双人验收", ""]]), *levels)
    return Paper.objects.exclude(pk=revision.paper_id).get()
