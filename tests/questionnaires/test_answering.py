"""Answering: no sign-in, no cookie, nothing kept that leads to anybody."""

import logging
import uuid
from datetime import timedelta

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.trail.models import TrailEntry
from reviews import sending_limit
from reviews.models import SenderCount
from reviews.questionnaires import answering, asking
from reviews.questionnaires.models import Answer, Sheet
from reviews.refusals import NotReady
from tests.architecture.page_forms import form_with
from tests.questionnaires.hands import (
    TEXT,
    answer,
    drafted,
    page_of,
    posted,
    said_to,
    switched_on,
)
from tests.reviews.test_opinions import rows_of_all_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    return switched_on(cast)


def send(client, asked, **typed):
    return client.post(page_of(asked), posted(asked, client.get(page_of(asked)), **typed))


def test_one_sheet_is_kept_and_thanks_are_said(client, asked):
    response = send(client, asked)
    assert response.status_code == 200
    assert "谢谢您" in response.text
    assert TEXT not in response.text
    sheet = Sheet.objects.get()
    assert {(a.question.position, a.chosen, a.text) for a in sheet.answers.all()} == {
        (1, 0, ""),
        (2, 0, ""),
        (3, 0, ""),
        (4, 0, ""),
        (5, None, TEXT),
    }


def test_a_sheet_has_room_for_nobody():
    """No person, no address, no time: the columns are all there are."""
    assert {field.name for field in Sheet._meta.concrete_fields} == {"id", "questionnaire"}
    columns = {field.name for field in Answer._meta.concrete_fields}
    assert columns == {"id", "sheet", "question", "chosen", "text"}
    for model in (Sheet, Answer):
        assert model._meta.pk.get_default().version == 4


def test_the_rows_that_an_answer_writes(client, cast, asked):
    """Sheet, answers, the counter of the day and the question that was asked: nothing else."""
    before = rows_of_all_tables()
    client.force_login(cast.accounts.staff)
    signed_in = rows_of_all_tables()
    send(client, asked)
    after = rows_of_all_tables()
    changed = {table for table, rows in after.items() if rows != signed_in[table]}
    assert changed - {"sqlite_sequence"} == {
        *("questionnaires_sheet", "questionnaires_answer"),
        *("reviews_sendercount", "reviews_senderkey"),
    }
    assert before["trail_trailentry"] != after["trail_trailentry"], "control: signing in has one"


def test_it_needs_no_cookie_sets_none_and_reads_no_session(cast, asked):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.accounts.staff)
    with CaptureQueriesContext(connection) as queries:
        for response in (strict.get(page_of(asked)), send(strict, asked)):
            assert response.status_code == 200
            assert not response.cookies
            assert "Cookie" not in response.headers.get("Vary", "")
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Robots-Tag"] == "noindex"
    assert "django_session" not in " ".join(each["sql"] for each in queries)
    assert Sheet.objects.count() == 1


def test_nothing_of_it_is_logged(client, asked, caplog):
    with caplog.at_level(logging.DEBUG):
        send(client, asked)
        client.get(reverse("public-statement"))
    lines = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert any("/public/statement/" in line for line in lines), "control: others have their line"
    assert not [line for line in lines if "questionnaire" in line]
    assert "127.0.0.1" not in str(lines)


def test_another_site_cannot_make_its_visitors_send(client, asked):
    form = posted(asked, client.get(page_of(asked)))
    away = client.post(page_of(asked), form, headers={"Origin": "https://elsewhere.example"})
    assert away.status_code == 403
    assert not Sheet.objects.exists()
    assert client.post(page_of(asked), form).status_code == 200


def test_the_button_pressed_twice_gives_one(client, asked):
    form = posted(asked, client.get(page_of(asked)))
    first, second = client.post(page_of(asked), form), client.post(page_of(asked), form)
    assert first.text == second.text
    assert Sheet.objects.count() == 1
    assert SenderCount.objects.get().count == 1


def test_a_key_that_was_not_made_here_is_refused_with_a_fresh_one(client, asked):
    other = answering._signer(asked).sign("no key at all")
    for key in (str(uuid.uuid4()), other, ""):
        response = send(client, asked, key=key)
        assert response.status_code == 422
        assert TEXT in response.text
    assert not Sheet.objects.exists()
    assert client.post(page_of(asked), posted(asked, response)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"challenge_1": "zzzz"}, "没有答对"),
        ({"option": "9"}, "9"),
        ({"option": ""}, "这一题请选一项"),
        ({"text": "好" * 501}, "500"),
        ({"text": f"{TEXT}，请打 13912345678"}, "手机号码"),
    ],
    ids=["wrong sign", "no such option", "left out", "too long", "a telephone number"],
)
def test_what_cannot_be_is_said_and_the_words_stay(client, asked, typed, said):
    response = send(client, asked, **typed)
    assert response.status_code == 422
    assert said in response.text
    assert typed.get("text", TEXT) in response.text
    assert not Sheet.objects.exists()


