"""So many acts as one likes; part of `many_rows.Rows`."""

from uuid import uuid4

from registry.trail.recording import record_sealed
from reviews.disposal.models import Disposal, PostWarning
from tests.architecture.many_clearing import ClearingRows
from tests.disposal import factory


class ActRows(ClearingRows):
    """One act of the large school, and its copies."""

    def _make_law(self):
        super()._make_law()
        self._act = factory.issued(self.cast)
        self.act_pk = self._act.pk

    def acts(self, count):
        self._copied(count)

    def acts_rectified(self, count):
        self._copied(count, state="rectified")

    def _copied(self, count, **changes):
        given = {
            field.attname: getattr(self._act, field.attname) for field in Disposal._meta.fields
        }
        given |= changes
        Disposal.objects.bulk_create(
            Disposal(**{**given, "id": uuid4(), "matter": uuid4(), "number": f"ACT-{number}"})
            for number in self.next(count)
        )

    def warnings(self, count):
        """Each on a post of its own, kept by the bureau's discipline office."""
        return PostWarning.objects.bulk_create(
            PostWarning(
                unit=post.unit,
                post=post,
                office=self.cast.bureau,
                colour_id="yellow",
                grounds="连续两次迟交。",
                issued_as="discipline_office",
                issued_by=self.people.discipline,
            )
            for post in self.posts(count)
        )

    def act_readings(self, count):
        for _ in range(count):
            record_sealed(by=self.people.discipline, action="disposal.opened", target=self._act)
