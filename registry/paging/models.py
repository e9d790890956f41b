"""A view of a list (常用视图) that somebody keeps under a name of their own."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person

LONGEST_QUERY = 1000


class SavedViewQuerySet(models.QuerySet):
    def of(self, person):
        return self.none() if person is None else self.filter(owner=person)

    def kept(self):
        return self.filter(deleted_at__isnull=True)


class SavedView(models.Model):
    """What a list is narrowed by and which columns it shows, as the end of its address.

    Nobody but the owner knows of it. What it shows is asked anew each time: it gives no right.
    """

    class Page(models.TextChoices):
        """The lists, by the names of their addresses."""

        POWERS = "power-list", "职权"
        POINTS = "point-list", "风险点"

    owner = models.ForeignKey(
        Person, verbose_name="所有人", on_delete=models.CASCADE, related_name="saved_views"
    )
    page = models.CharField("列表", max_length=20, choices=Page)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件和列", max_length=LONGEST_QUERY)
    deleted_at = models.DateTimeField("删去时间", null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["page", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"],
                condition=Q(deleted_at__isnull=True),
                name="saved_view_name_once",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""), name="saved_view_says_something"
            ),
        ]

    def __str__(self):
        return self.name
