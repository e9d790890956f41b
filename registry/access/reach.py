"""How far a person reaches on a day: their posts, their seats, and what these let them read.

The row "register" of the table in design §4 is `Reach.register_q`; every `visible_to` uses it.
"""

from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Post, Seat, Section

# Seats that read their own unit and everything under it: offices and leaders of a superior.
SUBTREE_SEATS = {
    Seat.PRINCIPAL,
    Seat.UNIT_SUPERVISOR,
    Seat.PREVENTION_OFFICE,
    Seat.DISCIPLINE_OFFICE,
    Seat.HIGHER_LEADER,
}
# These read a whole unit and answer for how far it is.
OVERSEEING_SEATS = (
    Seat.LEADING_GROUP,
    Seat.PRINCIPAL,
    Seat.UNIT_SUPERVISOR,
    Seat.HIGHER_LEADER,
    Seat.PREVENTION_OFFICE,
    Seat.DISCIPLINE_OFFICE,
)
NOTHING = Q(pk__in=[])
SECTION_SEATS = {Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER}
# These manage points, or answer for them [0].
MANAGING_SEATS = (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER, Seat.PRINCIPAL)
# These answer for how far a unit, or some of its sections, are.
ANSWERING_SEATS = (*OVERSEEING_SEATS, Seat.SUPERVISING_LEADER, Seat.SECTION_HEAD)


def reach_of(person, day=None):
    """The reach of a person today, or on the given day; nobody reaches nothing.

    Within a request the one computed by the middleware is used again.
    """
    if person is None:
        return NOBODY
    today = timezone.localdate()
    known = person.__dict__.get("reach_of_request") if day in (None, today) else None
    return known if known is not None else read_reach(person, day or today)


def read_reach(person, day):
    """Two queries: the posts of the person that day, and the mandates of those posts."""
    if person.account_id is not None and not person.account.is_active:
        return NOBODY
    held = Appointment.objects.on(day).filter(person=person).order_by()
    post_ids = frozenset(held.values_list("post", flat=True))
    mandates = Mandate.objects.on(day).filter(post__in=post_ids).select_related("unit", "section")
    return Reach(person, post_ids, list(mandates) if post_ids else [])


class Reach:
    """What somebody sits on and over; without posts it is empty, whatever their other roles."""

    def __init__(self, person, post_ids, mandates):
        self.person = person
        self.post_ids = post_ids
        self.mandates = mandates
        self.headed_sections = self._sections(Seat.SECTION_HEAD)
        self.supervised_sections = self._sections(Seat.SUPERVISING_LEADER)
        self.own_sections = self.headed_sections | self.supervised_sections
        self.subtrees = shortest_prefixes(
            mandate.unit.path for mandate in mandates if mandate.seat in SUBTREE_SEATS
        )
        self._read = {}

    def once(self, name, read):
        """What `read()` gives, asked once as long as this reach lasts: for one page."""
        if name not in self._read:
            self._read[name] = read()
        return self._read[name]

    @property
    def takes_part(self):
        """Whether the person has any place in the work: a post (seats come with posts only)."""
        return bool(self.post_ids)

    @property
    def admin_role(self):
        return self.person.admin_role if self.person else None

    def units_of(self, *seats):
        """Ids of the units over which one of the seats is held."""
        return frozenset(mandate.unit_id for mandate in self.mandates if mandate.seat in seats)

    def holds(self, seat, unit=None, section=None):
        """Whether the person holds the seat; over that unit and that section, where given."""
        return any(
            mandate.seat == seat
            and (unit is None or mandate.unit_id == unit.pk)
            and (section is None or mandate.section_id == section.pk)
            for mandate in self.mandates
        )

    def holds_any(self, *seats):
        return any(mandate.seat in seats for mandate in self.mandates)

    def oversees(self, unit):
        """Whether the whole unit lies in a subtree the person reads."""
        return any(unit.path.startswith(prefix) for prefix in self.subtrees)

    def reads_whole(self, unit):
        """Whether the whole unit is read, as its leading group or from above."""
        return unit.pk in self.units_of(Seat.LEADING_GROUP) or self.oversees(unit)

    def answers_for_q(self, way=""):
        """What is of the units read as a whole, or of the own sections; `way` leads to the row
        that has the unit and the section, as in "paper__".
        """
        return self.register_q(unit=f"{way}unit", section=f"{way}section", post=None)

    def units_q(self, unit="unit"):
        """Units read as a whole: one's own as group or office, the subtree of a superior.

        `unit` is the lookup to the unit; "" asks the units themselves.
        """
        return self._units(unit) or NOTHING

    def touched_q(self):
        """Units of which at least a part of the register is read, as a condition on units."""
        posts = Post.objects.filter(pk__in=self.post_ids).values("unit")
        sections = Section.objects.filter(pk__in=self.own_sections).order_by().values("unit")
        return self.units_q("") | Q(pk__in=posts.order_by()) | Q(pk__in=sections)

    def _units(self, unit):
        condition = _any_of(f"{unit}__in" if unit else "pk__in", self.units_of(Seat.LEADING_GROUP))
        for prefix in self.subtrees:
            lookup = f"{unit}__path__startswith" if unit else "path__startswith"
            condition |= Q(**{lookup: prefix})
        return condition

    def register_q(self, *, unit="unit", section="section", post="post"):
        """Rows of the register this person may read, by the lookups to unit, section and post.

        A lookup that the model does not have is given as None. Posts and sections are few, they
        are the person's own; the rows of a subtree are found by the path alone.
        """
        condition = self._units(unit)
        if section:
            condition |= _any_of(f"{section}__in", self.own_sections)
        if post:
            condition |= _any_of(f"{post}__in", self.post_ids)
            condition |= _any_of(f"{post}__section__in", self.own_sections)
        return condition or NOTHING

    def _sections(self, seat):
        return frozenset(m.section_id for m in self.mandates if m.seat == seat)


def _any_of(lookup, ids):
    """A condition, none where there is nothing to look for."""
    return Q(**{lookup: ids}) if ids else Q()


def shortest_prefixes(paths):
    """Paths without those that lie under another of them."""
    kept = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


NOBODY = Reach(None, frozenset(), [])
