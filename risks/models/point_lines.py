"""Which versions of points a revision of a form, sheet or directory contains."""

from django.db import models

from registry.papers.models import Revision

from .points import PointVersion


class PointLineQuerySet(models.QuerySet):
    def of_register_rows(self):
        """Lines with their version and its base, measures included, and what is in force now."""
        return self._with_version().prefetch_related(
            models.Prefetch("version__base", _told()),
            models.Prefetch("version__point__in_force", _told()),
        )

    def register_rows(self):
        """The same as a list, cheaper: the rows of a new form have neither base nor past."""
        lines = list(self._with_version())
        versions = [line.version for line in lines]
        beside = {pk for version in versions for pk in (version.base_id, version.point.in_force_id)}
        told = _told().in_bulk(beside - {None})
        for version in versions:
            version.base = told.get(version.base_id)
            version.point.in_force = told.get(version.point.in_force_id)
        return lines

    def _with_version(self):
        return (
            self.select_related(
                "version__point",
                "version__level",
                "version__level_after",
                "version__proposed",
                "version__step",
                "version__duty",
            )
            .prefetch_related("version__measures__post")
            .order_by("position")
        )


def _told():
    """Versions with all that a row tells of them."""
    versions = PointVersion.objects.select_related("duty", "level", "level_after", "step")
    return versions.prefetch_related("measures__post")


class PointLine(models.Model):
    """This revision of this form, sheet or directory contains this version."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="point_lines")
    version = models.ForeignKey(PointVersion, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("顺序")
    open = models.BooleanField("可修改", default=True)

    objects = PointLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险点行"
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "version"], name="point_line_once"),
            models.UniqueConstraint(
                fields=["revision", "position"], name="point_line_position_once"
            ),
        ]

    def __str__(self):
        return f"{self.position} {self.version}"
