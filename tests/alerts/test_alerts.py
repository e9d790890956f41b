"""Risk alerts: who writes and reads them, what goes out once and stays, what comes back."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.trail.models import TrailEntry
from reviews import due
from reviews.alerts import issuing, last_year, letter, proposing
from reviews.alerts.models import Alert
from reviews.alerts.reminding import UNREAD_DAYS, remind
from reviews.refusals import NotReady, Refused
from tests.alerts.hands import content, drafted, issued, reach, signed_in
from tests.architecture.page_forms import form_with

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


# --- which points, which posts --------------------------------------------------------------------


def test_points_are_found_by_any_of_the_words_those_with_more_words_first(cast, points):
    both, one = points
    alert = drafted(cast, words="转学 情形甲")
    found = proposing.touched_by(alert)
    assert [(version.pk, words) for version, words in found] == [
        (both.pk, ["转学", "情形甲"]),
        (one.pk, ["转学"]),
    ]


@pytest.mark.parametrize("words", ["", "航天飞机"])
def test_nothing_is_found_by_no_word_and_by_a_strange_one(cast, points, words):
    assert proposing.touched_by(drafted(cast, words=words)) == []


def test_points_of_other_units_are_not_offered(cast, points):
    alert = issuing.draft(unit=cast.school_small, content=content(), by=cast.people.small_office)
    assert proposing.touched_by(alert) == []


def test_it_goes_to_the_post_of_the_point_and_to_the_one_that_manages_it(cast, points):
    alert = drafted(cast, points)
    assert set(alert.addressees.values_list("post__name", flat=True)) == {"学籍管理员", "教务主任"}


def test_what_was_told_in_the_same_month_last_year_is_known(cast, points):
    issued(cast, points[:1], year=TODAY().year - 1)
    issued(cast, points[1:], year=TODAY().year - 1, month=10)
    assert last_year.told(drafted(cast)) == {points[0].point_id}


# --- issuing --------------------------------------------------------------------------------------


def test_issued_it_has_a_number_and_everybody_on_the_posts_is_told_once(
    cast, points, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = issued(cast, points)
    second = issued(cast, points)
    assert (first.number, second.number) == (1, 2)
    told = Notice.objects.filter(url=reverse("alert", args=[first.pk]))
    assert {each.person for each in told} == {cast.people.staff, cast.people.section_head}
    assert points[0].risk not in told.first().text
    assert TrailEntry.objects.filter(action="alert.issued").count() == 2


def test_what_is_told_by_mouth_tells_nobody_on_screen(
    cast, points, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        issued(cast, points, manner="oral")
    assert not Notice.objects.filter(url__startswith="/alerts/").exists()


def test_without_points_nothing_goes_out(cast):
    alert = drafted(cast)
    with pytest.raises(NotReady) as refusal:
        issuing.issue(alert=alert, seen=issuing.stamp(alert), by=cast.people.school_office)
    assert refusal.value.problems == [issuing.NO_POINTS]


def test_a_draft_changed_meanwhile_does_not_go_out(cast, points):
    alert = drafted(cast, points)
    seen = issuing.stamp(alert)
    issuing.change(alert=alert, content=content(text="别的话。"), by=cast.people.school_office)
    with pytest.raises(NotReady) as refusal:
        issuing.issue(alert=alert, seen=seen, by=cast.people.school_office)
    assert refusal.value.problems == [issuing.CHANGED]


def test_issued_twice_it_goes_out_once(cast, points):
    alert = issued(cast, points)
    with pytest.raises(NotReady) as refusal:
        issuing.issue(alert=alert, seen=issuing.stamp(alert), by=cast.people.school_office)
    assert refusal.value.problems == [issuing.NOT_DRAFT]


@pytest.mark.every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda alert: Alert.objects.filter(pk=alert.pk).update(text="改了"),
        lambda alert: alert.points.all().delete(),
        lambda alert: alert.addressees.create(post=alert.unit.posts.get(name="采购员")),
    ],
    ids=["words", "points", "posts"],
)
def test_the_database_keeps_what_was_issued(cast, points, change):
    change(drafted(cast, points[:1]))  # a draft lets itself be changed
    alert = issued(cast, points)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(alert)


# --- what comes back ------------------------------------------------------------------------------


def test_read_and_answered_by_the_post_once(cast, points):
    alert = issued(cast, points, reply_by=TODAY())
    staff = cast.people.staff
    with pytest.raises(Refused) as refusal:
        issuing.reply(alert=alert, text="好", by=staff, reach=reach(staff))
    assert refusal.value.text == issuing.READ_FIRST
    issuing.acknowledge(alert=alert, by=staff, reach=reach(staff))
    issuing.reply(alert=alert, text="已逐份核对。", by=staff, reach=reach(staff))
    with pytest.raises(Refused) as refusal:
        issuing.reply(alert=alert, text="再答一次", by=staff, reach=reach(staff))
    assert "林听雨" in refusal.value.text
    answered = alert.addressees.get(post=cast.posts.staff)
    assert (answered.reply, answered.replied_by) == ("已逐份核对。", staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.addressees.filter(pk=answered.pk).update(reply="改口")


def test_whoever_it_does_not_go_to_does_not_read_it_for_others(cast, points):
    alert, teacher = issued(cast, points), cast.people.teacher
    with pytest.raises(Refused) as refusal:
        issuing.acknowledge(alert=alert, by=teacher, reach=reach(teacher))
    assert refusal.value.text == issuing.NOT_ADDRESSED


def test_whom_the_office_told_is_noted_once(cast, points):
    alert = issued(cast, points, manner="oral")
    posts = [cast.posts.staff.pk]
    office = cast.people.school_office
    assert issuing.record_told(alert=alert, posts=posts, on=TODAY(), by=office) == 1
    assert issuing.record_told(alert=alert, posts=posts, on=TODAY(), by=office) == 0
    assert alert.addressees.filter(told_on=TODAY()).count() == 1


# --- reminding ------------------------------------------------------------------------------------


def reminded():
    return sorted(
        Notice.objects.filter(key__startswith="alert:").values_list("person__name", flat=True)
    )


def test_after_some_days_whoever_has_not_read_it_is_reminded_once(cast, points):
    alert = issued(cast, points)
    staff = cast.people.staff
    issuing.acknowledge(alert=alert, by=staff, reach=reach(staff))
    remind(TODAY() + DAY * (UNREAD_DAYS - 1))
    assert reminded() == []
    remind(TODAY() + DAY * UNREAD_DAYS)
    remind(TODAY() + DAY * (UNREAD_DAYS + 1))
    assert reminded() == [cast.people.section_head.name]


def test_a_reply_is_asked_for_the_day_before_it_is_due(cast, points):
    alert = issued(cast, points, reply_by=TODAY() + DAY * 3)
    for person in (cast.people.staff, cast.people.section_head):
        issuing.acknowledge(alert=alert, by=person, reach=reach(person))
    staff = cast.people.staff
    issuing.reply(alert=alert, text="做了。", by=staff, reach=reach(staff))
    remind(TODAY() + DAY)
    assert reminded() == []
    remind(TODAY() + DAY * 2)
    assert reminded() == [cast.people.section_head.name]


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "draft", "sent"),
    [
        ("school_office", 200, 200),
        ("staff", 404, 200),
        ("section_head", 404, 200),
        ("supervisor", 404, 200),
        ("principal", 404, 200),
        ("discipline", 404, 200),
        ("bureau_leader", 404, 200),
        ("teacher", 404, 404),
        ("other_section_head", 404, 404),
        ("small_office", 404, 404),
        ("system_admin", 404, 404),
    ],
)
def test_who_reads_an_alert(client, cast, points, role, draft, sent):
    pages = [
        reverse("alert", args=[drafted(cast, points).pk]),
        reverse("alert", args=[issued(cast, points).pk]),
    ]
    browser = signed_in(client, cast, role)
    assert [browser.get(page).status_code for page in pages] == [draft, sent]


def test_from_a_usual_work_to_the_reply(client, cast, points):
    browser = signed_in(client, cast, "school_office")
    page = browser.get(reverse("alert-add"), {"month": 9, "usual": 1})
    assert page.context["form"].initial["key_work"] == "开学收费"
    page = browser.post(
        reverse("alert-add"),
        form_with("text", page) | {"key_work": "转学", "words": "转学"},
    )
    assert page.status_code == 422
    assert page.context["form"]["key_work"].value() == "转学"
    sent = browser.post(
        reverse("alert-add"), form_with("text", page) | {"text": "请当面核对原件。"}
    )
    alert = Alert.objects.get()
    assert sent.url == reverse("alert-points", args=[alert.pk])
    page = browser.get(sent.url)
    browser.post(sent.url, form_with("stamp", page) | {"points": [points[0].pk]})
    page = browser.get(reverse("alert", args=[alert.pk]))
    browser.post(reverse("alert-issue", args=[alert.pk]), {"stamp": page.context["stamp"]})
    alert.refresh_from_db()
    assert (alert.number, alert.issued_by) == (1, cast.people.school_office)

    browser = signed_in(client, cast, "staff")
    assert "转学" in browser.get(reverse("inbox")).content.decode()
    browser.post(reverse("alert-read", args=[alert.pk]))
    assert alert.addressees.get(post=cast.posts.staff).read_by == cast.people.staff


def test_a_stale_tab_overwrites_nothing(client, cast):
    alert = drafted(cast)
    browser = signed_in(client, cast, "school_office")
    page = browser.get(reverse("alert-edit", args=[alert.pk]))
    issuing.change(alert=alert, content=content(text="同事写的。"), by=cast.people.school_office)
    answer = browser.post(
        reverse("alert-edit", args=[alert.pk]), form_with("text", page) | {"text": "我写的。"}
    )
    alert.refresh_from_db()
    assert answer.status_code == 409
    assert alert.text == "同事写的。"
    assert {"我写的。", "同事写的。"} <= {
        row[side] for row in answer.context["stale_rows"] for side in ("yours", "theirs")
    }


def test_a_post_sees_its_own_points_and_its_own_line_only(client, cast, points):
    alert = issued(cast, points)
    browser = signed_in(client, cast, "staff")
    page = browser.get(reverse("alert", args=[alert.pk]))
    assert [each.post for each in page.context["addressees"]] == [cast.posts.staff]
    assert len(page.context["points"]) == 2


def test_the_notice_names_posts_points_and_number(cast, points):
    alert = issued(cast, points, reply_by=TODAY() + DAY)
    made = letter.letter_of(alert, list(alert.addressees.select_related("post")))
    assert made.number == f"风险提示〔{TODAY().year}〕1号"
    assert "学籍管理员" in made.parts[0].text
    grid = next(part for part in made.parts if part.kind == "grid")
    assert [row["risk"] for row in grid.rows] == [each.sentence for each in points]


def test_in_the_one_list_it_came_on_the_day_of_the_clock_on_the_wall(cast, points):
    """Half past midnight here is still the day before in the database's time."""
    with time_machine.travel(datetime.datetime(2026, 3, 5, 16, 30, tzinfo=datetime.UTC)):
        issued(cast, points)
    told = [part for card in due.cards_for(cast.people.staff, TODAY()) for part in card["meta"]]
    assert "2026年3月6日发来" in told
