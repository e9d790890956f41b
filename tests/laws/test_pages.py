"""The pages of the register: finding, adding, mending, telling a change, the table of laws."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from registry.laws.models import Law, LawState
from registry.trail.models import TrailEntry
from tests.laws.factory import make_law, tell
from tests.powers.hands import stamp_in

TYPED = {"title": "《区属学校采购办法》", "number": "和教〔2026〕3号", "issuer": "区教体局"}
HEAD = ["名称", "层级", "文号", "制定机关", "公布日期", "施行日期"]


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.office)
    return client


def send(client, url, data):
    return client.post(url, {"stamp": stamp_in(client.get(url)), **data})


def level_of(law):
    return {"level": law.level_id}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, "教育法 教师法 采购细则"),
        ({"words": "采购"}, "采购细则"),
        ({"words": "一中〔2020〕"}, "采购细则"),
        ({"level": "own_rule"}, "采购细则"),
        ({"state": "repealed", "day": "2026-01-01"}, "教师法"),
        ({"state": "repealed", "day": "2024-01-01"}, ""),
        ({"state": "in_force", "day": "2024-01-01"}, "教育法 教师法 采购细则"),
        ({"state": "nonsense", "day": "?", "level": "?"}, "教育法 教师法 采购细则"),
    ],
)
def test_the_list_is_narrowed(client, cast, asked, shown):
    make_law("教育法")
    make_law("采购细则", unit=cast.school_large, level="own_rule", number="一中〔2020〕1号")
    tell(make_law("教师法"), "repealed", "2025-01-01", cast.people.office)
    client.force_login(cast.accounts.staff)
    rows = client.get(reverse("law-list"), asked).context["rows"]
    assert {row["law"].title for row in rows} == set(shown.split())


def test_a_law_is_added_for_the_unit_and_seen_below(client, cast, office):
    level = level_of(make_law("教育法"))
    response = send(office, reverse("law-add"), {**TYPED, **level, "issued_on": "2026-01-05"})
    law = Law.objects.get(unit=cast.bureau)
    assert response.url == reverse("law-detail", args=[law.pk])
    assert (law.title, law.issued_on) == ("区属学校采购办法", date(2026, 1, 5))
    assert TrailEntry.objects.filter(action="law.added").exists()
    client.force_login(cast.accounts.village_principal)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "请填写名称"),
        ({"level": ""}, "请选择层级"),
        ({"issued_on": "2026-05-01", "in_force_from": "2026-01-01"}, "施行日期不会早于公布日期"),
        ({"title": "区属学校采购办法", "number": "1号"}, "已有同名、同文号"),
    ],
)
def test_wrong_input_is_told_and_kept(cast, office, wrong, said):
    law = make_law("区属学校采购办法", unit=cast.bureau, number="1号")
    data = {**TYPED, **level_of(law), "issuer": "原样留下", **wrong}
    response = send(office, reverse("law-add"), data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "原样留下" in response.content.decode()
    assert Law.objects.count() == 1


def test_a_repeal_with_its_replacement_shows_on_both_pages(cast, office):
    old, new = make_law("旧采购办法", unit=cast.bureau), make_law("新采购办法", unit=cast.bureau)
    data = {"kind": "repealed", "on": "2026-01-05", "replaced_by": new.pk, "working_days": "15"}
    response = office.post(reverse("law-change", args=[old.pk]), data)
    assert response.status_code == 302
    page = office.get(response.url).content.decode()
    assert "已废止" in page
    assert "《新采购办法》" in page
    assert "15 个工作日内核对" in page
    assert "《旧采购办法》" in office.get(reverse("law-detail", args=[new.pk])).content.decode()
    again = office.post(reverse("law-change", args=[old.pk]), data)
    assert (again.status_code, old.changes.count()) == (422, 1)


def test_what_was_told_by_mistake_is_taken_back(cast, office):
    law = make_law("采购办法", unit=cast.bureau)
    change = tell(law, "amended", "2026-01-05", cast.people.office)
    office.post(reverse("law-take-back", args=[law.pk, change.pk]))
    assert law.state_on(date(2026, 2, 1)) == LawState.IN_FORCE
    assert "撤回误录" in office.get(reverse("law-detail", args=[law.pk])).content.decode()


@pytest.mark.parametrize(
    ("written", "kept"), [("第十二条", (12, 0)), ("12", (12, 0)), ("第十条之一", (10, 1))]
)
def test_an_article_is_kept_by_its_number(cast, office, written, kept):
    law = make_law("采购办法", unit=cast.bureau)
    url = reverse("law-article-add", args=[law.pk])
    data = {"number": written, "text": "采购分为两种", "repealed_from": "2026-01-01"}
    assert send(office, url, data).status_code == 302
    article = law.articles.get()
    assert (article.number, article.inserted) == kept
    assert send(office, url, data).status_code == 422
    assert "采购分为两种" in office.get(reverse("law-detail", args=[law.pk])).content.decode()


@pytest.mark.parametrize("written", ["", "第三章", "零", "第九千条"])
def test_what_is_no_article_is_told(cast, office, written):
    law = make_law("采购办法", unit=cast.bureau)
    url = reverse("law-article-add", args=[law.pk])
    assert send(office, url, {"number": written}).status_code == 422
    assert not law.articles.exists()


def test_another_office_reads_but_does_not_keep(client, cast):
    law = make_law("区属采购办法", unit=cast.bureau)
    client.force_login(cast.accounts.school_office)
    assert client.get(reverse("law-detail", args=[law.pk])).status_code == 200
    for name in ("law-edit", "law-change", "law-article-add"):
        assert client.get(reverse(name, args=[law.pk])).status_code == 403


# --- the table -----------------------------------------------------------------------------------


def book(*rows, head=HEAD):
    made, out = Workbook(), BytesIO()
    for row in (head, *rows):
        made.active.append(row)
    made.save(out)
    return SimpleUploadedFile("法规.xlsx", out.getvalue())


def upload(client, cast, *rows, **given):
    data = {"file": book(*rows, **given), "unit": cast.bureau.code}
    return client.post(reverse("law-import"), data)


def looked_at(client):
    return client.get(reverse("law-import")).context["plan"]


def test_a_table_is_looked_at_then_written_once(cast, office):
    known = make_law("采购办法", unit=cast.bureau, number="1号", issuer="旧机关")
    upload(
        office,
        cast,
        ["《采购办法》", "规范性文件", "1号", "新机关", None, None],
        ["公开规则", "规范性文件", "", "区教体局", "2026年1月5日", date(2026, 2, 1)],
    )
    plan = looked_at(office)
    assert plan.counts == {"new": 1, "adjusted": 1, "unchanged": 0}
    assert Law.objects.count() == 1, "nothing is written before it is confirmed"
    seen = {"seen": plan.fingerprint}
    for _ in range(2):
        assert office.post(reverse("law-import"), seen).status_code == 302
    known.refresh_from_db()
    assert (known.issuer, known.level.kind) == ("新机关", "document")
    added = Law.objects.get(title="公开规则")
    assert (added.unit, added.issued_on, added.in_force_from) == (
        cast.bureau,
        date(2026, 1, 5),
        date(2026, 2, 1),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["办法", "部门令", "", "", "", ""], "认不出来"),
        (["办法", "", "", "", "", ""], "认不出来"),
        (["办法", "法律", "", "", "去年", ""], "日期“去年”认不出来"),
        (["办法", "法律", "", "", "2026-02-30", ""], "认不出来"),
        (["办法", "法律", "", "", "2026-05-01", "2026-01-01"], "不会早于公布日期"),
        (["法" * 201, "法律", "", "", "", ""], "200 个字以内"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_whole_table(cast, office, row, said):
    make_law("教育法")
    upload(office, cast, ["公开规则", "法律", "", "", "", ""], row)
    plan = looked_at(office)
    assert any(said in text for _, text in plan.errors)
    assert office.post(reverse("law-import"), {"seen": plan.fingerprint}).status_code == 409
    assert Law.objects.count() == 1


def test_a_register_changed_meanwhile_is_looked_at_again(cast, office):
    make_law("教育法")
    upload(office, cast, ["公开规则", "法律", "", "", "", ""])
    seen = {"seen": looked_at(office).fingerprint}
    make_law("公开规则", unit=cast.bureau)
    response = office.post(reverse("law-import"), seen)
    assert response.status_code == 409
    assert "再核对一遍" in response.content.decode()


def test_a_file_without_laws_is_refused(cast, office):
    assert upload(office, cast, ["x", "y"], head=["甲", "乙"]).status_code == 422


def test_the_template_can_be_sent_back(cast, office):
    make_law("教育法")
    response = office.get(reverse("law-import"), {"template": "1"})
    made = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in made["法规"][1]] == HEAD
