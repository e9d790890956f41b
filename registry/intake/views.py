"""Importing the organisation: template, upload, look at it, confirm; seats by another person."""

from functools import wraps
from io import BytesIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.files.storing import attachment_response
from registry.organisation.models import AdminRole, Seat

from .forms import SpreadsheetForm
from .limited_reader import UnreadableFile
from .models import OrganisationImport
from .organisation.applying import NotApplied, confirm, confirm_seats
from .organisation.scope import Scope
from .organisation.taking import CONTENT_TYPE, plan_of, take_in
from .organisation.template_book import make_template

SHOWN_IMPORTS = 50
SHOWN_ITEMS = 200
CHANGED_MEANWHILE = "核对期间名单有了变化，请再看一遍下面的内容，然后确认。"


def import_allowed(view):
    """For whoever may import for some unit, and for the two administrators concerned."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.import_scope = Scope(request.reach)
        if request.import_scope.is_empty and not _gives_seats(request):
            raise PermissionDenied("导入由信息员、防控办和系统管理员办理。")
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@import_allowed
def import_list(request):
    may_send = not request.import_scope.is_empty
    form = SpreadsheetForm(request.POST or None, request.FILES or None) if may_send else None
    status = 200
    if request.method == "POST":
        if not may_send:
            raise PermissionDenied("上传由信息员、防控办和系统管理员办理。")
        imported = _take_in(form, request.person)
        if imported is not None:
            return redirect("organisation-import-detail", imported.pk)
        status = 422
    context = {
        "form": form,
        "imports": _readable(request)[:SHOWN_IMPORTS],
        "may_import_points": request.reach.holds_any(
            Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE
        ),
    }
    return render(request, "organisation/import_list.html", context, status=status)


@require_safe
@import_allowed
def import_template(request):
    stream = BytesIO()
    make_template().save(stream)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename="organisation-template.xlsx", content_type=CONTENT_TYPE
    )


@require_safe
@import_allowed
def import_detail(request, pk):
    return _show(request, _fetch(request, pk))


@require_safe
@import_allowed
def import_file(request, pk):
    return attachment_response(_fetch(request, pk).file)


@require_POST
@import_allowed
def import_confirm(request, pk):
    imported = _fetch(request, pk)
    if imported.by_id != request.person.pk:
        raise PermissionDenied("由上传这份文件的人确认。")
    plan = _plan_or_none(imported)
    if plan is None or plan.errors or not _is_what_was_seen(request, plan):
        return _show(request, imported, CHANGED_MEANWHILE if plan else "", 409)
    try:
        accounts = confirm(imported=imported, plan=plan, by=request.person)
    except NotApplied as refusal:
        return _show(request, _fetch(request, pk), str(refusal), 409)
    context = {"imported": _fetch(request, pk), "plan": plan, "accounts": accounts}
    response = render(request, "organisation/import_result.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_POST
@import_allowed
def import_seats(request, pk):
    imported = _fetch(request, pk)
    if not _gives_seats(request) or imported.confirmed_at is None:
        raise PermissionDenied("席位由安全管理员授予。")
    plan = _plan_or_none(imported)
    if plan is None or plan.errors or not _is_what_was_seen(request, plan):
        return _show(request, imported, CHANGED_MEANWHILE if plan else "", 409)
    try:
        confirm_seats(imported=imported, plan=plan, by=request.person)
    except NotApplied as refusal:
        return _show(request, _fetch(request, pk), str(refusal), 409)
    return redirect("organisation-import-detail", pk)


def _take_in(form, person):
    """The import, or None with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return take_in(file=form.cleaned_data["file"], by=person)
    except (UnreadableFile, ValidationError) as refusal:
        form.add_error("file", getattr(refusal, "messages", [str(refusal)]))
        return None


def _show(request, imported, notice="", status=200):
    plan, unreadable = None, ""
    if imported.confirmed_at is None or imported.seats_confirmed_at is None:
        try:
            plan = plan_of(imported)
        except UnreadableFile as refusal:
            unreadable = str(refusal)
    context = {
        "imported": imported,
        "plan": plan,
        "changes": _changes(plan) if plan else [],
        "notice": notice,
        "unreadable": unreadable,
        "may_confirm": imported.by_id == request.person.pk and imported.confirmed_at is None,
        "may_give_seats": _gives_seats(request) and imported.confirmed_at is not None,
    }
    return render(request, "organisation/import_detail.html", context, status=status)


def _changes(plan):
    """What is new or different, by kind, as far as a page can show it."""
    groups = []
    for line in plan.summary():
        items = plan.of(line["kind"], "new", "changed")
        groups.append({**line, "items": items[:SHOWN_ITEMS], "more": len(items) - SHOWN_ITEMS})
    return groups


def _plan_or_none(imported):
    try:
        return plan_of(imported)
    except UnreadableFile:
        return None


def _is_what_was_seen(request, plan):
    return request.POST.get("seen") == plan.fingerprint


def _gives_seats(request):
    return request.reach.admin_role == AdminRole.SECURITY


def _readable(request):
    """One's own; the two administrators see all."""
    imports = OrganisationImport.objects.select_related("file", "unit", "by", "confirmed_by")
    if request.import_scope.is_system or _gives_seats(request):
        return imports
    return imports.filter(by=request.person)


def _fetch(request, pk):
    if request.person is None:
        raise Http404
    return get_object_or_404(_readable(request), pk=pk)
