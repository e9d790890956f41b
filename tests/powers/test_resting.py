"""Which powers rest on a law, and what is due after it was amended or repealed."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from powers import editing
from powers.models import Power
from powers.resting.due import AlreadyDone, due, say_unchanged
from powers.resting.grounds import resting_on
from powers.resting.lapsed import lapsed_in
from powers.resting.models import LookedAt
from registry.access.reach import reach_of
from registry.notices.models import Notice
from registry.organisation.working_days import add_working_days
from registry.papers.register import Change
from reviews import reminding
from tests.cast import make_programme
from tests.laws.factory import make_law
from tests.laws.factory import tell as tell_on

from .factory import add, confirm, make_catalogue, make_register, power_content, submit


def basis(law, article=""):
    return {"bases": [{"law": law, "article": article}]}


def tell(law, kind, by, days_ago=0, working_days=20, **given):
    on = timezone.localdate() - datetime.timedelta(days=days_ago)
    return tell_on(law, kind, on.isoformat(), by, working_days=working_days, **given)


def register(cast, *laws):
    make_register(
        cast, *({"name": f"第{n}项审核", **basis(law)} for n, law in enumerate(laws, start=1))
    )


def named(found):
    return [power.in_force.name for power, _ in found]


def dues(day=None):
    return due(Power.objects.in_force(), day or timezone.localdate())


@pytest.mark.parametrize(
    ("written", "rests"),
    [
        ("中华人民共和国教育法", True),
        ("教育法（2021年修正）", True),
        ("教 育 法", True),
        ("义务教育法", False),
    ],
)
def test_a_power_rests_on_the_law_its_basis_means(cast, written, rests):
    register(cast, written)
    law = make_law("中华人民共和国教育法")
    found = resting_on(law, Power.objects.in_force(), timezone.localdate())
    assert named(found) == (["第1项审核"] if rests else [])


def test_a_law_of_another_unit_is_not_what_a_unit_means(cast):
    register(cast, "采购办法")
    theirs = make_law("采购办法", unit=cast.school_small)
    assert resting_on(theirs, Power.objects.in_force(), timezone.localdate()) == []


def test_the_page_of_a_law_lists_the_powers_that_one_may_see(client, cast):
    register(cast, "教育法")
    url = reverse("law-detail", args=[make_law("教育法").pk])
    for role, sees in (("school_office", True), ("office", True), ("small_staff", False)):
        client.force_login(getattr(cast.accounts, role))
        assert ("第1项审核" in client.get(url).content.decode()) == sees


# --- due -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["amended", "repealed"])
def test_a_power_is_to_be_looked_at_within_the_days_of_the_change(cast, kind):
    register(cast, "教育法", "教师法")
    change = tell(make_law("教育法"), kind, cast.people.office, working_days=7)
    (one,) = dues()
    assert (one.power.in_force.name, one.change) == ("第1项审核", change)
    assert one.due_on == add_working_days(timezone.localdate(), 7, one.power.unit.path)
    assert not one.is_overdue(one.due_on)
    assert one.is_overdue(one.due_on + datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("working_days", "days_ago"), [(None, 0), (20, -1)], ids=["nobody is asked", "not in effect"]
)
def test_nothing_is_due(cast, working_days, days_ago):
    register(cast, "教育法")
    tell(
        make_law("教育法"),
        "amended",
        cast.people.office,
        working_days=working_days,
        days_ago=days_ago,
    )
    assert dues() == []


def next_catalogue(cast, **changes):
    """Next year's catalogue with this power changed, confirmed."""
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    line = revision.power_lines.get()
    content = power_content(name="第1项审核", sections=[cast.sections.teaching.pk], **changes)
    editing.change_power(
        paper=paper, line_id=line.pk, content=content, why="改依据", by=cast.people.school_office
    )
    confirm(cast, revision)


@pytest.mark.parametrize(
    ("kind", "law_now", "done"),
    [
        ("repealed", "教师法", True),
        ("repealed", "教育法", False),
        ("amended", "教育法", True),
        ("amended", "教师法", True),
    ],
)
def test_a_later_version_is_done_unless_it_names_what_was_repealed(cast, kind, law_now, done):
    register(cast, "教育法")
    tell(make_law("教育法"), kind, cast.people.office)
    next_catalogue(cast, time_limit="三日", **basis(law_now))
    assert (dues() == []) == done


def test_a_repealed_law_and_a_new_one_of_the_same_name(cast):
    register(cast, "教育法")
    old = make_law("教育法")
    new = make_law("教育法", number="2")
    tell(old, "repealed", cast.people.office, replaced_by=new)
    assert len(dues()) == 1, "its articles may be others"
    next_catalogue(cast, time_limit="三日", **basis("教育法"))
    assert dues() == []


