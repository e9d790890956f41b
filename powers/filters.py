"""What the list of powers is narrowed by; the export takes the same words."""

from django import forms
from django.db.models import Q

from registry.organisation.models import Seat, Section
from registry.organisation.unit_choice import UnitChoiceForm, units_with

from .kinds.models import PowerKind
from .models import Power, PowerVersion
from .served import SERVED_ASKED, codes_served


class PowerFilter(UnitChoiceForm):
    """Offers only what this person may see; a value that is not offered narrows nothing."""

    words = forms.CharField(label="关键词", required=False, max_length=100)
    side = forms.ChoiceField(
        label="内外部", choices=[("", "全部"), *PowerVersion.Side.choices], required=False
    )
    kind = forms.ChoiceField(label="职权类型", choices=[("", "全部")], required=False)
    served = forms.ChoiceField(
        label="服务对象", choices=[("", "全部"), *SERVED_ASKED], required=False
    )
    section = forms.ModelChoiceField(
        label="承办科室", queryset=Section.objects.none(), required=False, empty_label="全部科室"
    )

    offers_more_of_one_unit = True
    field_order = ("words", "unit_named", "unit", "side", "kind", "served", "section")

    def __init__(self, data, *, reach):
        super().__init__(data)
        self.visible = Power.objects.in_force().visible_to(reach)
        kinds = PowerKind.objects.visible_to(reach).listed()
        self.fields["kind"].choices = [("", "全部"), *((kind.code, str(kind)) for kind in kinds)]
        known = reach.touched_q() | Q(pk__in=reach.units_of(Seat.INFORMATION_KEEPER))
        self.offer_units(units_with(self.visible).filter(known))
        self.several_units = self.place.several
        # Sections are offered of one unit only: the one chosen, or the only one there is.
        if chosen := self.place.one:
            self._offer("section", chosen.sections.filter(closed_on__isnull=True))
        else:
            del self.fields["section"]

    def narrowed(self):
        """The powers in force that this person may see and asked for."""
        self.is_valid()
        asked = self.cleaned_data
        powers = self.visible.mentioning(asked.get("words") or "").filter(self.place.narrowed())
        for field in ("side", "kind"):
            if asked.get(field):
                powers = powers.filter(**{f"in_force__{field}": asked[field]})
        if served := asked.get("served"):
            powers = powers.filter(
                in_force__side=PowerVersion.Side.EXTERNAL, in_force__served__in=codes_served(served)
            )
        if section := asked.get("section"):
            powers = powers.filter(in_force__undertakings__section=section)
        return powers

    def _offer(self, name, found):
        """Choices that are checked without asking the database again."""
        field = self.fields[name]
        by_pk = {str(item.pk): item for item in found}
        self.fields[name] = forms.TypedChoiceField(
            label=field.label,
            choices=[("", field.empty_label), *((pk, str(item)) for pk, item in by_pk.items())],
            coerce=by_pk.get,
            required=False,
            empty_value=None,
        )
