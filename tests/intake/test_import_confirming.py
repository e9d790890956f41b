"""Units, sections, posts and people: looked at first, all or nothing, twice is once."""

from datetime import date

import pytest
from django.urls import reverse

from registry.access.passwords import password_due
from registry.intake.organisation.applying import NotApplied, confirm
from registry.intake.organisation.taking import plan_of
from registry.organisation.models import (
    Account,
    Appointment,
    Person,
    Post,
    Section,
    Unit,
)
from registry.trail.models import TrailEntry
from tests.intake.books import NEW_SCHOOL, confirmed, sent, workbook


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


def test_the_original_file_comes_back_as_it_was(system, cast):
    content = workbook(NEW_SCHOOL)
    imported = sent(system, content)
    response = system.get(reverse("organisation-import-file", args=[imported.pk]))
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Disposition"].startswith("attachment")
