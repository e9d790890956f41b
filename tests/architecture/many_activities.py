"""So many activities, and people invited to one; part of `many_rows.Rows`."""

from django.utils import timezone

from reviews.activities.models import Activity, ActivityKind, Invitation


class ActivityRows:
    """For rows with `cast`, `people`, `next`, `posts` and `people_on`."""

    def _make_activity(self):
        (made,) = self.activities(1)
        self.activity_pk = made.pk

    def activities(self, count):
        """Planned by the office of the large school, each a kind of its own; "staff" is invited."""
        people, today = self.people, timezone.localdate()
        kinds = self.activity_kinds(count)
        made = Activity.objects.bulk_create(
            Activity(
                unit=self.cast.school_large,
                kind=kind,
                about=f"第{number}次教育",
                planned_on=today,
                place="阶梯教室",
                holder=people.group,
                planned_by=people.school_office,
            )
            for number, kind in zip(self.next(count), kinds, strict=True)
        )
        Invitation.objects.bulk_create(
            Invitation(activity=each, person=people.staff) for each in made
        )
        return made

    def invited_people(self, count):
        people = self.people_on(self.posts(count))
        Invitation.objects.bulk_create(
            Invitation(activity_id=self.activity_pk, person=person) for person in people
        )

    def activity_kinds(self, count):
        return ActivityKind.objects.bulk_create(
            ActivityKind(unit=self.cast.school_large, name=f"第{number}类活动")
            for number in self.next(count)
        )
