"""So many rows as one likes of what was published; `many_rows` builds upon it."""

from reviews.models import PublicationRow
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
