"""邮件提醒: off until switched on, counts only, once a turn, once more at most after a kill."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.jobs.models import Job
from registry.jobs.schedule import queue_due
from registry.jobs.worker import Worker
from registry.notices import mailing
from registry.notices.models import DigestSent, DigestWish, MailChannel, Notice
from registry.trail.models import TrailEntry
from reviews import digest
from reviews.models import Step
from tests import way
from tests.stage import staged

TODAY = timezone.localdate
SMTP = "django.core.mail.backends.smtp.EmailBackend"

staged_paper = staged(lambda cast: way.submitted_form(cast))


@pytest.fixture
def paper(staged_paper, db):
    """It waits for the head of the section."""
    return staged_paper


@pytest.fixture
def channel(db):
    return MailChannel.objects.create(
        pk=1, is_on=True, sender="register@example.cn", site="https://register.example.cn"
    )


@pytest.fixture
def wish(cast, paper):
    return wants(cast.people.section_head)


def wants(person, frequency="daily"):
    return DigestWish.objects.create(
        person=person, frequency=frequency, address=f"p{person.pk}@example.cn"
    )


@pytest.fixture
def no_server(settings, monkeypatch):
    """Every attempt to connect is noted, and fails as if nobody answered."""
    settings.EMAIL_BACKEND = SMTP
    attempts = []

    def refuse(*args, **kwargs):
        attempts.append(args)
        raise OSError("no server")

    for name in ("SMTP", "SMTP_SSL"):
        monkeypatch.setattr(smtplib, name, refuse)
    return attempts


# --- off ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [False, True])
def test_no_connection_is_opened_while_it_is_off(wish, no_server, row):
    if row:
        MailChannel.objects.create(pk=1)
    digest.send_due(TODAY())
    assert no_server == []
    assert not DigestSent.objects.exists()


def test_the_control_on_it_connects(wish, channel, no_server):
    with pytest.raises(digest.NotDelivered):
        digest.send_due(TODAY())
    assert len(no_server) == 1


def test_the_trial_connects_only_while_it_is_on(client, cast, no_server):
    client.force_login(cast.accounts.system_admin)
    client.post(reverse("mail-trial"), {"to": "a@example.cn"})
    assert no_server == []
    MailChannel.objects.create(pk=1, is_on=True, sender="a@example.cn", site="https://a.cn")
    page = client.post(reverse("mail-trial"), {"to": "a@example.cn"}, follow=True)
    assert len(no_server) == 1
    assert "没有发出去" in page.content.decode()


# --- what it says ---------------------------------------------------------------------------------


def test_counts_and_kinds_and_nothing_else(cast, paper, wish, channel):
    Step.objects.filter(paper=paper).update(due_on=TODAY() - datetime.timedelta(days=1))
    digest.send_due(TODAY())
    (sent,) = mail.outbox
    assert sent.to == [wish.address]
    assert "等您审核：一般工作人员及教职工廉政风险识别和防控表　1 件" in sent.body
    assert "其中已过期限　1 件" in sent.body
    assert f"https://register.example.cn{reverse('inbox')}" in sent.body
    whole = f"{sent.subject}{sent.body}"
    paper.refresh_from_db()
    line = paper.current.point_lines.first()
    people = (each.name for each in vars(cast.people).values())
    for told in (paper.number, paper.post.name, line.version.risk, cast.school_large.name, *people):
        assert told not in whole


def test_messages_are_not_counted(cast, wish, channel):
    """One of them could tell of a report: with and without it the mail is the same."""
    before = digest.lines_for(wish.person, TODAY())
    Notice.objects.create(person=wish.person, text="收到一件反映", url=reverse("inbox"))
    assert digest.lines_for(wish.person, TODAY()) == before


@pytest.mark.parametrize(
    ("go_on", "role", "what"),
    [
        ("ready", "principal", "等您确认：一般工作人员"),
        ("returned", "staff", "退回后等您修改：一般工作人员"),
    ],
)
def test_what_else_waits(cast, paper, go_on, role, what):
    if go_on == "ready":
        way.through_publicity(way.sign_on(paper), cast.people.school_office)
    else:
        way.sign(paper, cast.people.section_head, "return", opinion="请写清环节")
    lines = digest.lines_for(getattr(cast.people, role), TODAY())
    assert [number for told, number in lines if told.startswith(what)] == [1]


# --- to whom, when --------------------------------------------------------------------------------


def test_nobody_without_anything_waiting_or_a_wish(cast, paper, channel):
    wants(cast.people.teacher)  # nothing waits
    wants(cast.people.section_head, "off")
    digest.send_due(TODAY())
    assert mail.outbox == []


def test_nobody_whose_account_is_closed(cast, wish, channel):
    type(wish.person.account).objects.filter(pk=wish.person.account_id).update(is_active=False)
    digest.send_due(TODAY())
    assert mail.outbox == []


def test_without_address_there_is_no_wish(cast, db):
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestWish.objects.create(person=cast.people.staff, frequency="daily")


@pytest.mark.parametrize(
    ("frequency", "day", "slot"),
    [
        ("daily", datetime.date(2026, 11, 27), "2026-11-27"),
        ("weekly", datetime.date(2026, 11, 27), "2026-W48"),
        ("weekly", datetime.date(2027, 1, 1), "2026-W53"),
    ],
)
def test_turns(frequency, day, slot):
    assert mailing.slot_of(frequency, day) == slot


@pytest.mark.parametrize(("frequency", "mails"), [("daily", 7), ("weekly", 2)])
def test_once_a_turn_over_seven_days(cast, paper, channel, frequency, mails):
    """From a Friday to the Thursday after: two weeks are touched."""
    wants(cast.people.section_head, frequency)
    friday = datetime.date(2026, 11, 27)
    for later in range(7):
        for _ in range(2):
            digest.send_due(friday + datetime.timedelta(days=later))
    assert len(mail.outbox) == mails


# --- once, and once more --------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone before it could note that the mail was sent."""


