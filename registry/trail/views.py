"""The trail as the audit administrator reads it; nobody else does (domain §1)."""

from secrets import token_hex

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.guards import admin_role_required
from registry.jobs.queueing import enqueue
from registry.organisation.models import AdminRole

from .checkpoints import latest_line
from .forms import TrailFilter
from .models import TrailEntry

PER_PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
@admin_role_required(AdminRole.AUDIT)
def trail_list(request):
    form = TrailFilter(request.GET)
    entries = TrailEntry.objects.none()
    if form.is_valid():
        entries = TrailEntry.objects.matching(**form.conditions())
    context = {
        "form": form,
        "page_obj": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
        "checkpoint": latest_line(),
        "asked": {name: request.GET.get(name, "") for name in form.fields},
        "export_token": token_hex(8),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"trail/{'_entry_rows' if fragment else 'entry_list'}.html", context)


@require_POST
@admin_role_required(AdminRole.AUDIT)
def trail_export(request):
    form = TrailFilter(request.POST)
    asked = {name: request.POST.get(name, "") for name in form.fields}
    token = request.POST.get("token", "")[:32]
    enqueue(
        kind="trail.export",
        arguments={"filter": asked},
        title="操作记录",
        by=request.person,
        key=f"trail.export:{request.person.pk}:{token or token_hex(8)}",
    )
    messages.success(request, "已开始导出，完成后可在这里下载。")
    return redirect("downloads")
