"""The page on which causes are stated; `reviews` owns its address and has checked who may edit."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

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
        return _page(request, paper, _form(revision))
    try:
        with transaction.atomic():
            form = _form(lock_draft(paper.pk), request.POST)
            if form.is_valid():
                stating.state(paper=paper, causes=form.causes(), by=request.person)
                messages.success(request, "变动事由已保存，审核人会看到，也会随目录公布。")
                return redirect("paper-edit", paper.pk)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-edit", paper.pk)
    return _page(request, paper, form, status=STALE if form.is_stale else FAULTY)


def _form(revision, data=None):
    rows = catalogue.rows(revision)
    rows = [row for row in rows if row.change != Change.UNCHANGED and row.is_open]
    return ChangeCausesForm(data, rows=rows, is_asked=not revision.paper.whole)


def _page(request, paper, form, status=200):
    context = {
        "paper": paper,
        "form": form,
        "crumbs": [
            {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
            {"label": "变动事由"},
        ],
    }
    return render(request, "causes/form.html", context, status=status)
