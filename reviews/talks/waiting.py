"""What of the talks waits for a person: to hold, to write down, to confirm."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registry.access.reach import reach_of

from .models import Talk, TalkConfirmation


def to_write(person, day):
    """Talks whose day has come and that nobody has written down."""
    mine = Q(holder=person) | Q(recorder=person)
    return Talk.objects.open().filter(mine, record_no=0, planned_on__lte=day)


def to_confirm(person):
    """Wordings that stand and that the person has not confirmed."""
    done = TalkConfirmation.objects.filter(
        record__talk=OuterRef("pk"), record__no=OuterRef("record_no"), person=person
    )
    return Talk.objects.open().between(person).filter(~Exists(done), record_no__gt=0)


def to_enter(person):
    """Wordings that somebody without an account is to sign on paper, for whoever writes them."""
    signed = TalkConfirmation.objects.filter(
        record__talk=OuterRef("pk"), record__no=OuterRef("record_no"), side="partner"
    )
    cannot = Q(partner__account__isnull=True) | Q(partner__account__is_active=False)
    mine = Q(holder=person) | Q(recorder=person)
    return Talk.objects.open().filter(mine, cannot, ~Exists(signed), record_no__gt=0)


def coming(person, day):
    """Planned talks of the person that are still ahead."""
    return Talk.objects.open().between(person).filter(record_no=0, planned_on__gt=day)


def waiting_count(person):
    """The number beside the menu entry, and a part of what waits in 待办."""
    reach, today = reach_of(person), timezone.localdate()
    found = (to_write(person, today), to_confirm(person), to_enter(person))
    return reach.once("talks waiting", lambda: sum(talks.count() for talks in found))
