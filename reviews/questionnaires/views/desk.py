"""The questionnaires of an office: their list, one of them with what came of it, its files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.tables import codes
from registry.tables.formats import safe_for_files
from registry.tables.table_file import table_file
from registry.trail.models import TrailEntry
from reviews.letter_file import letter_file
from reviews.questionnaires import asking, printed, results
from reviews.questionnaires.models import MOST_QUESTIONS, State
from reviews.refusals import Refused
from reviews.unlogged import unlogged

from .fetch import crumbs, fetch, require_office, seen_by

PAGE = 30
MOST_MOVES = 30
FORMATS = ("xlsx", "pdf")


@unlogged
@require_safe
def questionnaire_list(request):
    require_office(request)
    page = Paginator(seen_by(request), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(each, each.state_on(today)) for each in page]
    return render(
        request, "questionnaires/questionnaire_list.html", {"rows": rows, "page_obj": page}
    )


@unlogged
@require_safe
def questionnaire(request, pk):
    """A draft with its questions; running with its address; over with what came of it."""
    found = fetch(request, pk)
    asking.note_opening(questionnaire=found, by=request.person)
    state = found.state_on(timezone.localdate())
    address = "" if found.is_draft else printed.address_of(found, request)
    context = {
        "questionnaire": found,
        "state": state,
        "questions": found.questions.order_by("position"),
        "most_questions": MOST_QUESTIONS,
        "address": address,
        "code": codes.svg_of(address),
        "number": results.number_told(found),
        "results": results.results_of(found),
        "fewest": results.FEWEST,
        "moves": TrailEntry.objects.sealed_about(found).order_by("-id")[:MOST_MOVES],
        "crumbs": crumbs(found.title),
    }
    return render(request, "questionnaires/questionnaire_detail.html", context)


@unlogged
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_close(request, pk):
    """By hand, before its day; asked once more, as it is not opened again."""
    found = fetch(request, pk)
    if request.method == "POST":
        try:
            asking.close(questionnaire=found, by=request.person)
            messages.success(request, "已结束，不再收新的答卷。结果在下面。")
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        return redirect("questionnaire", pk)
    if found.state_on(timezone.localdate()) not in (State.OPEN, State.WAITING):
        messages.warning(request, asking.NOT_RUNNING)
        return redirect("questionnaire", pk)
    context = {
        "questionnaire": found,
        "number": results.number_told(found),
        "fewest": results.FEWEST,
        "crumbs": crumbs(found, "提前结束"),
    }
    return render(request, "questionnaires/questionnaire_close.html", context)


@unlogged
@require_safe
def questionnaire_notice(request, pk):
    """A sheet for the wall, once it is switched on; it says nothing that the page does not."""
    found = fetch(request, pk)
    if found.is_draft:
        raise Http404
    letter = printed.notice_of(found, printed.address_of(found, request))
    return letter_file(letter, f"问卷-{safe_for_files(found.title)}", "pdf")


@unlogged
@require_safe
def questionnaire_results(request, pk, format_name):
    found = fetch(request, pk)
    if format_name not in FORMATS or not results.are_shown(found):
        raise Http404
    asking.note_export(questionnaire=found, by=request.person)
    return table_file(printed.table_of(found), format_name)
