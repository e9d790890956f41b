"""One's own views of lists; everybody else's do not exist."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from . import keeping
from .models import SavedView


@require_safe
def view_list(request):
    mine = SavedView.objects.of(request.person)
    context = {
        "views": mine.kept(),
        "deleted": mine.filter(deleted_at__isnull=False).order_by("-deleted_at"),
        "days": keeping.DAYS_TO_UNDO,
        "crumbs": [{"label": "常用视图"}],
    }
    return render(request, "paging/view_list.html", context)


@require_POST
def view_save(request):
    page = request.POST.get("page", "")
    if page not in SavedView.Page.values or request.person is None:
        raise Http404
    query = request.POST.get("query", "")[:4000]
    try:
        view = keeping.save_view(
            page=page, name=request.POST.get("name", ""), query=query, by=request.person
        )
    except keeping.ViewRefused as refusal:
        messages.warning(request, refusal.text)
        return redirect(f"{reverse(page)}?{query}")
    messages.success(request, f"已存为常用视图“{view.name}”，以后一点就能打开。")
    return redirect(f"{reverse(page)}?{view.query}")


@require_POST
def view_rename(request, pk):
    name = request.POST.get("name", "")
    return _done(request, pk, keeping.rename_view, "已改名。", name=name)


@require_POST
def view_delete(request, pk):
    return _done(request, pk, keeping.delete_view, "已删去。需要时在下面恢复。")


@require_POST
def view_restore(request, pk):
    return _done(request, pk, keeping.restore_view, "已恢复。")


def _done(request, pk, act, said, **what):
    view = get_object_or_404(SavedView.objects.of(request.person), pk=pk)
    try:
        act(view=view, **what)
        messages.success(request, said)
    except keeping.ViewRefused as refusal:
        messages.warning(request, refusal.text)
    return redirect("view-list")
