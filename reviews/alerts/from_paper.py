"""补录: an alert read or answered on paper, by a post on which nobody can sign in."""

from django.db import transaction
from django.utils import timezone

from registry.files.signed_sheets import keep_sheet
from registry.organisation.models import Appointment
from registry.trail.recording import record
from reviews.refusals import Refused

ON_SCREEN = "这个岗位上有人有登录账号，请由本人在系统里办理，不用补录。"
DONE = "这个岗位已经办过，不用再补录。"


def signers(alert, day):
    """{post's id: people} of its addressees for whom the office may enter what they signed."""
    if alert.is_draft:
        return {}
    return Appointment.objects.out_of_reach(alert.addressees.order_by().values("post"), day)


def is_open(addressee, is_reply_asked):
    """Whether there is anything left to enter: that they know of it, or what was replied."""
    return not addressee.is_reached or (is_reply_asked and addressee.replied_at is None)


@transaction.atomic
def record_paper(*, addressee, person, reply, signed_on, scan, by):
    """That they have read it, and what they replied where they did; what is there already stays."""
    alert, now = addressee.alert, timezone.now()
    if person not in signers(alert, timezone.localdate()).get(addressee.post_id, ()):
        raise Refused(ON_SCREEN)
    sheet = keep_sheet(signed_on=signed_on, scan=scan, by=by)
    mine = alert.addressees.filter(pk=addressee.pk)
    noted = mine.filter(read_at=None).update(read_by=person, read_at=now, read_sheet=sheet)
    if reply:
        said = {"reply": reply, "replied_by": person, "replied_at": now, "reply_sheet": sheet}
        noted += mine.filter(replied_at=None).update(**said)
    if not noted:
        raise Refused(DONE)
    record(by=by, action="alert.recorded", unit=alert.unit, target=alert)
