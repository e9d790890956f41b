"""Leaving a warning on a row with a word of reason."""

from django.db import transaction
from django.shortcuts import render

from registry.papers.drafts import NotDraft, lock_draft
from risks import answering
from risks.forms import AnswersForm
from risks.models import PointLine

from .answers import FAULTY, STALE, done, refused, why_closed
from .standing import crumbs

TITLE = "写一句说明"


def answer_row(request, paper, revision, line):
    """A field for each warning of the row; mending the text makes the warning go by itself."""
    revision.paper = paper
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    if request.method != "POST":
        return _page(request, paper, line, _form(revision, line))
    try:
        with transaction.atomic():
            revision = lock_draft(paper.pk)
            form = _form(revision, line, request.POST)
            if form.is_valid():
                answering.answer(
                    paper=paper, line_id=line.pk, answers=form.answers(), by=request.person
                )
                return done(request, paper, "说明已保存，审核人会看到。", f"row-{line.pk}")
    except NotDraft as refusal:
        return refused(request, paper, refusal.text)
    return _page(request, paper, line, form, status=STALE if form.is_stale else FAULTY)


def _form(revision, line, data=None):
    warnings = answering.warnings_of(revision, line)
    current = [[warning.key, warning.about, warning.answer] for warning in warnings]
    return AnswersForm(data, current=current, warnings=warnings)


def _page(request, paper, line, form, status=200):
    line = PointLine.objects.select_related("version").get(pk=line.pk)
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "crumbs": crumbs(paper, TITLE),
        "title": TITLE,
    }
    return render(request, "risks/answers_form.html", context, status=status)
