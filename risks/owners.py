"""Whose duties and risk points are: of a post, else of a section, else of the unit [2][3]."""

from django.db.models import Q

from registry.organisation.models import Appointment, Mandate, Person, Post, Seat

WHOLE_POST = "本岗位全体人员（共性部分）"


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


def is_shared(paper):
    """What all holders of a post have in common (共性), kept by the head of its section [1]."""
    return (
        paper.post_id is not None
        and paper.holder_id is None
        and paper.post.forms == Post.Forms.EACH_HOLDER
    )


def name_on_form(revision, day):
    """姓名 or 负责人: as it was signed, else who it is that day; the principal for a unit."""
    paper = revision.paper
    signs = paper.post_id or paper.section_id
    if revision.filer_name and signs and not is_shared(paper):
        return revision.filer_name
    return _names_of_owner(paper, day)


def _names_of_owner(paper, day):
    if paper.holder_id:
        return paper.holder.name
    if is_shared(paper):
        return WHOLE_POST
    people = paper.post.holders(day) if paper.post_id else in_charge(paper, day)
    return "、".join(person.name for person in people)


def in_charge(paper, day):
    """The heads of the section of a section sheet, the principal where there is no section."""
    seat = Seat.SECTION_HEAD if paper.section_id else Seat.PRINCIPAL
    mandates = Mandate.objects.on(day).filter(seat=seat, unit=paper.unit_id)
    mandates = mandates.filter(section=paper.section_id)
    on_seat = Appointment.objects.on(day).filter(post__in=mandates.values("post"))
    return list(Person.objects.filter(pk__in=on_seat.values("person")).order_by("pk"))
