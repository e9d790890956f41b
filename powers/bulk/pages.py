"""Pages of changing many rows. `reviews` owns their addresses and has checked who may edit.

change_many   choose rows and what is to be the same; then what would change; then it is taken
undo_many     POST: the last change of many rows back, as long as nothing else was saved
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from powers import catalogue
from powers.row_list import RowFilter, serial_of
from registry.paging.keyset import list_page
from registry.papers.drafts import NotDraft
from registry.tables.text import number_in

from . import changing
from .forms import FOUND, WishForm

FAULTY, STALE = 422, 409


def change_many(request, paper, revision):
    revision.paper = paper
    if request.method != "POST" or "again" in request.POST:
        data = request.POST if request.method == "POST" else None
        return _choose(request, revision, WishForm(data, unit=paper.unit), judged=False)
    form = WishForm(request.POST, unit=paper.unit)
    if not form.is_valid():
        return _choose(request, revision, form, status=FAULTY)
    choose = _chosen(request, form, revision)
    if "seen" in request.POST:
        return _take(request, revision, form, choose)
    return _preview(request, revision, form, choose)


def undo_many(request, paper, revision):
    if request.method == "POST":
        try:
            count = changing.undo(paper=paper, by=request.person)
            messages.success(request, f"已撤销，{count} 项恢复为成批修改以前的内容。")
        except NotDraft as refusal:
            messages.warning(request, refusal.text)
    return redirect("paper-edit", paper.pk)


def _chosen(request, form, revision):
    """Which of the lines are meant: the ticked ones, or what the address narrows them to."""
    if form.cleaned_data["scope"] == FOUND:
        return lambda lines: {line.pk for line in _narrowed(request, revision, lines)}
    ticked = {number_in(pk) for pk in request.POST.getlist("line")}
    return lambda lines: ticked


def _narrowed(request, revision, lines):
    rows = catalogue.bare_rows(revision, lines)
    return [row.line for row in RowFilter(request.GET, rows=rows).narrowed()]


def _choose(request, revision, form, *, judged=True, status=200):
    rows = catalogue.bare_rows(revision, list(revision.power_lines.of_register_rows()))
    narrowing = RowFilter(request.GET, rows=rows)
    found = narrowing.narrowed()
    if form.is_bound and not judged:
        form = WishForm(initial=_typed(form), unit=revision.paper.unit)
    context = {
        **_around(revision.paper),
        "form": form,
        "narrowing": narrowing,
        "page": list_page(found, serial_of, request.GET),
        "ticked": set(request.POST.getlist("line")),
        "found": len(found),
    }
    return render(request, "bulk/change_many.html", context, status=status)


def _typed(form):
    return {name: form[name].value() for name in form.fields}


def _preview(request, revision, form, choose, *, status=200):
    plan = changing.plan_of(revision, choose, form.wish)
    context = {
        **_around(revision.paper),
        "form": form,
        "plan": plan,
        "posted": [
            (name, value) for name in [*form.fields, "line"] for value in request.POST.getlist(name)
        ],
    }
    return render(request, "bulk/change_preview.html", context, status=status)


def _take(request, revision, form, choose):
    paper = revision.paper
    try:
        count = changing.change_many(
            paper=paper,
            choose=choose,
            wish=form.wish,
            why=form.cleaned_data["why"],
            seen=request.POST["seen"],
            by=request.person,
        )
    except changing.RowRefused as refusal:
        messages.warning(request, refusal.text)
        return _preview(request, revision, form, choose, status=STALE)
    messages.success(request, f"已成批修改 {count} 项。")
    return redirect("paper-edit", paper.pk)


def _around(paper):
    paper_url = reverse("paper-edit", args=[paper.pk])
    return {
        "paper": paper,
        "paper_url": paper_url,
        "crumbs": [{"label": paper.title, "url": paper_url}, {"label": "成批修改"}],
    }
