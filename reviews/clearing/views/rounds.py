"""清权: the entry, rounds of units, the board of one round, opening, closing, 催报, its file."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file
from registry.trail.recording import record_now
from reviews import offices
from reviews.clearing import (
    board,
    gathering,
    handed_over,
    offers,
    owners,
    posts_register,
    rounds,
    waiting,
)
from reviews.clearing.forms import RoundForm
from reviews.clearing.models import ClearingRound
from reviews.refusals import Refused
from reviews.views.fetch import programme_or_refuse

from .fetch import crumbs, fetch_round, fetch_round_to_run

UNITS_ON_A_PAGE, PLACES_ON_A_PAGE = 30, 50
DOWNLOADS = ("xlsx", "pdf", "docx")


@require_safe
def clearing(request):
    """What of it is mine: the round of my unit, what I declare, what is offered; units I read."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    own = ClearingRound.objects.filter(unit=request.person.unit_id)
    running = own.open().select_related("unit", "programme").first()
    units = Unit.objects.open().filter(request.reach.units_q(""))
    page = Paginator(units, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    lines = board.by_unit(list(page), today)
    run = set(offices.units_looked_after(request.reach).values_list("pk", flat=True))
    context = {
        "running": running,
        "mine": _mine(running, request, today),
        "to_gather": waiting.to_gather(request.reach).listed(),
        "earlier": own.filter(closed_at__isnull=False).select_related("unit", "programme"),
        "offered": offers.waiting_for(request.reach),
        "page_obj": page,
        "rows": [
            {"unit": unit, "line": lines[unit.pk], "may_open": unit.pk in run} for unit in page
        ],
    }
    return render(request, "clearing/clearing.html", context)


def _mine(running, request, today):
    if running is None:
        return []
    return [place for place in board.places(running, request.reach, today) if place.is_mine]


@seat_required(Seat.PREVENTION_OFFICE)
def clearing_open(request, unit_pk):
    """Begin the round of a unit whose nearest prevention office is one's own."""
    units = offices.units_looked_after(request.reach)
    unit = get_object_or_404(units, pk=unit_pk)
    programme = programme_or_refuse(unit)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = rounds.open_round(
                unit=unit, programme=programme, by=request.person, **form.cleaned_data
            )
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
            return redirect("clearing")
        messages.success(request, "清权已经开始，各岗位、科室都收到了消息。")
        return redirect("clearing-round", opened.pk)
    context = {"form": form, "unit": unit, "crumbs": crumbs(f"发起清权：{unit.name}")}
    return render(request, "clearing/round_open.html", context, status=status_of(form))


@require_safe
def clearing_round(request, pk):
    """The board: who has declared and who has not, as far as the reader's seats go."""
    found = fetch_round(request, pk)
    today = timezone.localdate()
    places = board.places(found, request.reach, today)
    asked = request.GET.get("stands", "")
    shown = [place for place in places if asked in ("", place.stands)]
    whole = request.reach.reads_whole(found.unit)
    context = {
        "clearing": found,
        "today": today,
        "page_obj": Paginator(shown, PLACES_ON_A_PAGE).get_page(request.GET.get("page")),
        "tally": [
            {"label": stands.label, "value": number, "url": f"?stands={stands.value}"}
            for stands, number in board.tally(places)
        ],
        "asked": asked,
        "whole": whole,
        "may_run": found.is_open and owners.may_run(found, request.person, today),
        "disagreements": list(gathering.disagreements(found).values()) if whole else [],
        "offered": list(_offered(found, request.reach)),
        "reminders": found.reminders.select_related("by")[:5],
        "formats": [(name, FORMATS[name].label) for name in DOWNLOADS],
        "crumbs": crumbs(str(found)),
    }
    return render(request, "clearing/round.html", context)


def _offered(found, reach):
    """Rows given away, with their answers in numbers: {outcome: how many}, and how many wait."""
    rows = offers.visible_to(reach).filter(declaration__round=found).distinct().listed()
    rows = rows.select_related("declaration__section").prefetch_related("answers")
    both, below = handed_over.in_both(found), found.unit.children.open().count()
    for row in rows:
        said = Counter(answer.get_outcome_display() for answer in row.answers.all())
        waits = (below if row.to_all else len(row.named_units) or 1) - said.total()
        yield {"row": row, "said": dict(said), "waits": max(waits, 0), "in_both": row.pk in both}


@require_POST
def clearing_close(request, pk):
    found = fetch_round_to_run(request, pk)
    return _done(request, found, rounds.close_round, "这一轮清权已经结束。")


@require_POST
def clearing_remind(request, pk):
    """催报: a notice to everybody who has not declared."""
    found = fetch_round_to_run(request, pk)
    return _done(request, found, rounds.remind, "已提醒还没有申报的人。")


def _done(request, found, act, said):
    try:
        act(clearing=found, by=request.person)
        messages.success(request, said)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("clearing-round", found.pk)


@require_safe
def clearing_register(request, pk, format_name):
    """岗位职责权力登记簿 of the round, of what the reader may read and was handed in."""
    found = fetch_round(request, pk)
    if format_name not in DOWNLOADS:
        raise Http404
    declarations = posts_register.declarations_of(found, request.reach)
    if posts_register.too_many(declarations, format_name):
        messages.info(request, posts_register.TOO_MANY)
        return redirect("clearing-round", found.pk)
    table = posts_register.table_of(found, declarations, timezone.localdate())
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    return table_file(table, format_name)
