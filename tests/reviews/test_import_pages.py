"""The pages of a table import: upload, mapping, preview, confirm."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from registry.files.models import StoredFile
from registry.intake.models import ColumnMapping, TableImport
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from reviews.importing import plan_of
from risks import editing
from risks.models import PointVersion
from tests.risks.factory import add_point, confirm, make_form, sample_point

HEAD = ["科室", "岗位", "风险点", "风险等级", "防控措施"]
ROWS = [
    ["教务处", "学籍管理员", "放宽条件，造成不公", "高", "两人复核"],
    ["总务处", "采购员", '=HYPERLINK("x")虚报数量', "▲", "双人验收"],
]
GOOD = ["总务处", "采购员", "虚报数量，造成损失", "高", "双人验收"]


def workbook(*rows, head=HEAD):
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if cell.value is not None else "n"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def send(client, content, name="某校风险点.xlsx", unit="LARGE"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("table-imports"), {"file": file, "unit": unit})


def sent(client, *rows, **options):
    response = send(client, workbook(*(rows or ROWS), **options))
    assert response.status_code == 302, response.content.decode()
    return TableImport.objects.latest("id")


def mapped(client, imported, **data):
    given = {"level-of": [], "level": [], **data}
    response = client.post(reverse("table-import-mapping", args=[imported.pk]), given)
    assert response.status_code == 302
    imported.refresh_from_db()
    return imported


def press(client, imported, **data):
    return client.post(reverse("table-import", args=[imported.pk]), data)


def page(client, imported, query=""):
    return client.get(reverse("table-import", args=[imported.pk]) + query).content.decode()


def test_the_way_from_upload_to_drafts(cast, keeper):
    imported = sent(keeper)
    asked = keeper.get(reverse("table-import-mapping", args=[imported.pk])).content.decode()
    assert "表里写“▲”" in asked
    assert "学籍管理员（按名称找到）" in asked
    gravest = cast.scale.levels.order_by("-rank").first()
    mapped(keeper, imported, **{"level-of": ["高", "▲"], "level": [gravest.pk, ""]})
    shown = page(keeper, imported)
    assert "现在还没有写入任何内容" in shown
    assert f"高，记为{gravest}" in shown
    assert "▲，记为" not in shown
    assert not Paper.objects.exists()
    response = press(keeper, imported, seen=plan_of(imported).fingerprint)
    assert response.status_code == 302
    assert {paper.post.name for paper in Paper.objects.all()} == {"学籍管理员", "采购员"}
    assert PointVersion.objects.get(level=gravest).text == "放宽条件，造成不公"
    assert "采购员" in page(keeper, imported)
    assert ColumnMapping.objects.get().words == {"高": gravest.pk}


def test_what_was_mapped_is_proposed_the_next_time(cast, keeper):
    gravest = cast.scale.levels.order_by("-rank").first()
    head = ["科室", "岗位", "风险点", "风险等级", "怎么防"]
    imported = sent(keeper, head=head)
    keys = {"column-of": ["怎么防"], "column": ["measures"]}
    mapped(keeper, imported, **{"level-of": ["高"], "level": [gravest.pk]}, **keys)
    press(keeper, imported, seen=plan_of(imported).fingerprint)
    again = sent(keeper, ["总务处", "采购员", "截留资金", "高", "审计"], head=head)
    asked = keeper.get(reverse("table-import-mapping", args=[again.pk])).content.decode()
    assert f'<option value="{gravest.pk}" selected>' in asked
    assert plan_of(again).rows[0].row.measures == [("", "审计")]
    assert plan_of(again).rows[0].content["level"] is None  # proposed, not applied unseen


def test_nothing_is_confirmed_before_somebody_looked_at_the_mapping(keeper):
    imported = sent(keeper)
    response = keeper.get(reverse("table-import", args=[imported.pk]))
    assert response.headers["Location"] == reverse("table-import-mapping", args=[imported.pk])


def test_a_row_is_mended_in_the_preview(keeper):
    imported = sent(keeper, ["总务处", "采购员", "收\ufffd礼品", "高", "登记"])
    mapped(keeper, imported)
    assert "乱码" in page(keeper, imported)
    assert "确认写入草稿" not in page(keeper, imported)
    key = plan_of(imported).rows[0].row.key
    press(keeper, imported, row=key, risk="收受礼品", level="低", measures="登记\n上交")
    imported.refresh_from_db()
    plan = plan_of(imported)
    assert (plan.errors, plan.rows[0].content["text"]) == ([], "收受礼品")
    assert [measure["text"] for measure in plan.rows[0].content["measures"]] == ["登记", "上交"]
    assert "已在这里改过" in page(keeper, imported)
    assert "收\ufffd礼品" in page(keeper, imported)  # the original stays in sight


def test_a_row_is_left_out_and_taken_in_again(keeper):
    imported = sent(keeper, *ROWS, ["总务处", "没有的岗位", "截留资金", "高", "审计"])
    mapped(keeper, imported)
    key = plan_of(imported).rows[2].row.key
    press(keeper, imported, skip=key)
    imported.refresh_from_db()
    assert (plan_of(imported).errors, len(plan_of(imported).taken)) == ([], 2)
    press(keeper, imported, skip=key)
    imported.refresh_from_db()
    assert len(plan_of(imported).errors) == 1


def test_a_post_is_chosen_made_or_left_out(cast, keeper):
    rows = [
        ["总务处", "甲岗", "截留资金", "高", "审计"],
        ["新设科", "乙岗", "虚报数量", "高", "盘点"],
        ["总务处", "丙岗", "围标串标", "高", "回避"],
    ]
    imported = sent(keeper, *rows)
    places = {"post-of": ["总务处 / 甲岗", "新设科 / 乙岗", "总务处 / 丙岗"]}
    mapped(keeper, imported, **places, post=[cast.posts.other_staff.pk, "new", "skip"])
    response = press(keeper, imported, seen=plan_of(imported).fingerprint)
    assert response.status_code == 302
    posts = {(paper.post.section.name, paper.post.name) for paper in Paper.objects.all()}
    assert posts == {("总务处", "采购员"), ("新设科", "乙岗")}


def test_a_post_that_cannot_be_made_is_explained_and_nothing_is_written(keeper):
    imported = sent(keeper, ROWS[0], ["总务处", "岗" * 90, "截留资金", "高", "审计"])
    mapped(keeper, imported, **{"post-of": ["总务处 / " + "岗" * 90], "post": ["new"]})
    response = press(keeper, imported, seen=plan_of(imported).fingerprint)
    assert response.status_code == 409
    assert "不能新建" in response.content.decode()
    assert not Paper.objects.exists()


def test_what_is_typed_in_the_preview_is_judged_too(keeper):
    imported = mapped(keeper, sent(keeper, ROWS[0]))
    key = plan_of(imported).rows[0].row.key
    press(keeper, imported, row=key, risk="\x00收受\ufffd礼品", level="高", measures="登记")
    imported.refresh_from_db()
    (error,) = plan_of(imported).errors
    assert "乱码" in error[1].text


def test_confirming_something_else_than_was_seen_writes_nothing(keeper):
    imported = mapped(keeper, sent(keeper))
    seen = plan_of(imported).fingerprint
    press(keeper, imported, row=plan_of(imported).rows[0].row.key, risk="另写的一句", level="高")
    response = press(keeper, imported, seen=seen)
    assert response.status_code == 409
    assert "什么也没有写入" in response.content.decode()
    assert not Paper.objects.exists()


def test_a_second_click_writes_nothing_more(keeper):
    imported = mapped(keeper, sent(keeper))
    seen = plan_of(imported).fingerprint
    press(keeper, imported, seen=seen)
    press(keeper, imported, seen=seen)
    assert PointVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("", [2, 3]), ("warning", [2]), ("error", [3]), ("skipped", []), ("clean", [])],
)
def test_filters_show_a_part(keeper, show, numbers):
    good = "因材料一人收审，导致放宽条件，造成不公"
    rows = [ROWS[0], ["总务处", "无此岗", good, "高", "两人验收"]]
    imported = sent(keeper, *rows)
    level = plan_of(imported).levels[0].pk
    mapped(keeper, imported, **{"level-of": ["高"], "level": [level]})
    press(keeper, imported, row=plan_of(imported).rows[0].row.key, risk="收受礼品", level="高")
    shown = page(keeper, imported, f"?show={show}")
    found = [int(number) for number in re.findall(r"<strong>第 (\d+) 行</strong>", shown)]
    assert found == numbers


def test_the_report_is_the_same_workbook_with_messages_and_no_formula(keeper):
    imported = mapped(keeper, sent(keeper, *ROWS, ["总务处", "无此岗", "截留", "高", "审计"]))
    response = keeper.get(reverse("table-import-report", args=[imported.pk]))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == [*HEAD, "核对结果"]
    assert sheet["C3"].value == ROWS[1][2]
    assert sheet["C3"].data_type == "s"
    assert "要改（B 列）：本单位没有“无此岗”这个岗位" in sheet["F4"].value
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_a_discarded_upload_leaves_nothing(keeper):
    imported = sent(keeper)
    press(keeper, imported, discard="1")
    assert not TableImport.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"%PDF-1.7", "a.xlsx", "不是 Excel"),
        (workbook(head=["姓名", "电话"]), "a.xlsx", "没有找到风险点的表"),
        (workbook(), "a.exe", "请选择"),
    ],
)
def test_files_that_cannot_be_read_are_refused_kindly(keeper, content, name, said):
    response = send(keeper, content, name)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_unit_one_does_not_keep_is_not_offered(keeper):
    assert send(keeper, workbook(*ROWS), unit="SMALL").status_code == 422
    assert not TableImport.objects.exists()


# --- what was chosen, and other tabs -------------------------------------------------------


def test_choices_of_rows_go_when_the_file_is_split_otherwise(keeper):
    row = [*GOOD[:2], "1.虚报数量；\n2.截留资金；\n3.围标串标", "高", "双人验收"]
    imported = mapped(keeper, sent(keeper, row))
    first = plan_of(imported).rows[0].row.key
    press(keeper, imported, row=first, risk="另写的一句")
    press(keeper, imported, skip=first)
    mapped(keeper, imported)
    assert (set(imported.choices["edits"]), imported.choices["skipped"]) == ({first}, [first])
    mapped(keeper, imported, whole="1")
    assert (imported.choices["edits"], imported.choices["skipped"]) == ({}, [])
    assert "请再做一次" in page(keeper, imported)


def test_a_save_in_the_preview_keeps_the_stages_of_the_measures(keeper):
    head = [*HEAD[:4], "前期预防", "中期监控", "后期处置"]
    imported = mapped(keeper, sent(keeper, [*GOOD[:4], "培训", "抽查", "追责"], head=head))
    key = plan_of(imported).rows[0].row.key
    press(keeper, imported, row=key, risk="虚报数量", level="高", measures="培训\n每周抽查\n追责")
    imported.refresh_from_db()
    assert plan_of(imported).rows[0].row.measures == [
        ("before", "培训"), ("", "每周抽查"), ("after", "追责"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data", [{"row": "x!2.1", "risk": "改"}, {"skip": "x!2.1"}, {"discard": 1}]
)
def test_after_a_confirmation_in_another_tab_nothing_moves(cast, keeper, data, monkeypatch):
    imported = mapped(keeper, sent(keeper, GOOD))
    stale = TableImport.objects.get(pk=imported.pk)
    press(keeper, imported, seen=plan_of(imported).fingerprint)
    monkeypatch.setattr("reviews.views.importing._fetch", lambda request, pk: stale)
    response = press(keeper, imported, **data)
    assert response.headers["Location"] == reverse("table-import", args=[imported.pk])
    assert TableImport.objects.get().confirmed_at is not None


def test_what_was_thrown_away_in_another_tab_is_not_confirmed(cast, keeper, monkeypatch):
    imported = mapped(keeper, sent(keeper, GOOD))
    stale, seen = TableImport.objects.get(pk=imported.pk), plan_of(imported)
    press(keeper, imported, discard="1")
    monkeypatch.setattr("reviews.views.importing._fetch", lambda request, pk: stale)
    monkeypatch.setattr("reviews.importing.plan_of", lambda imported: seen)
    response = press(keeper, imported, seen=seen.fingerprint)
    assert response.headers["Location"] == reverse("table-imports")
    assert not Paper.objects.exists()


@pytest.mark.parametrize("name", ["table-import-report", "table-import-file"])
def test_downloads_leave_a_line_in_the_trail(cast, keeper, name):
    imported = mapped(keeper, sent(keeper, GOOD))
    answer = keeper.get(reverse(name, args=[imported.pk]))
    b"".join(answer.streaming_content)
    (entry,) = TrailEntry.objects.filter(action="attachment.downloaded")
    assert (entry.actor_id, entry.unit_id) == (cast.people.keeper.pk, cast.school_large.pk)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_of_very_many_places_those_without_a_post_are_asked_first(keeper, monkeypatch):
    monkeypatch.setattr("reviews.views.importing.MOST_PLACES", 2)
    rows = [*ROWS, ["总务处", "甲岗", "截留资金", "高", "审计"]]
    imported = sent(keeper, *rows)
    address = reverse("table-import-mapping", args=[imported.pk])
    shown = keeper.get(address).content.decode()
    assert shown.count('name="post-of"') == 2
    assert "没有“甲岗”这个岗位" in shown
    assert "另有 1 处没有列出" in shown
    mapped(keeper, imported, **{"post-of": ["总务处 / 甲岗"], "post": ["skip"]})
    mapped(keeper, imported, **{"post-of": ["总务处 / 采购员"], "post": [""]})
    assert imported.choices["posts"] == {"总务处 / 甲岗": "skip"}


# --- rows that were adjusted in the register since ----------------------------------------------


def in_force(cast, **changes):
    """The first row of the file as it stands in force, and as it was changed by hand after that."""
    level = cast.scale.levels.order_by("-rank").first().pk
    own = {"wording": "own", "text": ROWS[0][2], "source": "", "risk": ROWS[0][2], "harm": ""}
    once = {**own, "level": level, "level_why": "按旧表", "measures": [{"text": ROWS[0][4]}]}
    _, revision = make_form(cast)
    add_point(cast, revision.paper, **once)
    confirm(cast, revision)
    paper, revision = make_form(cast, whole=False)
    (line,) = revision.point_lines.all()
    if changes == {"struck": True}:
        editing.strike_point(paper=paper, line_id=line.pk, why="停办", by=cast.people.staff)
    else:
        content = sample_point(**{**once, **changes})
        editing.save_point(
            paper=paper, content=content, line_id=line.pk, why="更新", by=cast.people.staff
        )
    confirm(cast, revision)
    return level


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "另写的一句话，造成不公"}, "后来改成了“另写的一句话，造成不公”"),
        ({"measures": [{"text": "三人复核"}]}, "后来改过措施"),
        ({"struck": True}, "后来销号了"),
        ({"kind": "process"}, ""),
    ],
    ids=["another sentence", "other measures", "struck", "nothing the file says"],
)
def test_rows_adjusted_by_hand_since_are_marked(cast, keeper, changes, said):
    level = in_force(cast, **changes)
    imported = sent(keeper, ROWS[0])
    mapped(keeper, imported, **{"level-of": ["高"], "level": [level]})
    (planned,) = plan_of(imported).rows
    shown = page(keeper, imported, "?show=adjusted")
    assert planned.adjusted is bool(said)
    assert ("<strong>已调整</strong>" in shown) is bool(said)
    assert said in shown
