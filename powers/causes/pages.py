"""The page on which causes are stated; `reviews` owns its address and has checked who may edit."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.paging.keyset import PAGE
from registry.papers.drafts import NotDraft, lock_draft
from registry.papers.register import Change

from .. import catalogue
from . import stating
from .forms import ChangeCausesForm

FAULTY, STALE = 422, 409


def state_causes(request, paper, revision):
    """The changed rows alone, what each says otherwise, and on what ground."""
    revision.paper = paper
    if request.method != "POST":
        return _page(request, paper, *_form(revision, request.GET))
    try:
        with transaction.atomic():
            form, page = _form(lock_draft(paper.pk), request.GET, request.POST)
            if form.is_valid():
                causes = form.causes()
                stating.state(paper=paper, causes=causes, by=request.person)
                messages.success(request, "变动事由已保存，审核人会看到，也会随目录公布。")
                if form.is_shared or page.has_other_pages():
                    return redirect(request.get_full_path())
                return redirect("paper-edit", paper.pk)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-edit", paper.pk)
    return _page(request, paper, form, page, status=STALE if form.is_stale else FAULTY)


def _form(revision, asked, data=None):
    """The form of one page of the changed rows, and the page: fields for all of a long catalogue
    are more than a browser should send, or Django takes.
    """
    rows = catalogue.rows(revision)
    rows = [row for row in rows if row.change != Change.UNCHANGED and row.is_open]
    page = Paginator(rows, PAGE).get_page(asked.get("page"))
    unstated = [row.line.pk for row in rows if row.details["cause"] is None]
    given = {"is_asked": not revision.paper.whole, "unstated": unstated}
    return ChangeCausesForm(data, rows=list(page), **given), page


def _page(request, paper, form, page, status=200):
    context = {
        "paper": paper,
        "form": form,
        "page_obj": page,
        "crumbs": [
            {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
            {"label": "变动事由"},
        ],
    }
    return render(request, "causes/form.html", context, status=status)
