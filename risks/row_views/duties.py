"""Editing one duty or workflow (岗位职责、工作流程)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.papers.drafts import NotDraft, lock_draft
from risks import editing
from risks.draft import next_place
from risks.form_kinds import form_kind_of
from risks.forms import DutyForm
from risks.models import DutyLine
from risks.sharing import shared_duties

from .answers import FAULTY, STALE, done, place_in, refused, why_closed, why_none_added
from .standing import crumbs, move_duty, restore_duty

SAVED = "这条职责已保存。"


def edit_duty(request, paper, revision, line):
    """`line` None: a new one. A post with `direction` moves it, one with `restore` undoes."""
    revision.paper = paper
    if text := why_closed(revision, line):
        return refused(request, paper, text)
    if line is not None and "direction" in request.POST:
        return move_duty(request, paper, revision, line)
    if line is not None and "restore" in request.GET:
        return restore_duty(request, paper, revision, line)
    if request.method != "POST":
        if line is None and (text := why_none_added(revision)):
            return refused(request, paper, text)
        line = _fresh(revision, line)
        return _page(request, paper, line, _form(revision, line))
    form, line, saved = _save(request, paper, revision, line)
    if not saved:
        status = STALE if form.is_stale else FAULTY
        return _page(request, paper, line, form, status=status)
    if "then_point" in request.POST:
        messages.success(request, f"{SAVED}请接着写这条职责下的风险点。")
        add = reverse("paper-row-add", args=[paper.pk])
        return redirect(f"{add}?duty={line.version.duty_id}")
    return done(request, paper, SAVED, f"duty-{line.pk}")


def _save(request, paper, revision, line):
    """(form, line, whether it is saved): read, compared and written under one lock."""
    form = _form(revision, line, request.POST)
    try:
        with transaction.atomic():
            revision = lock_draft(paper.pk)
            line = _fresh(revision, line) if line else _at_place(revision, request.POST)
            form = _form(revision, line, request.POST)
            if not form.is_valid():
                return form, line, _is_repeat(form, line)
            line = editing.save_duty(
                paper=paper,
                line_id=line.pk if line else None,
                place=form.cleaned_data.get("place"),
                by=request.person,
                **form.content(),
            )
            return form, line, True
    except NotDraft as refusal:
        form.is_valid()
        form.add_error(None, refusal.text)
        return form, line, False


def _is_repeat(form, line):
    """The same sent twice: what is saved is what was typed."""
    return form.is_stale and line is not None and form.content() == _content(line)


def _form(revision, line, data=None):
    choices = form_kind_of(revision.paper).left_choices
    initial = _content(line) if line else {"kind": choices[0][0]}
    place = line.position if line else next_place(DutyLine, revision)
    initial = {**initial, "place": place}
    return DutyForm(data, initial=initial, current=_current(line), choices=choices)


def _content(line):
    return {"kind": line.version.kind, "text": line.version.text}


def _current(line):
    if line is None:
        return {}
    version = line.version
    return {**_content(line), "struck": version.struck, "in_force": version.duty.in_force_id}


def _fresh(revision, line):
    """The line as it is now; None when it is new, or has been deleted elsewhere."""
    if line is None:
        return None
    return DutyLine.objects.filter(pk=line.pk, revision=revision).of_register_rows().first()


def _at_place(revision, data):
    """The row that the tab of a new duty already wrote, found by its place."""
    place = place_in(data)
    if place is None:
        return None
    lines = DutyLine.objects.filter(revision=revision, position=place).of_register_rows()
    return lines.filter(version__written_in=revision.paper).first()


def _page(request, paper, line, form, status=200):
    title = "修改职责" if line else "添加职责"
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "title": title,
        "shared": line is not None and line.version.duty_id in shared_duties(paper),
        "standing": line.version.duty.in_force if line else None,
        "stale_rows": _stale_rows(form, line),
        "crumbs": crumbs(paper, title),
    }
    return render(request, "risks/duty_form.html", context, status=status)


def _stale_rows(form, line):
    if not form.is_stale or line is None:
        return []
    typed = form.data.get("text", "")
    return [{"label": "内容", "yours": typed, "theirs": line.version.text, "id": 1}]
