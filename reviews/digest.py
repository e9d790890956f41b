"""邮件提醒: how many things wait for somebody, by kind; no name, no title, no content.

Only what the pages of 待办 count is told. Messages are not counted: one of them may tell of a
report, and that it exists is told to nobody outside its office (design §4, circle a).
"""

import logging
from smtplib import SMTPException
from urllib.parse import urljoin

from django.db.models import Count
from django.urls import reverse

from registry.access.reach import reach_of
from registry.notices import mailing
from registry.organisation.models import Seat
from registry.papers.models import Paper, PaperKind, PaperState
from registry.tasks.models import Task

from . import offices, waiting
from .models import Opinion
from .visibility import filled_in_by

log = logging.getLogger("register.mail")
OFFICES = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
FOOT = "需要停发或者改成每周一次：登录后在“消息”里点“邮件提醒”。这封邮件由系统发出，不用回复。"


class NotDelivered(Exception):
    """Some mails were refused: the job is tried again, and leaves out those that were sent."""


def send_due(day):
    """A mail to everybody who wants one and has something waiting; nothing while it is off.

    How many were handed over.
    """
    by = mailing.channel()
    if by is None:
        return 0
    refused = sent = 0
    with mailing.connected(by) as connection:
        for wish, slot in mailing.wishes_of(day):
            lines = lines_for(wish.person, day)
            if not lines:
                continue
            mail = {"wish": wish, "slot": slot, "by": by, "connection": connection}
            try:
                sent += mailing.deliver(subject=subject_of(lines), text=text_of(lines, by), **mail)
            except (SMTPException, OSError):
                log.exception("a digest was not taken")
                refused += 1
    if refused:
        raise NotDelivered(refused)
    return sent


def lines_for(person, day):
    """[(what waits, how many)], none where nothing does."""
    steps = waiting.steps_of(person, day)
    drafts = Paper.objects.filter(
        filled_in_by(person), state=PaperState.DRAFT, number__isnull=False
    )
    told = [
        *_by_kind("等您审核", steps, "paper__kind"),
        ("其中已过期限", steps.filter(due_on__lt=day).count()),
        *_by_kind("等您确认", waiting.papers_to_confirm(person, day), "kind"),
        *_by_kind("退回后等您修改", drafts, "kind"),
        ("等您办理的任务", Task.objects.waiting_for(person, day).count()),
        ("等您答复的公示意见", _opinions(person)),
    ]
    return [(what, number) for what, number in told if number]


def _by_kind(label, rows, kind):
    counted = rows.order_by().values_list(kind).annotate(number=Count("pk", distinct=True))
    return [(f"{label}：{PaperKind(value).label}", number) for value, number in sorted(counted)]


def _opinions(person):
    reach = reach_of(person)
    if not reach.holds_any(*OFFICES):
        return 0
    return Opinion.objects.unanswered().filter(offices.answering(reach)).count()


def subject_of(lines):
    number = sum(number for what, number in lines if what != "其中已过期限")
    return f"廉政风险防控台账：有 {number} 件等您办理"


def text_of(lines, by):
    told = "\n".join(f"{what}　{number} 件" for what, number in lines)
    address = urljoin(f"{by.site.rstrip('/')}/", reverse("inbox").lstrip("/"))
    return f"您好，现在等您办理的有：\n\n{told}\n\n到“待办”里看：{address}\n\n{FOOT}\n"
