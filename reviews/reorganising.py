"""Reorganisation (机构调整): deciding it, carrying it out on its day, in one transaction.

Only the present is moved: posts, drafts, what is in force. What was handed in, signed, confirmed or
published keeps the section it had; the row of the reorganisation tells which one, and since when.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import (
    AdminRole,
    Appointment,
    Mandate,
    Post,
    Reorganisation,
    Section,
    Unit,
)
from registry.papers.models import Paper, PaperState
from registry.trail.recording import record
from risks.models import Duty, RiskPoint

from . import consequences
from .refusals import NotReady, Refused

Kind = Reorganisation.Kind


class NotAsSeen(Refused):
    def __init__(self):
        super().__init__("核对期间情况有了变化，什么也没有改。请把下面的内容再看一遍，然后确认。")


def may_end_seats(person):
    """Seats are power: of those who keep the lists only the system administrator ends them."""
    return person.admin_role == AdminRole.SYSTEM


@transaction.atomic
def decide(*, change, seen, by):
    """Keep a reorganisation as it was previewed; from its day on it is carried out at once."""
    Unit.objects.select_for_update().get(pk=change.unit_id)
    _read_again(change)
    found = consequences.follow(change, may_end_seats=may_end_seats(by))
    if found.fingerprint != seen:
        raise NotAsSeen
    if found.problems:
        raise NotReady(found.problems)
    change.by = by
    change.save(force_insert=True)
    entries = [(change.unit, "reorganisation.decided", change)]
    if change.on <= timezone.localdate():
        entries += _carry_out(change, found)
    _record(entries, by)
    return change


def _read_again(change):
    """Posts and sections as they are now: another change may have been carried out meanwhile."""
    for name in ("post", "section", "into_section", "into_post"):
        if getattr(change, f"{name}_id"):
            getattr(change, name).refresh_from_db()


def may_drop(change, person):
    """Whoever keeps the lists takes back what a colleague decided; what the system administrator
    decided, that one alone, and whatever ends seats: nobody else can have decided that, whatever
    role the decider has today.
    """
    if may_end_seats(person):
        return True
    return change.by.admin_role != AdminRole.SYSTEM and not consequences.ended_seats(change)


@transaction.atomic
def drop(*, change, by):
    """Take a planned one back before it is carried out."""
    Unit.objects.select_for_update().get(pk=change.unit_id)
    if not may_drop(change, by):
        raise Refused("这项调整由系统管理员定下，或者会终止席位，请由系统管理员撤回。")
    gone, _ = Reorganisation.objects.planned().filter(pk=change.pk).delete()
    if not gone:
        raise Refused("这项调整已经执行或撤回，不能再撤回。")
    record(by=by, action="reorganisation.dropped", unit=change.unit, target=change)


@transaction.atomic
def carry_out(*, change):
    """A planned one whose day has come; refused whole while something stands in its way."""
    Unit.objects.select_for_update().get(pk=change.unit_id)
    change = Reorganisation.objects.planned().filter(pk=change.pk).first()
    if change is None:
        return
    if change.on > timezone.localdate():
        raise Refused("这项调整还没有到生效日期。")
    found = consequences.follow(change, may_end_seats=may_end_seats(change.by))
    if found.problems:
        raise NotReady(found.problems)
    _record(_carry_out(change, found), change.by)


def carry_out_due(day):
    """All planned ones whose day has come; whoever decided is told of those that cannot be yet.

    How many were carried out.
    """
    carried_out = 0
    for change in Reorganisation.objects.due(day).order_by("on", "pk"):
        try:
            carry_out(change=change)
            carried_out += 1
        except NotReady:
            notify(
                people=[change.by],
                text="有一项机构调整到了生效日期，还有几处要先办，请看一看。",
                url=reverse("reorganisation"),
                key=f"reorganisation:{change.pk}:{day:%Y%m%d}",
            )
    return carried_out


def _carry_out(change, found):
    """What the trail is to tell of it: [(unit, action, target)]."""
    entries = [(change.unit, "reorganisation.carried_out", change)]
    entries += _ACTS[Kind(change.kind)](change)
    for mandate in found.ends:
        Mandate.objects.filter(pk=mandate.pk).update(ends=consequences.last_day(change))
        entries.append((mandate.unit, "permission.changed", mandate))
    Reorganisation.objects.filter(pk=change.pk).update(applied_at=timezone.now())
    return entries


def _record(entries, by):
    """Unit by unit in the order of their ids: two that touch the same never wait for each other."""
    for unit, action, target in sorted(entries, key=lambda entry: entry[0].pk):
        record(by=by, action=action, unit=unit, target=target)


def _move_posts(change):
    posts = [post.pk for post in consequences.moved_posts(change)]
    Post.objects.filter(pk__in=posts).update(section=change.into_section)
    drafts = Paper.objects.filter(post__in=posts, state=PaperState.DRAFT)
    drafts.update(section=change.into_section)
    return []


def _merge(change):
    _move_posts(change)
    for identities in (RiskPoint, Duty):
        of_section = identities.objects.in_force().filter(section=change.section, post=None)
        of_section.update(section=change.into_section)
    Section.objects.filter(pk=change.section_id).update(closed_on=change.on)
    return [(change.unit, "organisation.changed", change.section)]


def _abolish(change):
    leaving = consequences.appointments_to_end(change)
    ends = {"ends": consequences.last_day(change)}
    Appointment.objects.filter(pk__in=[one.pk for one in leaving]).update(**ends)
    if change.into_post_id:
        for identities in (RiskPoint, Duty):
            of_post = identities.objects.in_force().filter(post=change.post)
            of_post.update(post=change.into_post)
    Post.objects.filter(pk=change.post_id).update(closed_on=change.on)
    return [(change.unit, "appointment.changed", change.post) for _ in leaving]


_ACTS = {Kind.MOVE_POST: _move_posts, Kind.MERGE_SECTIONS: _merge, Kind.ABOLISH_POST: _abolish}
