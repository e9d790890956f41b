"""What the world of the access table holds of talks: one planned, one confirmed by both."""

from reviews.talks import holding
from tests.hands_on_paper import sheet
from tests.talks.hands import held, planned, recorded


class Talks:
    """For a world with `cast`: the supervising leader talks with the head of teaching."""

    def _make_talks(self):
        self.talk = planned(self.cast)
        self.talk_held = held(self.cast)
        self.talk_on_paper, signed = (self._with_whom_cannot_sign_in() for _ in range(2))
        digest = holding.latest(signed).digest
        self.talk_signed = holding.confirm_on_paper(
            talk=signed, person=signed.partner, by=signed.holder, digest=digest, **sheet()
        )

    def _with_whom_cannot_sign_in(self):
        return recorded(planned(self.cast, holder="principal", partner="other_section_head"))

    def _talk_keys(self):
        return {
            "talk": {"pk": self.talk.pk},
            "talk_held": {"pk": self.talk_held.pk},
            "talk_on_paper": {"pk": self.talk_on_paper.pk},
            "talk_signed.scan": {
                "pk": self.talk_signed.record.talk_id,
                "confirmation_pk": self.talk_signed.pk,
            },
            "talk_held.docx": {"pk": self.talk_held.pk, "format_name": "docx"},
            "talk_held.txt": {"pk": self.talk_held.pk, "format_name": "txt"},
        }