def test_words_that_lead_to_somebody_are_asked_about_once(client, asked):
    words = f"{TEXT}，请打 13912345678"
    warned = send(client, asked, text=words)
    assert "仍然提交" in warned.text
    kept = posted(asked, warned, text=words, keep_words="on")
    assert client.post(page_of(asked), kept).status_code == 200
    assert Answer.objects.exclude(text="").get().text == words


def test_a_sum_instead_of_the_image_with_what_was_typed(client, asked):
    page = client.post(
        page_of(asked), {**posted(asked, client.get(page_of(asked)), option="1"), "switch": "1"}
    )
    assert "等于几？" in page.text
    assert TEXT in page.text
    again = form_with("challenge_0", page)
    assert [again[f"question-{each.pk}"] for each in asked.questions.all()][:4] == [["1"]] * 4
    assert client.post(page_of(asked), posted(asked, page)).status_code == 200


def test_only_what_was_answered_is_kept_and_something_has_to_be(client, cast):
    asked = switched_on(cast, pattern="colleagues")
    assert send(client, asked, text="").status_code == 200
    assert Answer.objects.count() == 4
    with pytest.raises(NotReady) as refusal:
        answering.keep(questionnaire=asked, said={}, key=uuid.uuid4())
    assert refusal.value.in_one_line == answering.NOTHING_SAID


def test_too_many_from_one_connection_are_told(client, asked, monkeypatch):
    monkeypatch.setattr(answering, "LIMIT", sending_limit.Limit("questionnaires", 2))
    assert [send(client, asked).status_code for _ in range(3)] == [200, 200, 429]
    page = send(client, asked)
    assert "明天零点以后可以再提" in page.text
    assert TEXT in page.text
    assert Sheet.objects.count() == 2


def test_a_school_that_answers_may_still_send_an_opinion(asked):
    """Counted apart: the limit of opinions is not used up by answers, nor the other way."""
    today = timezone.localdate()
    for _ in range(sending_limit.MOST_A_DAY + 1):
        sending_limit.take("192.0.2.7", today, answering.LIMIT)
    sending_limit.take("192.0.2.7", today)
    assert sorted(SenderCount.objects.values_list("count", flat=True)) == [1, 11]


def test_what_ended_while_somebody_wrote_shows_the_words_again(client, cast, asked):
    form = posted(asked, client.get(page_of(asked)))
    asking.close(questionnaire=asked, by=cast.people.discipline)
    response = client.post(page_of(asked), form)
    assert response.status_code == 422
    assert TEXT in response.text
    assert answering.OVER[:10] in response.text
    assert not Sheet.objects.exists()
    assert "已经结束" in client.get(page_of(asked)).text


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (10, True), (11, False)])
def test_from_its_first_day_to_its_last(cast, asked, days, is_taken):
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        if is_taken:
            answer(asked)
        else:
            with pytest.raises(NotReady):
                answer(asked)
    assert Sheet.objects.count() == is_taken


def test_a_draft_is_found_by_nobody_and_a_coming_one_says_when(client, cast):
    assert client.get(page_of(drafted(cast))).status_code == 404
    today = timezone.localdate()
    coming = switched_on(cast, opens_on=today + timedelta(days=2))
    assert "还没有开始" in client.get(page_of(coming)).text


def test_the_list_has_those_for_society_that_run(client, cast):
    today = timezone.localdate()
    shown = switched_on(cast, title="看得到的")
    for title, changes in {
        "内部的": {"audience": "inside"},
        "还没到的": {"opens_on": today + timedelta(days=1)},
    }.items():
        switched_on(cast, title=title, **changes)
    drafted(cast, title="草稿")
    over = switched_on(cast, title="结束的")
    asking.close(questionnaire=over, by=cast.people.discipline)
    page = client.get(reverse("public-questionnaires"))
    assert [each.title for each in page.context["page_obj"]] == [shown.title]
    for title in ("内部的", "还没到的", "草稿", "结束的"):
        assert title not in page.text
    assert reverse("public-questionnaires") in client.get("/").text


def test_answers_are_only_added(asked):
    answer(asked)
    for act in (
        lambda: Sheet.objects.all().delete(),
        lambda: Answer.objects.update(text="别的"),
        lambda: Answer.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.every_case
@pytest.mark.parametrize("given", [{}, {"chosen": 1, "text": "也写"}])
def test_an_answer_is_ticked_or_written(asked, given):
    sheet = Sheet.objects.create(questionnaire=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(sheet=sheet, question=asked.questions.first(), **given)


def test_no_entry_in_the_trail(asked):
    before = TrailEntry.objects.count()
    answering.receive(
        questionnaire=asked, said=said_to(asked), key=uuid.uuid4(), address="192.0.2.7"
    )
    assert TrailEntry.objects.count() == before
    assert Sheet.objects.count() == 1
    assert not CaptchaStore.objects.exists()