def test_looked_at_once_with_a_reason_that_stays(cast):
    register(cast, "教育法")
    change = tell(make_law("教育法"), "amended", cast.people.office)
    power = Power.objects.get()
    looked = say_unchanged(power=power, change=change, why="未涉及", by=cast.people.school_office)
    assert dues() == []
    with pytest.raises(AlreadyDone):
        say_unchanged(power=power, change=change, why="再来", by=cast.people.school_office)
    for spoil in (
        lambda: LookedAt.objects.filter(pk=looked.pk).update(why="改写"),
        lambda: LookedAt.objects.filter(pk=looked.pk).delete(),
        lambda: LookedAt.objects.create(
            version=power.in_force, change=change, why="", by=cast.people.office
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


@pytest.mark.parametrize(
    ("role", "status"),
    [("school_office", 302), ("office", 302), ("principal", 403), ("small_office", 404)],
)
def test_the_office_of_the_unit_or_above_says_so(client, cast, role, status):
    register(cast, "教育法")
    change = tell(make_law("教育法"), "amended", cast.people.office)
    client.force_login(getattr(cast.accounts, role))
    url = reverse("law-looked-at", args=[change.pk, Power.objects.get().pk])
    page = client.get(url)
    stamp = page.context["form"]["stamp"].value() if page.status_code == 200 else ""
    assert client.post(url, {"why": "未涉及", "stamp": stamp}).status_code == status
    assert LookedAt.objects.exists() == (status == 302)


def test_without_a_reason_nothing_is_said(client, cast):
    register(cast, "教育法")
    change = tell(make_law("教育法"), "amended", cast.people.office)
    client.force_login(cast.accounts.school_office)
    url = reverse("law-looked-at", args=[change.pk, Power.objects.get().pk])
    response = client.post(
        url, {"why": " ", "stamp": client.get(url).context["form"]["stamp"].value()}
    )
    assert response.status_code == 422
    assert not LookedAt.objects.exists()


def test_the_list_shows_what_lies_under_ones_office(client, cast):
    register(cast, "教育法")
    tell(make_law("教育法"), "amended", cast.people.office)
    for role, sees in (("school_office", True), ("office", True), ("small_office", False)):
        client.force_login(getattr(cast.accounts, role))
        assert ("第1项审核" in client.get(reverse("law-due-list")).content.decode()) == sees


def test_the_office_is_told_when_it_begins_and_when_it_is_due_once_each(cast):
    register(cast, "教育法", "教育法")
    change = tell(make_law("教育法"), "amended", cast.people.office, working_days=5)
    today = timezone.localdate()
    (until,) = {one.due_on for one in dues()}
    for day, notices in ((today, 1), (today, 1), (until, 2), (until, 2)):
        reminding.remind_of_laws(day)
        assert Notice.objects.filter(person=cast.people.school_office).count() == notices
    assert not Notice.objects.exclude(person=cast.people.school_office).exists()
    assert "2 项" in Notice.objects.first().text
    for power in Power.objects.all():
        say_unchanged(power=power, change=change, why="未涉及", by=cast.people.school_office)
    Notice.objects.all().delete()
    reminding.remind_of_laws(until)
    assert not Notice.objects.exists()


def asked(cast, count):
    register(cast, *["教育法"] * count)
    tell(make_law("教育法"), "amended", cast.people.office)
    reach = reach_of(cast.people.office)
    with CaptureQueriesContext(connection) as queries:
        found = due(Power.objects.in_force().visible_to(reach), timezone.localdate())
    assert len(found) == count
    return len(queries)


def test_as_many_queries_for_many_powers_as_for_few(cast):
    with transaction.atomic():
        few = asked(cast, 2)
        transaction.set_rollback(True)
    assert asked(cast, 12) == few


@pytest.mark.parametrize(
    ("stands", "kind", "told"),
    [
        ("review", "repealed", True),
        ("review", "amended", False),
        ("draft", "repealed", False),
        ("confirmed", "repealed", False),
    ],
)
def test_who_signs_a_catalogue_is_told_of_what_was_repealed_meanwhile(
    client, cast, stands, kind, told
):
    """Of a draft the first check says so itself; what is in force is looked at by a day."""
    law = make_law("学籍管理办法")
    paper, revision = make_catalogue(cast)
    add(cast, paper, name="学籍审核", **basis("学籍管理办法", "第三条"))
    add(cast, paper, name="奖学金评定", **basis("教育法"))
    if stands == "review":
        submit(cast, revision)
    if stands == "confirmed":
        confirm(cast, revision)
    tell(law, kind, cast.people.office)
    client.force_login(cast.accounts.school_office)
    name = "paper-edit" if stands == "draft" else "paper-detail"
    text = client.get(reverse(name, args=[paper.pk])).text
    assert ("提交以后，有 1 条依据已经废止" in text) is told
    assert ("第 1 行“学籍审核”：《学籍管理办法》第三条" in text) is told
    assert "“奖学金评定”：" not in text


def test_a_struck_row_needs_no_basis(cast):
    """The control: the same row before it is struck."""
    law = make_law("学籍管理办法")
    paper, revision = make_catalogue(cast)
    line = add(cast, paper, name="学籍审核", **basis("学籍管理办法", "第三条"))
    submit(cast, revision)
    tell(law, "repealed", cast.people.office)
    row = SimpleNamespace(line=line, version=line.version, change=Change.NEW)
    struck = SimpleNamespace(line=line, version=line.version, change=Change.STRUCK)
    assert len(lapsed_in([row], revision)) == 1
    assert lapsed_in([struck], revision) == []
