"""Pages of the first check. `reviews` owns their addresses and has checked who may edit.

answer_row     words of reason on one row        answer_catalogue   on the whole
merge_row      two rows become one power         preview_row        what the rules say of a
strike_as_said the row goes, as a finding says                      row while it is typed
"""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from powers import editing
from powers.checklist import default_visibility
from powers.content import TEXTS
from powers.entry import PowerEntry
from powers.models import PowerLine
from powers.row_list import place_of
from registry.papers.drafts import NotDraft, lock_draft
from registry.tables.text import number_in

from . import answering, findings, merging
from .forms import CheckAnswersForm

FAULTY, STALE = 422, 409


def answer_row(request, paper, revision, line):
    """A field for each warning of the row; mending the row makes it go by itself."""
    return _answer(request, paper, revision, line)


def answer_catalogue(request, paper, revision):
    """A field for each thing that may have been left out."""
    return _answer(request, paper, revision, None)


def merge_row(request, paper, revision, line):
    """POST `other`: the row that is the same power as this one."""
    kept = line
    other = number_in(request.POST.get("other", ""))
    try:
        kept = merging.merge(paper=paper, line_id=line.pk, other_id=other, by=request.person)
        name = kept.version.name
        messages.success(request, f"已合并为“{name}”一项，承办科室都列上了。请再看一遍。")
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
    return redirect(place_of(kept))


def strike_as_said(request, paper, revision, line):
    """POST `about`: the finding with whose reason the row goes; if it has gone, nothing is done."""
    revision.paper = paper
    about = request.POST.get("about", "")
    why = next((one.strike for one in saved_findings(revision, line) if one.about == about), "")
    try:
        if why:
            editing.strike_power(paper=paper, line_id=line.pk, why=why, by=request.person)
            messages.success(request, "已提出销号，理由写在这一行上；审核确认以后退出目录。")
        else:
            messages.warning(request, "这一条提醒已经变了，请再看一遍。")
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
    return redirect(place_of(line))


def preview_row(request, paper, revision):
    """What the rules say of what stands in the tab; nothing is saved."""
    revision.paper = paper
    lines = revision.power_lines.filter(pk=number_in(request.POST.get("line", "")) or 0)
    line = lines.select_related("version__power").first()
    version = line.version if line else None
    entry = PowerEntry(request.POST, unit=paper.unit, version=version)
    content = _typed(entry)
    found = findings.while_typing(revision, content, line) if content["name"].strip() else []
    return render(request, "first_check/_preview.html", {"findings": found, "line": line})


def saved_findings(revision, line):
    """What the rules say of a saved row, for its page."""
    if line is None:
        return []
    lines = list(revision.power_lines.of_register_rows())
    return findings.by_line(revision, lines).get(line.pk, [])


def _typed(entry):
    """Plain content as it is typed, whatever is missing yet."""
    value = {name: entry.form[name].value() for name in entry.form.fields}
    content = entry.kept | {name: value.get(name) or "" for name in TEXTS}
    content["visibility"] = content["visibility"] or default_visibility(content["side"])
    content["exercising_body"] = content["exercising_body"] or entry.unit.name
    bases = [
        {name: form[name].value() or "" for name in ("law", "article")} for form in entry.bases
    ]
    return {**content, "bases": [basis for basis in bases if basis["law"]]}


def _answer(request, paper, revision, line):
    revision.paper = paper
    if request.method != "POST":
        return _page(request, paper, line, _form(revision, line))
    try:
        with transaction.atomic():
            revision = lock_draft(paper.pk)
            form = _form(revision, line, request.POST)
            if form.is_valid():
                answering.answer(
                    paper=paper,
                    line_id=line.pk if line else None,
                    answers=form.answers(),
                    by=request.person,
                )
                messages.success(request, "说明已保存，审核人会看到。")
                whole = f"{reverse('paper-edit', args=[paper.pk])}#first-check"
                return redirect(place_of(line) if line else whole)
    except NotDraft as refusal:
        messages.warning(request, refusal.text)
        return redirect("paper-edit", paper.pk)
    return _page(request, paper, line, form, status=STALE if form.is_stale else FAULTY)


def _form(revision, line, data=None):
    found = answering.answerable(revision, line)
    current = [[one.key, one.answer] for one in found]
    return CheckAnswersForm(data, current=current, findings=found)


def _page(request, paper, line, form, status=200):
    if line is not None:
        line = PowerLine.objects.select_related("version").get(pk=line.pk)
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "crumbs": [
            {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
            {"label": "写一句说明"},
        ],
    }
    return render(request, "first_check/answers_form.html", context, status=status)
