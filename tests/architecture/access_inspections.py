"""What the world of the access table holds of inspections: one planned, one told of."""

import datetime

from django.utils import timezone

from reviews.inspections import inspecting


class Inspections:
    """For a world with `cast` and `people`, whose role "staff" has points in force."""

    def _make_inspections(self):
        office = self.people.school_office
        self.inspection_planned, self.inspection_found, self.inspection = (
            self._inspection(office) for _ in range(3)
        )
        due = timezone.localdate() + datetime.timedelta(days=10)
        said = {"found": "partly", "text": "缺一份原件。", "mend_by": due}
        for each in (self.inspection_found, self.inspection):
            found = {point.pk: said for point in each.points.all()}
            inspecting.write_down(inspection=each, found=found, by=office)
        inspecting.issue_bulletin(inspection=self.inspection, bulletin="总体认真。", by=office)

    def _inspection(self, office):
        content = {"about": "学籍办理", "on": timezone.localdate(), "team": "温如玉", "size": 2}
        unit = self.cast.school_large
        return inspecting.plan(
            office="prevention_office", office_unit=unit, unit=unit, content=content, by=office
        )

    def _inspection_keys(self):
        told = {"pk": self.inspection.pk}
        staffs = self.inspection.points.get(version__point__post=self.posts.staff, position=1)
        return {
            "inspection_planned": {"pk": self.inspection_planned.pk},
            "inspection_found": {"pk": self.inspection_found.pk},
            "inspection": told,
            "inspection.pdf": {**told, "format_name": "pdf"},
            "inspection.point": {**told, "point_pk": staffs.pk},
        }
