"""Rows from a spreadsheet by the clipboard: paste → look → tick → add. Works without JavaScript.

Nothing is kept between the steps but what stands on the page: the pasted text and the choices.
"""

from django.db import transaction
from django.shortcuts import render

from registry.papers.digest import digest_of
from registry.papers.drafts import NotDraft, lock_draft
from registry.papers.stamps import stamp_of
from registry.tables.text import clean, number_in
from risks import editing
from risks.draft import FormDraft
from risks.forms import PasteForm
from risks.sheets.columns import COLUMNS
from risks.sheets.pasting import Choices, look_at

from .answers import FAULTY, STALE, done, refused, why_none_added
from .standing import crumbs

TITLE = "从表格粘贴"
NOT_AS_SEEN = "选好的内容和刚才看到的不一样了，还没有写入。请把下面的内容再看一遍，然后加入。"
NOTHING_TICKED = "请至少勾选一行。"


def paste_rows(request, paper, revision):
    """POST `add` adds the rows ticked; any other POST shows what would be added."""
    revision.paper = paper
    if text := why_none_added(revision):
        return refused(request, paper, text)
    if request.method != "POST":
        return _page(request, revision, _form(revision))
    if "add" in request.POST:
        return _add(request, paper, revision)
    data = request.POST.copy()
    data["stamp"] = stamp_of(_current(revision))  # looking overwrites nothing
    form = _form(revision, data)
    block = _block(request, revision, form)
    status = 200 if block and not block.problem else FAULTY
    return _page(request, revision, form, block, status=status)


def _add(request, paper, revision):
    """Stamp, preview and writing under one lock: exactly the rows that were seen, or none."""
    try:
        with transaction.atomic():
            revision = lock_draft(paper.pk)
            form = _form(revision, request.POST)
            block = _block(request, revision, form)
            if (said := _refusal(request, form, block)) is None:
                rows = [row for row in block.rows if row.key in request.POST.getlist("row")]
                editing.add_points(paper=paper, rows=rows, by=request.person)
                return done(request, paper, f"已加入 {len(rows)} 行，请逐行补全后提交。", "points")
    except NotDraft as refusal:
        form = _form(revision, request.POST)
        block = _block(request, revision, form)
        said = refusal.text, STALE
    return _page(request, revision, form, block, notice=said[0], status=said[1])


def _refusal(request, form, block):
    """(what to say, status) where nothing may be written; None where all is as it was seen."""
    if not form.is_valid() or block.problem:
        return "", STALE if form.is_stale else FAULTY
    if request.POST.get("seen") != block.fingerprint:
        return NOT_AS_SEEN, STALE
    ticked = request.POST.getlist("row")
    if not ticked or not set(ticked) <= block.by_key.keys():
        return NOTHING_TICKED, FAULTY
    return None


def _form(revision, data=None):
    return PasteForm(data, current=_current(revision))


def _current(revision):
    return {"counter": revision.counter}


def _block(request, revision, form):
    """What the pasted text would do; None where there are no cells to speak of."""
    form.is_valid()
    if not form.cells:
        return None
    return look_at(form.cells, draft=FormDraft(revision), choices=_choices(request.POST, form))


def _choices(data, form):
    """Columns belong to the text they were chosen for: another text is guessed anew."""
    columns = data.getlist("column") if data.get("of") == _mark(form) else None
    pairs = zip(data.getlist("level-of"), data.getlist("level"), strict=False)
    levels = {clean(word): number_in(pk) for word, pk in pairs}
    return Choices(columns, form.cleaned_data.get("headed", False), levels)


def _mark(form):
    return digest_of(form.cells)[:16]


def _page(request, revision, form, block=None, *, notice="", status=200):
    paper = revision.paper
    ticked = request.POST.getlist("row") if "add" in request.POST else None
    context = {
        "paper": paper,
        "form": form,
        "pasted": block,
        "mark": _mark(form) if block else "",
        "fields": [(column.field, column.header) for column in COLUMNS],
        "ticked": [row.key for row in block.rows if _is_ticked(row, ticked)] if block else [],
        "notice": notice,
        "now": _rows_now(revision) if form.is_stale else [],
        "title": TITLE,
        "crumbs": crumbs(paper, TITLE),
    }
    return render(request, "risks/paste_form.html", context, status=status)


def _is_ticked(row, ticked):
    return row.can_be_added and (row.proposed if ticked is None else row.key in ticked)


def _rows_now(revision):
    """What the draft says by now, for whoever looked at an earlier one."""
    lines = revision.point_lines.of_register_rows().order_by("position")
    return [line.version.sentence for line in lines]
