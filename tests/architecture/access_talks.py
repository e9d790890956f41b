"""What the world of the access table holds of talks: one planned, one confirmed by both."""

from tests.talks.hands import held, planned


class Talks:
    """For a world with `cast`: the supervising leader talks with the head of teaching."""

    def _make_talks(self):
        self.talk = planned(self.cast)
        self.talk_held = held(self.cast)

    def _talk_keys(self):
        return {
            "talk": {"pk": self.talk.pk},
            "talk_held": {"pk": self.talk_held.pk},
            "talk_held.docx": {"pk": self.talk_held.pk, "format_name": "docx"},
            "talk_held.txt": {"pk": self.talk_held.pk, "format_name": "txt"},
        }
