"""So many declared powers, offers and declarations as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from powers.models import Power
from reviews.clearing.models import ClearingRound, Declaration, DeclaredPower
from tests.architecture.many_laws import LawRows


class ClearingRows(LawRows):
    """A round of the large school and one of the bureau, beside the laws."""

    def _make_law(self):
        super()._make_law()
        cast = self.cast
        self._round = self._opened(cast.school_large, self.people.school_office)
        self._bureau_round = self._opened(cast.bureau, self.people.office)
        self.clearing_pk, self.bureau_round_pk = self._round.pk, self._bureau_round.pk
        self._declared = self._begun(self._round, post=cast.posts.staff)
        self.declared_pk = self._declared.pk
        self.section_pk = self._begun(self._round, section=cast.sections.teaching).pk

    def _opened(self, unit, by):
        return ClearingRound.objects.create(
            unit=unit, programme=self.cast.programme, due_on=timezone.localdate(), opened_by=by
        )

    def _begun(self, clearing, **owner):
        return Declaration.objects.create(round=clearing, begun_by=self.people.staff, **owner)

    def declared_powers(self, count):
        return DeclaredPower.objects.bulk_create(
            DeclaredPower(declaration=self._declared, name=f"第{number}项审核")
            for number in self.next(count)
        )

    def offered_powers(self, count):
        given = {"disposition": "hand_down", "reason": "学校能够承担"}
        given["to_unit"] = self.cast.school_large
        names = [{"name": f"第{number}项审核", **given} for number in self.next(count)]
        self._gathered(self._bureau_round, names)

    def disputed_powers(self, count):
        """Of each power two sections say different things."""
        unit = self.cast.school_large
        powers = Power.objects.bulk_create(Power(unit=unit) for _ in range(count))
        for said in ({"disposition": "keep"}, {"disposition": "abolish", "reason": "没有依据"}):
            self._gathered(self._round, [{"power": power, **said} for power in powers])

    def declarations(self, count):
        """Of posts of the section, handed in."""
        handed_in = {"handed_in_by": self.people.staff, "handed_in_at": timezone.now()}
        return Declaration.objects.bulk_create(
            Declaration(round=self._round, post=post, begun_by=self.people.staff, **handed_in)
            for post in self.posts(count)
        )

    def _gathered(self, clearing, rows):
        """A section's declaration; what was handed in takes no more rows, so each has its own."""
        declaration = self._begun(clearing, section=self.sections(1)[0])
        DeclaredPower.objects.bulk_create(
            DeclaredPower(declaration=declaration, **row) for row in rows
        )
        now = timezone.now()
        Declaration.objects.filter(pk=declaration.pk).update(
            handed_in_by=self.people.staff,
            handed_in_at=now,
            gathered_by=self.people.office,
            gathered_at=now,
        )
