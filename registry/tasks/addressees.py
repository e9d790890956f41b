"""To whom a recurring duty falls in a unit on a day: posts that somebody sits on, or their holders.

A post on which everybody fills in a form of their own has a task for each regular holder.
"""

from collections import defaultdict
from dataclasses import dataclass

from registry.organisation.models import Appointment, Mandate, Person, Post, Rank, Section, Unit

from .models import TaskRule

Whom = TaskRule.Whom
TIERS = {
    Whom.LEADERS: {"tier": Post.Tier.LEADER},
    Whom.MIDDLE: {"tier": Post.Tier.MIDDLE},
    Whom.ORDINARY: {"tier": Post.Tier.ORDINARY},
    Whom.KEY_POSTS: {"is_key": True},
    Whom.EVERYBODY: {},
}
# Of these seats each head is meant; of the others the first one of the unit.
EACH_HEAD = (Whom.SECTION_HEAD, Whom.SUPERVISING_LEADER)


@dataclass(frozen=True)
class Addressee:
    unit: Unit
    post: Post | None = None
    person: Person | None = None
    section: Section | None = None

    @property
    def code(self):
        """How a key says it."""
        return f"post{self.post.pk}" if self.post else f"person{self.person.pk}"

    @property
    def name(self):
        return str(self.post or self.person)


def addressees(whom, units, day):
    """Everybody in these units whom it falls to, each once; three queries for any number."""
    if whom in TIERS:
        posts = Post.objects.filter(unit__in=units, closed_on__isnull=True, **TIERS[whom])
        pairs = [(post.unit, post) for post in posts.select_related("unit", "section")]
    else:
        pairs = _seated(whom, units, day)
    holders = _holders([post for _, post in pairs], day)
    return [one for unit, post in pairs for one in _of_post(unit, post, whom, holders[post.pk])]


def _seated(seat, units, day):
    """(unit over which, post) of the heads of a seat; where there is none, of the first deputy."""
    mandates = Mandate.objects.on(day).filter(seat=seat, unit__in=units, post__closed_on=None)
    mandates = mandates.select_related("unit", "post__unit", "post__section")
    order = {Rank.HEAD: 0, Rank.DEPUTY: 1, Rank.MEMBER: 2}
    ranked = sorted(mandates, key=lambda each: (each.unit.path, order[each.rank], each.pk))
    found = {}
    for mandate in ranked:
        if seat in EACH_HEAD:
            found.setdefault((mandate.unit_id, mandate.post_id), (mandate.unit, mandate.post))
        else:
            found.setdefault(mandate.unit_id, (mandate.unit, mandate.post))
    return list(found.values())


def _holders(posts, day):
    """{post: its appointments that day, regular holders first}."""
    found = defaultdict(list)
    for each in Appointment.objects.on(day).filter(post__in=posts).select_related("person"):
        found[each.post_id].append(each)
    return found


def _of_post(unit, post, whom, appointments):
    if whom in TIERS and post.forms == Post.Forms.EACH_HOLDER:
        regular = [each.person for each in appointments if not each.acting]
        return [Addressee(unit, person=person, section=post.section) for person in regular]
    return [Addressee(unit, post=post)] if appointments else []
