"""Whose duties and risk points are: of a post, else of a section, else of the unit [2][3]."""

from django.db.models import Q

from registry.organisation.models import Appointment, Mandate, Person, Seat


def owner_of(paper):
    """The fields of a new identity that is first written in this paper."""
    owner = {"unit_id": paper.unit_id, "section_id": None, "post_id": paper.post_id}
    return owner if paper.post_id else {**owner, "section_id": paper.section_id}


def owned_as(paper):
    """A condition on identities: they belong to whom this paper is about."""
    if paper.post_id:
        return Q(post=paper.post_id)
    return Q(unit=paper.unit_id, section=paper.section_id, post=None)


def papers_of_owner(paper, lookup):
    """A condition: the paper behind `lookup` is about the same post, section or unit."""
    if paper.post_id:
        return Q(**{f"{lookup}__post": paper.post_id})
    same = {"kind": paper.kind, "unit": paper.unit_id, "section": paper.section_id}
    return Q(**{f"{lookup}__{field}": value for field, value in same.items()})


def names_of_owner(paper, day):
    """Who fills it in: on the post, in charge of the section, or at the head of the unit."""
    if paper.holder_id:
        return paper.holder.name
    people = paper.post.holders(day) if paper.post_id else in_charge(paper, day)
    return "、".join(person.name for person in people)


def in_charge(paper, day):
    """The heads of the section of a section sheet, the principal where there is no section."""
    seat = Seat.SECTION_HEAD if paper.section_id else Seat.PRINCIPAL
    mandates = Mandate.objects.on(day).filter(seat=seat, unit=paper.unit_id)
    mandates = mandates.filter(section=paper.section_id)
    on_seat = Appointment.objects.on(day).filter(post__in=mandates.values("post"))
    return list(Person.objects.filter(pk__in=on_seat.values("person")).order_by("pk"))
