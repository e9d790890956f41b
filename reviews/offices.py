"""Papers an office looks after, as conditions on the query: its own, and those of units below
that have nobody who could. The same for one paper: `actions.office_of`, `seats.recorders`.

Which units have no office nearer than the person's is read first and once (`_alone`): asked of
every paper, a thousand units with a thousand offices took minutes (ADR 0032).
"""

from collections import defaultdict
from itertools import accumulate

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Seat, Unit
from registry.papers.models import POST_FORMS, Paper, PaperKind, PaperState

from .filing import own_forms
from .seats import KEPT_BY_HEAD, own_paper, owned_by

NOBODY = Q(pk__in=[])


def beneath(reach):
    """Papers of the units that lie under an office of the person's; `managed` and `recorded` are
    among them.
    """
    return _under(reach, Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)


def under_prevention_office(reach):
    """Papers of the unit of the person's prevention office, and of those below: it may urge."""
    return _under(reach, Seat.PREVENTION_OFFICE)


def _under(reach, *seats):
    condition = NOBODY
    for mandate in reach.mandates:
        if mandate.seat in seats:
            condition |= Q(unit__path__startswith=mandate.unit.path)
    return condition


def managed(reach):
    """Papers that the person's prevention office publicises, publishes, gives to others."""
    if not reach.holds(Seat.PREVENTION_OFFICE):
        return NOBODY
    return _alone(Seat.PREVENTION_OFFICE, reach, "unit")


def units_looked_after(reach):
    """Units whose nearest prevention office is the person's: its own, and those without one."""
    return Unit.objects.open().filter(_alone(Seat.PREVENTION_OFFICE, reach, "pk"))


def by_discipline_office(reach, unit="unit"):
    """A condition on the unit behind the lookup: its nearest discipline office is the person's."""
    if not reach.holds(Seat.DISCIPLINE_OFFICE):
        return NOBODY
    return _alone(Seat.DISCIPLINE_OFFICE, reach, unit)


def recorded(reach):
    """Papers on which the person enters what was signed on paper; never an own one."""
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return NOBODY  # most people: spares every page of theirs three subqueries
    return reach.once("recorded", lambda: _recorded(reach))


def _recorded(reach):
    own = Exists(_own(reach.person, OuterRef("pk")))
    by_prevention = _nearest_free(Seat.PREVENTION_OFFICE, reach)
    if not reach.holds(Seat.DISCIPLINE_OFFICE):
        return by_prevention & ~own
    no_office = _without(Seat.PREVENTION_OFFICE, reach) | _barred_to_the_top(reach)
    by_discipline = _nearest_free(Seat.DISCIPLINE_OFFICE, reach) & no_office
    return (by_prevention | by_discipline) & ~own


def _nearest_free(seat, reach):
    """`_nearest` for papers: an office nearer that acts leaves a paper to the person's only where
    it is the own one of its members.
    """
    condition = _alone(seat, reach, "unit")
    for top, nearer in _nearer(seat, reach):
        condition |= Q(pk__in=_barred(nearer, top))
    return condition


def _barred_to_the_top(reach):
    """Papers under the person's discipline office that are the own ones of everybody who acts in
    the prevention offices over them.
    """
    seat, condition = Seat.PREVENTION_OFFICE, NOBODY
    for mandate in reach.mandates:
        if mandate.seat == Seat.DISCIPLINE_OFFICE:
            beside = Q(unit__code__in=mandate.unit.line)
            within = Q(unit__path__startswith=mandate.unit.path)
            offices = _acting_by_path(seat, Mandate.objects.filter(beside | within))
            condition |= Q(pk__in=_barred(offices, mandate.unit))
    return condition


def _barred(offices, top):
    """Ids of papers under the unit `top` with offices on the way up, among `offices` (path → who
    acts there), where the paper is the own one of each of them.
    """
    if not offices:
        return []
    barred = owned_by(set().union(*offices.values()))
    found = []
    for pk, (path, owners) in barred.items():
        acting = set().union(*(offices.get(each, ()) for each in _line(path)))
        if acting and acting <= owners and path.startswith(top.path):
            found.append(pk)
    return found


