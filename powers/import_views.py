"""Rows of a catalogue draft from a spreadsheet: template → upload → preview → confirm.

One address: a GET shows the upload, the preview or (`?template=1`) hands out the template; the
button pressed says what a POST does. Nothing is written before the confirmation.
"""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.intake.forms import TableFileForm
from registry.intake.limited_reader import UnreadableFile
from registry.intake.waiting import Waiting
from registry.papers.drafts import NotDraft

from .content import LABELS, differences, words_of
from .models import PowerVersion
from .sheets.applying import CONTENT_TYPE, NotAsSeen, confirm, keep, preview, sheets_of
from .sheets.columns import COLUMNS
from .sheets.reading import NoTable
from .sheets.template_book import make_template

SHOWN = 200
NOT_AS_SEEN = "核对期间目录有了变化，什么也没有写入。请把下面的内容再看一遍，然后确认。"


def import_page(request, paper, revision):
    if request.method != "POST":
        if "template" in request.GET:
            return _template(paper)
        upload = _upload(request, paper)
        return _preview(request, paper, revision, upload) if upload else _ask(request, paper)
    for button, act in _BUTTONS.items():
        if button in request.POST:
            return act(request, paper, revision)
    return _take_in(request, paper)


def _template(paper):
    stream = BytesIO()
    make_template(paper.unit).save(stream)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename="职权目录导入模板.xlsx", content_type=CONTENT_TYPE
    )


def _ask(request, paper, form=None, status=200):
    context = {
        "paper": paper,
        "form": form or TableFileForm(),
        "columns": [(column.header, column.hint) for column in COLUMNS],
        "paper_url": reverse("paper-edit", args=[paper.pk]),
        "crumbs": _crumbs(paper),
    }
    return render(request, "powers/import_upload.html", context, status=status)


def _take_in(request, paper):
    form = TableFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = keep(file=form.cleaned_data["file"], unit=paper.unit, by=request.person)
        except (NoTable, UnreadableFile) as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            _upload(request, paper).keep(stored, {"side": "external"})
            return redirect(request.path)
    return _ask(request, paper, form, status=422)


def _look_again(request, paper, revision):
    """The columns as the person corrected them; read anew."""
    if upload := _upload(request, paper):
        fields = [(at, request.POST.get(f"column-{at}", "")) for at in range(500)]
        columns = {str(at): name for at, name in fields if name in LABELS}
        side = request.POST.get("side")
        side = side if side in PowerVersion.Side else "external"
        upload.keep(upload.stored, {"columns": columns, "side": side})
    return redirect(request.path)


def _confirm(request, paper, revision):
    upload, seen = _upload(request, paper), request.POST.get("seen", "")
    if said := upload.said_before(seen):
        messages.success(request, said)
        return redirect("paper-edit", paper.pk)
    if not upload:
        messages.info(request, "没有等待确认的表格，可能已经导入过了。")
        return redirect("paper-edit", paper.pk)
    try:
        plan = confirm(
            paper=paper,
            stored=upload.stored,
            sheets=sheets_of(upload.stored),
            columns=_columns(upload),
            default_side=upload.chosen["side"],
            seen=seen,
            by=request.person,
        )
    except NotDraft as refusal:
        messages.error(request, refusal.text)
        return redirect("paper-detail", paper.pk)
    except (NotAsSeen, NoTable, UnreadableFile):
        return _preview(request, paper, revision, upload, notice=NOT_AS_SEEN, status=409)
    said = _written(plan.counts)
    upload.taken(seen, said)
    messages.success(request, said)
    return redirect("paper-edit", paper.pk)


def _written(counts):
    return (
        f"已导入：新增 {counts['new']} 项，调整 {counts['adjusted']} 项，"
        f"不变 {counts['unchanged']} 项。原表已附在办件后面。"
    )


def _discard(request, paper, revision):
    _upload(request, paper).forget()
    return redirect(request.path)


_BUTTONS = {"columns": _look_again, "seen": _confirm, "discard": _discard}


def _preview(request, paper, revision, upload, *, notice="", status=200):
    try:
        plan = preview(
            revision=revision,
            sheets=sheets_of(upload.stored),
            columns=_columns(upload),
            default_side=upload.chosen["side"],
        )
    except (NoTable, UnreadableFile) as refusal:
        form = TableFileForm()
        messages.error(request, str(refusal))
        upload.forget()
        return _ask(request, paper, form, status=422)
    context = {
        "paper": paper,
        "name": upload.stored.original_name,
        "plan": plan,
        "rows": _shown_rows(paper, plan),
        "more": max(len(plan.rows) - SHOWN, 0),
        "fields": [(column.field, column.header) for column in COLUMNS],
        "sides": PowerVersion.Side.choices,
        "side": upload.chosen["side"],
        "notice": notice,
        "changes": plan.count("new") + plan.count("adjusted"),
        "paper_url": reverse("paper-edit", args=[paper.pk]),
        "crumbs": _crumbs(paper),
    }
    return render(request, "powers/import_preview.html", context, status=status)


def _shown_rows(paper, plan):
    """Rows with something to mend first: (row, its content in words, differences from now)."""
    names = dict(paper.unit.sections.values_list("pk", "name"))

    def words(content):
        return words_of(content, [names[pk] for pk in content["sections"] if pk in names])

    rows = sorted(plan.rows, key=lambda row: not row.errors)[:SHOWN]
    return [
        (row, words(row.content), differences(words(row.before or row.content), words(row.content)))
        for row in rows
    ]


def _upload(request, paper):
    """The file that waits for its confirmation, if it is this person's."""
    return Waiting(request, f"catalogue-import-{paper.pk}")


def _columns(upload):
    """Place of a column → field, as the person corrected them; None: as they were found."""
    columns = upload.chosen.get("columns")
    return {int(at): name for at, name in columns.items()} if columns else None


def _crumbs(paper):
    return [
        {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
        {"label": "从 Excel 导入"},
    ]
