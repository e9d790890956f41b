"""办件: the list, one paper with its chain, its history and its attachments."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from registry.files.storing import attachment_response
from registry.papers.models import Attachment
from registry.trail.recording import record, record_now
from reviews import actions, filing_sheet, printing, progress
from reviews.finding_papers import narrowed
from reviews.forms import PaperFilterForm, SealedCopyForm
from reviews.kinds import kind_of, measures_later
from reviews.passing import passed_before
from reviews.reading import rows_to_read
from reviews.refusals import NotReady
from reviews.sampling import remember_opened
from reviews.seats import Seating
from reviews.visibility import papers_visible_to, readable_attachments

from .deciding import attach_scan, decision_forms
from .fetch import fetch_paper, fetch_revision

PAGE_SIZE = 30


def paper_list(request):
    """Papers this person may see, with filters."""
    papers = papers_visible_to(request.person)
    form = PaperFilterForm(request.GET, papers=papers)
    papers = narrowed(papers, form).select_related("unit", "post", "section", "programme", "holder")
    page = Paginator(papers.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page}
    template = "reviews/_paper_rows.html" if _is_fragment(request) else "reviews/paper_list.html"
    return render(request, template, context)


def _is_fragment(request):
    return request.htmx and not request.htmx.boosted


def paper_detail(request, pk):
    """One paper: what it says, how far it is, what everybody said, and what I can do."""
    paper = fetch_paper(request, pk)
    return render_paper(request, paper)


def render_paper(request, paper, *, bound=None, status=200):
    """The page of a paper; `bound` carries the forms of a refused post, with all that was typed."""
    seating = Seating(timezone.localdate())
    revision = fetch_revision(request, paper)
    remember_opened(request.session, revision)
    rows = rows_to_read(paper, revision)
    available = actions.available_in(seating, paper, request.person)
    context = {
        "paper": paper,
        "revision": revision,
        "rows": rows,
        "rows_template": kind_of(paper).rows_template,
        "editable": False,
        "measures_later": measures_later(paper),
        "all_passed": passed_before(paper, request.person, rows),
        "chain": progress.chain_of(paper, seating),
        "decisions": progress.decisions_of(paper),
        "has_filings": filing_sheet.has_filings(paper),
        "available": available,
        "slugs": {action.slug for action in available},
        "overtaken": [row for row in rows if paper.is_running and row.details.get("overtaken")],
        # What goes with the form stands under its rows.
        "attachments": readable_attachments(paper, revision, request.person).exclude(
            kind=Attachment.Kind.SUPPORT
        ),
        "deciding": bound
        or decision_forms(available, revision, rows, request.GET.get("record", "")),
        "long_print": len(rows) > printing.MOST_ROWS_AT_ONCE,
    }
    return render(request, "reviews/paper_detail.html", context, status=status)


def paper_history(request, pk):
    paper = fetch_paper(request, pk)
    revisions = paper.revisions.filter(submitted_at__isnull=False).order_by("-no")
    context = {"paper": paper, "events": progress.events_of(paper), "revisions": revisions}
    return render(request, "reviews/paper_history.html", context)


def revision_detail(request, pk, no):
    """An earlier revision as it was handed in; read-only."""
    paper = fetch_paper(request, pk)
    revision = get_object_or_404(paper.revisions, no=no, submitted_at__isnull=False)
    revision.paper = paper
    rows = rows_to_read(paper, revision)
    context = {
        "paper": paper,
        "revision": revision,
        "rows": rows,
        "rows_template": kind_of(paper).rows_template,
        "editable": False,
        "measures_later": measures_later(paper),
    }
    return render(request, "reviews/revision_detail.html", context)


def attach_sealed(request, pk):
    """The sealed copy belongs to the confirmed paper; the office adds it."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "attach_sealed") is None:
        raise PermissionDenied("盖章件由防控办在表生效之后上传。")
    form = SealedCopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attach_sealed(paper, form.cleaned_data["scan"], request.person)
        except NotReady as refusal:
            form.add_error("scan", refusal.problems)
        else:
            messages.success(request, "盖章件已存入这张表的附件。")
            return redirect("paper-detail", paper.pk)
    context = {"paper": paper, "form": form}
    return render(
        request, "reviews/attach_sealed.html", context, status=422 if form.errors else 200
    )


@transaction.atomic
def _attach_sealed(paper, scan, by):
    attach_scan(scan, paper, Attachment.Kind.SEALED_COPY, by)
    record(by=by, action="attachment.added", unit=paper.unit, target=paper)


def paper_attachment(request, pk, attachment_pk):
    paper = fetch_paper(request, pk)
    readable = readable_attachments(paper, fetch_revision(request, paper), request.person)
    attachment = get_object_or_404(readable, pk=attachment_pk)
    record_now(by=request.person, action="attachment.downloaded", unit=paper.unit, target=paper)
    return attachment_response(attachment.file)
