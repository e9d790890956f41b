"""Which powers in force rest on a law: their bases as written, matched to the register."""

from powers.models import PowerBasis
from registry.laws.citing import match, title_key
from registry.laws.models import Law


class Register:
    """The laws of one or several titles, read once; each unit knows its own and those above."""

    def __init__(self, keys):
        titles = Law.objects.values_list("pk", "title")
        pks = [pk for pk, title in titles if title_key(title) in keys]
        self._laws = list(Law.objects.filter(pk__in=pks).listed())
        self._of_unit = {}

    def of(self, unit):
        """{key of a title: laws} that count for this unit."""
        if unit.pk not in self._of_unit:
            found, line = {}, set(unit.line)
            for law in self._laws:
                if law.unit_id is None or law.unit.code in line:
                    found.setdefault(law.key, []).append(law)
            self._of_unit[unit.pk] = found
        return self._of_unit[unit.pk]

    def means(self, basis, unit, day):
        """The law (and articles) that a basis of a power of this unit names."""
        return match(basis.law, basis.article, self.of(unit), day)


def naming(keys, powers):
    """Of these powers those in force with a basis of one of these titles: three queries more."""
    bases = PowerBasis.objects.filter(version__in_force_for__in=powers)
    written = bases.order_by().values_list("law", flat=True).distinct()
    texts = [text for text in written if title_key(text) in keys]
    found = powers.filter(in_force__bases__law__in=texts)
    return powers.filter(pk__in=found.values("pk")).listed() if texts else powers.none()


def resting_on(law, powers, day):
    """[(power, its bases that mean this law)] of these powers in force, in their order."""
    register = Register({law.key})
    found = []
    for power in naming({law.key}, powers):
        means = [
            basis
            for basis in power.in_force.bases.all()
            if register.means(basis, power.unit, day).law == law
        ]
        if means:
            found.append((power, means))
    return found
