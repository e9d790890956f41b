"""公示: papers that wait for it, those under way, closing, and reopening rows on an opinion."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.organisation.models import Unit
from registry.organisation.working_days import add_each, years_without_holidays
from registry.papers.models import Paper, PaperState
from registry.tables.text import chinese_date
from reviews import actions, disclosure, offices, possible, publicity, workflow
from reviews.disclosure_forms import PersonalDataForm
from reviews.kinds import kind_of
from reviews.models import Publication
from reviews.publicity_forms import ExtensionForm
from reviews.refusals import Refused
from reviews.visibility import papers_visible_to, publications_visible_to

from .fetch import fetch_paper, refuse_unit

PAST_SHOWN = 30


def publicity_list(request):
    """Running and past publicity, which of it this office may end, and what it can put in one."""
    today = timezone.localdate()
    shown = publications_visible_to(request.person).filter(kind=Publication.Kind.PUBLICITY)
    shown = shown.select_related("unit").order_by("-at")
    running = publicity.with_days_left(shown.filter(closed_at=None), today)
    over = shown.filter(offices.managed(request.reach), ends_on__lt=today)
    may_close = set(over.filter(closed_at=None).values_list("pk", flat=True))
    context = {
        "running": [
            {"publication": entry, "may_close": entry.pk in may_close} for entry in running
        ],
        "past": shown.exclude(closed_at=None)[:PAST_SHOWN],
        "batches": _batches(request, today),
    }
    return render(request, "reviews/publicity_list.html", context)


def _batches(request, today):
    """Cleared papers this office may publicise, by unit and year, with the days they will stand."""
    papers = possible.papers_for("open_publicity", request.person, today)
    papers = papers.select_related("unit", "post", "section", "programme", "holder")
    batches = {}
    for paper in papers.order_by("unit__path", "pk"):
        batches.setdefault((paper.unit_id, paper.programme_id), []).append(paper)
    ends = add_each(today, {_days_of(found[0]) for found in batches.values()})
    missing = years_without_holidays(today, max(ends.values(), default=today))
    return [_batch(found, ends, missing) for found in batches.values()]


def _days_of(paper):
    return paper.unit.path, paper.programme.publicity_days


def _batch(papers, ends, missing):
    programme = papers[0].programme
    ends_on = ends[_days_of(papers[0])]
    return {
        "unit": papers[0].unit,
        "programme": programme,
        "papers": papers,
        "ends_on": ends_on,
        "years_missing": [year for year in missing if year <= ends_on.year],
    }


@require_POST
def publicity_open(request, unit_pk):
    unit = get_object_or_404(Unit, pk=unit_pk)
    if not actions.office_of(Paper(unit=unit), request.person, timezone.localdate()):
        refuse_unit(request, unit_pk, "公示由防控办安排。")
    cleared = papers_visible_to(request.person).filter(unit=unit, state=PaperState.CLEARED)
    chosen = set(request.POST.getlist("paper"))
    papers = [paper for paper in cleared.order_by("pk") if str(paper.pk) in chosen]
    try:
        places = disclosure.places_in(publicity.entries_of(papers))
        found = PersonalDataForm(request.POST if "looked" in request.POST else None, places=places)
        if places and not found.is_valid():
            return _look_first(request, unit, papers, found)
        answers = found.answers() if places else None
        publication = publicity.open_publicity(papers=papers, by=request.person, answers=answers)
    except disclosure.Unanswered as refusal:
        found.add_error(None, refusal.in_one_line)
        return _look_first(request, unit, papers, found)
    except Refused as refusal:
        messages.error(request, refusal.in_one_line)
        return redirect("publicity-list")
    messages.success(
        request,
        f"公示已开始，编号 {publication.number}，到 {chinese_date(publication.ends_on)} 止。",
    )
    return redirect("publicity-list")


def _look_first(request, unit, papers, found):
    """The personal data that readers would see; the office answers for it, or goes back."""
    programme = papers[0].programme
    context = {"unit": unit, "papers": papers, "programme": programme, "found": found}
    context["is_public"] = programme.publicity_range == Publication.Edition.PUBLIC
    status = 422 if found.errors else 200
    return render(request, "reviews/publicity_look.html", context, status=status)


@require_POST
def publicity_close(request, pk):
    publication = get_object_or_404(
        publications_visible_to(request.person), pk=pk, kind=Publication.Kind.PUBLICITY
    )
    if not actions.office_of(publication, request.person, timezone.localdate()):
        raise PermissionDenied("公示由防控办结束。")
    try:
        publicity.close_publicity(publication=publication, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "公示已结束，相关的表已转主要负责人确认。")
    return redirect("publicity-list")


def publicity_extend(request, pk):
    """Add working days to a running publicity, with the reason that everybody will read."""
    publication = get_object_or_404(
        publications_visible_to(request.person).select_related("unit"),
        pk=pk,
        kind=Publication.Kind.PUBLICITY,
    )
    today = timezone.localdate()
    if not actions.office_of(publication, request.person, today):
        raise PermissionDenied("公示由防控办延长。")
    form = ExtensionForm(request.POST or None, initial={"instead_of": publication.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            made = publicity.extend_publicity(
                publication=publication, by=request.person, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, f"公示已延长到 {chinese_date(made.until)}。")
            return redirect("publicity-detail", pk)
    context = {
        "publication": publication,
        "form": form,
        "years_missing": years_without_holidays(today, publication.ends_on),
        "crumbs": [
            {"label": "公示", "url": reverse("publicity-list")},
            {"label": publication.number, "url": reverse("publicity-detail", args=[pk])},
            {"label": "延长公示"},
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "reviews/publicity_extend.html", context, status=status)


def rows_reopen(request, pk):
    """Choose the rows an adopted opinion concerns; only those go back to the filler."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "reopen_rows") is None:
        raise PermissionDenied("重开条目由防控办在公示期间办理。")
    rows = kind_of(paper).content.rows(paper.current)
    problem, ticked = "", request.GET.getlist("row")
    if request.method == "POST":
        ticked = request.POST.getlist("row")
        known = {str(row.line.pk): row.line.pk for row in rows}
        chosen = [known[key] for key in ticked if key in known]
        try:
            workflow.reopen_rows(paper=paper, by=request.person, line_ids=chosen)
        except Refused as refusal:
            problem = refusal.in_one_line
        else:
            messages.success(request, "所选条目已重开，填报人会收到消息；其余的表照常公示。")
            return redirect("publicity-list")
    context = {"paper": paper, "rows": rows, "problem": problem, "ticked": ticked}
    return render(request, "reviews/rows_reopen.html", context, status=422 if problem else 200)