def test_killed_after_sending_it_is_sent_once_more_as_the_same_mail(wish, channel, monkeypatch):
    send = mailing.send

    def send_and_die(**what):
        send(**what)
        raise Killed

    monkeypatch.setattr(mailing, "send", send_and_die)
    for _ in range(2):
        with pytest.raises(Killed):
            digest.send_due(TODAY())
    digest.send_due(TODAY())  # enough
    assert len(mail.outbox) == mailing.MOST_ATTEMPTS == 2
    numbers = {sent.extra_headers["Message-ID"] for sent in mail.outbox}
    assert numbers == {DigestSent.objects.get().message_id}


def test_a_refusal_stops_nobody_else_and_is_tried_again(cast, wish, channel, monkeypatch):
    other, filler = cast.posts.other_staff, cast.people.other_staff
    form = way.fill_form(way.begin_form(cast, post=other, by=filler), filler, points=1)
    way.submit(form, filler)
    second = wants(cast.people.other_section_head)
    send, refused = mailing.send, []

    def send_or_refuse(*, to, **what):
        if not refused:
            refused.append(to)
            raise smtplib.SMTPRecipientsRefused({to: (550, b"no")})
        send(to=to, **what)

    monkeypatch.setattr(mailing, "send", send_or_refuse)
    with pytest.raises(digest.NotDelivered):
        digest.send_due(TODAY())
    digest.send_due(TODAY())
    assert refused == [wish.address]
    assert [sent.to for sent in mail.outbox] == [[second.address], [wish.address]]


def test_the_scheduler_queues_it_once_a_day(wish, channel):
    morning = timezone.localtime().replace(hour=7, minute=31)
    assert "mail.digest" in queue_due(morning)
    assert "mail.digest" not in queue_due(morning)
    Job.objects.exclude(kind="mail.digest").delete()
    Worker().run_until_empty()
    assert len(mail.outbox) == 1


# --- the pages ------------------------------------------------------------------------------------


def test_the_administrator_switches_it_on_and_tries_it(client, cast):
    client.force_login(cast.accounts.system_admin)
    address = reverse("mail-channel")
    page = client.post(address, {"is_on": "on", "sender": "", "site": ""})
    assert page.status_code == 422
    assert "开通以前请先填写" in page.content.decode()
    given = {"is_on": "on", "sender": "a@example.cn", "site": "https://register.example.cn"}
    assert client.post(address, given).status_code == 302
    assert mailing.channel().changed_by == cast.people.system_admin
    assert TrailEntry.objects.filter(action="mail.switched").count() == 1
    client.post(reverse("mail-trial"), {"to": "b@example.cn"})
    assert [sent.to for sent in mail.outbox] == [["b@example.cn"]]


def test_everybody_asks_for_themselves(client, cast):
    client.force_login(cast.accounts.staff)
    address = reverse("mail-wish")
    assert "还没有开通" in client.get(address).content.decode()
    assert client.post(address, {"frequency": "daily", "address": ""}).status_code == 422
    client.post(address, {"frequency": "weekly", "address": "staff@example.cn"})
    kept = DigestWish.objects.get()
    assert (kept.person, kept.frequency) == (cast.people.staff, "weekly")


def test_there_is_one_channel(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChannel.objects.create(pk=2)
