"""How long a publicity stands: days added for a reason, never fewer; what its pages say of it."""

import datetime
import re
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Holiday
from registry.organisation.working_days import add_working_days, working_days_between
from registry.trail.models import TrailEntry
from reviews import publicity, publicity_letters
from reviews.models import Publication, PublicityExtension
from reviews.refusals import NotReady
from tests import way
from tests.reviews.test_publicity_letters import downloaded, words_of_docx
from tests.reviews.test_review_publicity import over
from tests.stage import staged

TODAY = timezone.localdate
WHY = "学生放假，看的人少"


def _shown(cast):
    paper = way.sign_on(way.submitted_form(cast))
    return publicity.open_publicity(papers=[paper], by=cast.people.school_office)


staged_shown = staged(_shown)


@pytest.fixture
def shown(staged_shown, db):
    return Publication.objects.get(pk=staged_shown.pk)


@contextmanager
def refused(says):
    with pytest.raises(NotReady) as refusal:
        yield
    assert says in refusal.value.in_one_line


def extended(publication, by, **changes):
    given = {"days": 3, "why": WHY, "instead_of": publication.ends_on, **changes}
    made = publicity.extend_publicity(publication=publication, by=by, **given)
    publication.refresh_from_db()
    return made


def test_an_extension_moves_the_end_by_working_days(cast, shown):
    before, office = shown.ends_on, cast.people.school_office
    made = extended(shown, office)
    wanted = add_working_days(before, 3, shown.unit.path)
    assert (made.instead_of, made.until, shown.ends_on) == (before, wanted, wanted)
    assert working_days_between(before, wanted, shown.unit.path) == 3
    again = extended(shown, office, days=1)
    assert [each.pk for each in shown.extensions.all()] == [made.pk, again.pk]
    assert TrailEntry.objects.filter(action="publicity.extended").count() == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"days": 0}, "不能缩短"),
        ({"days": -2}, "不能缩短"),
        ({"days": 61}, "1 到 60"),
        ({"why": "  "}, "请写一句延长的理由"),
        ({"why": "请打张主任手机13800138000"}, "手机号码"),
        ({"instead_of": datetime.date(2020, 1, 2)}, "刚刚有了变化"),
    ],
)
def test_what_is_refused_leaves_the_end_as_it_was(cast, shown, changes, says):
    before = shown.ends_on
    with refused(says):
        extended(shown, cast.people.school_office, **changes)
    shown.refresh_from_db()
    assert shown.ends_on == before
    assert not PublicityExtension.objects.exists()


@pytest.mark.parametrize("role", ["staff", "principal", "office", "small_office"])
def test_only_its_own_office_extends_it(cast, shown, role):
    with refused("由防控办延长"):
        extended(shown, getattr(cast.people, role))


def test_what_is_over_is_not_extended(cast, shown):
    office = cast.people.school_office
    over(shown)
    with refused("已经结束"):
        extended(shown, office)
    publicity.close_publicity(publication=shown, by=office)
    shown.refresh_from_db()
    with refused("已经结束"):
        extended(shown, office)


def test_pressed_twice_it_is_extended_once(cast, shown):
    office, seen = cast.people.school_office, shown.ends_on
    first = extended(shown, office)
    again = extended(shown, office, instead_of=seen)
    assert again == first
    with refused("已把这次公示延长到"):
        extended(shown, office, instead_of=seen, days=9)
    assert PublicityExtension.objects.count() == 1


def test_an_extended_publicity_does_not_close_before_its_new_end(cast, shown):
    office, seen = cast.people.school_office, shown.ends_on
    made = extended(shown, office)
    with refused("才结束"):
        publicity.close_publicity(publication=shown, by=None, day=made.until)
    day_after = made.until + datetime.timedelta(days=1)
    stale = Publication(pk=shown.pk, ends_on=seen, unit=shown.unit, kind=shown.kind)
    with refused("才结束"):
        publicity.close_publicity(publication=stale, by=None, day=made.until)
    publicity.close_publicity(publication=shown, by=None, day=day_after)
    shown.refresh_from_db()
    assert shown.closed_at


def test_the_database_refuses_what_is_shorter_and_what_is_changed(cast, shown):
    made = extended(shown, cast.people.school_office)
    for change in ({"why": "另一个"}, {"until": shown.ends_on}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicityExtension.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicityExtension.objects.create(
            publication=shown,
            days=1,
            why=WHY,
            instead_of=shown.ends_on,
            until=shown.ends_on,
            by=cast.people.school_office,
        )


# --- pages ---------------------------------------------------------------------------------------


def text_of(client, name, pk):
    page = client.get(reverse(name, args=[pk])).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_office_extends_it_on_its_page(cast, client, shown):
    client.force_login(cast.accounts.school_office)
    address = reverse("publicity-extend", args=[shown.pk])
    assert address in client.get(reverse("publicity-detail", args=[shown.pk])).content.decode()
    form = client.get(address).context["form"]
    typed = {"days": "3", "why": WHY, "instead_of": form["instead_of"].value()}
    answer = client.post(address, {**typed, "days": "-1"})
    assert answer.status_code == 422
    assert client.post(address, typed).status_code == 302
    client.force_login(cast.accounts.staff)
    said = text_of(client, "publicity-detail", shown.pk)
    shown.refresh_from_db()
    left = working_days_between(TODAY(), shown.ends_on, shown.unit.path)
    assert f"还有 {left} 个工作日" in said
    assert "延长 3 个工作日" in said
    assert WHY in said


def test_every_page_counts_working_days(cast, client, shown):
    left = working_days_between(TODAY(), shown.ends_on, shown.unit.path)
    assert left == cast.programme.publicity_days
    client.force_login(cast.accounts.staff)
    assert f"还有 {left} 个工作日" in client.get("/publicity/").content.decode()
    Publication.objects.filter(pk=shown.pk).update(ends_on=TODAY())
    assert "今天是公示的最后一个工作日" in text_of(client, "publicity-detail", shown.pk)


def test_a_year_without_holidays_is_said_where_it_is_opened_and_on_its_page(cast, client, shown):
    client.force_login(cast.accounts.school_office)
    said = "节假日表里还没有"
    pages = [reverse("publicity-detail", args=[shown.pk]), f"/publicity/{shown.pk}/extend/"]
    for page in pages:
        assert said not in client.get(page).content.decode(), page
    Holiday.objects.filter(day__year=TODAY().year).delete()
    for page in pages:
        assert f"{said} {TODAY().year}" in client.get(page).content.decode(), page


def test_notice_and_report_say_what_was_added_and_why(cast, client, shown):
    made = extended(shown, cast.people.school_office)
    client.force_login(cast.accounts.school_office)
    notice = words_of_docx(downloaded(client, "publicity-notice", shown, "docx"))
    added = f"延长3个工作日，到{publicity_letters.chinese_date(made.until)}止。理由：{WHY}。"
    assert added in notice
    assert f"共{cast.programme.publicity_days + 3}个工作日" in notice
    publicity.close_publicity(publication=over(shown), by=None)
    shown.refresh_from_db()
    report = words_of_docx(downloaded(client, "publicity-report", shown, "docx"))
    assert added in report
