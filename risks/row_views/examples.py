"""A new row begun from an example of the bank: found by matter, then made one's own."""

from django.contrib import messages
from django.shortcuts import redirect, render

from registry.papers.drafts import NotDraft
from risks import editing
from risks.draft import next_place
from risks.example_bank import BANK, MATTERS, examples
from risks.models import PointLine

from .answers import place_in, refused, why_none_added
from .standing import crumbs

TITLE = "看看例子"


def example_rows(request, paper, revision):
    """GET lists; POST `example` writes a row that starts from it and opens the row."""
    revision.paper = paper
    if text := why_none_added(revision):
        return refused(request, paper, text)
    number = request.POST.get("example", "")
    if request.method == "POST" and number in map(str, range(len(BANK))):
        return _begin_row(request, paper, BANK[int(number)])
    matter = request.GET.get("matter", "")
    context = {
        "paper": paper,
        "examples": examples(matter if matter in MATTERS else ""),
        "matters": MATTERS,
        "matter": matter,
        "place": next_place(PointLine, revision),
        "title": TITLE,
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/example_list.html", context)


def _begin_row(request, paper, example):
    try:
        line = editing.save_point(
            paper=paper, content=example.content(), place=place_in(request.POST), by=request.person
        )
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    messages.success(request, "已照例子新开一行。请改成这里实际的说法，再评等级。")
    return redirect("paper-row", paper.pk, line.pk)
