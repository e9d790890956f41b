"""谁行使谁清理: whose declarations a round waits for, who writes one, who gathers it [3].

A declaration that is not saved yet stands for its owner as well: a post, a section, the unit.
"""

from collections import defaultdict
from functools import cached_property

from django.db.models import Q

from registry.organisation.models import Appointment, Mandate, Post, Seat
from registry.papers.models import Paper, PaperKind
from reviews import filing, seats

from .models import Declaration


def expected(clearing, day):
    """What the round waits for, in the order of a directory: the unit, leaders, each section and
    its posts. Posts on which nobody sits have nobody to declare.
    """
    sitting = Appointment.objects.on(day).filter(post__unit=clearing.unit).values("post")
    posts = Post.objects.filter(pk__in=sitting, closed_on__isnull=True).select_related("section")
    posts = list(posts.order_by("pk"))
    found = [Declaration(round=clearing)]
    found += [Declaration(round=clearing, post=post) for post in posts if post.section_id is None]
    for section in clearing.unit.sections.filter(closed_on__isnull=True):
        found.append(Declaration(round=clearing, section=section))
        found += [
            Declaration(round=clearing, post=post)
            for post in posts
            if post.section_id == section.pk
        ]
    return found


def key_of(declaration):
    """What tells owners of one round apart."""
    return declaration.section_id, declaration.post_id


def upper(declaration):
    """Where a post's declaration goes first: its section's, that of a leader the unit's."""
    section = declaration.post.section
    return Declaration(round=declaration.round, section=section)


class Writers:
    """Who writes which declaration of a unit on a day: a few queries, however many there are.

    Whoever sits on the post, heads the section, keeps the unit's office. For a post without an
    account the head of its section does, for a section without a head the office: nobody's powers
    stay unlisted.
    """

    def __init__(self, unit, day):
        self.unit, self.day = unit, day
        heads = Mandate.objects.on(day).filter(unit=unit, seat=Seat.SECTION_HEAD).order_by()
        self._heads = list(heads.values_list("section", "post"))
        posts = Q(post__unit=unit) | Q(post__in=[post for _, post in self._heads])
        self._seated = defaultdict(list)
        for sits in Appointment.objects.on(day).filter(posts).select_related("person__account"):
            if sits.person.has_account:
                self._seated[sits.post_id].append(sits.person)

    def of(self, declaration):
        if declaration.post_id:
            return self._seated[declaration.post_id] or self.of(upper(declaration))
        heads = [
            person
            for section, post in self._heads
            if section == declaration.section_id
            for person in self._seated[post]
        ]
        return heads or self.office

    @cached_property
    def office(self):
        return office(self.unit, self.day)


def office(unit, day):
    """Who runs the clearing of a unit: its prevention office, or the nearest one above."""
    free = seats.nearest_free(Seat.PREVENTION_OFFICE, unit=unit, day=day)
    return [holder.person for holder in free]


def may_write(declaration, person, day):
    return person in Writers(declaration.round.unit, day).of(declaration)


def may_run(clearing, person, day):
    return person in office(clearing.unit, day)


def may_gather(declaration, person, day):
    """A post's: whoever writes that of its section; else whoever fills in the catalogue."""
    if declaration.post_id:
        return may_write(upper(declaration), person, day)
    return may_fill_catalogue(declaration.round.unit, declaration.round.programme, person, day)


def may_fill_catalogue(unit, programme, person, day):
    catalogue = Paper(unit=unit, kind=PaperKind.CATALOGUE, programme=programme)
    return filing.may_fill(catalogue, person, day)


def may_answer(row, unit, person, day):
    """An offer to a section is its head's to answer, one to a unit (any of those below where it is
    for several or all) that of whoever fills in its catalogue.
    """
    if row.to_section_id:
        own = Declaration(round=row.declaration.round, section=row.to_section)
        return may_write(own, person, day)
    return may_fill_catalogue(unit, row.declaration.round.programme, person, day)
