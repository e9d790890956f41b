"""The pages of the rules register, as an office and its readers go through them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from registry.files.storing import FileRefused, check_scan, check_text
from registry.rules.models import Rule
from registry.trail.models import TrailEntry
from tests.powers.hands import stamp_in
from tests.rules.factory import make_rule

DOCX, PDF = b"PK\x03\x04 a Word document", b"%PDF-1.7 a text"
TYPED = {
    "title": "《采购会审制度》",
    "kind": "joint_review",
    "number": "和一中〔2026〕3号",
    "issued_on": "2026-01-05",
    "in_force_from": "2026-02-01",
    "why": "防止一个人说了算",
}


def send(client, url, **data):
    return client.post(url, {"stamp": stamp_in(client.get(url)), **data})


def content(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "start", "as_text", "as_scan"),
    [
        ("制度.pdf", PDF, True, True),
        ("制度.docx", DOCX, True, False),
        ("制度.docx", PDF, False, False),
        ("制度.pdf", DOCX, False, False),
        ("制度.exe", DOCX, False, False),
        ("制度.docx.exe", DOCX, False, False),
    ],
)
def test_a_text_may_also_be_a_word_document(name, start, as_text, as_scan):
    for check, taken in ((check_text, as_text), (check_scan, as_scan)):
        if taken:
            assert check(BytesIO(start), name)
        else:
            with pytest.raises(FileRefused):
                check(BytesIO(start), name)


def test_an_office_keeps_rules_and_the_people_of_the_unit_read_them(client, cast):
    client.force_login(cast.accounts.school_office)
    add = reverse("rule-add")
    wrong = SimpleUploadedFile("制度.exe", b"MZ")
    response = send(client, add, **{**TYPED, "in_force_from": "2026-01-01", "file": wrong})
    assert response.status_code == 422
    for said in ("施行日期不会早于公布日期", "请上传 PDF、DOCX"):
        assert said in response.content.decode()
    response = send(client, add, **TYPED, file=SimpleUploadedFile("制度.docx", DOCX))
    rule = Rule.objects.get()
    assert (response.url, rule.title) == (reverse("rule-detail", args=[rule.pk]), "采购会审制度")
    assert rule.unit == cast.school_large
    assert send(client, add, **TYPED).status_code == 422, "of one title and number there is one"

    edit = reverse("rule-edit", args=[rule.pk])
    posts = {"posts": [cast.posts.staff.pk]}
    assert send(client, edit, **{**TYPED, **posts, "why": "防止单线联系"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.why, rule.file.original_name) == ("防止单线联系", "制度.docx")

    client.force_login(cast.accounts.staff)
    page = client.get(response.url).content.decode()
    assert cast.posts.staff.name in page
    assert reverse("rule-change", args=[rule.pk]) not in page
    assert content(client.get(reverse("rule-file", args=[rule.pk]))) == DOCX
    assert TrailEntry.objects.filter(action="rule.downloaded").exists()
    board = client.get(reverse("board")).content.decode()
    assert reverse("rule-file", args=[rule.pk]) in board
    assert client.get(edit).status_code == 403
    client.force_login(cast.accounts.small_staff)
    for name in ("rule-detail", "rule-file"):
        assert client.get(reverse(name, args=[rule.pk])).status_code == 404


def test_a_superseded_rule_says_where_to_look_and_leaves_the_board(client, cast):
    old, new = (make_rule(title, unit=cast.school_large) for title in ("旧制度", "新制度"))
    client.force_login(cast.accounts.school_office)
    change = reverse("rule-change", args=[old.pk])
    data = {"kind": "superseded", "on": "2026-01-05"}
    assert client.post(change, data).status_code == 422
    response = client.post(change, {**data, "replaced_by": new.pk})
    page = client.get(response.url).content.decode()
    assert "已被替代" in page
    assert reverse("rule-detail", args=[new.pk]) in page
    assert "《旧制度》" in client.get(reverse("rule-detail", args=[new.pk])).content.decode()
    board = client.get(reverse("board"), {"matter": "rules"}).context
    assert ([each.title for each in board["rules"]], board["rule_count"]) == (["新制度"], 1)
    for asked, shown in (({"state": "superseded"}, {"旧制度"}), ({"words": "新"}, {"新制度"})):
        rows = client.get(reverse("rule-list"), asked).context["rows"]
        assert {row["rule"].title for row in rows} == shown
    told = old.changes.get()
    client.post(reverse("rule-take-back", args=[old.pk, told.pk]))
    assert "现行" in client.get(response.url).content.decode()


def test_of_many_units_a_rule_is_looked_for_by_the_name_of_one(client, cast, monkeypatch):
    monkeypatch.setattr("registry.organisation.unit_choice.MOST", 1)
    for title, unit in (("甲制度", cast.school_large), ("乙制度", cast.school_small)):
        make_rule(title, unit=unit)
    client.force_login(cast.accounts.office)
    page = client.get(reverse("rule-list"))
    assert 'name="unit_named"' in page.text
    asked = {"unit_named": cast.school_small.name}
    rows = client.get(reverse("rule-list"), asked).context["rows"]
    assert [row["rule"].title for row in rows] == ["乙制度"]


def test_what_is_exported_can_be_sent_back_and_brings_the_register_up_to_date(client, cast):
    make_rule("谈话制度", unit=cast.school_large, number="1号", why="防止少谈")
    client.force_login(cast.accounts.school_office)
    book = load_workbook(BytesIO(content(client.get(reverse("rule-export")))))
    sheet = book.active
    (row,) = [row for row in sheet.iter_rows() if any(cell.value == "谈话制度" for cell in row)]
    next(cell for cell in row if cell.value == "防止少谈").value = "防止走过场"
    out = BytesIO()
    book.save(out)
    plan = look(client, cast, out)
    assert plan.counts == {"new": 0, "adjusted": 1, "unchanged": 0}, plan.errors
    assert client.post(reverse("rule-import"), {"seen": plan.fingerprint}).status_code == 302
    assert Rule.objects.get().why == "防止走过场"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["采购制度", "口号", ""], "认不出来"),
        (["采购制度", "谈话制度", "去年"], "日期“去年”认不出来"),
        (["谈话制度", "谈话", ""], ""),
    ],
)
def test_a_table_is_read_row_by_row(client, cast, row, said):
    client.force_login(cast.accounts.school_office)
    book, out = Workbook(), BytesIO()
    for cells in (["名称", "种类", "印发日期"], row):
        book.active.append(cells)
    book.save(out)
    plan = look(client, cast, out)
    told = "".join(text for _, text in plan.errors)
    assert said in told
    assert bool(told) == bool(said)


def look(client, cast, out):
    file = SimpleUploadedFile("制度.xlsx", out.getvalue())
    client.post(reverse("rule-import"), {"file": file, "unit": cast.school_large.code})
    return client.get(reverse("rule-import")).context["plan"]
