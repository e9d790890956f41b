"""Who signs what: the text for a place, signing it once, who has not yet; asking those again."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.notices.notifying import notify
from registry.organisation.models import Appointment, Unit
from registry.papers.digest import digest_of
from registry.tables.text import month_and_day
from registry.trail.recording import record
from reviews.refusals import Refused

from .models import Commitment, CommitmentReminder, CommitmentText

CHANGED = "承诺内容刚刚换过一份。请看过新的内容，再签署。"
NONE_LEFT = "该签的都签了，不用催。"
ASKED = "今天已由{}催签过，明天可以再催。"
DAYS_BEFORE = (7, 1)
MADE_UP_DAYS = 14  # after the last day, for whoever was not told while nothing ran


@dataclass(frozen=True)
class Place:
    """Somebody's place that is to sign: the text, and what was signed, if it was."""

    appointment: Appointment
    text: CommitmentText
    signed: Commitment | None

    @property
    def digest(self):
        return digest_of_text(self.text)


class Texts:
    """What is on in a year for places of these units: one query."""

    def __init__(self, units, year):
        codes = {code for unit in units for code in unit.line}
        found = CommitmentText.objects.on().filter(year=year, unit__code__in=codes)
        self._of_post, self._of_tier = {}, {}
        for text in found.select_related("unit", "post"):
            if text.post_id:
                self._of_post[text.post_id] = text
            else:
                self._of_tier[text.unit.code, text.tier] = text

    def of(self, post):
        """The post's own, else that of its tier in the unit or the nearest one above."""
        if own := self._of_post.get(post.pk):
            return own
        found = (self._of_tier.get((code, post.tier)) for code in post.unit.line)
        return next(filter(None, found), None)


def digest_of_text(text):
    return digest_of([text.pk, text.text])


def places(appointments, year):
    """Those of the appointments that have something to sign in the year; three queries."""
    appointments = list(
        appointments.filter(acting=False).select_related(
            "person__account", "post__unit", "post__section"
        )
    )
    texts = Texts({each.post.unit for each in appointments}, year)
    signed = Commitment.objects.filter(year=year, appointment__in=appointments)
    by_place = {each.appointment_id: each for each in signed}
    found = ((each, texts.of(each.post)) for each in appointments)
    return [Place(each, text, by_place.get(each.pk)) for each, text in found if text is not None]


def places_of(person, day):
    """The person's own, of today."""
    return places(Appointment.objects.on(day).filter(person=person), day.year)


def places_in(unit, day):
    """Everybody's of the unit, in the order of sections and posts."""
    held = Appointment.objects.on(day).filter(post__unit=unit, post__closed_on__isnull=True)
    return places(held.order_by("post__section__order", "post_id", "pk"), day.year)


def readable(places, unit, reach):
    """Who has signed is shown inside the unit; who has not, to those who answer for it."""
    if reach.reads_whole(unit):
        return places
    return [
        place
        for place in places
        if place.appointment.person_id == reach.person.pk
        or place.appointment.post.section_id in reach.own_sections
        or (place.signed is not None and unit.pk == reach.person.unit_id)
    ]


def waiting_count(person):
    """The number beside the menu entry, and a part of what waits in 待办."""
    day = timezone.localdate()
    reach = reach_of(person, day)
    if not reach.takes_part:
        return 0
    return reach.once(
        "commitments waiting",
        lambda: sum(place.signed is None for place in places_of(person, day)),
    )


@transaction.atomic
def sign(*, appointment, digest, by):
    """Sign for what was read; a second time answers with the first."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("post__unit", "post__section")
        .get(pk=appointment.pk)
    )
    year = timezone.localdate().year
    if signed := signed_for(appointment, year):
        return signed
    post = appointment.post
    text = Texts({post.unit}, year).of(post)
    if text is None or digest_of_text(text) != digest:
        raise Refused(CHANGED)
    given = {
        "year": year,
        "name": by.name,
        "post_name": post.name,
        "section_name": post.section.name if post.section_id else "",
        "said": text.text,
    }
    signed = _keep(text, appointment, given, by)
    record(by=by, action="commitment.signed", unit=post.unit, target=signed)
    return signed


def signed_for(appointment, year):
    return Commitment.objects.filter(appointment=appointment, year=year).first()


def _keep(text, appointment, given, by):
    now = timezone.now()
    unit = appointment.post.unit
    return Commitment.objects.create(
        text=text,
        appointment=appointment,
        unit=unit,
        person=by,
        signed_at=now,
        digest=digest_of({**given, "unit": unit.name, "at": now.isoformat()}),
        **given,
    )


@transaction.atomic
def remind(*, unit, by):
    """催签: once a day for a unit, whoever asks; answers with how many were told."""
    day = timezone.localdate()
    people = [place.appointment.person for place in places_in(unit, day) if place.signed is None]
    people = [person for person in people if person.has_account]
    if not people:
        raise Refused(NONE_LEFT)
    try:
        with transaction.atomic():
            CommitmentReminder.objects.create(unit=unit, on=day, by=by)
    except IntegrityError as refusal:
        first = CommitmentReminder.objects.select_related("by").get(unit=unit, on=day)
        raise Refused(ASKED.format(first.by.name)) from refusal
    record(by=by, action="commitment.reminded", unit=unit, target=unit)
    text = "请抽空签署今年的廉政承诺，防控办提醒您。"
    url = reverse("commitment-list")
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
    return len(set(people))


def remind_by_the_clock(day):
    """Whoever has not signed, some days before the last one. The key names the turn: what nobody
    was told on its day, as nothing ran, is told on the next one.
    """
    first, last = (day + timedelta(days=days) for days in (-MADE_UP_DAYS, max(DAYS_BEFORE)))
    on = CommitmentText.objects.on().filter(year=day.year, due_on__range=(first, last))
    on = {text.pk: text for text in on.select_related("unit")}
    paths = {text.unit.path for text in on.values()}
    units = [
        unit
        for unit in Unit.objects.open().order_by("path")
        if any(unit.path.startswith(path) for path in paths)
    ]
    for unit in units:
        for place in places_in(unit, day):
            person = place.appointment.person
            if place.signed is None and place.text.pk in on and person.has_account:
                due_on = place.text.due_on
                notify(
                    people=[person],
                    text=_reminder(due_on, day),
                    url=reverse("commitment-list"),
                    key=f"commitment:{place.appointment.pk}:{due_on}:{_turn(due_on, day)}",
                )


def _turn(due_on, day):
    """The day of the latest turn that has come."""
    turns = [due_on - timedelta(days=before) for before in sorted(DAYS_BEFORE)]
    return next(turn for turn in turns if turn <= day)


def _reminder(due_on, day):
    if day > due_on:
        return f"今年的廉政承诺应在 {month_and_day(due_on)} 前签署，请抽空补签。"
    return f"今年的廉政承诺请在 {month_and_day(due_on)} 前签署。"
