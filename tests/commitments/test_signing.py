"""Commitments: whose words count, signed once a place and year, who has not, before the public."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse

from registry.notices.models import Notice
from registry.organisation.models import Appointment
from registry.papers.digest import digest_of
from reviews import publication
from reviews.commitments import publishing, signing, writing
from reviews.commitments.models import Commitment, CommitmentText
from reviews.models import Publication
from reviews.refusals import NotReady, Refused
from tests.risks.test_responsibility import TODAY

from .hands import WORDS, place_of, signed, switched_on


def text_for(post):
    return signing.Texts({post.unit}, TODAY().year).of(post)


def test_a_posts_own_words_come_before_those_of_its_tier(cast):
    of_tier = switched_on(cast)
    assert text_for(cast.posts.staff) == of_tier
    own = switched_on(cast, post=cast.posts.staff)
    assert text_for(cast.posts.staff) == own
    assert text_for(cast.posts.teacher) == of_tier
    assert text_for(cast.posts.section_head) is None


def test_a_unit_without_words_of_its_own_signs_those_of_the_unit_above(cast):
    above = switched_on(cast, unit=cast.bureau, by="office")
    assert text_for(cast.posts.small_staff) == above
    own = switched_on(cast)
    assert text_for(cast.posts.staff) == own
    assert text_for(cast.posts.small_staff) == above


def test_words_that_are_switched_on_take_the_place_of_those_before(cast):
    first = switched_on(cast)
    second = switched_on(cast, words="收费项目和标准都上墙。")
    first.refresh_from_db()
    assert first.retired_at is not None
    assert text_for(cast.posts.staff) == second


def test_signed_once_a_year_and_place(cast):
    switched_on(cast)
    first = signed(cast.people.staff)
    assert signed(cast.people.staff) == first
    assert (first.name, first.post_name, first.said) == ("林听雨", "学籍管理员", WORDS)


def test_signed_again_on_taking_another_post(cast):
    switched_on(cast)
    signed(cast.people.staff)
    today = TODAY()
    cast.people.staff.appointments.update(ends=today - timedelta(days=1), starts=date(2021, 1, 1))
    Appointment.objects.create(post=cast.posts.teacher, person=cast.people.staff, starts=today)
    assert place_of(cast.people.staff).signed is None
    signed(cast.people.staff)
    assert Commitment.objects.filter(person=cast.people.staff).count() == 2


def test_words_changed_while_reading_are_not_signed(cast):
    switched_on(cast)
    place = place_of(cast.people.staff)
    switched_on(cast, words="另一份")
    with pytest.raises(Refused):
        signing.sign(appointment=place.appointment, digest=place.digest, by=cast.people.staff)


@pytest.mark.parametrize(
    "write",
    [
        lambda one: Commitment.objects.filter(pk=one.pk).update(said="别的话"),
        lambda one: Commitment.objects.filter(pk=one.pk).delete(),
        lambda one: CommitmentText.objects.filter(pk=one.text_id).update(text="别的话"),
        lambda one: Commitment.objects.create(
            text=one.text,
            appointment=one.appointment,
            year=one.year,
            unit=one.unit,
            person=one.person,
            name="又一次",
            post_name="岗位",
            said="话",
            digest="0" * 64,
        ),
    ],
)
def test_the_database_keeps_what_was_signed(cast, write):
    switched_on(cast)
    one = signed(cast.people.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(one)


def test_its_digest_covers_the_words_and_the_name(cast):
    switched_on(cast)
    one = signed(cast.people.staff)
    given = {
        "year": one.year,
        "name": one.name,
        "post_name": one.post_name,
        "section_name": one.section_name,
        "said": one.said,
    }
    said = {**given, "unit": one.unit.name, "at": one.signed_at.isoformat()}
    assert one.digest == digest_of(said)
    assert one.digest != digest_of({**said, "said": "别的话"})


def test_a_switched_on_text_is_not_rewritten(cast):
    text = switched_on(cast)
    with pytest.raises(Refused):
        writing.rewrite(text=text, said={"text": "改", "due_on": TODAY()}, by=cast.people.office)


def unsigned(cast):
    places = signing.places_in(cast.school_large, TODAY())
    return {place.appointment.person.name for place in places if place.signed is None}


def test_who_has_not_signed_is_a_list(cast):
    switched_on(cast)
    before = unsigned(cast)
    assert "林听雨" in before
    signed(cast.people.staff)
    assert unsigned(cast) == before - {"林听雨"}


def test_asking_again_once_a_day(cast, django_capture_on_commit_callbacks):
    switched_on(cast)
    signed(cast.people.staff)
    with django_capture_on_commit_callbacks(execute=True):
        told = signing.remind(unit=cast.school_large, by=cast.people.school_office)
    assert Notice.objects.count() == told
    assert not Notice.objects.filter(person=cast.people.staff).exists()
    with pytest.raises(Refused, match="温如玉"):
        signing.remind(unit=cast.school_large, by=cast.people.school_office)


def test_the_clock_reminds_a_week_and_a_day_before_once(cast):
    text = switched_on(cast)
    for before, told in ((8, False), (7, True), (7, True), (1, True)):
        Notice.objects.all().delete() if before == 8 else None
        signing.remind_by_the_clock(text.due_on - timedelta(days=before))
        assert Notice.objects.filter(person=cast.people.staff).exists() == told
    assert Notice.objects.filter(person=cast.people.staff).count() == 2


# --- publishing ------------------------------------------------------------------------------


def published(cast, edition="public"):
    unit, year = cast.school_large, TODAY().year
    return publishing.publish(unit=unit, year=year, edition=edition, by=cast.people.school_office)


@pytest.mark.parametrize(
    ("names", "shown"), [("full", "林听雨"), ("masked", "林*雨"), ("post", "")]
)
def test_names_are_shown_as_the_programme_says(client, cast, names, shown):
    cast.programme.names = names
    cast.programme.save()
    switched_on(cast)
    signed(cast.people.staff)
    number = published(cast).number
    page = client.get(f"/public/commitments/{number}/").content.decode()
    assert "不收受学生家长的礼品" in page
    assert (shown or "学籍管理员") in page
    assert ("林听雨" in page) == (names == "full")


def test_nothing_is_public_but_the_publication(client, cast):
    switched_on(cast)
    signed(cast.people.staff)
    unit = reverse("public-unit", args=[cast.school_large.code])
    assert client.get(unit).status_code == 404
    inside = published(cast, "inside")
    assert client.get(f"/public/commitments/{inside.number}/").status_code == 404
    number = published(cast).number
    assert client.get(f"/public/commitments/{number}/").status_code == 200
    assert number in client.get(unit).content.decode()


def test_published_twice_it_is_one_and_a_new_signature_makes_a_new_version(cast):
    switched_on(cast)
    signed(cast.people.staff)
    first = published(cast)
    assert published(cast) == first
    signed(cast.people.teacher)
    second = published(cast)
    assert (second.supersedes, second.row_count) == (first, 2)


def test_nobody_signed_nothing_is_published(cast):
    with pytest.raises(NotReady):
        published(cast)


def test_it_is_checked_and_withdrawn_like_the_others(client, cast):
    switched_on(cast)
    signed(cast.people.staff)
    one = published(cast)
    assert publication.verify(one)
    page = client.get(f"/check/{one.number}/?digest={one.digest[:16]}").content.decode()
    assert one.title in page
    assert f"/public/commitments/{one.number}/" in page
    publication.withdraw(publication=one, by=cast.people.school_office, why="人员有变动")
    assert client.get(f"/public/commitments/{one.number}/").status_code == 410


@override_settings(PUBLIC_SITE={"url": "https://fangkong.example.gov.cn"})
def test_the_poster_leads_to_the_public_page(cast):
    switched_on(cast)
    signed(cast.people.staff)
    one = published(cast)
    letter = publishing.poster_of(one)
    assert letter.check_url == f"https://fangkong.example.gov.cn/public/commitments/{one.number}/"


def test_somebody_who_left_is_published_no_more(cast):
    switched_on(cast)
    signed(cast.people.staff)
    signed(cast.people.teacher)
    cast.people.staff.appointments.update(ends=TODAY() - timedelta(days=1))
    assert published(cast).row_count == 1


# --- through the client ----------------------------------------------------------------------


def test_the_office_writes_people_sign_and_the_public_reads(client, cast):
    client.force_login(cast.accounts.school_office)
    address = reverse("commitment-text-add", args=[cast.school_large.pk])
    stamp = client.get(address).context["form"]["stamp"].value()
    typed = {"stamp": stamp, "for_whom": "ordinary", "text": WORDS}
    past = {"due_on": (TODAY() - timedelta(days=1)).isoformat()}
    assert client.post(address, {**typed, **past}).status_code == 422
    client.post(address, {**typed, "due_on": (TODAY() + timedelta(days=9)).isoformat()})
    text = CommitmentText.objects.get()
    client.post(reverse("commitment-text-switch", args=[text.pk]))
    client.force_login(cast.accounts.staff)
    assert "请在" in client.get("/commitments/").content.decode()
    place = place_of(cast.people.staff)
    address = reverse("commitment-sign", args=[place.appointment.pk])
    client.post(address, {"digest": "0" * 64})
    assert not Commitment.objects.exists()
    client.post(address, {"digest": place.digest})
    assert "原样保存" in client.get(address).content.decode()
    client.force_login(cast.accounts.school_office)
    answer = client.post(
        reverse("commitment-publish", args=[cast.school_large.pk]), {"edition": "public"}
    )
    one = Publication.objects.get()
    assert answer.headers["Location"] == reverse("publication-detail", args=[one.number])
    assert client.get(answer.headers["Location"]).status_code == 200
    client.logout()
    assert client.get(f"/public/commitments/{one.number}/").status_code == 200


@pytest.mark.parametrize(
    ("role", "sees_unsigned"),
    [
        ("school_office", True),
        ("principal", True),
        ("office", True),
        ("section_head", True),
        ("teacher", False),
        ("small_staff", False),
    ],
)
def test_who_has_not_signed_is_shown_to_those_who_answer(client, cast, role, sees_unsigned):
    switched_on(cast)
    signed(cast.people.third_teacher)
    client.force_login(getattr(cast.accounts, role))
    page = client.get("/commitments/", {"unit": cast.school_large.pk}).content.decode()
    assert ("林听雨" in page) == sees_unsigned
    assert ("罗一鸣" in page) == (role != "small_staff")