def _acting_by_path(seat, mandates):
    """Path of a unit → ids of those who act for the seat over it, by one of these mandates."""
    held = mandates.on(timezone.localdate()).filter(seat=seat).order_by()
    seated = defaultdict(set)
    acting = _acting().filter(post__in=held.values("post")).order_by()
    for post, person in acting.values_list("post", "person"):
        seated[post].add(person)
    found = defaultdict(set)
    for path, post in held.values_list("unit__path", "post"):
        if post in seated:
            found[path] |= seated[post]
    return found


def answering(reach):
    """Opinions on a publicity that the person answers: `opinions.answerers` as a condition."""
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return NOBODY
    path, paper = "publication__unit__path", "shown__revision__paper"
    free = _acting().filter(~Exists(_own(OuterRef("person"), OuterRef(OuterRef(paper)))))
    free = free.exclude(person=Coalesce(OuterRef("given_by"), 0))  # without a name: nobody
    no_office = ~Exists(_on_the_way(Seat.PREVENTION_OFFICE, free, path=path))
    by_discipline = _nearest(Seat.DISCIPLINE_OFFICE, reach, free, path) & no_office
    theirs = Exists(_own(reach.person, OuterRef(paper))) | Q(given_by=reach.person)
    return (_nearest(Seat.PREVENTION_OFFICE, reach, free, path) | by_discipline) & ~theirs


def receiving(reach):
    """Missives (来件) that the person reads and sorts: `missives.receivers` as a condition."""
    if not reach.holds(Seat.DISCIPLINE_OFFICE):
        return NOBODY
    paper = "shown__revision__paper"
    free = _acting().filter(~Exists(_own(OuterRef("person"), OuterRef(OuterRef(paper)))))
    theirs = Exists(_own(reach.person, OuterRef(paper)))
    return _nearest(Seat.DISCIPLINE_OFFICE, reach, free, "office__path") & ~theirs


def left_behind(reach):
    """Papers that came back and that nobody can go on with: the office over them may cancel."""
    if not reach.holds(Seat.PREVENTION_OFFICE):
        return NOBODY
    draft = Q(state=PaperState.DRAFT, number__isnull=False)
    return managed(reach) & draft & ~_has_filler() & ~(holder_left() & with_successor())


def holder_left():
    """Whose form it is no longer sits on the post: `filing.has_left` as a condition on drafts."""
    return Q(holder__isnull=False) & ~Exists(_on_post().filter(person=OuterRef("holder")))


def with_successor():
    """Somebody sits on the post who has no form of the year: `filing.successors` as a condition."""
    theirs = own_forms(
        person=OuterRef("person"),
        post=OuterRef(OuterRef("post")),
        programme=OuterRef(OuterRef("programme")),
    )
    return Exists(_on_post().filter(~Exists(theirs)))


