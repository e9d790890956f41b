"""So many commitments, signed and to be signed, as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from registry.organisation.models import Appointment
from reviews.commitments import publishing
from reviews.commitments.models import Commitment, CommitmentText
from reviews.models import PublicationRow
from tests.commitments.hands import signed, switched_on


class CommitmentRows:
    """For rows with `cast`, `people` and `next`: ordinary posts of the large school sign."""

    def _make_commitments(self):
        cast = self.cast
        self._text = switched_on(cast)
        self.unit_large = cast.school_large.pk
        signed(self.people.keeper)
        published = publishing.publish(
            unit=cast.school_large,
            year=timezone.localdate().year,
            edition="public",
            by=self.people.school_office,
        )
        self.commitments, self._commitments = published.number, published

    def committed(self, count):
        posts = self.posts(count)
        self.people_on(posts)
        places = Appointment.objects.filter(post__in=posts).select_related("person", "post")
        return Commitment.objects.bulk_create(
            Commitment(
                text=self._text,
                appointment=each,
                year=self._text.year,
                unit=self.cast.school_large,
                person=each.person,
                name=each.person.name,
                post_name=each.post.name,
                said=self._text.text,
                digest="0" * 64,
            )
            for each in places
        )

    def committed_places(self, count):
        """All of them places of the role "staff"."""
        return self.posts_of_one(count)

    def commitment_texts(self, count):
        return CommitmentText.objects.bulk_create(
            CommitmentText(
                unit=self.cast.school_large,
                year=self._text.year,
                tier="middle",
                text=f"第{number}份承诺",
                due_on=timezone.localdate(),
                written_by=self.people.school_office,
            )
            for number in self.next(count)
        )

    def committed_rows(self, count):
        return PublicationRow.objects.bulk_create(
            PublicationRow(
                publication=self._commitments,
                position=number + 100,
                unit=self.cast.school_large,
                content={"serial": number, "post": "岗位", "text": f"第{number}份承诺"},
                digest="0" * 64,
            )
            for number in self.next(count)
        )
