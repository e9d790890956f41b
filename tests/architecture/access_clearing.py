"""What the world of the access table holds of the clearing: rounds, declarations, an offer."""

from django.utils import timezone

from reviews.clearing import declaring, gathering, rounds
from risks.models import Duty, DutyVersion, RiskPoint

FOUND = {
    **dict.fromkeys(declaring.FIELDS, ""),
    "side": "internal",
    "kind": "other",
    "disposition": "keep",
    "to_all": False,
    "to_several": False,
    "to_units": [],
    "to_unit_id": None,
    "to_section_id": None,
}


class Clearing:
    """For a world with `cast` and `people`, whose large school has a catalogue in force."""

    def _make_clearing(self):
        cast, people = self.cast, self.people
        self.clearing = self._round(cast.school_large, people.school_office)
        self.declared = declaring.begin(
            clearing=self.clearing, post=cast.posts.staff, by=people.staff
        )
        self.declared_row = self._declared(self.declared, people.staff, "教辅材料选用审核")
        self.handed_in = declaring.begin(
            clearing=self.clearing, section=cast.sections.teaching, by=people.section_head
        )
        declaring.keep_the_rest(declaration=self.handed_in, by=people.section_head)
        self._hand_in(self.handed_in, people.section_head)
        self.bureau_clearing = self._round(cast.bureau, people.office)
        head = people.bureau_section_head
        given = declaring.begin(
            clearing=self.bureau_clearing, section=cast.sections.bureau_finance, by=head
        )
        self.offer = self._declared(
            given,
            head,
            "课后服务收费审核",
            disposition="hand_down",
            reason="学校能够承担",
            to_unit_id=cast.school_large.pk,
        )
        self._hand_in(given, head)
        gathering.into_catalogue(declaration=given, by=people.office)

    def _round(self, unit, by):
        return rounds.open_round(
            unit=unit,
            programme=self.cast.programme,
            due_on=timezone.localdate(),
            word="",
            by=by,
        )

    def _declared(self, declaration, by, name, **said):
        content = {**FOUND, "name": name, **said}
        return declaring.add_found(declaration=declaration, content=content, by=by)

    def _hand_in(self, declaration, by):
        declaring.hand_in(declaration=declaration, none_because="", by=by)

    def _make_workflow(self):
        """A workflow in force beside the duty of the staff post."""
        known = RiskPoint.objects.filter(post=self.cast.posts.staff).first().in_force
        duty = Duty.objects.create(unit=self.cast.school_large, post=self.cast.posts.staff)
        duty.in_force = DutyVersion.objects.create(
            duty=duty, written_in=known.written_in, kind="workflow", text="登记、核对、签字、归档"
        )
        duty.save()

    def _clearing_keys(self):
        declared = {"pk": self.declared.pk}
        return {
            "clearing": {"pk": self.clearing.pk},
            "clearing.xlsx": {"pk": self.clearing.pk, "format_name": "xlsx"},
            "bureau_clearing": {"pk": self.bureau_clearing.pk},
            "declared": declared,
            "declared.row": {**declared, "row_pk": self.declared_row.pk},
            "declared.stray": {**declared, "row_pk": self.offer.pk},
            "handed_in": {"pk": self.handed_in.pk},
            "offer": {"pk": self.offer.pk},
        }
