"""Who is invited, and how they see it: a task on the day of the activity, which the clock reminds
of and closes. Whoever holds it has one more: to write down what came of it.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Person, Post, Seat
from registry.organisation.working_days import add_working_days
from registry.tasks.kinds import TaskKind, offer
from registry.tasks.models import Task
from registry.tasks.opening import Due, open_tasks
from registry.tasks.settling import complete_together, waive_together

from .models import Invitation

INVITED, RECORDING = "activity", "activity_record"
RECORD_WITHIN = 5  # working days
REMIND_GUESTS = (3, 1)

EVERYBODY, PRINCIPALS = "everybody", "principals"
GROUPS = {
    EVERYBODY: "本单位全体",
    Post.Tier.LEADER.value: "领导班子",
    Post.Tier.MIDDLE.value: "中层",
    "key": "重点岗位",
    PRINCIPALS: "所属单位主要负责人",
}


def _where(task):
    """The key of a task says of which activity it is."""
    return reverse("activity", args=[task.key.split(":")[1]])


def offer_kinds():
    offer(TaskKind(INVITED, "参加活动", "people", where=_where, is_on_its_day=True))
    offer(TaskKind(RECORDING, "记录活动", "journal-text", where=_where))


def may_be_invited(unit, day):
    """People who sit on a post of the unit."""
    posts = Appointment.objects.on(day).filter(post__unit=unit).order_by()
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def people_of(unit, groups, day):
    """The people of these groups of a unit."""
    asked = Q(pk__in=[])
    for group in groups:
        asked |= _group(unit, group, day)
    seated = Appointment.objects.on(day).filter(asked).order_by()
    return Person.objects.filter(pk__in=seated.values("person"))


def _group(unit, group, day):
    """A condition on appointments."""
    if group == PRINCIPALS:
        heads = Mandate.objects.on(day).filter(
            seat=Seat.PRINCIPAL, unit__path__startswith=unit.path, unit__closed_on=None
        )
        return Q(post__in=heads.exclude(unit=unit).order_by().values("post"))
    narrower = {EVERYBODY: {}, "key": {"post__is_key": True}}
    return Q(post__unit=unit, **narrower.get(group, {"post__tier": group}))


def invite(activity, people):
    """Those who are not invited yet."""
    Invitation.objects.bulk_create(
        [Invitation(activity=activity, person=person) for person in people], ignore_conflicts=True
    )


def uninvite(activity, people, by):
    activity.invitations.filter(person__in=people).delete()
    gone = tasks_of(activity, INVITED).filter(person__in=people)
    waive_together(gone, why="不再邀请", by=by)


def tasks_of(activity, kind):
    """Those of the plan as it stands."""
    return Task.objects.filter(
        unit=activity.unit, kind=kind, key__startswith=f"{_key(kind, activity)}:"
    )


def _key(kind, activity):
    return f"{kind}:{activity.pk}:{activity.plan_no}"


def ask(activity, by):
    """A task for each who is invited, unless the day is over; one to write it down afterwards."""
    today = timezone.localdate()
    if activity.planned_on >= today:
        invited = activity.invitations.filter(person__account__is_active=True)
        dues = [_guest(activity, each, today) for each in invited.select_related("person")]
        open_tasks(kind=INVITED, dues=dues, by=by)
    open_tasks(kind=RECORDING, dues=[_recorder(activity)], by=by)


def _guest(activity, invitation, today):
    return Due(
        unit=activity.unit,
        title=activity.title,
        opens_on=today,
        due_on=activity.planned_on,
        key=f"{_key(INVITED, activity)}:{invitation.pk}",
        person=invitation.person,
        remind_days=REMIND_GUESTS,
    )


def _recorder(activity):
    since = max(activity.planned_on, timezone.localdate())
    return Due(
        unit=activity.unit,
        title=f"记录出席和结果：{activity.about}",
        opens_on=activity.planned_on,
        due_on=add_working_days(since, RECORD_WITHIN, path=activity.unit.path),
        key=f"{_key(RECORDING, activity)}:{activity.holder_id}",
        person=activity.holder,
    )


def let_go(activity, why, by):
    """Nobody is to come, or to write it down, as it was asked."""
    for kind in (INVITED, RECORDING):
        waive_together(tasks_of(activity, kind), why=why, by=by)


def close_guests(activity, by):
    """Whoever came has done what was asked; of the others it is over."""
    asked = tasks_of(activity, INVITED)
    came = activity.invitations.filter(came=Invitation.Came.CAME).order_by().values("person")
    complete_together(asked.filter(person__in=came), by=by)
    waive_together(asked.exclude(person__in=came), why="没有参加", by=by)


def close_recording(activity, by):
    complete_together(tasks_of(activity, RECORDING), by=by)
