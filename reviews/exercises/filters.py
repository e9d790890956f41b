"""What the register is narrowed by; the export takes the same words."""

from django import forms
from django.db.models import Exists, OuterRef

from registry.organisation.models import Section
from registry.organisation.unit_choice import UnitChoiceForm, units_with
from registry.search.words import matching

from .models import Exercise, ExerciseFinding, FindingKind, RegisteredPower

ANY = ("", "全部")
FOUND, UNANSWERED, UNSEEN = "any", "unanswered", "unseen"
FINDINGS = [
    ANY,
    (FOUND, "有提示的"),
    (UNANSWERED, "待说明的"),
    (UNSEEN, "写好说明、待看的"),
    *FindingKind.choices,
]


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _amount(label):
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=14)


class ExerciseFilter(UnitChoiceForm):
    """Offers only what this person may see; a value that is not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    section = forms.ChoiceField(label="科室", required=False)
    registered = forms.ChoiceField(label="登记事项", required=False)
    matter = forms.ChoiceField(
        label="种类", choices=[ANY, *RegisteredPower.Matter.choices], required=False
    )
    since = _day("决定日期从")
    until = _day("到")
    least = _amount("金额从（元）")
    most = _amount("到（元）")
    finding = forms.ChoiceField(label="提示", choices=FINDINGS, required=False)

    offers_more_of_one_unit = True
    field_order = ("words", "unit_named", "unit", "section", "registered", "matter")

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.visible = Exercise.objects.standing().visible_to(reach)
        self.offer_units(units_with(self.visible).filter(reach.touched_q()))
        self.several_units = self.place.several
        self.only_unit = self.place.one
        self._offer_of(self.only_unit)

    def narrowed(self):
        """Standing rows that this person may see and asked for."""
        self.is_valid()
        asked = self.cleaned_data
        found = matching(self.visible, "search", asked.get("words") or "")
        found = found.filter(self.place.narrowed())
        for name, lookup in LOOKUPS.items():
            if asked.get(name) not in (None, ""):
                found = found.filter(**{lookup: asked[name]})
        return self._with_finding(found, asked.get("finding"))

    def _with_finding(self, found, finding):
        if not finding:
            return found
        theirs = ExerciseFinding.objects.filter(exercise=OuterRef("pk")).order_by()
        if finding == UNANSWERED:
            theirs = theirs.unanswered()
        elif finding == UNSEEN:
            theirs = theirs.unseen()
        elif finding != FOUND:
            theirs = theirs.filter(kind=finding)
        return found.filter(Exists(theirs))

    def _offer_of(self, unit):
        """Sections and registered powers are offered of one unit only."""
        if unit is None:
            del self.fields["section"], self.fields["registered"]
            return
        sections = Section.objects.filter(unit=unit, closed_on__isnull=True)
        powers = RegisteredPower.objects.filter(unit=unit).order_by("matter", "name", "pk")
        for name, rows in (("section", sections), ("registered", powers)):
            offered = [(str(row.pk), row.name) for row in rows]
            self.fields[name].choices = [ANY, *offered]


LOOKUPS = {
    "section": "section",
    "registered": "registered",
    "matter": "registered__matter",
    "since": "decided_on__gte",
    "until": "decided_on__lte",
    "least": "amount__gte",
    "most": "amount__lte",
}
