"""Importing units, sections, posts and people: looked at first, all or nothing, twice is once."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from registry.access.passwords import password_due
from registry.access.reach import reach_of
from registry.files.models import StoredFile
from registry.intake.models import OrganisationImport
from registry.intake.organisation.applying import NotApplied, confirm
from registry.intake.organisation.taking import plan_of
from registry.organisation.models import (
    Account,
    Appointment,
    Mandate,
    Person,
    Post,
    Seat,
    Section,
    Unit,
)
from registry.trail.models import TrailEntry
from tests.cast import seat

HEADERS = {
    "单位": ["单位代码", "单位名称", "上级单位代码"],
    "科室": ["单位代码", "科室名称", "排序"],
    "岗位": ["单位代码", "科室名称", "岗位名称", "岗位层次", "重要岗位", "填表方式"],
    "人员": [
        "单位代码",
        "姓名",
        "职务",
        "登录名",
        "科室名称",
        "岗位名称",
        "任职起始日期",
        "代理",
        "席位",
        "席位对应单位代码",
        "席位对应科室",
        "位次",
    ],
}
NEW_SCHOOL = {
    "单位": [["NEW", "新建小学", "BUREAU"]],
    "科室": [["NEW", "教导处", 1]],
    "岗位": [
        ["NEW", None, "校长", "领导岗位"],
        ["NEW", "教导处", "教导主任", "中层岗位", "是"],
        ["NEW", "教导处", "任课教师", "一般岗位", None, "一人一表"],
    ],
    "人员": [
        ["NEW", "周校长", "校长", "zhou", None, "校长", date(2026, 9, 1), None, "单位主要负责人"],
        ["NEW", "吴主任", None, "wu", "教导处", "教导主任", "2026年9月1日", None, "科室负责人"],
        ["NEW", "郑 老 师", None, None, "教导处", "任课教师"],
        ["NEW", "王老师", None, "wang", "教导处", "任课教师"],
    ],
}


def workbook(sheets, title=()):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in title:
            sheet.append([line])
        sheet.append(HEADERS[name])
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, sheets, **options):
    content = sheets if isinstance(sheets, bytes) else workbook(sheets, **options)
    file = SimpleUploadedFile("名单.xlsx", content)
    return client.post(reverse("organisation-import"), {"file": file})


def sent(client, sheets, **options):
    response = send(client, sheets, **options)
    assert response.status_code == 302, response.content.decode()
    return OrganisationImport.objects.latest("id")


def confirmed(client, imported):
    data = {"seen": plan_of(imported).fingerprint}
    return client.post(reverse("organisation-import-confirm", args=[imported.pk]), data)


def problems_of(client, sheets, **options):
    plan = plan_of(sent(client, sheets, **options))
    return [(one.sheet, one.row, one.column, one.text, one.severity) for one in plan.problems]


@pytest.fixture
def system(client, cast):
    client.force_login(cast.accounts.system_admin)
    return client


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.office)
    return client


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def test_a_whole_school_is_looked_at_then_written_at_once(system, cast):
    before = Unit.objects.count(), Person.objects.count()
    imported = sent(system, NEW_SCHOOL)
    page = system.get(reverse("organisation-import-detail", args=[imported.pk]))
    assert "可以写入" in page.content.decode()
    assert (Unit.objects.count(), Person.objects.count()) == before

    response = confirmed(system, imported)
    assert response.status_code == 200
    unit = Unit.objects.get(code="NEW")
    assert unit.path == "/BUREAU/NEW/"
    assert list(unit.sections.values_list("name", "order")) == [("教导处", 1)]
    assert set(unit.posts.values_list("name", "tier", "is_key", "forms")) == {
        ("校长", "leader", False, "one"),
        ("教导主任", "middle", True, "one"),
        ("任课教师", "ordinary", False, "each_holder"),
    }
    assert set(unit.people.values_list("name", "account__username")) == {
        ("周校长", "zhou"),
        ("吴主任", "wu"),
        ("郑老师", None),
        ("王老师", "wang"),
    }
    head = Appointment.objects.get(person__name="吴主任")
    assert (head.post.name, head.starts) == ("教导主任", date(2026, 9, 1))
    assert TrailEntry.objects.filter(action="import.confirmed").count() == 1
    assert TrailEntry.objects.filter(action="account.created").count() == 3


def test_each_new_account_gets_a_password_once_that_must_be_changed(system, cast):
    imported = sent(system, NEW_SCHOOL)
    response = confirmed(system, imported)
    account = Account.objects.get(username="wang")
    shown = {username: password for _, username, password in response.context["accounts"]}
    assert account.check_password(shown["wang"])
    assert shown["wang"] in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert password_due(account) == "initial"
    later = system.get(reverse("organisation-import-detail", args=[imported.pk])).content.decode()
    assert shown["wang"] not in later


def test_the_same_file_again_changes_nothing(system, cast):
    confirmed(system, sent(system, NEW_SCHOOL))
    counts = [
        model.objects.count() for model in (Unit, Section, Post, Person, Appointment, Account)
    ]
    again = sent(system, NEW_SCHOOL)
    plan = plan_of(again)
    assert [item.kind for item in plan.items if item.status != "same"] == ["seats", "seats"]
    confirmed(system, again)
    after = [model.objects.count() for model in (Unit, Section, Post, Person, Appointment, Account)]
    assert counts == after


def test_what_differs_is_shown_and_an_empty_cell_asks_for_no_change(system, cast):
    sheets = {
        "单位": [["large", "和平区第一中学（新校名）", None]],
        "科室": [["LARGE", "教务处", None]],
        "岗位": [["LARGE", "教务处", "学籍管理员", "一般岗位", "是", None]],
        "人员": [["LARGE", "林听雨", "副科长", None]],
    }
    imported = sent(system, sheets)
    changes = {item.kind: item.changes for item in plan_of(imported).items if item.changes}
    assert changes == {
        "units": [("单位名称", "和平区第一中学", "和平区第一中学（新校名）")],
        "posts": [("重要岗位", "否", "是")],
        "people": [("职务", "学籍管理员", "副科长")],
    }
    confirmed(system, imported)
    cast.school_large.refresh_from_db()
    assert cast.school_large.parent == cast.bureau
    assert Unit.objects.get(code="SMALL").path == "/BUREAU/SMALL/"


def test_units_may_stand_in_any_order_and_move_with_what_is_under_them(system, cast):
    sheets = {
        "单位": [
            ["NEW-1-1", "分校", "NEW-1"],
            ["NEW-1", "新学校", "BUREAU"],
            ["VILLAGE", "柳树沟小学", "NEW-1"],
        ]
    }
    confirmed(system, sent(system, sheets))
    paths = set(
        Unit.objects.filter(path__startswith="/BUREAU/NEW-1").values_list("path", flat=True)
    )
    assert paths == {"/BUREAU/NEW-1/", "/BUREAU/NEW-1/NEW-1-1/", "/BUREAU/NEW-1/VILLAGE/"}


def test_a_title_above_and_damaged_text_are_put_up_with(system, cast):
    sheets = {
        "人员": [["LARGE", "林\u3000听\u00a0雨", "办\n事员", None], [None, None], ["—", "", " "]]
    }
    imported = sent(system, sheets, title=["人员名单", "单位（盖章）"])
    (item,) = plan_of(imported).items
    assert item.row == 4
    assert item.changes == [("职务", "学籍管理员", "办事员")]


PROBLEMS = [
    ({"单位": [["NEW", None, None]]}, "单位", 2, "B", "请填写单位名称"),
    ({"单位": [["N W", "x", None]]}, "单位", 2, "A", "只能用字母"),
    ({"单位": [["NEW", "x", "NONE"]]}, "单位", 2, "C", "没有代码为“NONE”的上级单位"),
    ({"单位": [["A", "x", None], ["a", "y", None]]}, "单位", 3, "A", "出现了两次"),
    ({"单位": [["A", "x", "B"], ["B", "y", "A"]]}, "单位", 3, "C", "上级单位不能是"),
    ({"单位": [["BUREAU", "局", "LARGE"]]}, "单位", 2, "C", "上级单位不能是"),
    ({"科室": [["NONE", "德育处", 1]]}, "科室", 2, "A", "没有代码为“NONE”的单位"),
    ({"科室": [["LARGE", "德育处", "第一"]]}, "科室", 2, "C", "请写数字"),
    ({"科室": [["LARGE", "德育处", 1], ["LARGE", "德育处", 2]]}, "科室", 3, "B", "出现了两次"),
    ({"岗位": [["LARGE", "德育处", "干事", "一般岗位"]]}, "岗位", 2, "B", "没有“德育处”这个科室"),
    ({"岗位": [["LARGE", None, "干事", "一般岗位"]]}, "岗位", 2, "B", "必须属于一个科室"),
    ({"岗位": [["LARGE", "教务处", "干事", "重点岗位"]]}, "岗位", 2, "D", "不在可选项里"),
    ({"岗位": [["LARGE", "教务处", "长" * 81, "一般岗位"]]}, "岗位", 2, "C", "太长"),
    ({"人员": [["LARGE", "新人", None, "staff"]]}, "人员", 2, "D", "是林听雨的"),
    ({"人员": [["SMALL", "新人", None, "STAFF"]]}, "人员", 2, "D", "已有人使用"),
    ({"人员": [["LARGE", "新人", None, "a b"]]}, "人员", 2, "D", "不要有空格"),
    (
        {"人员": [["LARGE", "甲", None, "same"], ["LARGE", "乙", None, "same"]]},
        "人员",
        3,
        "D",
        "已写给甲",
    ),
    (
        {"人员": [["LARGE", "林听雨", None, None, None, "驾驶员"]]},
        "人员",
        2,
        "F",
        "没有“驾驶员”这个岗位",
    ),
    (
        {"人员": [["LARGE", "新人", None, None, "教务处", "任课教师", "去年"]]},
        "人员",
        2,
        "G",
        "不是日期",
    ),
    (
        {"人员": [["LARGE", "林听雨", None, None, None, None, None, None, "信息员"]]},
        "人员",
        2,
        "F",
        "席位属于岗位",
    ),
    (
        {"人员": [["LARGE", "叶知秋", None, None, None, "党支部书记", None, None, "党组书记"]]},
        "人员",
        2,
        "I",
        "不在可选项里",
    ),
    (
        {
            "人员": [
                [
                    "LARGE",
                    "叶知秋",
                    None,
                    None,
                    None,
                    "党支部书记",
                    None,
                    None,
                    "分管领导",
                ]
            ]
        },
        "人员",
        2,
        "K",
        "要写明对应的科室",
    ),
]


@pytest.mark.parametrize(("sheets", "sheet", "row", "column", "text"), PROBLEMS)
def test_what_is_wrong_is_said_by_row_and_column(system, cast, sheets, sheet, row, column, text):
    found = problems_of(system, sheets)
    places = [one[:3] for one in found]
    assert (sheet, row, column) in places
    assert any(text in one[3] for one in found)
    assert {one[4] for one in found} == {"error"}


def test_a_missing_column_or_sheet_is_named(system, cast):
    book = Workbook()
    book.active.title = "人员"
    book.active.append(["姓名", "电话"])
    out = BytesIO()
    book.save(out)
    assert "单位代码" in problems_of(system, out.getvalue())[0][3]
    book.active.title = "通讯录"
    out = BytesIO()
    book.save(out)
    assert "没有找到要导入的工作表" in problems_of(system, out.getvalue())[0][3]


def test_with_one_fault_nothing_at_all_is_written(system, cast):
    sheets = {**NEW_SCHOOL, "科室": [["NEW", "教导处", 1], ["NONE", "德育处", 2]]}
    imported = sent(system, sheets)
    page = system.get(reverse("organisation-import-detail", args=[imported.pk])).content.decode()
    assert "还不能写入" in page
    assert "确认写入" not in page
    response = confirmed(system, imported)
    assert response.status_code == 409
    assert not Unit.objects.filter(code="NEW").exists()


def test_a_fault_found_only_while_writing_takes_everything_back(system, cast):
    imported = sent(system, NEW_SCHOOL)
    plan = plan_of(imported)
    Account.objects.create(username="wang")
    with pytest.raises(NotApplied):
        confirm(imported=imported, plan=plan, by=cast.people.system_admin)
    assert not Unit.objects.filter(code="NEW").exists()
    assert not TrailEntry.objects.filter(action="import.confirmed").exists()
    imported.refresh_from_db()
    assert imported.confirmed_at is None


def test_a_second_click_writes_nothing_more(system, cast):
    imported = sent(system, NEW_SCHOOL)
    plan = plan_of(imported)
    confirm(imported=imported, plan=plan, by=cast.people.system_admin)
    people = Person.objects.count()
    with pytest.raises(NotApplied, match="已经确认过"):
        confirm(imported=imported, plan=plan, by=cast.people.system_admin)
    assert Person.objects.count() == people


def test_what_changed_since_it_was_looked_at_is_shown_again(system, cast):
    imported = sent(system, NEW_SCHOOL)
    seen = {"seen": plan_of(imported).fingerprint}
    Unit.objects.create(code="NEW", name="别人先建的", parent=cast.bureau)
    response = system.post(reverse("organisation-import-confirm", args=[imported.pk]), seen)
    assert response.status_code == 409
    assert "请再看一遍" in response.content.decode()
    assert not Person.objects.filter(name="周校长").exists()


def test_seats_wait_for_the_security_administrator(system, cast):
    imported = sent(system, NEW_SCHOOL)
    confirmed(system, imported)
    assert not Mandate.objects.filter(unit__code="NEW").exists()
    seats = reverse("organisation-import-seats", args=[imported.pk])
    seen = {"seen": plan_of(imported).fingerprint}
    assert system.post(seats, seen).status_code == 403

    system.force_login(cast.accounts.security_admin)
    page = system.get(reverse("organisation-import-detail", args=[imported.pk]))
    assert "等待授予的席位" in page.content.decode()
    assert system.post(seats, seen).status_code == 302
    given = Mandate.objects.filter(unit__code="NEW")
    assert set(given.values_list("seat", "post__name", "section__name")) == {
        ("principal", "校长", None),
        ("section_head", "教导主任", "教导处"),
    }
    assert reach_of(Person.objects.get(name="周校长")).holds(Seat.PRINCIPAL)
    assert system.post(seats, seen).status_code == 409
    assert given.count() == 2


def test_the_security_administrator_cannot_be_seated_by_their_own_hand(system, cast):
    sheets = {
        "人员": [
            ["BUREAU", "常安全", None, None, "计划财务科", "会计", None, None, "防控办"],
        ]
    }
    imported = sent(system, sheets)
    confirmed(system, imported)
    system.force_login(cast.accounts.security_admin)
    seats = reverse("organisation-import-seats", args=[imported.pk])
    response = system.post(seats, {"seen": plan_of(imported).fingerprint})
    assert response.status_code == 409
    assert "本人的岗位" in response.content.decode()
    assert not Mandate.objects.filter(post=cast.posts.bureau_staff).exists()


SCOPES = [
    ("keeper", {"科室": [["LARGE", "德育处", 1]]}, True),
    ("keeper", {"科室": [["SMALL", "德育处", 1]]}, False),
    ("keeper", {"科室": [["BUREAU", "德育处", 1]]}, False),
    ("keeper", {"单位": [["NEW", "新单位", "LARGE"]]}, False),
    ("keeper", {"单位": [["LARGE", "改了名", None]]}, False),
    ("school_office", {"科室": [["LARGE", "德育处", 1]]}, True),
    ("school_office", {"单位": [["NEW", "新校区", "LARGE"]]}, True),
    ("school_office", {"单位": [["NEW", "新单位", None]]}, False),
    ("school_office", {"科室": [["VILLAGE", "德育处", 1]]}, False),
    ("office", {"科室": [["VILLAGE", "德育处", 1]]}, True),
    ("office", {"单位": [["NEW", "新学校", "BUREAU"]]}, True),
    ("office", {"单位": [["VILLAGE", "柳树沟小学", "LARGE"]]}, False),
    ("system_admin", {"单位": [["NEW", "另一个局", None]]}, True),
]


@pytest.mark.parametrize(("role", "sheets", "is_allowed"), SCOPES)
def test_everyone_imports_for_their_own_units_only(client, cast, role, sheets, is_allowed):
    client.force_login(getattr(cast.accounts, role))
    assert (problems_of(client, sheets) == []) is is_allowed


@pytest.mark.parametrize("role", ["staff", "principal", "discipline", "group", "auditor"])
def test_others_have_no_business_here(client, cast, role):
    client.force_login(getattr(cast.accounts, role))
    assert client.get(reverse("organisation-import")).status_code == 403
    assert send(client, NEW_SCHOOL).status_code == 403
    assert client.get(reverse("organisation-import-template")).status_code == 403


def test_a_keeper_seats_nobody_by_appointing_to_a_post_with_a_seat(keeper, cast):
    """Otherwise the keeper's own new account could be the principal's."""
    sheets = {"人员": [["LARGE", "新人", None, "mine", None, "校长"]]}
    found = problems_of(keeper, sheets)
    assert any("由系统管理员办理" in one[3] for one in found)


def test_the_administrator_does_not_appoint_themselves_by_import(system, cast):
    sheets = {"人员": [["BUREAU", "安系统", None, None, "局办公室", "防控办主任"]]}
    assert any("本人" in one[3] for one in problems_of(system, sheets))


def test_a_taken_post_is_worth_a_word(system, cast):
    sheets = {"人员": [["LARGE", "新人", None, None, "教务处", "学籍管理员"]]}
    ((*_, text, severity),) = problems_of(system, sheets)
    assert "林听雨" in text
    assert severity == "warning"


def test_namesakes_are_told_apart_by_the_user_name(system, cast):
    sheets = {"人员": [["LARGE", "林听雨", None, "lin2"]]}
    ((*_, severity),) = problems_of(system, sheets)
    assert severity == "warning"
    confirmed(system, OrganisationImport.objects.latest("id"))
    assert Person.objects.filter(name="林听雨").count() == 2
    found = problems_of(system, {"人员": [["LARGE", "林听雨", "组长", None]]})
    assert "请填写登录名" in found[0][3]


def test_whoever_had_no_account_gets_one_and_stays_the_same_person(system, cast):
    confirmed(system, sent(system, {"人员": [["VILLAGE", "任平生", None, "ren"]]}))
    cast.people.village_bursar.refresh_from_db()
    assert cast.people.village_bursar.account.username == "ren"
    assert Person.objects.filter(name="任平生").count() == 1


def test_one_person_on_two_posts_is_one_person(system, cast):
    sheets = {
        "人员": [
            ["LARGE", "新人", None, "new", "教务处", "任课教师"],
            ["LARGE", "新人", None, None, "总务处", "采购员"],
            ["LARGE", "新人", None, "new", "办公室", "文书"],
        ]
    }
    confirmed(system, sent(system, sheets))
    person = Person.objects.get(name="新人")
    assert person.appointments.count() == 3


def test_an_acting_appointment_is_marked(system, cast):
    sheets = {"人员": [["LARGE", "林听雨", None, None, "教务处", "教务主任", None, "是"]]}
    confirmed(system, sent(system, sheets))
    assert cast.people.staff.appointments.get(post=cast.posts.section_head).acting


def test_anothers_import_is_not_there(keeper, cast):
    imported = sent(keeper, {"科室": [["LARGE", "德育处", 1]]})
    keeper.force_login(cast.accounts.small_office)
    for page in ("detail", "file"):
        url = reverse(f"organisation-import-{page}", args=[imported.pk])
        assert keeper.get(url).status_code == 404
    confirm_url = reverse("organisation-import-confirm", args=[imported.pk])
    assert keeper.post(confirm_url, {"seen": ""}).status_code == 404
    keeper.force_login(cast.accounts.system_admin)
    assert keeper.post(confirm_url, {"seen": ""}).status_code == 403


def test_rights_withdrawn_between_looking_and_confirming_count(keeper, cast):
    imported = sent(keeper, {"科室": [["LARGE", "德育处", 1]]})
    seen = {"seen": plan_of(imported).fingerprint}
    cast.posts.keeper.mandates.all().delete()
    seat(cast.posts.keeper, Seat.INFORMATION_KEEPER, cast.school_small)
    response = keeper.post(reverse("organisation-import-confirm", args=[imported.pk]), seen)
    assert response.status_code == 409
    assert not Section.objects.filter(name="德育处").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("名单.pdf", b"%PDF-1.7", ".xlsx"),
        ("名单.xlsx", b"%PDF-1.7 ....", "不是 Excel"),
        ("名单.xlsx", b"PK\x03\x04 broken", "读不出来"),
        ("名单.xlsx", b"", "空的"),
    ],
)
def test_what_is_not_a_table_is_refused_and_not_kept(system, cast, name, content, message):
    file = SimpleUploadedFile(name, content)
    response = system.post(reverse("organisation-import"), {"file": file})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not StoredFile.objects.exists()


def test_the_original_file_comes_back_as_it_was(system, cast):
    content = workbook(NEW_SCHOOL)
    imported = sent(system, content)
    response = system.get(reverse("organisation-import-file", args=[imported.pk]))
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_template_has_the_sheets_and_its_own_emptiness_is_said(system, cast):
    content = system.get(reverse("organisation-import-template")).content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["填写说明", *HEADERS]
    for name, headers in HEADERS.items():
        assert [cell.value for cell in book[name][1]] == headers
        assert book[name].data_validations.dataValidation
    assert problems_of(system, content)[0][3].startswith("没有读到任何内容")


def test_text_that_looks_like_markup_stays_text(system, cast):
    evil = "<img src=x onerror=alert(1)>"
    imported = sent(system, {"科室": [["LARGE", evil, 1], ["NONE", evil, 1]]})
    page = system.get(reverse("organisation-import-detail", args=[imported.pk])).content.decode()
    assert evil not in page
    assert "&lt;img" in page


def test_a_look_at_a_large_file_costs_no_more_queries(system, cast, django_assert_max_num_queries):
    rows = [["LARGE", f"教师{n:03}", None, None, "教务处", "任课教师"] for n in range(300)]
    imported = sent(system, {"人员": rows})
    with django_assert_max_num_queries(16):
        plan = plan_of(imported)
    assert len(plan.of("people", "new")) == 300
