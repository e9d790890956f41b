"""What the world of the access table holds of the disposal: an act in each state, a warning.

All of them are addressed to the role "staff"; "supervisor" is the responsible leader.
"""

from reviews.disposal import laddering
from reviews.disposal.models import Evidence, LadderStep
from tests.disposal import factory


class Acts:
    """For a world with `cast` and `people`."""

    def _make_acts(self):
        cast = self.cast
        self.warning = factory.warned(cast)
        self.issued = factory.issued(cast, warning=self.warning)
        self.replied = factory.replied(cast)
        self.rectified = factory.rectified(cast)
        self.closed = factory.closed(cast)
        laddering.make_own(unit=cast.bureau, by=self.people.discipline)
        self.ladder_step = LadderStep.objects.filter(unit=cast.bureau).first()

    def _act_keys(self):
        closed = {"pk": self.closed.pk}
        evidence = Evidence.objects.filter(move__disposal=self.closed).first()
        stray = Evidence.objects.filter(move__disposal=self.rectified).first()
        acts = {name: {"pk": getattr(self, name).pk} for name in ACTS}
        return {
            **acts,
            "closed.docx": {**closed, "format_name": "docx"},
            "closed.file": {**closed, "file_pk": evidence.pk},
            "closed.stray": {**closed, "file_pk": stray.pk},
            "ladder.person": {"for_whom": "person"},
            "ladder_step": {"pk": self.ladder_step.pk},
        }


ACTS = ("issued", "replied", "rectified", "closed", "warning")
