"""Which units somebody may import for, and what of it needs an administrator."""

from registry.access.reach import shortest_prefixes
from registry.organisation.models import AdminRole, Seat


class Scope:
    """System administrator: everything. Prevention office: its unit and those under it.
    Information keeper: the sections, posts and people of the own unit.
    """

    def __init__(self, reach):
        self.person = reach.person
        self.is_system = reach.admin_role == AdminRole.SYSTEM
        self.prefixes = shortest_prefixes(
            mandate.unit.path
            for mandate in reach.mandates
            if mandate.seat == Seat.PREVENTION_OFFICE
        )
        self.kept_units = reach.units_of(Seat.INFORMATION_KEEPER)

    @property
    def is_empty(self):
        return not (self.is_system or self.prefixes or self.kept_units)

    def includes(self, unit):
        return self.includes_below(unit) or (unit.pk is not None and unit.pk in self.kept_units)

    def includes_below(self, unit):
        """Whether units may be made or renamed there; a unit not yet saved counts by its parent."""
        if self.is_system:
            return True
        above = unit
        while above is not None and above.pk is None:
            above = above.parent
        return above is not None and any(above.path.startswith(one) for one in self.prefixes)
