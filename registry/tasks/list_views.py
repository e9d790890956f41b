"""The list of tasks, narrowed, and as a file: one's own, and those of the units one reads."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.reach import ANSWERING_SEATS
from registry.organisation.models import Seat
from registry.paging.keyset import Key, query_page
from registry.tables.table_file import table_file
from registry.trail.recording import record_now

from .filters import TaskFilter
from .models import Task
from .sheets import table_of

ORDER = (Key("due_on", date), Key("pk"))
MOST_ROWS = 20_000


@require_safe
@vary_on_headers("HX-Request")
def task_list(request):
    form = _filter(request)
    page = query_page(form.narrowed().listed(), ORDER, request.GET)
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "rows": [{"task": task, "state": task.state_on(today)} for task in page],
        "today": today,
        "may_keep": request.reach.holds_any(Seat.PREVENTION_OFFICE),
        "may_export": request.reach.holds_any(*ANSWERING_SEATS),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"tasks/{'_task_rows' if fragment else 'task_list'}.html", context)


@require_safe
def task_export(request):
    """The list as it is narrowed now, as XLSX, for who answers for a unit or a section."""
    if not request.reach.holds_any(*ANSWERING_SEATS):
        raise Http404
    form, today = _filter(request), timezone.localdate()
    tasks = form.narrowed().listed().order_by("due_on", "pk")[:MOST_ROWS]
    unit = form.place.chosen
    table = table_of(tasks, today, unit.name if unit else "")
    by = request.person
    record_now(by=by, action="export.downloaded", unit=by.unit, target_kind="tasks.task")
    return table_file(table, "xlsx")


def _filter(request):
    if request.person is None or not request.reach.takes_part:
        raise Http404
    tasks = Task.objects.visible_to(request.person)
    return TaskFilter(request.GET, tasks=tasks, person=request.person)
