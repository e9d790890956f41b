"""Pages of one catalogue row. `reviews` owns their addresses and has checked who may edit.

    edit_row(request, paper, revision, line)     add (line None) and edit
    strike_row, restore_row, move_row, catch_up  the other changes
    draw_chart                                   the flowchart of a row
    edit_duties, edit_benchmark                  its particulars
    import_page                                  rows from a spreadsheet
    offline_page                                 the draft taken along as a workbook, and back
    answer_row, answer_catalogue, merge_row, preview_row   the first check
    state_causes                                 on what ground rows change
    change_many, undo_many                       many rows at once
Each answers with a page, or after success with the way back to the paper.
"""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.paging.keyset import PAGE
from registry.papers.drafts import NotDraft, lock_draft
from registry.papers.register import is_overtaken

from . import editing
from .bulk.pages import change_many, undo_many
from .causes.pages import state_causes
from .chart_pages import draw_chart
from .checklist import gaps
from .content import LABELS, differences, in_words, labelled
from .draft import standing_of
from .entry import PowerEntry, current_of
from .first_check.pages import (
    answer_catalogue,
    answer_row,
    merge_row,
    preview_row,
    saved_findings,
    strike_as_said,
)
from .forms import ConfirmForm, StrikeForm
from .import_views import import_page
from .models import PowerLine
from .offline.pages import offline_page
from .particulars.pages import edit_benchmark, edit_duties, parts_of_row
from .row_list import place_of

__all__ = [
    "answer_catalogue",
    "answer_row",
    "catch_up",
    "change_many",
    "draw_chart",
    "edit_benchmark",
    "edit_duties",
    "edit_row",
    "import_page",
    "merge_row",
    "move_row",
    "offline_page",
    "preview_row",
    "restore_row",
    "state_causes",
    "strike_row",
    "undo_many",
]

REFUSED = 409


def edit_row(request, paper, revision, line=None, notes=()):
    """The form of a power; `line` None: a new one. `notes` of a reviewer stand above it."""
    if request.method != "POST":
        return _edit_page(request, paper, line, _entry(None, paper, line), notes)
    if "more" in request.POST:
        entry = _entry(request.POST, paper, line).with_one_more_basis()
        return _edit_page(request, paper, line, entry, notes)
    return _save(request, paper, line, notes)


def strike_row(request, paper, revision, line):
    """Ask why, then propose that the power goes out of force; a new row is simply removed."""
    if _base(paper, line) is None:
        return restore_row(request, paper, revision, line)
    if "about" in request.POST:
        return strike_as_said(request, paper, revision, line)
    return _ask(request, paper, line, StrikeForm, "powers/power_strike.html", _strike)


def restore_row(request, paper, revision, line):
    """Back to what is in force; a new row is removed."""
    return _ask(request, paper, line, ConfirmForm, "powers/power_restore.html", _restore)


def move_row(request, paper, revision, line):
    """POST `serial`: the place to put the row at."""
    if request.method == "POST" and request.POST.get("serial", "").isdecimal():
        serial = int(request.POST["serial"][:6])
        try:
            editing.move_power(paper=paper, line_id=line.pk, serial=serial, by=request.person)
        except NotDraft as refusal:
            messages.error(request, refusal.text)
    line.refresh_from_db(fields=["serial"])
    return redirect(place_of(line))


def catch_up(request, paper, revision):
    """POST: bring untouched rows up to what is in force now, take in powers that came since."""
    if request.method == "POST":
        try:
            count = editing.catch_up(paper=paper, by=request.person)
            messages.success(request, f"已更新到现行内容，共 {count} 行。")
        except NotDraft as refusal:
            messages.error(request, refusal.text)
    return redirect(_paper_url(paper))


def _save(request, paper, line, notes):
    """Read, compare with the stamp and write under one lock: no other save slips between."""
    entry = _entry(request.POST, paper, line)
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            line = _again(line)
            entry = _entry(request.POST, paper, line)
            if not entry.is_valid():
                status = REFUSED if entry.form.is_stale else 200
                return _edit_page(request, paper, line, entry, notes, status=status)
            written = _write(request, paper, line, entry)
    except NotDraft as refusal:
        entry.refuse(refusal.text)
        return _edit_page(request, paper, line, entry, notes, status=REFUSED)
    messages.success(request, _said(entry.content))
    return redirect(request.path if "another" in request.POST else _seen_at(paper, written))


