"""What the world of the access table holds of commitments: a text on, one in draft, one signed and
published for the public."""

from django.utils import timezone

from reviews.commitments import publishing, writing
from tests.commitments.hands import WORDS, place_of, signed, switched_on


class Commitments:
    """For a world with `cast` and `people`: ordinary posts of the large school sign."""

    def _make_commitments(self):
        cast, people = self.cast, self.people
        switched_on(cast)
        signed(people.teacher)
        self.place = place_of(people.staff)
        self.text_draft = writing.write(
            unit=cast.school_large,
            year=timezone.localdate().year,
            tier="middle",
            post=None,
            said={"text": WORDS, "due_on": timezone.localdate()},
            by=people.school_office,
        )
        self.commitments_published = publishing.publish(
            unit=cast.school_large,
            year=timezone.localdate().year,
            edition="public",
            by=people.school_office,
        )

    def _commitment_keys(self):
        return {
            "place": {"appointment_pk": self.place.appointment.pk},
            "text_draft": {"pk": self.text_draft.pk},
            "commitments_published": {"number": self.commitments_published.number},
        }
