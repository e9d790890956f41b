"""Who has taken a post and not signed for its points yet: by when, who answers, who is reminded."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Appointment, Programme, Seat
from registry.organisation.working_days import add_many
from registry.paging.keyset import Key
from registry.tables.text import month_and_day

from .arrival import signed_in, unread, with_points_since

ORDER = (Key("post__unit__path", str), Key("post_id"), Key("pk"))
USUAL_DAYS = 10
LOOK_AHEAD_DAYS = 2
SIGNED, ALL = "signed", "all"
STATES = [("", "没有签收的"), (SIGNED, "今年签收的"), (ALL, "全部")]


def of_reach(found, reach):
    """Those of the units, sections and posts that the person answers for."""
    condition = reach.register_q(unit="post__unit", section="post__section", post=None)
    found = found.filter(condition).select_related("person", "acknowledgement")
    return found.select_related("post__unit", "post__section")


def in_state(state, day):
    """Who has not signed; who has this year; who was to this year: both of them."""
    if state == SIGNED:
        return signed_in(day.year)
    if state == ALL:
        both = unread(day).order_by().values("pk"), signed_in(day.year).order_by().values("pk")
        return with_points_since(Appointment.objects.filter(Q(pk__in=both[0]) | Q(pk__in=both[1])))
    return unread(day)


def on_paper(reach, day):
    """Of people who cannot sign in, those for whom the person's prevention office enters what they
    signed.
    """
    cannot = Q(person__account__isnull=True) | Q(person__account__is_active=False)
    return unread(day).filter(_under_office(reach), cannot)


def entered(reach):
    """Those for whom it was entered, the last ones first."""
    found = Appointment.objects.filter(_under_office(reach), acknowledgement__sheet__isnull=False)
    return found.order_by("-acknowledgement__signed_at", "-pk")


def _under_office(reach):
    """A condition on appointments: to posts of the unit of the person's prevention office, and of
    those below.
    """
    within = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat == Seat.PREVENTION_OFFICE:
            within |= Q(post__unit__path__startswith=mandate.unit.path)
    return within


def due_days(appointments):
    """{id: the last day} of appointments with `points_since`: so many working days after there was
    somebody to read and something to be read, as the unit's programme says.
    """
    units = {each.post.unit for each in appointments}
    programmes = Programme.objects.of_units(units, timezone.localdate().year)
    wanted = {
        each.pk: (each.post.unit.path, _begins(each), _days(programmes.get(each.post.unit_id)))
        for each in appointments
    }
    found = add_many(set(wanted.values()))
    return {pk: found[asked] for pk, asked in wanted.items()}


def _begins(appointment):
    """From arrival; of points that came later, from the day on which there were any."""
    return max(appointment.starts, timezone.localdate(appointment.points_since))


def _days(programme):
    return programme.arrival_days if programme else USUAL_DAYS


def remind(day):
    """On arrival, before the last day, and each week that it is overdue; each once."""
    found = list(unread(day).select_related("person__account", "post__unit"))
    days = due_days(found)
    for each in found:
        if each.person.has_account and (turn := _turn(day, each.starts, days[each.pk])):
            before = month_and_day(days[each.pk])
            notify(
                people=[each.person],
                text=f"{each.post.name}的到岗风险告知书请在 {before} 前看过签收。",
                url=reverse("arrival-notice", args=[each.post_id]),
                key=f"arrival:{each.pk}:{turn}",
            )


def _turn(day, starts, due_on):
    """Which reminder this day is one of; None: of none."""
    left = (due_on - day).days
    if left < 0:
        return f"late{-left // 7}"
    if left <= LOOK_AHEAD_DAYS:
        return "soon"
    return "arrived"