def _has_filler():
    """Whether somebody who can sign in may fill the paper in: `filing.may_fill`, for anybody."""
    keeper, prevention, discipline = (
        Exists(_acting_in(seat))
        for seat in (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
    )
    compiler = Q(programme__directory_compiler=Seat.DISCIPLINE_OFFICE) & discipline
    return (
        Q(kind__in=POST_FORMS) & ~KEPT_BY_HEAD & (has_owner_with_account() | has_owner() & keeper)
        | KEPT_BY_HEAD & (has_head_with_account() | has_head() & keeper)
        | Q(kind=PaperKind.UNIT_SHEET) & Exists(_on_the_way(Seat.PREVENTION_OFFICE, _acting()))
        | Q(kind=PaperKind.CATALOGUE) & (keeper | prevention)
        | Q(kind=PaperKind.DIRECTORY) & (prevention | compiler)
    )


def has_owner():
    """Whose form it is, its holder or somebody on the post: `filing.form_owners` is not empty."""
    return _is_of(_on_post())


def has_owner_with_account():
    """Whose form it is, its holder or one of those on the post, can sign in."""
    return _is_of(_on_post().filter(person__account__is_active=True))


def _is_of(on_post):
    """One of these appointments is the holder's, or any of them where the post has one form."""
    by_holder = Exists(on_post.filter(person=OuterRef("holder")))
    return by_holder | Q(holder__isnull=True) & Exists(on_post)


def has_head():
    """Somebody is in charge of the section of a sheet."""
    return Q(Exists(_on_section()))


def has_head_with_account():
    return Q(Exists(_on_section().filter(person__account__is_active=True)))


def _on_section():
    today = timezone.localdate()
    heads = Mandate.objects.on(today).filter(
        seat=Seat.SECTION_HEAD, section=OuterRef(OuterRef("section"))
    )
    return Appointment.objects.on(today).filter(post__in=heads.values("post"))


def _on_post():
    return Appointment.objects.on(timezone.localdate()).filter(post=OuterRef("post"))


def _acting_in(seat):
    """Mandates of a seat over the outer paper's unit, held by somebody who can sign in."""
    sits = _acting().filter(post=OuterRef("post"))
    today = timezone.localdate()
    return Mandate.objects.on(today).filter(Exists(sits), seat=seat, unit=OuterRef("unit"))


def _nearest(seat, reach, acting, path="unit__path"):
    """Papers for which no office of the seat stands nearer than one of the person's.

    `path` leads from the outer row to the path of its unit: of a paper, or of the unit itself.
    """
    condition = NOBODY
    for mandate in reach.mandates:
        if mandate.seat == seat:
            nearer = _on_the_way(seat, acting, above=mandate.unit, path=path)
            condition |= Q(**{f"{path}__startswith": mandate.unit.path}) & ~Exists(nearer)
    return condition


def _alone(seat, reach, unit):
    """A condition on the unit behind the lookup `unit`: no office of the seat that acts stands
    nearer to it than the person's; one query for each such office of the person's, or two.
    """
    condition = NOBODY
    for top, nearer in _nearer(seat, reach):
        if nearer:
            key = f"{seat} alone under {top.path}"
            left = reach.once(key, lambda top=top, nearer=nearer: _left_by(top, nearer))
            condition |= Q(**{f"{unit}__in": left})
        else:
            condition |= _all_within(top, unit)
    return condition


def _nearer(seat, reach):
    """For each unit where the person holds the seat the offices of it below: path → who acts."""
    return [
        (unit, reach.once(f"{seat} below {unit.path}", lambda unit=unit: _below(seat, unit)))
        for unit in (mandate.unit for mandate in reach.mandates if mandate.seat == seat)
    ]


def _below(seat, unit):
    within = Mandate.objects.filter(unit__path__startswith=unit.path).exclude(unit=unit)
    return _acting_by_path(seat, within)


def _without(seat, reach):
    """Papers of units under the person's discipline office with no such office up to the top."""
    condition = NOBODY
    for mandate in reach.mandates:
        if mandate.seat == Seat.DISCIPLINE_OFFICE:
            above = Mandate.objects.filter(unit__code__in=mandate.unit.line)
            if not _paths(seat, above):
                within = Mandate.objects.filter(unit__path__startswith=mandate.unit.path)
                paths = _paths(seat, within)
                left = Q(unit__in=_left_by(mandate.unit, paths))
                condition |= left if paths else _all_within(mandate.unit, "unit")
    return condition


def _paths(seat, mandates):
    """Of the units over which one of these mandates of the seat is held by somebody who acts."""
    return set(_acting_by_path(seat, mandates))


def _all_within(top, unit):
    path = "path" if unit == "pk" else f"{unit}__path"
    return Q(**{f"{path}__startswith": top.path})


def _left_by(top, paths):
    """Ids of the unit and of those under it that lie under none of the paths; so many at most as
    there are units.
    """
    left, covering = [], None
    units = Unit.objects.within(top).order_by().values_list("path", "pk")
    for path, pk in sorted(units):  # whatever lies under a unit follows it
        if covering and path.startswith(covering):
            continue
        if path in paths:
            covering = path
        else:
            left.append(pk)
    return left


def _line(path):
    """The paths of the unit itself and of those above it."""
    *codes, _ = path.split("/")
    return list(accumulate(f"{code}/" for code in codes))


def _on_the_way(seat, acting, above=None, path="unit__path"):
    """Whoever acts for the seat of a unit between the outer row's and the one above."""
    outer = ExpressionWrapper(OuterRef(OuterRef(path)), output_field=CharField())
    offices = (
        Mandate.objects.on(timezone.localdate())
        .annotate(paper_path=outer)
        .filter(seat=seat, paper_path__startswith=F("unit__path"))
    )
    if above is not None:
        offices = offices.filter(unit__path__startswith=above.path).exclude(unit=above)
    return acting.filter(post__in=offices.order_by().values("post"))


def _acting():
    """People who are in office today and can sign in."""
    return Appointment.objects.on(timezone.localdate()).filter(person__account__is_active=True)


def _own(person, paper):
    return Paper.objects.filter(own_paper(person), pk=paper)
