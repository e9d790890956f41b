"""Mail leaves the machine only through here, and only while an administrator has switched it on.

While it is off nothing is built and no connection opened. What a mail says is its caller's matter.
"""

from contextlib import contextmanager
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.core import mail
from django.db.models import F
from django.utils import timezone

from .models import DigestSent, DigestWish, MailChannel

MOST_ATTEMPTS = 2
Frequency = DigestWish.Frequency


def channel():
    """The channel where it is on, else None."""
    return MailChannel.objects.filter(is_on=True).first()


def site():
    """Where links lead that leave the system, with its mails or without; blank before it is set."""
    found = MailChannel.objects.filter(pk=1).first()
    return found.site if found else ""


@contextmanager
def connected(open_channel):
    """A connection for several mails, opened with the first of them."""
    if not open_channel.is_on:
        raise ValueError("the channel is off")
    connection = mail.get_connection()
    try:
        yield connection
    finally:
        connection.close()


def slot_of(frequency, day):
    """Which turn the day belongs to: itself, or its week by ISO 8601."""
    if frequency == Frequency.DAILY:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def wishes_of(day):
    """[(wish, its turn)] of those who want a mail and have not had the one of this turn."""
    wanted = DigestWish.objects.exclude(frequency=Frequency.OFF).exclude(address="")
    wanted = wanted.filter(person__account__is_active=True).select_related("person__account")
    turns = {
        frequency: slot_of(frequency, day) for frequency in (Frequency.DAILY, Frequency.WEEKLY)
    }
    done = set(
        DigestSent.objects.filter(slot__in=turns.values(), sent_at__isnull=False).values_list(
            "person", "slot"
        )
    )
    for wish in wanted.order_by("pk"):
        slot = turns[wish.frequency]
        if (wish.person_id, slot) not in done:
            yield wish, slot


def deliver(*, wish, slot, subject, text, by, connection):
    """Send this turn's mail by the open channel `by`; False where it was sent, or tried, enough.

    Counted before it is sent and marked after: killed in between, it is sent once more at most.
    """
    domain = urlsplit(by.site).hostname
    kept, _ = DigestSent.objects.get_or_create(
        person=wish.person, slot=slot, defaults={"message_id": make_msgid(domain=domain)}
    )
    mine = DigestSent.objects.filter(pk=kept.pk, sent_at=None, attempts=kept.attempts)
    if kept.attempts >= MOST_ATTEMPTS or not mine.update(attempts=F("attempts") + 1):
        return False
    send(
        to=wish.address,
        subject=subject,
        text=text,
        message_id=kept.message_id,
        by=by,
        connection=connection,
    )
    DigestSent.objects.filter(pk=kept.pk).update(sent_at=timezone.now())
    return True


def send(*, to, subject, text, by, connection, message_id=None):
    """One plain mail; raises what the server of the mail answers (SMTPException, OSError)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message_id:
        headers["Message-ID"] = message_id
    connection.open()
    mail.EmailMessage(subject, text, by.sender, [to], headers=headers, connection=connection).send()
