"""Talks as people hold them."""

from django.utils import timezone

from registry.organisation.models import Appointment
from reviews.talks import holding
from reviews.talks.models import Talk, TalkKind

TOPIC = "分管采购的风险点和防控措施"
CONTENT = "谈了采购验收由两人办理的情况，对方打算下月起把验收单一并存档。"


def planned(cast, *, holder="supervisor", partner="section_head", kind="例行谈话", **said):
    people = cast.people
    other = getattr(people, partner)
    today = timezone.localdate()
    given = {"planned_on": today, "planned_place": "小会议室", "topic": TOPIC, "recorder": None}
    return holding.plan(
        kind=TalkKind.objects.get(name=kind),
        appointment=Appointment.objects.on(today).get(person=other),
        by=getattr(people, holder),
        said={**given, **said},
    )


def recorded(talk, *, by=None, **said):
    given = {
        "held_on": timezone.localdate(),
        "place": "小会议室",
        "present": "",
        "content": CONTENT,
    }
    holding.write_down(talk=talk, by=by or talk.holder, said={**given, **said})
    return Talk.objects.get(pk=talk.pk)


def confirmed(talk, *people):
    for person in people or (talk.holder, talk.partner):
        holding.confirm(talk=talk, by=person, digest=holding.latest(talk).digest)
    return Talk.objects.get(pk=talk.pk)


def held(cast, **given):
    on = given.pop("held_on", timezone.localdate())
    return confirmed(recorded(planned(cast, **given), held_on=on))
