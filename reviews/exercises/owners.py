"""Who keeps the list of registered powers, who enters a use of one, who answers and looks."""

from django.db.models import Exists, OuterRef, Q

from registry.organisation.models import Post, Seat
from reviews import offices

from .models import RegisteredPower


def applies(reach):
    """Whether the register has anything for this person: something is registered where they are,
    or it is theirs to say what is.
    """
    if not reach.takes_part:
        return False
    if reach.holds_any(Seat.PREVENTION_OFFICE):
        return True
    return reach.once(
        "registered powers", lambda: RegisteredPower.objects.visible_to(reach).exists()
    )


def kept(reach):
    """The registered powers whose list this person's office keeps."""
    if not reach.holds_any(Seat.PREVENTION_OFFICE):
        return RegisteredPower.objects.none()
    return RegisteredPower.objects.filter(unit__in=offices.units_looked_after(reach).values("pk"))


def own_posts(reach):
    return Post.objects.filter(pk__in=reach.post_ids, closed_on__isnull=True)


def to_enter(reach):
    """Registered powers whose use this person may enter: with a post in the unit, in the section
    that registers it or over it, or in the office of the unit.
    """
    posts = own_posts(reach).filter(unit=OuterRef("unit")).order_by()
    of_section = posts.filter(section=OuterRef("section"))
    theirs = (
        Q(section__isnull=True)
        | Exists(of_section)
        | Q(section__in=reach.own_sections)
        | Q(unit__in=reach.units_of(Seat.PREVENTION_OFFICE))
    )
    return RegisteredPower.objects.open().filter(Exists(posts), theirs)


def post_for(registered, reach):
    """The post on which somebody enters it: of that section where they have one there."""
    posts = own_posts(reach).filter(unit=registered.unit_id).select_related("section")
    posts = sorted(posts, key=lambda post: (post.section_id != registered.section_id, post.pk))
    return next(iter(posts), None)


def answers_for(exercise, reach):
    """Who answers what was noticed and corrects: whoever entered it, the head of its section, the
    office of the unit.
    """
    return (
        exercise.written_by_id == reach.person.pk
        or exercise.section_id in reach.headed_sections
        or exercise.unit_id in reach.units_of(Seat.PREVENTION_OFFICE)
    )


def may_look(finding, reach):
    """Whoever answers for the unit or the section, but for those who entered or answered it."""
    exercise = finding.exercise
    answer = getattr(finding, "answer", None)
    if answer is None or reach.person.pk in (exercise.written_by_id, answer.by_id):
        return False
    return reach.reads_whole(exercise.unit) or exercise.section_id in reach.own_sections
