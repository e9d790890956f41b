"""From seats to people: who can take a step today. `waiting` asks the same of many papers."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Person, Post, Seat, Unit
from registry.papers.models import POST_FORMS, Paper, PaperKind, Revision, Writer
from risks.owners import is_shared

from . import chain
from .models import Decision
from .refusals import NotReady

# `kept_by_head` as a condition on papers.
KEPT_BY_HEAD = Q(kind=PaperKind.SECTION_SHEET) | Q(
    kind__in=POST_FORMS, holder__isnull=True, post__forms=Post.Forms.EACH_HOLDER
)


def kept_by_head(paper):
    """The sheet of a section and the shared form of a post are kept by the head of the section."""
    return paper.kind == PaperKind.SECTION_SHEET or is_shared(paper)


@dataclass(frozen=True)
class Holder:
    """A person on a seat by a post; `acting_for` names whom leave cover stands in for."""

    person: Person
    post: Post
    seat: str
    acting_for: str = ""

    @property
    def label(self):
        return f"{self.post.name} {self.person.name}"


@dataclass(frozen=True)
class Resolution:
    """Who takes a step: `holders` with accounts, or `on_paper` when nobody can on screen."""

    seat: str
    holders: tuple[Holder, ...]
    on_paper: bool

    def holder(self, person):
        return next((holder for holder in self.holders if holder.person == person), None)


class Seating:
    """Who can take steps on a day. What it has read it does not ask again: an operation that asks
    more than once makes one and passes it on, and it ends with the operation.
    """

    def __init__(self, day):
        self.day = day
        self._mandates = {}
        self._appointments = {}
        self._filers = {}

    def holders(self, seat, *, unit, section=None, ranks=chain.ANY_RANK):
        """People on a seat over a unit (and section), regular holders first."""
        appointments = self._appointments_on(self._posts(seat, unit, section, ranks))
        regular = {a.post_id: a.person.name for a in appointments if not a.acting}
        found = {}
        for appointment in appointments:
            acting_for = regular.get(appointment.post_id, str(appointment.post))
            found.setdefault(
                appointment.person,
                Holder(
                    person=appointment.person,
                    post=appointment.post,
                    seat=seat,
                    acting_for=acting_for if appointment.acting else "",
                ),
            )
        return list(found.values())

    def filers(self, paper):
        """Whose own paper it is: nothing that is done on its way to the register changes it."""
        if paper.pk not in self._filers:
            self._filers[paper.pk] = filers(paper)
        return self._filers[paper.pk]

    def is_of_signing_office(self, paper, unit):
        """Whether whoever stands behind the paper sits in the discipline office of the unit: the
        condition `of_signing_office` of one paper.
        """
        behind = [paper.post_id]
        if kept_by_head(paper):
            heads = Mandate.objects.on(self.day).filter(seat=Seat.SECTION_HEAD)
            behind = heads.filter(section__in=[paper.section_id]).values_list("post", flat=True)
        return not self._posts(Seat.DISCIPLINE_OFFICE, unit).isdisjoint(behind)

    def _posts(self, seat, unit, section=None, ranks=chain.ANY_RANK):
        over = section.pk if section and seat in chain.OVER_SECTION else None
        return {
            mandate.post_id
            for mandate in self._mandates_over(unit)
            if (mandate.seat, mandate.section_id) == (seat, over) and mandate.rank in ranks
        }

    def _mandates_over(self, unit):
        """Of the unit; those of the units above it are read with them."""
        if unit.code not in self._mandates:
            self._mandates |= {code: [] for code in unit.line}
            mandates = Mandate.objects.on(self.day).filter(unit__code__in=unit.line).order_by()
            fields = ("seat", "section_id", "rank", "post_id", "unit__code")
            for mandate in mandates.values_list(*fields, named=True):
                self._mandates[mandate.unit__code].append(mandate)
        return self._mandates[unit.code]

    def _appointments_on(self, posts):
        if unknown := posts - self._appointments.keys():
            self._appointments |= {post: [] for post in unknown}
            appointments = Appointment.objects.on(self.day).filter(post__in=unknown)
            for each in appointments.select_related("person__account", "post"):
                self._appointments[each.post_id].append(each)
        found = [each for post in posts for each in self._appointments[post]]
        return sorted(found, key=lambda each: (each.acting, each.starts, each.pk))

    def nearest_unit_with(self, seat, *, unit, but_not=None):
        """The unit itself or the nearest above that has this seat filled; None at the end.

        `but_not` tells which units are passed over.
        """
        for candidate in _line(unit):
            if self.holders(seat, unit=candidate) and not (but_not and but_not(candidate)):
                return candidate
        return None

    def nearest_unit_giving(self, seat, *, unit):
        """The unit itself or the nearest above that has given the seat to a post; else None."""
        return next((each for each in _line(unit) if self._posts(seat, each)), None)

    def nearest_free(self, seat, *, unit, avoided=()):
        """Who can act for a seat on screen: of the unit or of the nearest above that has any."""
        for candidate in _line(unit):
            found = [
                holder
                for holder in self.holders(seat, unit=candidate)
                if holder.person.has_account and holder.person not in avoided
            ]
            if found:
                return found
        return []

    def recorders(self, paper, avoided):
        """Who enters a decision signed on paper: the prevention office, own or nearest above.

        Where nobody of these offices is free of the paper, the discipline office does it.
        """
        over = {"unit": paper.unit, "avoided": avoided}
        return self.nearest_free(Seat.PREVENTION_OFFICE, **over) or self.nearest_free(
            Seat.DISCIPLINE_OFFICE, **over
        )

    def avoided_on(self, step):
        """Filers, who signed across the wall on the same paper, and the filer's whole office."""
        signed = across_the_wall(step.seat).filter(step__paper=step.paper_id)
        across = Person.objects.filter(pk__in=signed.order_by().values("person"))
        avoided = self.filers(step.paper) | set(across.order_by())
        is_office = step.seat == Seat.DISCIPLINE_OFFICE
        if is_office and self.is_of_signing_office(step.paper, step.unit):
            avoided |= {holder.person for holder in self.holders(step.seat, unit=step.unit)}
        return avoided

    def resolve(self, step):
        """Who can take this step."""
        if step.person_id:
            return self._reassigned(step)
        avoided = self.avoided_on(step)
        return self.resolve_seat(step.seat, unit=step.unit, section=step.section, avoided=avoided)

    def resolve_seat(self, seat, *, unit, avoided, section=None):
        """Who acts for a seat over a unit (and section), by the ladder of `chain`."""
        seated = {}

        def holders_of(rung):
            found = self.holders(rung.seat, unit=unit, section=section, ranks=rung.ranks)
            seated.update({holder.person: holder for holder in found})
            return [holder.person for holder in found]

        staffed = chain.first_staffed(chain.ladder(seat), holders_of, avoided)
        if staffed is None:
            return Resolution(seat=seat, holders=(), on_paper=True)
        rung, people = staffed
        with_account = tuple(seated[person] for person in people if person.has_account)
        return Resolution(seat=rung.seat, holders=with_account, on_paper=not with_account)

    def _reassigned(self, step):
        """Whom the office named; once they left or must avoid, the office records or names anew."""
        if not step.person.has_account or step.person in self.avoided_on(step):
            return Resolution(seat=step.seat, holders=(), on_paper=True)
        post = next(iter(step.person.posts_on(self.day)), None)
        holder = Holder(person=step.person, post=post, seat=step.seat)
        return Resolution(seat=step.seat, holders=(holder,), on_paper=False)


