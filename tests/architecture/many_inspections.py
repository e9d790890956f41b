"""So many inspections, and points of one; part of `many_rows.Rows`."""

from django.utils import timezone

from reviews.inspections.models import InspectedPoint, Inspection
from risks.models import PointVersion
from tests.architecture.many_alerts import AlertRows


class InspectionRows(AlertRows):
    """Goes with the `ready` and `next` of the class it is part of."""

    def _make_registers(self):
        super()._make_registers()
        (made,) = self.inspections(1)
        self.inspection_pk = made.pk

    def inspections(self, count):
        """Planned by the office of the large school."""
        unit, office = self.cast.school_large, self.people.school_office
        return Inspection.objects.bulk_create(
            Inspection(
                office="prevention_office",
                office_unit=unit,
                unit=unit,
                about=f"第{number}次检查",
                on=timezone.localdate(),
                team="温如玉",
                size=1,
                seed=number,
                created_by=office,
            )
            for number in self.next(count)
        )

    def bulletins(self, count):
        """Told of, each on a point of the post of the role "staff"."""
        (paper,) = self.ready(1)
        version = PointVersion.objects.filter(in_force_for__post=paper.post_id).first()
        version.point.post = self.cast.posts.staff
        version.point.save()
        made = self.inspections(count)
        InspectedPoint.objects.bulk_create(
            InspectedPoint(inspection=each, position=1, version=version, found="done")
            for each in made
        )
        for each in made:
            each.bulletin, each.issued_at = "总体认真。", timezone.now()
            each.issued_by = self.people.school_office
        Inspection.objects.bulk_update(made, ["bulletin", "issued_at", "issued_by"])

    def inspected_points(self, count):
        posts = [paper.post_id for paper in self.ready(count)]
        versions = PointVersion.objects.filter(in_force_for__post__in=posts)
        InspectedPoint.objects.bulk_create(
            InspectedPoint(inspection_id=self.inspection_pk, position=place, version=version)
            for place, version in zip(self.next(len(versions)), versions, strict=True)
        )
