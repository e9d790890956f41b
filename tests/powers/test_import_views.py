"""Upload → preview → confirm: nothing before, everything or nothing after."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from powers import catalogue, editing
from powers.content import content_of
from powers.models import Power
from registry.files.models import StoredFile
from registry.files.storing import open_verified, path_of
from registry.intake.limited_reader import read_sheets
from registry.intake.models import ColumnMapping, Subject
from registry.trail.models import TrailEntry

from .factory import add, confirm, make_catalogue, make_register, submit

HEAD = ["序号", "职权名称", "职权类型", "承办科室", "法律依据"]
ROW = [1, "新生入学资格审核", "行政确认", "教务处", "《中华人民共和国义务教育法》第十二条"]
SECOND = [2, "食堂采购项目审批", "其他", "教务处、总务处", "《甲法》第一条；《乙法》第二条"]


@pytest.fixture
def draft(cast):
    return make_catalogue(cast)


@pytest.fixture
def url(draft):
    return reverse("paper-import", args=[draft[0].pk])


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, url, content, name="职权目录.xlsx"):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def seen(response):
    return response.context["plan"].fingerprint


def test_the_whole_way(cast, filler, draft, url):
    paper, revision = draft
    content = workbook(["某校职权目录"], HEAD, ROW, SECOND)
    assert upload(filler, url, content).url == url
    preview = filler.get(url)
    text = preview.content.decode()
    assert "新增 2 项" in text
    assert "分成 2 条依据" in text
    assert "确认导入 2 项" in text
    assert not Power.objects.exists()

    response = filler.post(url, {"seen": seen(preview)})
    assert response.url == reverse("paper-edit", args=[paper.pk])
    rows = catalogue.rows(revision)
    assert [row.version.name for row in rows] == [ROW[1], SECOND[1]]
    assert rows[1].details["words"]["sections"] == "教务处、总务处"
    assert rows[1].details["words"]["bases"] == "《甲法》第一条\n《乙法》第二条"
    assert catalogue.problems(revision) == []
    attachment = paper.attachments.get()
    assert (attachment.kind, attachment.added_by) == ("original", cast.people.school_office)
    with open_verified(attachment.file) as stream:
        assert stream.read() == content
    assert TrailEntry.objects.filter(action="import.confirmed").count() == 1


def test_confirming_again_writes_nothing_more(filler, draft, url):
    upload(filler, url, workbook(HEAD, ROW))
    data = {"seen": seen(filler.get(url))}
    filler.post(url, data)
    again = filler.post(url, data, follow=True).content.decode()
    assert "已导入：新增 1 项" in again, "a double click reads what the first one wrote"
    assert "没有等待确认的表格" not in again
    assert Power.objects.count() == 1
    assert draft[0].attachments.count() == 1


def test_one_bad_row_stops_the_whole_table(filler, url):
    bad = [2, "招生", "行政确认", "招生办", ""]
    upload(filler, url, workbook(HEAD, ROW, bad))
    preview = filler.get(url)
    text = preview.content.decode()
    assert "表里还有 2 处要改一改" in text
    assert "第 3 行，D 列（承办科室）" in text
    assert "确认导入" not in text
    assert filler.post(url, {"seen": seen(preview)}).status_code == 409
    assert not Power.objects.exists()


def test_without_the_guard_the_good_row_would_be_written(filler, url, monkeypatch):
    """Negative control of the test above."""
    upload(filler, url, workbook(HEAD, ROW, [2, "招生", "行政确认", "教务处", ""]))
    preview = filler.get(url)
    monkeypatch.setattr("powers.sheets.planning.Plan.errors", [])
    assert filler.post(url, {"seen": seen(preview)}).status_code == 302
    assert Power.objects.count() == 2


def test_a_draft_changed_meanwhile_is_shown_again(cast, filler, draft, url):
    upload(filler, url, workbook(HEAD, ROW))
    preview = filler.get(url)
    add(cast, draft[0], name=ROW[1])
    response = filler.post(url, {"seen": seen(preview)})
    assert response.status_code == 409
    assert "什么也没有写入" in response.content.decode()
    assert Power.objects.count() == 1
    assert filler.post(url, {"seen": seen(response)}).status_code == 302
    assert Power.objects.count() == 1


def test_a_failure_in_the_middle_leaves_nothing(filler, draft, url, monkeypatch):
    upload(filler, url, workbook(HEAD, ROW, SECOND))
    preview = filler.get(url)

    def fail(**fields):
        raise RuntimeError("disk")

    monkeypatch.setattr("registry.intake.kept.record", fail)
    with pytest.raises(RuntimeError):
        filler.post(url, {"seen": seen(preview)})
    assert not Power.objects.exists()
    assert not draft[0].attachments.exists()


def test_a_paper_handed_in_meanwhile_takes_nothing(cast, filler, draft, url):
    paper, revision = draft
    add(cast, paper)
    upload(filler, url, workbook(HEAD, ROW))
    preview = filler.get(url)
    submit(cast, revision)
    assert filler.post(url, {"seen": seen(preview)}).url == reverse("paper-detail", args=[paper.pk])
    assert Power.objects.count() == 1


def test_columns_taken_wrongly_are_corrected(cast, filler, draft, url):
    head = ["职权名称", "部门职责分工", "法律依据"]
    upload(filler, url, workbook(head, ["大额采购项目审批", "总务处", "政府采购法"]))
    data = {"columns": "1", "side": "internal"}
    columns = {"column-0": "name", "column-1": "sections", "column-2": "bases"}
    assert filler.post(url, {**data, **columns}).url == url
    preview = filler.get(url)
    content = preview.context["plan"].rows[0].content
    assert content["sections"] == [cast.sections.general_affairs.pk]
    assert (content["side"], content["visibility"]) == ("internal", "inside")
    filler.post(url, {**data, "column-0": "nonsense", "side": "sideways"})
    assert filler.get(url).context["side"] == "external"


def test_what_was_mapped_is_proposed_the_next_time(filler, draft, url):
    head = ["职权名称", "部门职责分工", "法律依据", "备用一栏"]
    upload(filler, url, workbook(head, [ROW[1], "教务处", ROW[4], "x"]))
    columns = {"column-0": "name", "column-1": "sections", "column-2": "bases", "column-3": ""}
    filler.post(url, {"columns": "1", "side": "external", **columns})
    filler.post(url, {"seen": seen(filler.get(url))})
    mapping = ColumnMapping.objects.get(subject=Subject.POWERS)
    assert mapping.columns["部门职责分工"] == "sections"
    assert mapping.columns["备用一栏"] == ""
    upload(filler, url, workbook(head, [SECOND[1], "总务处", SECOND[4], "x"]))
    again = filler.get(url)
    assert [field for *_, field in again.context["plan"].reading.columns] == [
        "name", "sections", "bases", "",
    ]  # fmt: skip
    assert again.context["plan"].rows[0].content["sections"]


def test_a_row_adjusted_by_hand_since_is_marked(cast, filler):
    """What the file says was in force once; somebody changed it by hand in the register."""
    make_register(cast, {"name": ROW[1], "time_limit": "五个工作日"})
    paper, revision = make_catalogue(cast, whole=False)
    (line,) = revision.power_lines.all()
    content = {**content_of(line.version), "time_limit": "三个工作日"}
    editing.change_power(
        paper=paper, content=content, by=cast.people.keeper, line_id=line.pk, why="提速"
    )
    confirm(cast, revision)
    paper, _ = make_catalogue(cast, whole=False)
    address = reverse("paper-import", args=[paper.pk])
    head = ["职权名称", "法律依据", "办理期限"]
    for limit, marked in (("五个工作日", True), ("两个工作日", False)):
        upload(filler, address, workbook(head, [ROW[1], "", limit]))
        page = filler.get(address)
        (row,) = page.context["plan"].rows
        assert (row.action, row.adjusted) == ("adjusted", marked)
        assert ("<strong>已调整</strong>" in page.content.decode()) is marked


def test_another_file_forgets_the_first(filler, url):
    upload(filler, url, workbook(HEAD, ROW))
    first = StoredFile.objects.get()
    upload(filler, url, workbook(HEAD, SECOND))
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    filler.post(url, {"discard": "1"})
    assert not StoredFile.objects.exists()
    assert "上传并核对" in filler.get(url).content.decode()


def test_an_upload_is_nobody_elses(cast, client, filler, url):
    upload(filler, url, workbook(HEAD, ROW))
    session = filler.session
    key, kept = next(item for item in session.items() if item[0].startswith("catalogue-import"))
    client.force_login(cast.accounts.principal)
    session = client.session
    session[key] = kept
    session.save()
    assert "上传并核对" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"%PDF-1.7 no workbook", "a.xlsx", "不是 Excel"),
        (b"PK\x03\x04" + b"\x00" * 100, "a.xlsx", "读不出来"),
        (workbook(HEAD, ROW), "a.pdf", ".xlsx、.xls"),
        (workbook(["姓名", "职务"], ["某", "长"]), "a.xlsx", "没有找到职权目录表"),
        (workbook(HEAD, *[[n, f"第{n}号事项审核"] for n in range(2001)]), "a.xlsx", "超过 2000 项"),
    ],
)
def test_files_that_cannot_be_read_are_refused_kindly(filler, url, content, name, said):
    response = upload(filler, url, content, name)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not StoredFile.objects.exists()


def test_the_template_comes_back_as_it_was_filled_in(cast, filler, draft, url, tmp_path):
    response = filler.get(f"{url}?template=1")
    path = tmp_path / "filled.xlsx"
    path.write_bytes(b"".join(response.streaming_content))
    book = load_workbook(path)
    sheet = book["职权目录"]
    rules = {rule.prompt: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"外部职权,内部职权"' in rules.values()
    assert "选项!$A$1:$A$3" in rules.values()
    assert [cell.value for cell in book["选项"]["A"]][:4] == ["教务处", "总务处", "办公室", None]
    assert "选项!$B$1:$B$12" in rules.values()
    assert book["选项"]["B"][0].value == "行政许可"
    sheet.append(["外部职权", ROW[1], "行政确认", "自然人", None, "教务处", ROW[4]])
    book.save(path)
    upload(filler, url, path.read_bytes())
    plan = filler.get(url).context["plan"]
    assert not plan.errors
    (row,) = plan.rows
    assert (row.content["name"], row.content["served"]) == (ROW[1], "citizen")
    assert len(read_sheets(path)) == 2


def test_a_section_named_like_a_formula_stays_text(cast, filler, url):
    section = cast.sections.teaching
    section.name = "=1+1"
    section.save()
    book = load_workbook(BytesIO(b"".join(filler.get(f"{url}?template=1").streaming_content)))
    assert {cell.data_type for cell in book["选项"]["A"][:3]} == {"s"}


def test_a_lost_file_is_said_aloud(filler, url):
    upload(filler, url, workbook(HEAD, ROW))
    path_of(StoredFile.objects.get().stored_name).unlink()
    response = filler.get(url)
    assert response.status_code == 422
    assert "请重新上传一次" in response.content.decode()


def test_markup_in_cells_stays_text(filler, url):
    payload = "<script>alert(1)</script>审核"
    upload(filler, url, workbook([*HEAD, payload], [1, payload, *ROW[2:], ""]))
    page = filler.get(url).content.decode()
    assert payload not in page
    assert "&lt;script&gt;" in page
