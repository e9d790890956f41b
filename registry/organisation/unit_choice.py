"""By which unit a list is narrowed: chosen in a menu of few; of many found by a part of the name.

A menu of a thousand units weighs more than the list below it, and nobody finds anything in it. Past
`MOST` a field takes a part of a name or code, and the menu offers what it finds; without a script.
"""

from django import forms
from django.db.models import Exists, OuterRef, Q

from .models import Unit

MOST = 30
LONGEST = 60


def units_with(rows):
    """Units that have any of these rows, each left at its first: a choice asks for 31 at most, and
    need not read the rows of all.
    """
    return Unit.objects.filter(Exists(rows.order_by().filter(unit=OuterRef("pk"))))


class UnitChoice:
    """`units` is the query of those in question, `asked` what the address says.

    `key` is what the address calls a unit by. `offered` is for the menu, `chosen` the one unit that
    was asked for, `is_known` whether what was typed as a name is anybody's.
    """

    def __init__(self, units, asked, *, key="pk"):
        self._units, self._key = units.order_by("path"), key
        first = list(self._units[: MOST + 1])
        self.several, self.many = len(first) > 1, len(first) > MOST
        self.named = _words(asked.get("unit_named")) if self.many else ""
        self._found = list(self._with_name()[: MOST + 1]) if self.named else []
        self.offered = self._few_found if self.many else first
        self.chosen = self._chosen(_words(asked.get("unit")))

    def narrowed(self, way="unit"):
        """A condition on what has its unit behind the lookup `way`: the chosen one, or those of the
        name that was typed.
        """
        if self.chosen:
            return Q(**{way: self.chosen})
        if not self.named:
            return Q()
        # Few are known by now, and need not be looked for beside every row.
        units = self._few_found if len(self._found) <= MOST else self._with_name().order_by()
        return Q(**{f"{way}__in": units})

    @property
    def asked(self):
        """The units that were asked for, as a query; None: any."""
        if self.chosen:
            return self._units.filter(pk=self.chosen.pk)
        return self._with_name() if self.named else None

    @property
    def one(self):
        """The unit it is about: the chosen one, or the only one there is; None: several."""
        return self.chosen or (None if self.several else next(iter(self.offered), None))

    def value_of(self, unit):
        """How an address says it."""
        return str(getattr(unit, self._key))

    def nearest_above_all(self):
        """Codes of the nearest unit that all in question are under, or that is the only one, and of
        those above it, nearest first; empty: there is none.
        """
        if not self.offered and not self.many:
            return []
        line = (self.offered or list(self._units[:1]))[0].line
        while line and self._units.exclude(path__startswith=_path_of(line)).exists():
            line = line[1:]
        return line

    def _with_name(self):
        return self._units.filter(Q(name__icontains=self.named) | Q(code__iexact=self.named))

    @property
    def _few_found(self):
        """What the menu offers beside the name: nothing before it says something."""
        return self._found if len(self._found) <= MOST else []

    def _chosen(self, value):
        if self.named:  # a menu that still says another unit was left behind by the new name
            fitting = [unit for unit in self.offered if self.value_of(unit) == value]
            return next(iter(fitting or (self.offered if len(self.offered) == 1 else [])), None)
        if not self.many:
            return next((unit for unit in self.offered if self.value_of(unit) == value), None)
        if not value or (self._key == "pk" and not (value.isascii() and value.isdigit())):
            return None
        found = self._units.filter(**{self._key: value[:18]}).first()
        self.offered = [found] if found else []
        return found


class UnitChoiceForm(forms.Form):
    """A filter with the fields of a `UnitChoice`: those that the number of units wants."""

    unit_named = forms.CharField(label="单位名称", required=False, max_length=LONGEST)
    unit = forms.ChoiceField(label="单位", required=False)
    # Whether some fields, sections for instance, are offered of one unit only, once it is chosen.
    offers_more_of_one_unit = False

    def offer_units(self, units, *, key="pk", empty="全部单位"):
        """Makes `place`. Where the menu says something that it does not offer, it says nothing."""
        self.place = place = UnitChoice(units, self.data, key=key)
        chosen = place.value_of(place.chosen) if place.chosen else ""
        self.data = {**dict(self.data.items()), "unit": chosen}
        if place.many:
            self.fields["unit_named"].widget.attrs["placeholder"] = "写出名称的一部分"
        else:
            del self.fields["unit_named"]
        offered = [(place.value_of(unit), unit.name) for unit in place.offered]
        self.fields["unit"].choices = [("", empty), *offered]
        if not offered or not place.several:
            del self.fields["unit"]

    @property
    def asks_in_steps(self):
        """Whether a choice changes what else is offered, so that the page comes anew."""
        return self.place.many or (self.place.several and self.offers_more_of_one_unit)


def _words(value):
    """As it was typed; no database takes the character NUL."""
    return (value or "").replace("\0", "").strip()[:LONGEST]


def _path_of(line):
    return f"/{'/'.join(reversed(line))}/"
