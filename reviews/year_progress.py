"""How far units and sections are in a programme year: forms due, begun, on their way, in force.

Numbers only: a superior counts the papers of the units below and opens none of them (design §4).
A number whose papers the person may all open leads to them; the others lead nowhere (ADR 0026).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Post
from registry.papers.models import POST_FORMS, Paper, PaperState

from .seats import KEPT_BY_HEAD
from .visibility import papers_visible_to

# One of each post or holder a year: neither what changes it within the year, nor a shared form.
YEARS_FORM = "years_form"  # how the list of papers calls them among the kinds
YEARS_FORMS = Q(kind__in=POST_FORMS, whole=True) & ~KEPT_BY_HEAD
STATES = tuple(state for state in PaperState if state != PaperState.CANCELLED)


@dataclass
class Line:
    """Forms due today by posts and holders, those begun among them, and papers by state.

    `seen` are the papers of a state that the person may open.
    """

    due: int = 0
    begun: int = 0
    papers: dict = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    seen: dict = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    @property
    def not_begun(self):
        return self.due - self.begun

    def opens(self, state):
        """Whether the number of papers of a state leads to their list."""
        return 0 < self.papers[state] == self.seen[state]


def by_unit(person, *, year, day):
    """Unit id → Line, of the units the person reads as a whole; four queries."""
    return _lines(person, year, day, place="unit", within=reach_of(person).units_q)


def by_section(person, unit, *, year, day):
    """Section id (None: the unit itself) → Line, of one of those units; four queries."""
    return _lines(person, year, day, place="section", within=lambda lookup: Q(**{lookup: unit}))


def total(lines):
    """The sum of lines; the papers behind it are on no one list."""
    whole = Line()
    for line in lines:
        whole.due += line.due
        whole.begun += line.begun
        for state in STATES:
            whole.papers[state] += line.papers[state]
    return whole


def forms_of(year):
    """The year's forms of posts and holders, of all units."""
    forms = Paper.objects.filter(YEARS_FORMS, programme__year=year)
    return forms.exclude(state=PaperState.CANCELLED).order_by()


def _lines(person, year, day, *, place, within):
    """`place` is the column that posts and papers are counted by, `within(lookup)` a condition."""
    lines = defaultdict(Line)
    for where, due, begun in _due(forms_of(year), day, place, within):
        lines[where].due += due
        lines[where].begun += begun
    forms = forms_of(year).filter(within("unit"))
    for where, state, number in _counted(forms, place):
        lines[where].papers[PaperState(state)] = number
    seen = papers_visible_to(person).filter(pk__in=forms.values("pk")).order_by()
    for where, state, number in _counted(seen, place):
        lines[where].seen[PaperState(state)] = number
    return lines


def _counted(papers, place):
    return papers.values_list(place, "state").annotate(number=Count("pk"))


def _due(forms, day, place, within):
    """(place, forms due, forms begun): one of a post, or one of each holder it has today."""
    posts = Post.objects.filter(within("unit"), forms=Post.Forms.ONE, closed_on=None)
    of_post = Q(pk__in=forms.values("post"))  # read once, not for each post
    yield from (
        posts.order_by()
        .values_list(place)
        .annotate(due=Count("pk"), begun=Count("pk", filter=of_post))
    )
    seated = Appointment.objects.on(day).filter(
        within("post__unit"), post__forms=Post.Forms.EACH_HOLDER, post__closed_on=None
    )
    of_holder = Exists(forms.filter(post=OuterRef("post"), holder=OuterRef("person")))
    yield from (
        seated.order_by()
        .values_list(f"post__{place}")
        .annotate(due=Count("pk"), begun=Count("pk", filter=of_holder))
    )
