"""So many rows as one likes of what was published or archived; `many_rows` builds upon it."""

from functools import cached_property

from django.utils import timezone

from reviews.models import Correction, PublicationRow
from tests.architecture.many_in_office import OrganisationRows, copied
from tests.public import factory as public


class PublishedRows(OrganisationRows):
    """`renewed` is the second version of the small school's directory."""

    def __init__(self):
        super().__init__()
        for risk in ("放宽接收条件", "放宽转出条件"):
            self.renewed = public.directory(self.cast, risk, unit=self.cast.school_small)

    def changed_rows(self, publication, count):
        """Rows that the version before did not have."""
        row = publication.rows.first()
        return PublicationRow.objects.bulk_create(
            copied(row, position=1000 + number, content=row.content | {"risk": f"情形{number}"})
            for number in self.next(count)
        )

    def corrections(self, count):
        """Of the large school's catalogue."""
        return Correction.objects.bulk_create(
            Correction(
                publication=self.catalogue,
                number=f"LARGE-PCOR-{number}",
                wrong="五个工作日",
                right="七个工作日",
                by=self.people.school_office,
            )
            for number in self.next(count)
        )

    def withdrawn_catalogues(self, count):
        withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_why": "承办科室写错"}
        return self.publications(
            count, self.catalogue, withdrawn_by=self.people.school_office, **withdrawn
        )

    @cached_property
    def archived_form(self):
        return self.confirmed_forms(1)[0]

    def confirmed_forms(self, count):
        confirmed = {"confirmed_at": timezone.now(), "confirmed_by": self.people.principal}
        return self.forms(count, state="confirmed", position=None, **confirmed)
