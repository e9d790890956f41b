"""Lines to group chats: queued, at most one in a while for each group, tried again, told once.

What a line says, and of which notices, is its caller's matter; while no robot is switched on
nothing is read and no connection opened.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import AdminRole, Person

from . import robots
from .models import Notice, Webhook, WebhookMessage
from .notifying import notify

log = logging.getLogger("register.webhooks")
APART = timedelta(minutes=10)
# A notice is told of when it has stood for a while: it may still be rolled back before.
STOOD = timedelta(minutes=1)
BACKOFF = [timedelta(minutes=minutes) for minutes in (5, 20, 60, 180)]
KEPT = timedelta(days=60)


def switched_on():
    return list(Webhook.objects.filter(is_on=True).select_related("unit"))


def fresh_notices(webhook, now):
    """Notices of its people that no line has been about; none while the last line is too new."""
    if webhook.messages.filter(created_at__gt=now - APART).exists():
        return Notice.objects.none()
    found = Notice.objects.filter(pk__gt=webhook.told_up_to, created_at__lte=now - STOOD)
    if webhook.unit_id:
        found = found.filter(person__unit__path__startswith=webhook.unit.path)
    return found.order_by("pk")


@transaction.atomic
def queue(webhook, *, up_to, text, now):
    """Note how far was read and queue the line, where there is one; of two at once one does."""
    mine = Webhook.objects.filter(pk=webhook.pk, is_on=True, told_up_to=webhook.told_up_to)
    if not mine.update(told_up_to=up_to) or not text:
        return None
    try:
        with transaction.atomic():
            return WebhookMessage.objects.create(
                webhook=webhook, up_to=up_to, text=text, created_at=now, due_at=now
            )
    except IntegrityError:
        return None  # the robot was set anew in between


def deliver_due(now):
    """Try what is due; how many were taken."""
    due = WebhookMessage.objects.filter(due_at__lte=now, webhook__is_on=True)
    return sum(_try(message) for message in due.select_related("webhook__unit").order_by("pk"))


def _try(message):
    """Claimed before it is sent: killed in between, nobody sends it again."""
    claimed = WebhookMessage.objects.filter(
        pk=message.pk, due_at=message.due_at, attempts=message.attempts
    )
    if not claimed.update(due_at=None, attempts=message.attempts + 1):
        return False
    kept = WebhookMessage.objects.filter(pk=message.pk)
    try:
        robots.send(message.webhook, message.text)
    except robots.Refused as refusal:
        _again_or_never(kept, message, str(refusal))
    except robots.Unsure as silence:
        kept.update(gave_up_at=timezone.now(), refusal=str(silence)[:200])
        log.warning("webhook %s: no answer", message.webhook_id)
    else:
        kept.update(sent_at=timezone.now(), refusal="")
        return True
    return False


def _again_or_never(kept, message, why):
    """Later, the later the more often it was refused; at last the administrator is told."""
    log.warning("webhook %s: refused, attempt %s", message.webhook_id, message.attempts + 1)
    now = timezone.now()
    if message.attempts < len(BACKOFF):
        kept.update(due_at=now + BACKOFF[message.attempts], refusal=why[:200])
        return
    kept.update(gave_up_at=now, refusal=why[:200])
    notify(
        people=Person.objects.filter(admin_role=AdminRole.SYSTEM),
        text=f"{message.webhook}发不出消息，请看看设置。",
        url=reverse("webhook-list"),
        key=f"webhook:{message.webhook_id}:{timezone.localdate().isoformat()}",
    )


def forget(now):
    """Lines are kept for a while to look at, and then not."""
    WebhookMessage.objects.filter(created_at__lt=now - KEPT, due_at=None).delete()
