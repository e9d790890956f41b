"""Self-checks as a list: who has handed in, who has not, what was said and found; as files."""

from datetime import date

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.reach import ANSWERING_SEATS
from registry.paging.keyset import Key, query_page
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file
from registry.tasks.models import Task
from registry.trail.recording import record_now

from .forms import CheckFilter
from .models import SelfCheckAnswer
from .sheets import list_of

ORDER = (Key("due_on", date, falling=True), Key("pk"))
MOST_ROWS = 5_000
OFFERED = ("xlsx", "pdf")
Said = SelfCheckAnswer.Said


@require_safe
@vary_on_headers("HX-Request")
def self_check_list(request):
    form, today = _filter(request), timezone.localdate()
    page = query_page(form.narrowed().listed(), ORDER, request.GET)
    counts = counts_of(page)
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"task": task, "state": task.state_on(today), "counts": counts.get(task.pk)}
            for task in page
        ],
        "today": today,
        "formats": {name: FORMATS[name] for name in OFFERED},
        "may_export": request.reach.holds_any(*ANSWERING_SEATS),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(
        request, f"self_checks/{'_check_rows' if fragment else 'check_list'}.html", context
    )


@require_safe
def self_check_export(request, format_name):
    """The list as it is narrowed now, for who answers for a unit or a section."""
    if format_name not in OFFERED or not request.reach.holds_any(*ANSWERING_SEATS):
        raise Http404
    form, today = _filter(request), timezone.localdate()
    tasks = list(form.narrowed().listed().order_by("-due_on", "pk")[:MOST_ROWS])
    unit = form.place.chosen
    table = list_of(tasks, counts_of(tasks), today, unit.name if unit else "")
    by = request.person
    record_now(by=by, action="export.downloaded", unit=by.unit, target_kind="tasks.task")
    return table_file(table, format_name)


def counts_of(tasks):
    """{task's id: how many answers say what, were drawn, did not hold}; one query."""
    answers = SelfCheckAnswer.objects.filter(check_made__task__in=[task.pk for task in tasks])
    rows = (
        answers.order_by()
        .values("check_made__task")
        .annotate(
            done=Count("pk", filter=Q(said=Said.DONE)),
            partly=Count("pk", filter=Q(said=Said.PARTLY)),
            not_done=Count("pk", filter=Q(said=Said.NOT_DONE)),
            drawn=Count("pk", filter=Q(is_drawn=True)),
            wrong=Count("pk", filter=Q(finding__holds=False)),
        )
    )
    return {row["check_made__task"]: row for row in rows}


def _filter(request):
    if request.person is None or not request.reach.takes_part:
        raise Http404
    return CheckFilter(request.GET, tasks=Task.objects.visible_to(request.person))
