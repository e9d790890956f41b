"""What the world of the access table holds of activities: planned, held and recorded ones."""

from reviews.activities import proceeding
from reviews.activities.models import ActivityKind
from tests.activities.hands import held, planned, recorded, scan


class Activities:
    """For a world with `cast` and `people`: the roles "staff" and "section_head" are invited."""

    def _make_activities(self):
        self.activity, self.activity_held = planned(self.cast), held(self.cast)
        by = self.people.group
        self.activity_material, self.activity_filed = (
            proceeding.add_file(activity=self.activity_held, upload=scan(), part=part, by=by)
            for part in ("material", "record")
        )
        self.activity_recorded = recorded(self.cast)
        self.activity_kind = ActivityKind.objects.create(unit=self.cast.school_large, name="党课")

    def _activity_keys(self):
        held, recorded = {"pk": self.activity_held.pk}, {"pk": self.activity_recorded.pk}
        return {
            "activity": {"pk": self.activity.pk},
            "activity_held": held,
            "activity_recorded": recorded,
            "activity_recorded.pdf": {**recorded, "format_name": "pdf"},
            "activity_held.material": {**held, "file_pk": self.activity_material.pk},
            "activity_held.record": {**held, "file_pk": self.activity_filed.pk},
            "large.unit_pk": {"unit_pk": self.cast.school_large.pk},
        }
