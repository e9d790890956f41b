"""How far units and sections are in a programme year: forms due, begun, on their way, in force.

Numbers only: a superior counts the papers of the units below and opens none of them (design §4).
A number whose papers the person may all open leads to them; the others lead nowhere (ADR 0026).
What has not begun has no paper: its list are posts and holders, for those who answer for them.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Coalesce

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


def by_unit(person, *, units, year, day):
    """Unit id → Line, of those of these units that the person reads as a whole; four queries."""
    reach, keys = reach_of(person), [unit.pk for unit in units]

    def within(way):
        return reach.units_q(f"{way}unit") & Q(**{f"{way}unit__in": keys})

    return _lines(person, year, day, "unit", within)


def of_all_units(person, *, year, day):
    """The sum of all units the person reads as a whole; the papers behind it are on no one list."""
    reach, forms, line = reach_of(person), forms_of(year), Line()
    posts, seated = _filling(day, lambda way: reach.units_q(f"{way}unit"))
    for rows, begun in ((posts, _form_of_post(forms)), (seated, _form_of_holder(forms))):
        counted = rows.aggregate(due=Count("pk"), begun=Count("pk", filter=begun))
        line.due += counted["due"]
        line.begun += counted["begun"]
    papers = forms.filter(reach.units_q("unit")).values_list("state")
    for state, number in papers.annotate(number=Count("pk")):
        line.papers[PaperState(state)] = number
    return line


def by_section(person, unit, *, year, day):
    """Section id (None: the unit itself) → Line, of those of a unit that the person answers for;
    four queries.
    """
    return _lines(person, year, day, "section", lambda way: _of_unit(person, unit, way))


def not_begun(person, *, year, day, narrowed):
    """Posts, and holders where each fills in a form, without a form of the year, in the order of a
    directory: {post, appointment (0: the post's own form)}. `narrowed(way)` is a further condition.
    """
    reach = reach_of(person)
    posts, seated = _filling(day, lambda way: reach.answers_for_q(way) & narrowed(way))
    forms = forms_of(year)
    posts = posts.exclude(_form_of_post(forms)).annotate(appointment=Value(0, IntegerField()))
    seated = seated.exclude(_form_of_holder(forms)).annotate(appointment=F("pk"))
    columns = ("path", "place", "of_section", "of_post", "appointment")
    found = [
        rows.annotate(
            path=F(f"{way}unit__path"),
            place=Coalesce(f"{way}section__order", -1),
            of_section=Coalesce(f"{way}section", 0),
            of_post=F(f"{way}pk"),
        ).values(*columns)
        for rows, way in ((posts, ""), (seated, "post__"))
    ]
    return found[0].union(found[1], all=True).order_by(*columns)


def _of_unit(person, unit, way):
    return Q(**{f"{way}unit": unit}) & reach_of(person).answers_for_q(way)


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


def _lines(person, year, day, place, within):
    """`place` is the column that posts and papers are counted by; `within(way)` a condition on
    units and sections, where `way` leads from the row to what has them.
    """
    lines = defaultdict(Line)
    for where, due, begun in _due(forms_of(year), day, place, within):
        lines[where].due += due
        lines[where].begun += begun
    forms = forms_of(year).filter(within(""))
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
    posts, seated = _filling(day, within)
    yield from posts.values_list(place).annotate(
        due=Count("pk"), begun=Count("pk", filter=_form_of_post(forms))
    )
    yield from seated.values_list(f"post__{place}").annotate(
        due=Count("pk"), begun=Count("pk", filter=_form_of_holder(forms))
    )


def _filling(day, within):
    """Posts that have one form, and appointments of the day to those with one for each holder."""
    posts = Post.objects.filter(within(""), forms=Post.Forms.ONE, closed_on=None)
    each = Q(post__forms=Post.Forms.EACH_HOLDER, post__closed_on=None)
    seated = Appointment.objects.on(day).filter(within("post__"), each)
    return posts.order_by(), seated.order_by()


def _form_of_post(forms):
    of_posts = forms.filter(post__isnull=False)
    return Q(pk__in=of_posts.values("post"))  # read once, not for each post


def _form_of_holder(forms):
    return Exists(forms.filter(post=OuterRef("post"), holder=OuterRef("person")))
