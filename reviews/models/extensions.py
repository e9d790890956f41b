"""延长公示: days added to a running publicity, with the reason; append-only, never fewer."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Person

from .publications import Publication


class PublicityExtension(models.Model):
    """So many working days more: until then instead of the day before it was said.

    Both days are kept, because a change of the holiday table later moves neither.
    """

    publication = models.ForeignKey(
        Publication, verbose_name="公示", on_delete=models.PROTECT, related_name="extensions"
    )
    days = models.PositiveSmallIntegerField("延长工作日")
    why = models.CharField("理由", max_length=300)
    instead_of = models.DateField("原定截止")
    until = models.DateField("延长到")
    by = models.ForeignKey(
        Person, verbose_name="经办人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("办理时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "延长公示"
        ordering = ["instead_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "instead_of"], name="extension_once_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("instead_of"), days__gte=1),
                name="extension_never_shortens",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="extension_with_reason"),
        ]

    def __str__(self):
        return f"{self.publication_id} 延长 {self.days} 个工作日"
