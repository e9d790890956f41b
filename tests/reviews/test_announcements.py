"""The board inside: who drafts, who reads, what stays once it was shown."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from registry.trail.models import TrailEntry
from reviews import announcements
from reviews.models import Announcement, AnnouncementFile
from reviews.refusals import NotReady
from tests.architecture.page_forms import form_with

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


def content(**changes):
    return {
        "matter": "works",
        "title": "教学楼维修的工期",
        "text": "周末施工，三周完成。",
        "for_below": False,
        "starts_on": TODAY(),
        "ends_on": None,
        **changes,
    }


def drafted(cast, *, unit=None, by=None, **changes):
    unit, by = unit or cast.school_large, by or cast.people.keeper
    return announcements.draft(unit=unit, content=content(**changes), by=by)


def shown(cast, **changes):
    made = drafted(cast, **changes)
    by = changes.get("by") or cast.people.keeper
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=by)
    made.refresh_from_db()
    return made


def enclosed(cast, announcement):
    upload = SimpleUploadedFile("结果.png", PNG, "image/png")
    return announcements.enclose(announcement=announcement, upload=upload, by=cast.people.keeper)


@pytest.fixture
def reader(client, cast):
    def look(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return look


def titles(client, **narrowed):
    page = client.get(reverse("board"), narrowed)
    return [each.title for each in page.context["page_obj"]]


# --- who reads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "own"),
    [
        ("staff", True),
        ("principal", True),
        ("office", False),  # reads the school's board by choosing it
        ("small_staff", False),
    ],
)
def test_people_of_the_unit_read_its_board(reader, cast, role, own):
    shown(cast, title="本校的事")
    client, unit = reader(role), getattr(cast.people, role).unit
    assert ("本校的事" in titles(client)) is own
    assert f"{unit.name}的人都能看" in client.get(reverse("board")).text


def test_units_below_read_what_says_so(reader, cast):
    bureau = {"unit": cast.bureau, "by": cast.people.office}
    shown(cast, title="只给局里看", **bureau)
    shown(cast, title="各校都能看", for_below=True, **bureau)
    assert titles(reader("staff")) == ["各校都能看"]
    assert titles(reader("small_staff")) == ["各校都能看"]
    assert titles(reader("bureau_staff")) == ["各校都能看", "只给局里看"]


def test_who_reads_a_unit_as_a_whole_chooses_its_board(reader, cast):
    shown(cast, title="本校的事")
    assert titles(reader("office"), unit="LARGE") == ["本校的事"]
    assert titles(reader("small_office"), unit="LARGE") == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("office", 200), ("small_staff", 404), ("bureau_staff", 404)],
)
def test_one_announcement_and_its_file(reader, cast, role, status):
    made = drafted(cast)
    enclosed(cast, made)
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=cast.people.keeper)
    client = reader(role)
    assert client.get(reverse("announcement", args=[made.pk])).status_code == status
    file = reverse("announcement-file", args=[made.pk, made.files.get().pk])
    response = client.get(file)
    assert response.status_code == status
    response.close()


@pytest.mark.parametrize(
    ("change", "on_board"),
    [
        ({}, True),
        ({"starts_on": TODAY() + DAY}, False),
        ({"starts_on": TODAY() - 9 * DAY, "ends_on": TODAY()}, True),
        ({"starts_on": TODAY() - 9 * DAY, "ends_on": TODAY() - DAY}, False),
    ],
)
def test_from_its_first_day_until_its_last(reader, cast, change, on_board):
    made = drafted(cast, **change)
    Announcement.objects.filter(pk=made.pk).update(
        state="published", published_at=timezone.now(), published_by=cast.people.keeper
    )
    client = reader("staff")
    assert bool(titles(client)) is on_board
    expected = 200 if on_board else 404
    assert client.get(reverse("announcement", args=[made.pk])).status_code == expected


def test_a_draft_is_its_keepers(reader, cast):
    made = drafted(cast)
    for role, status in (("keeper", 200), ("school_office", 200), ("staff", 404), ("office", 404)):
        page = reader(role).get(reverse("announcement", args=[made.pk]))
        assert page.status_code == status, role
    assert titles(reader("keeper")) == []


# --- narrowing ------------------------------------------------------------------------------------


def test_by_words_and_by_matter(reader, cast):
    shown(cast, title="课桌椅采购结果", matter="procurement")
    shown(cast, title="操场维修", text="九月完工，验收结果另行公开")
    client = reader("staff")
    assert titles(client, words="采购") == ["课桌椅采购结果"]
    assert titles(client, words="验收 维修") == ["操场维修"]
    assert titles(client, matter="works") == ["操场维修"]
    assert titles(client, matter="publicities") == []
    page = client.get(reverse("board"), {"words": "没有这个词"})
    assert "没有符合条件的内容" in page.content.decode()


def test_an_empty_board_says_what_comes(reader, cast):
    assert "公开栏上还没有内容" in reader("staff").get(reverse("board")).content.decode()
    assert "起草一份" in reader("keeper").get(reverse("board")).content.decode()


# --- drafting, showing, taking down ---------------------------------------------------------------


def test_the_way_of_an_announcement(reader, cast):
    client = reader("keeper")
    form = form_with("title", client.get(reverse("announcement-add")))
    typed = {**form, **content(for_below="", ends_on=""), "starts_on": TODAY().isoformat()}
    del typed["for_below"]
    page = client.post(reverse("announcement-add"), typed)
    made = Announcement.objects.get()
    assert page.url == reverse("announcement", args=[made.pk])
    seen = form_with("stamp", client.get(page.url))
    client.post(reverse("announcement-publish", args=[made.pk]), seen)
    made.refresh_from_db()
    assert (made.state, made.published_by) == ("published", cast.people.keeper)
    client.post(reverse("announcement-take-down", args=[made.pk]), {"why": "工期有变"})
    read = reader("staff").get(reverse("announcement", args=[made.pk])).content.decode()
    assert "工期有变" in read
    assert made.text not in read
    told = TrailEntry.objects.filter(target_ref=str(made.pk)).order_by("seq")
    assert [entry.action for entry in told] == [
        "announcement.saved",
        "announcement.published",
        "announcement.taken_down",
    ]


def test_the_file_goes_with_what_was_taken_down(reader, cast):
    made = drafted(cast)
    enclosed(cast, made)
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=cast.people.keeper)
    announcements.take_down(announcement=made, why="有误", by=cast.people.keeper)
    file = reverse("announcement-file", args=[made.pk, made.files.get().pk])
    assert reader("staff").get(file).status_code == 403


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "请写标题"),
        ({"matter": ""}, "请选择是哪一类事项"),
        ({"starts_on": ""}, "请选从哪一天起公开"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "不能早于"),
    ],
)
def test_what_is_missing_is_said(reader, cast, typed, words):
    client = reader("keeper")
    form = form_with("title", client.get(reverse("announcement-add")))
    given = {**form, "matter": "works", "title": "标题", "text": "内容", **typed}
    page = client.post(reverse("announcement-add"), given)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_personal_data_is_pointed_at_and_stops_nothing(reader, cast):
    made = drafted(cast, text="有疑问请打 13812345678。")
    page = reader("keeper").get(reverse("announcement", args=[made.pk])).content.decode()
    assert "手机号码（138****5678）" in page
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=cast.people.keeper)
    made.refresh_from_db()
    assert made.is_published


def test_a_draft_changed_since_it_was_read_is_not_shown(reader, cast):
    made = drafted(cast)
    client = reader("keeper")
    seen = form_with("stamp", client.get(reverse("announcement", args=[made.pk])))
    enclosed(cast, made)
    page = client.post(reverse("announcement-publish", args=[made.pk]), seen, follow=True)
    made.refresh_from_db()
    assert made.is_draft
    assert "草稿又改过" in page.content.decode()


def test_what_is_over_is_not_shown_again(cast, db):
    made = drafted(cast, starts_on=TODAY() - 9 * DAY, ends_on=TODAY() - DAY)
    with pytest.raises(NotReady) as refusal:
        announcements.publish(
            announcement=made, seen=announcements.stamp(made), by=cast.people.keeper
        )
    assert announcements.OVER in refusal.value.problems


@pytest.mark.parametrize("role", ["staff", "principal", "office", "small_office"])
def test_others_neither_draft_nor_publish(cast, role, db):
    by = getattr(cast.people, role)
    with pytest.raises(NotReady):
        drafted(cast, by=by)
    made = drafted(cast)
    with pytest.raises(NotReady):
        announcements.publish(announcement=made, seen=announcements.stamp(made), by=by)


def test_files_come_and_go_while_it_is_a_draft(reader, cast):
    made = drafted(cast)
    client = reader("keeper")
    address = reverse("announcement-files", args=[made.pk])
    page = client.post(address, {"file": SimpleUploadedFile("a.txt", b"text")})
    assert page.status_code == 422
    client.post(address, {"file": SimpleUploadedFile("结果.png", PNG)})
    kept = made.files.get()
    client.post(address, {"remove": kept.pk})
    assert not made.files.exists()


# --- the database holds it ------------------------------------------------------------------------


def test_what_was_shown_does_not_change(cast, db):
    """The control of the guards: around the functions, constraints and triggers hold."""
    made = drafted(cast)
    kept = enclosed(cast, made)
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=cast.people.keeper)
    other = announcements_file(cast)
    rows = Announcement.objects.filter(pk=made.pk)
    changes = (
        lambda: rows.update(title="改过"),
        lambda: rows.update(ends_on=TODAY()),
        lambda: rows._raw_delete(connection.alias),
        lambda: rows.update(state="taken_down"),
        lambda: AnnouncementFile.objects.create(announcement=made, file=other),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert kept.announcement_id == made.pk


def announcements_file(cast):
    draft = drafted(cast, title="另一份")
    kept = enclosed(cast, draft)
    stored = kept.file
    kept.delete()
    return stored
