"""Finding a round, a declaration, an offer: 404 for what is not yours, 403 for a wrong role."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from registry.tables.text import number_in
from reviews.clearing import declaring, offers, owners, rounds
from reviews.clearing.models import ClearingRound, Declaration


def fetch_round(request, pk):
    found = ClearingRound.objects.visible_to(request.reach)
    found = found.select_related("unit", "programme__unit", "opened_by", "closed_by")
    return get_object_or_404(found, pk=pk)


def fetch_round_to_run(request, pk):
    clearing = fetch_round(request, pk)
    if not owners.may_run(clearing, request.person, timezone.localdate()):
        raise PermissionDenied(rounds.NOT_YOURS)
    return clearing


def fetch_declaration(request, pk):
    """(declaration, whether the person writes it); one not handed in is its writers' only."""
    found = Declaration.objects.visible_to(request.reach).listed().select_related("gathered_by")
    declaration = get_object_or_404(found, pk=pk)
    is_mine = owners.may_write(declaration, request.person, timezone.localdate())
    if declaration.handed_in_at is None and not is_mine:
        raise Http404
    return declaration, is_mine


def fetch_own(request, pk):
    """A declaration that this person writes; 403 for whoever only reads it."""
    declaration, is_mine = fetch_declaration(request, pk)
    if not is_mine:
        raise PermissionDenied(declaring.NOT_YOURS)
    return declaration


def fetch_offer(request, pk):
    """(the row offered, the receiving unit that is the person's or None, its answer or None).

    `?unit=` says which, where they speak for several.
    """
    rows = offers.visible_to(request.reach).distinct()
    rows = rows.listed().select_related(
        "declaration__round__unit", "declaration__round__programme", "declaration__section"
    )
    row = get_object_or_404(rows, pk=pk)
    answers = {each.unit_id: each for each in row.answers.select_related("by", "unit")}
    if row.to_section_id:
        return row, None, answers.get(None)
    mine = request.reach.units_of(*offers.UNIT_SEATS) | {request.person.unit_id}
    units = [unit for unit in offers.receivers_of(row) if unit.pk in mine]
    asked = number_in(request.GET.get("unit", ""))
    named = [unit for unit in units if unit.pk == asked]
    unanswered = [unit for unit in units if unit.pk not in answers]
    unit = next(iter(named or unanswered or units), row.to_unit)
    return row, unit, answers.get(unit.pk) if unit else None


def crumbs(*steps):
    """清权 › what follows, as (label, address) or a label."""
    found = [{"label": "清权", "url": reverse("clearing")}]
    for step in steps:
        label, url = step if isinstance(step, tuple) else (step, "")
        found.append({"label": label, "url": url})
    return found
