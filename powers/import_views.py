"""Rows of a catalogue draft from a spreadsheet: template → upload → preview → confirm.

One address: a GET shows the upload, the preview, how far the job is that writes many rows, or
(`?template=1`) hands out the template; the button pressed says what a POST does. Nothing is written
before the confirmation.
"""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from registry.intake.at_once import are_few
from registry.intake.forms import TableFileForm
from registry.intake.kept import is_taken, sheets_of, waiting_for
from registry.intake.limited_reader import UnreadableFile
from registry.intake.waiting import Waiting
from registry.papers.drafts import NotDraft

from .content import LABELS, differences, words_of
from .kinds.models import PowerKind
from .models import PowerVersion
from .sheets.applying import (
    CONTENT_TYPE,
    NotAsSeen,
    columns_of,
    confirm,
    keep,
    preview,
    read_for,
)
from .sheets.columns import COLUMNS
from .sheets.queueing import job_of, queue
from .sheets.reading import NoTable
from .sheets.template_book import make_template

SHOWN = 200


@vary_on_headers("HX-Request")
def import_page(request, paper, revision):
    sent = Waiting(request, _name(paper)).stored
    job = job_of(sent)
    if request.method != "POST":
        if "template" in request.GET:
            return _template(paper)
        return _look(request, paper, revision, sent, job)
    if job is not None and job.is_active:
        return redirect(request.path)
    for button, act in _BUTTONS.items():
        if button in request.POST:
            return act(request, paper, revision)
    return _take_in(request, paper)


def _look(request, paper, revision, sent, job):
    context = {
        "paper": paper,
        "job": job,
        "written": sent is not None and is_taken(paper, sent),
        "paper_url": reverse("paper-edit", args=[paper.pk]),
        "crumbs": _crumbs(paper),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "powers/_import_writing.html", context)
    if job is not None and (job.is_active or context["written"]):
        return render(request, "powers/import_writing.html", {**context, "name": sent})
    upload = waiting_for(request, paper, _name(paper))
    if not upload:
        return _ask(request, paper)
    return _preview(request, paper, revision, upload, notice=_why_nothing(upload, job))


def _why_nothing(upload, job):
    """Why the last job wrote nothing, until the file is read in another way or confirmed again."""
    if job is None or not job.error_text or job.arguments["chosen"] != upload.chosen:
        return ""
    return f"{job.error_text}核对好以后，请再点“确认导入”。"


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
            stored, rows = keep(file=form.cleaned_data["file"], unit=paper.unit, by=request.person)
        except (NoTable, UnreadableFile) as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            waiting_for(request, paper, _name(paper)).keep(
                stored, {"side": "external", "rows": rows}
            )
            return redirect(request.path)
    return _ask(request, paper, form, status=422)


def _look_again(request, paper, revision):
    """The columns as the person corrected them; read anew."""
    if upload := waiting_for(request, paper, _name(paper)):
        fields = [(at, request.POST.get(f"column-{at}", "")) for at in range(500)]
        columns = {str(at): name for at, name in fields if name in LABELS}
        side = request.POST.get("side")
        side = side if side in PowerVersion.Side else "external"
        chosen = {"columns": columns, "side": side}
        upload.keep(upload.stored, {**chosen, "rows": _count(paper, upload.stored, chosen)})
    return redirect(request.path)


def _count(paper, stored, chosen):
    """How many rows it has by these columns; None where it cannot be read: the preview says why."""
    try:
        return len(read_for(paper.unit, sheets_of(stored), columns_of(chosen)).rows)
    except (NoTable, UnreadableFile):
        return None


def _confirm(request, paper, revision):
    upload, seen = waiting_for(request, paper, _name(paper)), request.POST.get("seen", "")
    if said := upload.said_before(seen):
        messages.success(request, said)
        return redirect("paper-edit", paper.pk)
    if not upload:
        messages.info(request, "没有等待确认的表格，可能已经导入过了。")
        return redirect("paper-edit", paper.pk)
    if not are_few(upload.chosen.get("rows")):
        queue(
            paper=paper,
            stored=upload.stored,
            chosen=upload.chosen,
            seen=seen,
            by=request.person,
        )
        return redirect(request.path)
    try:
        plan = confirm(
            paper=paper,
            stored=upload.stored,
            sheets=sheets_of(upload.stored),
            columns=columns_of(upload.chosen),
            default_side=upload.chosen["side"],
            seen=seen,
            by=request.person,
        )
    except NotDraft as refusal:
        messages.error(request, refusal.text)
        return redirect("paper-detail", paper.pk)
    except (NotAsSeen, NoTable, UnreadableFile):
        return _preview(request, paper, revision, upload, notice=str(NotAsSeen()), status=409)
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
    waiting_for(request, paper, _name(paper)).forget()
    return redirect(request.path)


_BUTTONS = {"columns": _look_again, "seen": _confirm, "discard": _discard}


def _preview(request, paper, revision, upload, *, notice="", status=200):
    try:
        plan = preview(
            revision=revision,
            sheets=sheets_of(upload.stored),
            columns=columns_of(upload.chosen),
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

    kinds = {kind.code: kind.name for kind in PowerKind.objects.of_unit(paper.unit)}

    def words(content):
        sections = [names[pk] for pk in content["sections"] if pk in names]
        return words_of(content, sections, kinds.get(content["kind"], content["kind"]))

    rows = sorted(plan.rows, key=lambda row: not row.errors)[:SHOWN]
    return [
        (row, words(row.content), differences(words(row.before or row.content), words(row.content)))
        for row in rows
    ]


def _name(paper):
    return f"catalogue-import-{paper.pk}"


def _crumbs(paper):
    return [
        {"label": paper.title, "url": reverse("paper-edit", args=[paper.pk])},
        {"label": "从 Excel 导入"},
    ]