def _write(request, paper, line, entry):
    if line is None:
        return editing.add_power(paper=paper, content=entry.content, by=request.person)
    return editing.change_power(
        paper=paper, line_id=line.pk, content=entry.content, why=entry.why, by=request.person
    )


def _seen_at(paper, line):
    """The draft, at the row where it is on a later page of a long one."""
    return place_of(line) if line.serial > PAGE else _paper_url(paper)


def _said(content):
    text = f"已保存“{content['name']}”。"
    missing = "、".join(LABELS[gap.field] for gap in gaps(content))
    return f"{text}提交前还要补上：{missing}。" if missing else text


def _ask(request, paper, line, form_class, template, act):
    """A page that asks once more; the row must still be the one that was shown.

    A post without a stamp comes from a button beside the row: it is asked as well.
    """
    if "stamp" not in request.POST:
        form = form_class(current=current_of(line.version), initial=_reason(line))
        return _ask_page(request, paper, line, form, template)
    try:
        with transaction.atomic():
            lock_draft(paper.pk)
            line = _again(line)
            form = form_class(request.POST, current=current_of(line.version))
            if form.is_valid():
                messages.success(request, act(request, paper, line, form))
                return redirect(_paper_url(paper))
            status = REFUSED if form.is_stale else 200
            return _ask_page(request, paper, line, form, template, status=status)
    except NotDraft as refusal:
        form = form_class(request.POST, current=current_of(line.version))
        form.is_valid()
        form.add_error(None, refusal.text)
        return _ask_page(request, paper, line, form, template, status=REFUSED)


def _strike(request, paper, line, form):
    why = form.cleaned_data["why"]
    editing.strike_power(paper=paper, line_id=line.pk, why=why, by=request.person)
    return f"已提出销号“{line.version.name}”，确认生效以后才会退出目录。"


def _restore(request, paper, line, form):
    name = line.version.name
    left = editing.restore_power(paper=paper, line_id=line.pk, by=request.person)
    return f"已删除“{name}”。" if left is None else f"“{left.version.name}”已恢复为现行内容。"


def _entry(data, paper, line):
    version = line.version if line else None
    return PowerEntry(data, unit=paper.unit, version=version, base=_base(paper, line))


def _base(paper, line):
    base = standing_of(line.version, paper) if line else None
    return None if base is None or base.struck else base


def _again(line):
    """The line as it stands under the lock; one that has gone is refused."""
    if line is None:
        return None
    again = PowerLine.objects.select_related("version__power").filter(pk=line.pk).first()
    if again is None:
        raise editing.RowRefused("这一行已经在别处删去了。您填的文字还在下面，需要时可以复制。")
    return again


def _edit_page(request, paper, line, entry, notes, status=200):
    findings = saved_findings(paper.current, line)
    context = {
        "paper": paper,
        "line": line,
        "entry": entry,
        "form": entry.form,
        "bases": entry.bases,
        "stale_rows": entry.stale_rows(),
        "overtaken": _overtaken(paper, line),
        "findings": findings,
        "answerable": any(each.severity != "error" for each in findings),
        "notes": notes,
        "tabs": parts_of_row(paper, line, "paper-row"),
        "paper_url": _paper_url(paper),
        "crumbs": _crumbs(paper, "添加职权" if line is None else "修改职权"),
    }
    return render(request, "powers/power_form.html", context, status=status)


def _ask_page(request, paper, line, form, template, status=200):
    context = {
        "paper": paper,
        "line": line,
        "form": form,
        "base": _base(paper, line),
        "words": labelled(in_words(line.version)),
        "paper_url": _paper_url(paper),
        "crumbs": _crumbs(paper, line.version.name),
    }
    return render(request, template, context, status=status)


def _overtaken(paper, line):
    """Where the register moved on under this row: what it said then and says now."""
    if line is None or not is_overtaken(line.version, paper, line.version.power.in_force_id):
        return None
    in_force = line.version.power.in_force
    before = line.version.base if line.version.written_in_id == paper.pk else line.version
    return {
        "in_force": in_force,
        "differences": differences(in_words(before), in_words(in_force)),
    }


def _reason(line):
    return {"why": line.version.why} if line.version.struck else {}


def _paper_url(paper):
    return reverse("paper-edit", args=[paper.pk])


def _crumbs(paper, here):
    return [{"label": paper.title, "url": _paper_url(paper)}, {"label": here}]