def _line(unit):
    """The unit, then those above it, nearest first."""
    yield unit
    yield from Unit.objects.above(unit)


# For whoever has one question only.


def holders(seat, *, unit, day, section=None, ranks=chain.ANY_RANK):
    return Seating(day).holders(seat, unit=unit, section=section, ranks=ranks)


def resolve(step, day):
    return Seating(day).resolve(step)


def recorders(paper, day, avoided):
    return Seating(day).recorders(paper, avoided)


def nearest_free(seat, *, unit, day):
    return Seating(day).nearest_free(seat, unit=unit)


def office_over(unit, day):
    """The people of the prevention office over a unit: its own, else the nearest above."""
    return [holder.person for holder in nearest_free(Seat.PREVENTION_OFFICE, unit=unit, day=day)]


def filers(paper):
    """Everybody whose own paper this is: they take part in none of its steps."""
    first, *others = [
        tie.rows.filter(tie.held, **{f"{tie.by}__in": [paper.serializable_value(tie.of)]})
        .order_by()
        .values(column)
        for tie in _ties(timezone.localdate())
        if tie.concerns(paper)
        for column in tie.persons
    ]
    people = Q(pk__in=first.union(*others))
    if paper.holder_id is not None:
        people |= Q(pk=paper.holder_id)
    return set(Person.objects.filter(people).order_by())


def own_paper(person):
    """A condition on papers: it is this person's own; `filers` asks the same of one paper.

    `person` may be an outer reference, or a query of people: then it is the own one of any. Where
    it is none, what makes papers theirs is read once, not for each paper.
    """
    one_of = "__in" if isinstance(person, QuerySet) else ""
    own = Q(**{f"holder{one_of}": person})
    for tie in _ties(timezone.localdate()):
        if isinstance(person, OuterRef):
            rows = tie.rows_of(OuterRef(person)).filter(**{tie.by: OuterRef(tie.of)})
            own |= tie.papers & Q(Exists(rows))
        else:
            rows = tie.rows_of(person, one_of).order_by()
            own |= tie.papers & Q(**{f"{tie.of}__in": rows.values(tie.by)})
    return own


def owned_by(people):
    """Paper id → (path of its unit, which of these people, ids, have it as their own): `own_paper`
    of many at once, where any has.
    """
    found = {}
    for pk, path, *theirs in _owners(people):
        found.setdefault(pk, (path, set()))[1].update(people.intersection(theirs))
    return found


