"""Points from a table: upload → mapping → preview with editing → confirm. Nothing is written to
any form before the confirmation; the import itself keeps what was chosen on the way.
"""

from dataclasses import asdict
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.files.storing import attachment_response, discard
from registry.intake.error_book import make_error_book
from registry.intake.forms import UnitTableForm
from registry.intake.kept import sheets_of
from registry.intake.limited_reader import UnreadableFile
from registry.intake.models import TableImport
from registry.organisation.models import Programme
from registry.papers.models import Paper
from registry.tables.text import clean, number_in
from registry.trail.recording import record_now
from reviews import importing
from risks.sheets.columns import COLUMNS
from risks.sheets.planning import EDITABLE, Choices
from risks.sheets.reading import NoTable
from risks.sheets.report import messages_of

from .fetch import NO_PROGRAMME

PAGE_SIZE = 50
SHOWN_ERRORS = 30
MOST_PLACES = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FRESH = "栏目或拆分方式有了变化，行已重新读取；之前改过的行和“不导入”的选择请再做一次。"
FILTERS = {
    "": "全部",
    "error": "要改的",
    "warning": "有提醒的",
    "adjusted": "已调整的",
    "info": "整理过的",
    "clean": "没有问题的",
    "skipped": "不导入的",
}


@require_http_methods(["GET", "POST"])
def table_imports(request):
    """Upload a table, and what was uploaded before."""
    units = _units(request)
    if not units:
        raise PermissionDenied("表格由信息员或防控办导入。")
    form = UnitTableForm(request.POST or None, request.FILES or None, units=units)
    status = 200
    if request.method == "POST":
        if imported := _take_in(form, request.person):
            return redirect("table-import-mapping", imported.pk)
        status = 422
    earlier = importing.of_keeper(request.person)
    context = {"form": form, "imports": earlier.select_related("file", "unit", "job")[:PAGE_SIZE]}
    return render(request, "reviews/import_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def table_import_mapping(request, pk):
    """Columns, words for levels, and whose points the rows are."""
    imported = _fetch(request, pk)
    if imported.confirmed_at or imported.is_being_written:
        return redirect("table-import", pk)
    if request.method == "POST":
        had = Choices(**imported.choices)
        _choose(imported, lambda choices: _map(choices, request.POST))
        importing.count_again(imported, had)
        if (had.edits or had.skipped) and not (
            imported.choices["edits"] or imported.choices["skipped"]
        ):
            messages.info(request, FRESH)
        return redirect("table-import", pk)
    try:
        plan = importing.plan_of(imported)
    except (NoTable, UnreadableFile) as refusal:
        return _start_again(request, imported, refusal)
    choices = Choices(**imported.choices)
    offered = {level.pk for level in plan.levels}
    remembered = {
        word: level
        for word, level in importing.mapping_of(imported.unit).words.items()
        if level in offered
    }
    context = {
        "imported": imported,
        "choices": choices,
        "columns": plan.reading.columns,
        "fields": [(column.field, column.header) for column in COLUMNS],
        "words": [(word, choices.levels.get(word, remembered.get(word))) for word in plan.words],
        "levels": plan.levels,
        "places": [
            (place, choices.posts.get(place.label, ""))
            for place in _places_to_ask(plan.places, choices.posts)
        ],
        "more_places": max(len(plan.places) - MOST_PLACES, 0),
        "posts": imported.unit.posts.filter(closed_on__isnull=True).select_related("section"),
        "crumbs": _crumbs("对应栏目"),
    }
    return render(request, "reviews/import_mapping.html", context)


def _places_to_ask(places, chosen):
    """Of very many places those that need somebody, or had somebody; each is two form fields."""
    if len(places) <= MOST_PLACES:
        return places
    settled = [bool(place.post) and place.label not in chosen for place in places]
    order = sorted(range(len(places)), key=lambda at: settled[at])
    return [places[at] for at in order[:MOST_PLACES]]


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def table_import(request, pk):
    """The preview, how far the job is, the result; the button pressed says what a POST does."""
    imported = _fetch(request, pk)
    job = imported.job
    if _is_fragment(request):
        return render(request, "reviews/_import_writing.html", {"imported": imported, "job": job})
    if imported.confirmed_at:
        papers = Paper.objects.filter(attachments__file=imported.file).distinct()
        papers = papers.select_related("post", "programme", "section", "unit")
        context = {"imported": imported, "papers": papers, "crumbs": _crumbs("导入结果")}
        return render(request, "reviews/import_result.html", context)
    if imported.is_being_written:
        if request.method == "POST":
            return redirect("table-import", pk)
        context = {"imported": imported, "job": job, "crumbs": _crumbs("写入草稿")}
        return render(request, "reviews/import_writing.html", context)
    if request.method == "POST":
        return _act(request, imported)
    if not imported.choices.get("mapped"):
        return redirect("table-import-mapping", pk)
    return _preview(request, imported, notice=_why_nothing(imported))


def _why_nothing(imported):
    """Why the last job wrote nothing, until something is changed or it is confirmed again."""
    job = imported.job
    if job is None or not job.error_text:
        return ""
    return f"{job.error_text}核对好以后，请再点“确认写入草稿”。"


def _is_fragment(request):
    return request.method == "GET" and request.htmx and not request.htmx.boosted


@require_safe
def table_import_report(request, pk):
    """The table as it was sent, with a column of messages."""
    imported = _fetch(request, pk)
    try:
        plan, sheets = importing.plan_of(imported), sheets_of(imported.file)
    except (NoTable, UnreadableFile) as refusal:
        return _start_again(request, imported, refusal)
    stream = BytesIO()
    make_error_book(sheets, messages_of(plan)).save(stream)
    stream.seek(0)
    name = imported.file.original_name.rsplit(".", 1)[0]
    _record_download(request, imported)
    response = FileResponse(
        stream, as_attachment=True, filename=f"{name}（核对结果）.xlsx", content_type=XLSX
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def table_import_file(request, pk):
    imported = _fetch(request, pk)
    _record_download(request, imported)
    return attachment_response(imported.file)


def _record_download(request, imported):
    record_now(
        by=request.person, action="attachment.downloaded", unit=imported.unit, target=imported
    )


# --- what is asked for ---------------------------------------------------------------------


def _units(request):
    """The units whose lists this person keeps."""
    return importing.units_kept(request.reach)


def _fetch(request, pk):
    """One's own import, for a unit whose lists one still keeps."""
    mine = importing.of_keeper(request.person)
    return get_object_or_404(mine.select_related("unit", "programme", "file", "job"), pk=pk)


def _take_in(form, person):
    """The import, or None with the reason in the form."""
    if not form.is_valid():
        return None
    unit = form.cleaned_data["unit"]
    programme = Programme.objects.of_unit(unit, timezone.localdate().year)
    if programme is None:
        form.add_error("unit", NO_PROGRAMME)
        return None
    try:
        return importing.take_in(
            file=form.cleaned_data["file"], unit=unit, programme=programme, by=person
        )
    except (NoTable, UnreadableFile) as refusal:
        form.add_error("file", str(refusal))
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
    return None


def _crumbs(label):
    return [{"label": "导入风险点", "url": reverse("table-imports")}, {"label": label}]


# --- what is chosen ------------------------------------------------------------------------


@transaction.atomic
def _choose(imported, change):
    """Change the choices under a lock: two tabs do not undo each other's rows.

    What a job could not write has been looked at then: it is not said again.
    """
    locked = importing.lock_open(imported)
    choices = Choices(**locked.choices)
    change(choices)
    locked.choices = asdict(choices)
    if not locked.is_being_written:
        locked.job = None
    locked.save(update_fields=["choices", "job"])
    imported.choices, imported.job = locked.choices, locked.job


def _map(choices, data):
    """The selects of the mapping page come in pairs: what it is about, and what was chosen.

    Read by other columns, or not split, the file has other rows: what was decided of a row would
    fall on another one.
    """
    before = dict(choices.columns), choices.split
    known = {column.field for column in COLUMNS}
    columns = _pairs(data, "column")
    choices.columns |= {key: name for key, name in columns if name in known or not name}
    choices.levels = {
        word: level for word, pk in _pairs(data, "level") if (level := number_in(pk)) is not None
    }
    posts = choices.posts | dict(_pairs(data, "post"))
    choices.posts = {label: value for label, value in posts.items() if value}
    choices.split = "whole" not in data
    if (choices.columns, choices.split) != before:
        choices.edits, choices.skipped = {}, []
    choices.mapped = True


def _pairs(data, name):
    about, chosen = data.getlist(f"{name}-of"), data.getlist(name)
    return [(clean(key), clean(value)) for key, value in zip(about, chosen, strict=False)]


def _act(request, imported):
    for button, act in _BUTTONS.items():
        if button in request.POST:
            try:
                return act(request, imported)
            except importing.AlreadyDone as refusal:
                return _already(request, imported, refusal)
    return redirect("table-import", imported.pk)


def _already(request, imported, refusal):
    """To what became of it in another tab."""
    messages.info(request, str(refusal))
    if TableImport.objects.filter(pk=imported.pk).exists():
        return redirect("table-import", imported.pk)
    return redirect("table-imports")


def _save_row(request, imported):
    key = clean(request.POST["row"])
    edits = {name: clean(request.POST[name]) for name in EDITABLE if name in request.POST}
    _choose(imported, lambda choices: choices.edits.update({key: edits}))
    return _back(request, imported)


def _skip_row(request, imported):
    """Leave a row out, or take it in again."""
    key = clean(request.POST["skip"])

    def change(choices):
        without = [known for known in choices.skipped if known != key]
        choices.skipped = without if key in choices.skipped else [*without, key]

    _choose(imported, change)
    return _back(request, imported)


def _discard(request, imported):
    with transaction.atomic():
        locked = importing.lock_open(imported)
        stored = locked.file
        locked.delete()
        discard(stored)
    return redirect("table-imports")


def _confirm(request, imported):
    seen = request.POST.get("seen", "")
    try:
        job = importing.confirm(imported=imported, seen=seen, by=request.person)
    except importing.AlreadyDone:
        raise
    except importing.NotApplied as refusal:
        return _preview(request, imported, notice=str(refusal), status=409)
    except (NoTable, UnreadableFile) as refusal:
        return _start_again(request, imported, refusal)
    if job is None:
        messages.success(request, "已写入草稿，请填报人核对后提交。")
    return redirect("table-import", imported.pk)


_BUTTONS = {"seen": _confirm, "row": _save_row, "skip": _skip_row, "discard": _discard}


def _back(request, imported):
    """To the same page of the same filter."""
    query = request.GET.urlencode()
    response = redirect("table-import", imported.pk)
    if query:
        response["Location"] += f"?{query}"
    return response


# --- what is shown -------------------------------------------------------------------------


def _preview(request, imported, *, notice="", status=200):
    try:
        plan = importing.plan_of(imported)
    except (NoTable, UnreadableFile) as refusal:
        return _start_again(request, imported, refusal)
    show = request.GET.get("show", "")
    rows = [planned for planned in plan.rows if _is_shown(planned, show)]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "imported": imported,
        "plan": plan,
        "page_obj": page,
        "errors": plan.errors[:SHOWN_ERRORS],
        "more_errors": max(len(plan.errors) - SHOWN_ERRORS, 0),
        "show": show,
        "filters": [
            (name, label, sum(_is_shown(planned, name) for planned in plan.rows))
            for name, label in FILTERS.items()
        ],
        "posts": len({id(planned.place.post) for planned in plan.taken}),
        "notice": notice,
        "crumbs": _crumbs("核对"),
    }
    return render(request, "reviews/import_preview.html", context, status=status)


def _is_shown(planned, show):
    if show == "skipped" or planned.skipped:
        return planned.skipped and show in ("", "skipped")
    if show == "adjusted":
        return planned.adjusted
    if show == "clean":
        return not planned.row.findings
    return not show or planned.row.count(show) > 0


def _start_again(request, imported, refusal):
    messages.error(request, str(refusal))
    return redirect("table-imports")
