"""Who may import what: one's own units, and power only through an administrator."""

import pytest
from django.urls import reverse

from registry.access.reach import reach_of
from registry.intake.organisation.taking import plan_of
from registry.organisation.models import (
    Mandate,
    Person,
    Seat,
    Section,
)
from tests.cast import seat
from tests.intake.books import NEW_SCHOOL, confirmed, problems_of, send, sent


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
