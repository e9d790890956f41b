"""What the world of the access table holds of the disposal: an act in each state, a warning.

All of them are addressed to the role "staff"; "supervisor" is the responsible leader.
"""

from registry.organisation.models import Person
from reviews.disposal import issuing, laddering, proceeding
from reviews.disposal.models import Evidence, LadderStep
from tests.disposal import factory
from tests.hands_on_paper import sheet


class Acts:
    """For a world with `cast` and `people`."""

    def _make_acts(self):
        cast = self.cast
        self.warning = factory.warned(cast)
        self.issued = factory.issued(cast, warning=self.warning)
        self.replied = factory.replied(cast)
        self.rectified = factory.rectified(cast)
        self.closed = factory.closed(cast)
        self.on_paper_act = factory.issued(cast, to=_away(cast))
        self.signed_act = factory.issued(cast, to=_away(cast))
        person = Person.objects.get(pk=self.people.other_section_head.pk)  # account closed since
        by = self.people.discipline
        proceeding.sign_on_paper(
            act=factory.fresh(self.signed_act), person=person, by=by, **sheet()
        )
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
            "on_paper.sign": {"pk": self.on_paper_act.pk, "what": "sign"},
            "signed.sheet": {
                "pk": self.signed_act.pk,
                "sheet_pk": self.signed_act.receipts.get().sheet_id,
            },
            "closed.stray": {**closed, "file_pk": stray.pk},
            "ladder.person": {"for_whom": "person"},
            "ladder_step": {"pk": self.ladder_step.pk},
        }


def _away(cast):
    """Somebody of the large school who cannot sign in."""
    who, where = cast.people.other_section_head, cast.posts.other_section_head
    return issuing.Addressee(cast.school_large, who, where)


ACTS = ("issued", "replied", "rectified", "closed", "warning")
