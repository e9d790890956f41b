"""Laws from a spreadsheet: template → upload → preview → confirm, at one address."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.access.guards import seat_required
from registry.files.storing import FileDamaged, open_verified, path_of, store
from registry.intake.limited_reader import UnreadableFile, read_sheets
from registry.intake.waiting import Waiting
from registry.organisation.models import Seat

from .forms import LawTableForm
from .sheets import COLUMNS, NoLaws, NotAsSeen, apply, make_plan, make_template
from .views import FAULTY, STALE, crumbs, office_units

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
NOT_AS_SEEN = "核对期间法规库有了变化，什么也没有写入，请再核对一遍。"


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def law_import(request):
    if "template" in request.GET:
        return _template()
    waiting = Waiting(request, "law-import")
    if request.method != "POST":
        known = waiting and _unit(request, waiting) is not None
        return _preview(request, waiting) if known else _ask(request)
    if "discard" in request.POST:
        waiting.forget()
        return redirect(request.path)
    return _confirm(request, waiting) if "seen" in request.POST else _take_in(request, waiting)


def _template():
    stream = BytesIO()
    make_template().save(stream)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename="法规库导入模板.xlsx", content_type=CONTENT_TYPE
    )


def _ask(request, form=None, status=200):
    context = {
        "form": form or LawTableForm(units=office_units(request)),
        "columns": [(column.header, column.hint) for column in COLUMNS],
        "crumbs": crumbs(None, "从 Excel 导入"),
    }
    return render(request, "laws/import_upload.html", context, status=status)


def _take_in(request, waiting):
    form = LawTableForm(request.POST, request.FILES, units=office_units(request))
    if not form.is_valid():
        return _ask(request, form, FAULTY)
    file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
    try:
        stored = store(stream=file, name=file.name, content_type=CONTENT_TYPE, by=request.person)
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
        return _ask(request, form, FAULTY)
    waiting.keep(stored, {"unit": unit.pk})
    try:
        make_plan(_sheets(stored), unit)
    except (NoLaws, UnreadableFile) as refusal:
        waiting.forget()
        form.add_error("file", str(refusal))
        return _ask(request, form, FAULTY)
    return redirect(request.path)


def _confirm(request, waiting):
    seen = request.POST["seen"]
    if said := waiting.said_before(seen):
        messages.success(request, said)
        return redirect("law-list")
    unit = _unit(request, waiting)
    if not waiting or unit is None:
        messages.info(request, "没有等待确认的表格，可能已经导入过了。")
        return redirect("law-list")
    try:
        plan = apply(sheets=_sheets(waiting.stored), unit=unit, seen=seen, by=request.person)
    except (NotAsSeen, NoLaws, UnreadableFile):
        return _preview(request, waiting, notice=NOT_AS_SEEN, status=STALE)
    counts = plan.counts
    said = f"已导入：新增 {counts['new']} 部，更新 {counts['adjusted']} 部。"
    waiting.forget()
    waiting.taken(seen, said)
    messages.success(request, said)
    return redirect("law-list")


def _preview(request, waiting, *, notice="", status=200):
    unit = _unit(request, waiting)
    try:
        plan = make_plan(_sheets(waiting.stored), unit)
    except (NoLaws, UnreadableFile) as refusal:
        waiting.forget()
        messages.error(request, str(refusal))
        return _ask(request, status=FAULTY)
    rows = sorted(plan.rows, key=lambda row: not row.errors)
    context = {
        "name": waiting.stored.original_name,
        "unit": unit,
        "plan": plan,
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "notice": notice,
        "crumbs": crumbs(None, "从 Excel 导入"),
    }
    return render(request, "laws/import_preview.html", context, status=status)


def _unit(request, waiting):
    """The unit the file was sent for, as long as its office is this person's."""
    return office_units(request).filter(pk=waiting.chosen.get("unit")).first()


def _sheets(stored):
    try:
        open_verified(stored).close()
    except FileDamaged as damage:
        raise UnreadableFile("保存的原文件已损坏，无法继续。请重新上传一次。") from damage
    return read_sheets(path_of(stored.stored_name))
