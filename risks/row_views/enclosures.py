"""The files of a draft: the list, one more, one less."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from registry.papers.drafts import NotDraft
from registry.tables.text import number_in
from risks import enclosing
from risks import form as form_content
from risks.forms import EnclosureForm

from .answers import FAULTY, STALE, refused, why_closed
from .standing import crumbs

TITLE = "附件"


def enclose_files(request, paper, revision):
    """POST `remove` takes a file out, any other POST puts one in."""
    revision.paper = paper
    if text := why_closed(revision):
        return refused(request, paper, text)
    if "remove" in request.POST:
        return _take_out(request, paper)
    rows = [row for group in form_content.plain_groups(revision) for row in group.rows]
    if request.method != "POST":
        return _page(request, revision, rows, EnclosureForm(rows=_open(rows)))
    form = EnclosureForm(request.POST, request.FILES, rows=_open(rows))
    if not form.is_valid():
        return _page(request, revision, rows, form, status=FAULTY)
    try:
        enclosing.enclose(
            paper=paper,
            upload=form.cleaned_data["file"],
            point_id=form.cleaned_data["row"],
            by=request.person,
        )
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return _page(request, revision, rows, form, status=FAULTY)
    except NotDraft as refusal:
        form.add_error(None, refusal.text)
        return _page(request, revision, rows, form, status=STALE)
    messages.success(request, "附件已存入。")
    return redirect("paper-files", paper.pk)


def _open(rows):
    return [row for row in rows if row.is_open and not row.version.struck]


def _take_out(request, paper):
    number = number_in(request.POST["remove"])
    try:
        enclosing.take_out(paper=paper, enclosure_id=number, by=request.person)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
    else:
        messages.success(request, "附件已移除。")
    return redirect("paper-files", paper.pk)


def _page(request, revision, rows, form, status=200):
    paper = revision.paper
    context = {
        "paper": paper,
        "form": form,
        "enclosures": enclosing.with_rows(revision, rows),
        "most": enclosing.MOST,
        "title": TITLE,
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/enclosure_list.html", context, status=status)