def _owners(people):
    """(paper id, path of its unit, ids of people, some of them none of these)."""
    held = Paper.objects.filter(holder__in=people).order_by()
    yield from held.values_list("pk", "unit__path", "holder")
    for tie in _ties(timezone.localdate()):
        theirs = Q(*((f"{name}__in", people) for name in tie.persons), _connector=Q.OR)
        rows = tie.rows.filter(tie.held, theirs).order_by()
        if tie.of == "pk":
            yield from rows.values_list(tie.by, f"{tie.by}__unit__path", *tie.persons)
            continue
        at = defaultdict(set)
        for place, *persons in rows.values_list(tie.by, *tie.persons):
            at[place].update(persons)
        papers = Paper.objects.filter(tie.papers, **{f"{tie.of}__in": list(at)}).order_by()
        for pk, path, place in papers.values_list("pk", "unit__path", tie.of):
            yield pk, path, *at[place]


@dataclass(frozen=True)
class Tie:
    """Rows that make a paper theirs who are its `persons`: whose `by` is the paper's `of`.

    Which papers are meant is said twice, `papers` in a question and `concerns` of one at hand.
    """

    rows: QuerySet
    by: str
    persons: tuple[str, ...]
    of: str = "pk"
    papers: Q = field(default_factory=Q)
    held: Q = field(default_factory=Q)
    concerns: Callable = field(default=lambda paper: True)

    def rows_of(self, person, lookup=""):
        theirs = Q(*((f"{column}{lookup}", person) for column in self.persons), _connector=Q.OR)
        return self.rows.filter(self.held, theirs)


def _ties(day):
    """Whoever wrote in a paper, handed it in or entered it for somebody, beside its holder.

    Whoever typed rows counts, also when another handed them in or the post has passed on. The
    form of a post is the paper of everybody who sits there that day, also after a change; the
    sheet of a section and a shared form that of everybody in charge of the section.
    """
    seated = Appointment.objects.on(day)
    of_post = {
        "papers": Q(kind__in=POST_FORMS, holder__isnull=True),
        "concerns": lambda paper: paper.kind in POST_FORMS and paper.holder_id is None,
    }
    of_head = {"papers": KEPT_BY_HEAD, "concerns": kept_by_head}
    heads = Q(post__mandates__seat=Seat.SECTION_HEAD) & _lasting("post__mandates", day)
    return (
        Tie(Revision.objects.all(), "paper", ("submitted_by", "entered_by")),
        Tie(Writer.objects.all(), "paper", ("person",)),
        Tie(seated, "post", ("person",), "post", **of_post),
        Tie(seated, "post__mandates__section", ("person",), "section", held=heads, **of_head),
    )


def _lasting(lookup, day):
    """Behind the lookup is something that has begun and has not ended that day."""
    ends = Q(**{f"{lookup}__ends__isnull": True}) | Q(**{f"{lookup}__ends__gte": day})
    return Q(**{f"{lookup}__starts__lte": day}) & ends


def check_signer(paper, name):
    """Refuse the filer's name under a step or confirmation recorded from paper (线下签署)."""
    known = {_bare(person.name) for person in filers(paper)}
    if _bare(name) in known:
        text = (
            f"“{name}”是本表的填报人，自己的表不能由自己签署。请核对签字页上的姓名；"
            "如果只是同名，请在姓名后面注明科室，如“王伟（后勤）”。"
        )
        raise NotReady([text])


def _bare(name):
    """A name without the blanks that fill up a short one on paper."""
    return "".join(name.split())


def across_the_wall(seat):
    """What was signed in person on the other side of the discipline office's wall (design §3).

    A meeting, or entering what somebody signed on paper, is not a signature of one's own.
    """
    signed = Decision.objects.filter(meeting__isnull=True, scan__isnull=True)
    discipline = Q(step__seat=Seat.DISCIPLINE_OFFICE)
    return signed.filter(~discipline if seat == Seat.DISCIPLINE_OFFICE else discipline)


def of_signing_office(day, *, unit):
    """A condition on papers: whoever stands behind one sits in the discipline office of `unit`.

    A form is its post's; the sheet of a section and a shared form are its heads'. The office's
    own papers go to the nearest office above, or are recorded from paper: a colleague does not
    sign them (design §3). `unit` may be an outer reference.
    """
    seated = Mandate.objects.on(day).filter(seat=Seat.DISCIPLINE_OFFICE, unit=unit)
    heads = Q(
        post__mandates__seat=Seat.SECTION_HEAD, post__mandates__section=OuterRef("section")
    ) & _lasting("post__mandates", day)
    of_post = ~KEPT_BY_HEAD & Q(Exists(seated.filter(post=OuterRef("post"))))
    return of_post | KEPT_BY_HEAD & Q(Exists(seated.filter(heads)))
