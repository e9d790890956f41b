"""代填: the people of a keeper's unit who cannot sign in, with this year's form of each."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from registry.organisation.models import Appointment, Post, Programme, Seat, Unit
from registry.papers.models import POST_FORMS, Paper, PaperState

from .fetch import NO_PROGRAMME

PAGE_SIZE = 30


def entered_for(request):
    """Whose form the information keeper may enter, by unit: begun, or to begin."""
    units = request.reach.units_of(Seat.INFORMATION_KEEPER)
    if not units:
        raise PermissionDenied("代填由本单位信息员办理。")
    today = timezone.localdate()
    page = Paginator(forms_without_account(units, today), PAGE_SIZE)
    page = page.get_page(request.GET.get("page"))
    begun = _begun([post for post, _ in page], today.year)
    entries = [_entry(post, owners, begun) for post, owners in page]
    context = {
        "page_obj": page,
        "entries": entries,
        "year": today.year,
        "no_programme": NO_PROGRAMME,
        "unplanned": _unplanned(units, today.year),
    }
    return render(request, "reviews/entered_for.html", context)


def forms_without_account(units, day):
    """[(post, [people])], one for each form whose owners cannot sign in: `fills_for_another`.

    A post with one form has all its holders as owners; else each holder has a form of their own.
    """
    seated = (
        Appointment.objects.on(day)
        .filter(post__unit__in=units)
        .select_related("post__unit", "post__section", "person__account")
        .order_by("post__unit__path", "post__section__order", "post__pk", "person__pk")
    )
    owners = {}
    for appointment in seated:
        post, person = appointment.post, appointment.person
        key = (post, person if post.forms == Post.Forms.EACH_HOLDER else None)
        people = owners.setdefault(key, [])
        if person not in people:
            people.append(person)
    return [
        (post, people)
        for (post, _), people in owners.items()
        if not any(person.has_account for person in people)
    ]


def _begun(posts, year):
    """(post, holder) → the latest form of the year that was not cancelled."""
    papers = (
        Paper.objects.filter(post__in=posts, programme__year=year, kind__in=POST_FORMS)
        .exclude(state=PaperState.CANCELLED)
        .order_by("pk")
    )
    return {(paper.post_id, paper.holder_id): paper for paper in papers}


def _entry(post, owners, begun):
    own = owners[0] if post.forms == Post.Forms.EACH_HOLDER else None
    return {
        "post": post,
        "names": "、".join(person.name for person in owners),
        "holder": own,
        "paper": begun.get((post.pk, own and own.pk)),
    }


def _unplanned(units, year):
    """Units of the keeper that have no programme for the year: nothing can be begun there."""
    found = list(Unit.objects.filter(pk__in=units))
    programmes = Programme.objects.of_units(found, year)
    return [unit for unit in found if unit.pk not in programmes]
