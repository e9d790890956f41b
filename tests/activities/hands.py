"""Activities of the large school as its office plans them; the head of the group holds them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reviews.activities import proceeding
from reviews.activities.models import Activity, ActivityKind, Invitation

PDF = b"%PDF-1.4\n%%EOF\n"
RESULT = "讲了两个案例，商量了节日里怎样谢绝礼物。"
CAME, EXCUSED, ABSENT = Invitation.Came


def planned(cast, *, kind="警示教育", people=("staff", "section_head"), by=None, **said):
    given = {
        "about": "节前警示教育",
        "planned_on": timezone.localdate(),
        "place": "阶梯教室",
        "holder": cast.people.group,
        "guests": "",
    }
    return proceeding.plan(
        unit=cast.school_large,
        kind=ActivityKind.objects.get(name=kind, unit=None),
        people=[getattr(cast.people, role) for role in people],
        by=by or cast.people.school_office,
        said={**given, **said},
    )


def held(cast, activity=None, *, absent=(), on=None, **said):
    activity = activity or planned(cast, **said)
    gone = {getattr(cast.people, role) for role in absent}
    came = {
        each.pk: ABSENT if each.person in gone else CAME
        for each in activity.invitations.select_related("person")
    }
    on = on or timezone.localdate()
    proceeding.hold(activity=activity, held_on=on, came=came, by=cast.people.group)
    return again(activity)


def recorded(cast, activity=None, *, tallies=(), **said):
    activity = activity or held(cast, **said)
    by = cast.people.group
    proceeding.write_down(activity=activity, result=RESULT, tallies=tallies, by=by)
    return again(activity)


def again(activity):
    return Activity.objects.get(pk=activity.pk)


def scan(name="签到表.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")
