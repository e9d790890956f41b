"""The grade A/B/C of the post: proposed with reasons, decided by people."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import render

from registry.papers.drafts import NotDraft, lock_draft
from risks import editing, form
from risks.form_kinds import form_kind_of
from risks.forms import GradeForm

from .answers import FAULTY, STALE, done, refused, why_closed
from .standing import crumbs

TITLE = "岗位风险等级"


def edit_grade(request, paper, revision):
    revision.paper = paper
    if not form_kind_of(paper).graded:
        raise Http404
    if text := why_closed(revision):
        return refused(request, paper, text)
    if request.method != "POST":
        return _page(request, paper, revision, _form(revision))
    grade_form, saved = _save(request, paper, revision)
    if not saved:
        status = STALE if grade_form.is_stale else FAULTY
        return _page(request, paper, paper.current, grade_form, status=status)
    return done(request, paper, "岗位风险等级已保存。", "grade")


def _save(request, paper, revision):
    """(form, whether it is saved): read, compared and written under one lock."""
    grade_form = _form(revision, request.POST)
    try:
        with transaction.atomic():
            grade_form = _form(lock_draft(paper.pk), request.POST)
            if not grade_form.is_valid():
                return grade_form, False
            cleaned = grade_form.cleaned_data
            editing.set_grade(
                paper=paper, grade=cleaned["grade"], why=cleaned["why"], by=request.person
            )
            return grade_form, True
    except NotDraft as refusal:
        grade_form.is_valid()
        grade_form.add_error(None, refusal.text)
        return grade_form, False


def _form(revision, data=None):
    current = {"grade": revision.grade, "why": revision.grade_why}
    proposal = form.proposed_grade(revision)
    return GradeForm(data, initial=current, current=current, proposal=proposal)


def _page(request, paper, revision, grade_form, status=200):
    context = {
        "paper": paper,
        "form": grade_form,
        "proposal": grade_form.proposal,
        "stale_rows": _stale_rows(grade_form, revision),
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/grade_form.html", context, status=status)


def _stale_rows(grade_form, revision):
    if not grade_form.is_stale:
        return []
    typed = [grade_form.data.get(name, "") for name in ("grade", "why")]
    saved = [revision.grade, revision.grade_why]
    return [
        {
            "label": TITLE,
            "yours": " ".join(filter(None, typed)),
            "theirs": " ".join(filter(None, saved)),
            "id": 1,
        }
    ]
