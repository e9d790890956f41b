"""Set-up in the stock admin: three administrators, three sets of rights, and a trail of all."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import (
    Account,
    AdminRole,
    Appointment,
    Holiday,
    Mandate,
    Person,
    Post,
    Programme,
    Scale,
    Scheme,
    SchoolHoliday,
    Seat,
    Section,
    Unit,
)
from registry.trail.models import TrailEntry

SYSTEMS = [
    Unit,
    Section,
    Post,
    Person,
    Appointment,
    Programme,
    Scale,
    Scheme,
    Holiday,
    SchoolHoliday,
]


def address(model, page, *args):
    return reverse(f"admin:organisation_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def system(client, cast):
    client.force_login(cast.accounts.system_admin)
    return client


@pytest.fixture
def security(client, cast):
    client.force_login(cast.accounts.security_admin)
    return client


def statuses(client, model):
    return [client.get(address(model, page)).status_code for page in ("changelist", "add")]


@pytest.mark.parametrize("model", SYSTEMS)
def test_the_system_administrator_sets_up_everything_but_seats(system, model):
    assert statuses(system, model) == [200, 200]


def test_the_system_administrator_reads_seats_and_gives_none(system):
    assert statuses(system, Mandate) == [200, 403]


@pytest.mark.parametrize("model", SYSTEMS)
def test_the_security_administrator_reads_what_seats_are_about(security, model):
    assert statuses(security, model) == [200, 403]


def test_the_security_administrator_gives_seats(security):
    assert statuses(security, Mandate) == [200, 200]


@pytest.mark.parametrize("role", ["auditor", "office", "discipline", "staff"])
@pytest.mark.parametrize("model", [*SYSTEMS, Mandate])
def test_nobody_else_gets_in_even_with_entry_to_the_admin(client, cast, role, model):
    account = getattr(cast.accounts, role)
    client.force_login(account)
    assert statuses(client, model) == [403, 403]
    Account.objects.filter(pk=account.pk).update(is_staff=True)
    assert statuses(client, model) == [403, 403]


def test_a_superuser_may_do_all(client, cast):
    account = Account.objects.create_superuser("root", password="x")
    client.force_login(account)
    for model in [*SYSTEMS, Mandate]:
        assert statuses(client, model) == [200, 200]


def last_entry():
    return TrailEntry.objects.latest("id")


def test_a_unit_is_made_with_a_trail(system, cast):
    data = {"code": "NEW", "name": "新建小学", "parent": cast.bureau.pk}
    assert system.post(address(Unit, "add"), data).status_code == 302
    assert Unit.objects.get(code="NEW").path == "/BUREAU/NEW/"
    entry = last_entry()
    assert (entry.action, entry.actor_name) == ("organisation.changed", "安系统")
    assert entry.unit_name == "新建小学"


def test_a_moved_unit_takes_those_under_it_along(system, cast):
    data = {"name": cast.school_small.name, "parent": cast.school_large.pk}
    system.post(address(Unit, "change", cast.school_small.pk), data)
    data = {"name": cast.school_large.name, "parent": ""}
    system.post(address(Unit, "change", cast.school_large.pk), data)
    paths = set(Unit.objects.values_list("path", flat=True))
    assert paths == {"/BUREAU/", "/LARGE/", "/LARGE/SMALL/", "/BUREAU/VILLAGE/"}


def test_a_unit_cannot_come_under_its_own(system, cast):
    data = {"name": cast.bureau.name, "parent": cast.school_small.pk}
    response = system.post(address(Unit, "change", cast.bureau.pk), data)
    assert "上级单位不能是本单位" in response.content.decode()


def test_a_section_of_another_unit_is_refused(system, cast):
    data = {
        "unit": cast.school_large.pk,
        "section": cast.sections.small_teaching.pk,
        "name": "图书管理员",
        "tier": "ordinary",
        "forms": "one",
    }
    response = system.post(address(Post, "add"), data)
    assert "不是和平区第一中学的科室" in response.content.decode()


PERSON = {
    "name": "新同事",
    "title": "干事",
    "username": "",
    "initial_password": "",
    "is_active": "on",
}


def add_person(client, cast, **changes):
    data = {**PERSON, "unit": cast.school_large.pk, **changes}
    return client.post(address(Person, "add"), data)


def test_a_person_may_be_without_account(system, cast):
    assert add_person(system, cast).status_code == 302
    assert Person.objects.get(name="新同事").account is None


def test_an_account_comes_with_an_initial_password(system, cast):
    add_person(system, cast, username="newcomer", initial_password="Given-2026-x")
    account = Person.objects.get(name="新同事").account
    assert account.check_password("Given-2026-x")
    assert not account.is_staff
    actions = TrailEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == [
        "signin.done",
        "organisation.changed",
        "account.created",
        "password.reset",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "newcomer"}, "新开账号要设一个初始密码"),
        ({"initial_password": "Given-2026-x"}, "请同时填写登录名"),
        ({"username": "newcomer", "initial_password": "short"}, "10 个字符"),
        ({"username": "STAFF", "initial_password": "Given-2026-x"}, "已有人使用"),
        ({"username": "new comer", "initial_password": "Given-2026-x"}, "不要有空格"),
    ],
)
def test_an_account_that_cannot_be_is_explained(system, cast, changes, message):
    response = add_person(system, cast, **changes)
    assert message in response.content.decode()
    assert not Person.objects.filter(name="新同事").exists()


def change_person(client, person, **data):
    profile = {"unit": person.unit_id, "name": person.name, "title": person.title}
    return client.post(address(Person, "change", person.pk), {**profile, **data})


def test_stopping_an_account_counts_at_once_and_is_undone_the_same_way(system, cast):
    change_person(system, cast.people.staff)
    assert not Account.objects.get(username="staff").is_active
    assert last_entry().action == "account.disabled"
    change_person(system, cast.people.staff, is_active="on")
    assert Account.objects.get(username="staff").is_active
    assert last_entry().action == "account.enabled"


def test_the_system_administrator_gives_no_permissions(system, cast):
    change_person(system, cast.people.staff, is_active="on", admin_role="audit", is_staff="on")
    person = Person.objects.get(pk=cast.people.staff.pk)
    assert person.admin_role is None
    assert not person.account.is_staff


def test_the_security_administrator_changes_permissions_and_nothing_else(security, cast):
    response = change_person(
        security,
        cast.people.office,
        name="改名",
        initial_password="Given-2026-x",
        admin_role="",
        is_staff="on",
    )
    assert response.status_code == 302
    person = Person.objects.get(pk=cast.people.office.pk)
    assert person.name == "钟敏行"
    assert person.account.is_staff
    assert person.account.is_active
    assert person.account.check_password(cast.password)
    assert last_entry().action == "permission.changed"


def test_a_role_has_one_holder_and_nobody_changes_their_own(security, cast):
    response = change_person(security, cast.people.office, admin_role=AdminRole.AUDIT)
    assert "已有人担任" in response.content.decode()
    response = change_person(security, cast.people.security_admin, admin_role="", is_staff="on")
    assert "不能变更自己的权限" in response.content.decode()


MANDATE = {"seat": Seat.LEADING_GROUP, "rank": "head", "starts": "2026-01-01", "ends": ""}


def test_a_seat_is_given_with_a_trail(security, cast):
    data = {**MANDATE, "post": cast.posts.keeper.pk, "unit": cast.school_large.pk}
    assert security.post(address(Mandate, "add"), data).status_code == 302
    assert last_entry().action == "permission.changed"
    assert cast.posts.keeper.mandates.filter(seat=Seat.LEADING_GROUP).exists()


def test_nobody_gives_a_seat_to_their_own_post(security, cast):
    Appointment.objects.create(
        post=cast.posts.bureau_staff,
        person=cast.people.security_admin,
        starts=timezone.localdate(),
    )
    data = {**MANDATE, "post": cast.posts.bureau_staff.pk, "unit": cast.bureau.pk}
    response = security.post(address(Mandate, "add"), data)
    assert "本人的岗位" in response.content.decode()


def test_a_given_seat_is_only_ended(security, cast):
    mandate = cast.posts.group.mandates.get()
    data = {"ends": "2026-12-31", "seat": Seat.PRINCIPAL, "post": cast.posts.staff.pk}
    security.post(address(Mandate, "change", mandate.pk), data)
    mandate.refresh_from_db()
    assert (mandate.seat, mandate.post) == (Seat.LEADING_GROUP, cast.posts.group)
    assert f"{mandate.ends:%Y-%m-%d}" == "2026-12-31"
    assert security.post(address(Mandate, "delete", mandate.pk)).status_code == 403


def test_a_post_is_handed_over_from_its_page(system, cast):
    post = cast.posts.section_head
    hand_over = reverse("admin:organisation_post_hand_over", args=[post.pk])
    assert hand_over in system.get(address(Post, "change", post.pk)).content.decode()
    page = system.get(hand_over)
    assert "顾言之" in page.content.decode()
    today = timezone.localdate()
    data = {"to": cast.people.staff.pk, "on": f"{today:%Y-%m-%d}", "leaving": ""}
    assert system.post(hand_over, data).status_code == 302
    assert [person.name for person in post.holders(today)] == ["林听雨"]


def test_a_refused_hand_over_says_why(system, cast):
    hand_over = reverse("admin:organisation_post_hand_over", args=[cast.posts.teacher.pk])
    data = {"to": cast.people.staff.pk, "on": "2026-05-01", "leaving": ""}
    assert "哪一位" in system.post(hand_over, data).content.decode()


def test_the_security_administrator_hands_nothing_over(security, cast):
    hand_over = reverse("admin:organisation_post_hand_over", args=[cast.posts.staff.pk])
    assert security.get(hand_over).status_code == 403


def test_an_appointment_made_here_leaves_its_trail_and_is_only_ended(system, cast):
    data = {"post": cast.posts.keeper.pk, "person": cast.people.staff.pk, "starts": "2026-01-01"}
    assert system.post(address(Appointment, "add"), data).status_code == 302
    assert last_entry().action == "appointment.changed"
    appointment = Appointment.objects.get(post=cast.posts.keeper, person=cast.people.staff)
    system.post(
        address(Appointment, "change", appointment.pk),
        {"ends": "2026-06-30", "person": cast.people.office.pk},
    )
    appointment.refresh_from_db()
    assert appointment.person == cast.people.staff
    assert f"{appointment.ends:%Y-%m-%d}" == "2026-06-30"


def test_the_administrator_does_not_seat_themselves_here_either(system, cast):
    data = {
        "post": cast.posts.office.pk,
        "person": cast.people.system_admin.pk,
        "starts": "2026-01-01",
    }
    assert "本人" in system.post(address(Appointment, "add"), data).content.decode()


ALIEN_RANK = """{
    "likelihood": [{"value": 1, "label": "少"}],
    "severity": [{"value": 1, "label": "轻"}],
    "levels": [{"at_least": 1, "rank": 9}]
}"""


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("3", "应是一个对象"),
        ('{"likelihood": [], "severity": [], "levels": []}', "可能性"),
        (
            ALIEN_RANK,
            "等级表里有的",
        ),
    ],
)
def test_rules_that_cannot_be_read_are_refused(system, cast, rules, message):
    data = {
        "code": "own",
        "version": 1,
        "name": "自订办法",
        "kind": "likelihood_harm",
        "scale": cast.scale.pk,
        "rules": rules,
    }
    assert message in system.post(address(Scheme, "add"), data).content.decode()


def test_a_scheme_in_use_is_not_edited(system, cast):
    response = system.post(address(Scheme, "change", cast.scheme.pk), {"name": "改"})
    assert response.status_code == 403


@pytest.mark.parametrize("model", [Unit, Section, Post, Person, Appointment, Mandate])
def test_lists_cost_the_same_with_many_rows(system, cast, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        assert system.get(address(model, "changelist")).status_code == 200


INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*application/json)")


@pytest.mark.parametrize("model", [Unit, Post, Person, Mandate, Scale])
def test_the_pages_carry_no_inline_style_or_script(client, cast, model):
    client.force_login(Account.objects.create_superuser("root", password="x"))
    first = model.objects.first().pk
    pages = [address(model, "changelist"), address(model, "add"), address(model, "change", first)]
    for page in ["/admin/", *pages]:
        assert not INLINE.findall(client.get(page).content.decode()), page
