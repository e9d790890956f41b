"""备案 [2]: a body that need not file, the printed sheet, the charts that go with the catalogue."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from powers.paper_charts import drawn_lines, figures_of
from registry.papers.models import PaperKind
from registry.trail.recording import record_now
from reviews import filing_sheet, workflow
from reviews.filing_forms import WaiverForm
from reviews.letter_file import letter_file
from reviews.models import Decision
from reviews.refusals import AlreadyDecided, Refused
from reviews.verdicts import Verdict

from .fetch import fetch_paper, fetch_revision, fetch_step

CHARTS_ON_A_PAGE = 6


def waive(request, pk, step_pk):
    """免予备案: the office says why a catalogue is not filed with this body."""
    paper = fetch_paper(request, pk)
    step, action = fetch_step(request, paper, step_pk, "waive")
    if action is None:
        return _too_late(request, paper, step)
    digest = fetch_revision(request, paper).digest
    form = WaiverForm(request.POST or None, initial={"digest": digest})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        verdict = Verdict(Decision.Action.WAIVE, said["digest"], said["why"])
        try:
            workflow.decide(step=step, by=request.person, verdict=verdict)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
            status = 409
        else:
            messages.success(request, f"已记录：不报{step.seat_name}备案。")
            return redirect("paper-detail", paper.pk)
    context = {"paper": paper, "step": step, "form": form}
    return render(request, "reviews/step_waive.html", context, status=status)


def _too_late(request, paper, step):
    """Decided meanwhile, or never this person's to waive."""
    decision = getattr(step, "decision", None)
    if decision is None:
        raise PermissionDenied("免予备案由防控办办理。")
    messages.warning(request, AlreadyDecided(decision).text)
    return redirect("paper-detail", paper.pk)


def paper_filing_sheet(request, pk, format_name):
    """备案表 of the round that runs or ran last."""
    paper = fetch_paper(request, pk)
    if not filing_sheet.has_filings(paper):
        raise Http404
    handed_in = paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()
    sheet = filing_sheet.sheet_of(paper, handed_in)
    file = letter_file(sheet, f"备案表-{paper.number}", format_name)
    record_now(by=request.person, action="export.downloaded", unit=paper.unit, target=paper)
    return file


def paper_charts(request, pk):
    """The flowcharts of a catalogue as it stands, for those who examine it."""
    paper = fetch_paper(request, pk)
    if paper.kind != PaperKind.CATALOGUE:
        raise Http404
    lines = drawn_lines(fetch_revision(request, paper))
    page = Paginator(lines, CHARTS_ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = figures_of(page.object_list, paper, request.reach)
    paper_url = reverse("paper-detail", args=[paper.pk])
    crumbs = [{"label": paper.title, "url": paper_url}, {"label": "流程图"}]
    context = {"charts_of": paper.title, "page_obj": page, "crumbs": crumbs}
    return render(request, "reviews/chart_pages.html", context)
