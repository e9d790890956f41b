"""The register of powers, inside: the list, one power with its history, the export."""

from io import BytesIO
from secrets import token_hex

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.jobs.queueing import enqueue
from registry.paging.columns import Columns
from registry.paging.keyset import query_page
from registry.tables.description import Source
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file

from .background import CHARTS, EXPORT, scope_of
from .chart_files import CHART_FORMATS, TITLE, VOLUMES, Volume, written
from .charted import figure_of_power, guard_rows, guard_table, people_of
from .content import LABELS, in_words, labelled
from .filters import PowerFilter
from .history import history_of
from .lane_files import LANE_FORMATS, lanes_beside, volume_in_lanes
from .models import CATALOGUE_ORDER, Power
from .particulars.item_sheet import item_table
from .tables import public_content

# The name stands first, whatever else is chosen.
COLUMNS = {field: label for field, label in LABELS.items() if field != "name"}
USUAL = ("side", "kind", "bases", "sections", "time_limit")


@require_safe
@vary_on_headers("HX-Request")
def power_list(request):
    form = PowerFilter(request.GET, reach=request.reach)
    page = query_page(form.narrowed().listed(), CATALOGUE_ORDER, request.GET)
    columns = Columns.asked(COLUMNS, USUAL, request.GET)
    context = {
        "form": form,
        "page": page,
        "columns": columns,
        "rows": [(power, columns.cells(in_words(power.in_force))) for power in page],
        "several_units": form.several_units,
        "formats": FORMATS,
        "volumes": {name: CHART_FORMATS[name] for name in VOLUMES},
        "token": token_hex(8),
        "today": timezone.localdate(),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"powers/{'_power_rows' if fragment else 'power_list'}.html", context)


@require_safe
def power_detail(request, pk):
    power = _power_for(request, pk)
    events = history_of(power)
    context = {
        "power": power,
        **_chart(power, request.reach),
        "sheet_formats": FORMATS,
        "words": labelled(in_words(events[0].version)),
        "events": events,
        "today": timezone.localdate(),
        "crumbs": [
            {"label": "职权", "url": reverse("power-list")},
            {"label": power.in_force.name},
        ],
    }
    return render(request, "powers/power_detail.html", context)


def _power_for(request, pk):
    powers = Power.objects.visible_to(request.reach).select_related("unit", "in_force")
    return get_object_or_404(powers, pk=pk, in_force__isnull=False)


def _chart(power, reach):
    """What the page shows of the chart; nothing for a power without steps."""
    figure, beside = figure_of_power(power, reach)
    if not figure.steps:
        return {}
    return {
        "figure": figure,
        "chart_formats": CHART_FORMATS,
        "lanes": lanes_beside(figure),
        "lane_formats": LANE_FORMATS,
        "guard_rows": list(guard_rows(figure, beside)) if beside else [],
        "guard_people": people_of(figure, beside),
        "guard_formats": FORMATS,
    }


@require_safe
def power_chart(request, pk, format_name):
    """The chart as a file, with the marks of what its reader may see."""
    return _chart_file(_volume(request, pk), CHART_FORMATS, format_name)


@require_safe
def power_lanes(request, pk, format_name):
    """The same chart by who handles its steps."""
    return _chart_file(volume_in_lanes(_volume(request, pk)), LANE_FORMATS, format_name)


def _volume(request, pk):
    power = _power_for(request, pk)
    figure, _ = figure_of_power(power, request.reach)
    if not figure.steps:
        raise Http404
    source = Source.register(timezone.localdate())
    return Volume(figure.title, source, [figure], power.unit.name)


def _chart_file(volume, formats, format_name):
    if volume is None or format_name not in formats:
        raise Http404
    (figure,) = volume.figures
    name = f"{figure.title.removeprefix(f'{figure.serial}. ')}.{format_name}"
    return _file(written(volume, format_name), formats[format_name].content_type, name)


@require_safe
def power_guard(request, pk, format_name):
    """防控图: points, steps, measures and responsible people side by side."""
    power = _power_for(request, pk)
    figure, beside = figure_of_power(power, request.reach)
    if format_name not in FORMATS or not figure.steps:
        raise Http404
    return table_file(guard_table(power, figure, beside), format_name)


@require_safe
def power_sheet(request, pk, format_name):
    """事项表: everything that lists publish of the power, as it is in force today."""
    power = _power_for(request, pk)
    if format_name not in FORMATS:
        raise Http404
    source = Source.register(timezone.localdate())
    table = item_table(public_content(power.in_force), source, unit_name=power.unit.name)
    return table_file(table, format_name)


def _file(content, content_type, name):
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type=content_type
    )


@require_POST
def power_charts_export(request):
    """Queue the charts of the list as it is narrowed now, as one volume."""
    if request.POST.get("format") not in VOLUMES or not request.reach.takes_part:
        raise Http404
    return _queued(request, CHARTS, f"{TITLE}（{CHART_FORMATS[request.POST['format']].label}）")


@require_POST
def power_export(request):
    """Queue the list as it is narrowed now; the file waits under "my downloads"."""
    if request.POST.get("format") not in FORMATS or not request.reach.takes_part:
        raise Http404
    return _queued(request, EXPORT, f"职权台账（{FORMATS[request.POST['format']].label}）")


def _queued(request, kind, title):
    enqueue(
        kind=kind,
        arguments={
            "format": request.POST["format"],
            "query": request.GET.urlencode(),
            "scope": scope_of(request.reach),
        },
        title=title,
        by=request.person,
        key=f"{kind}:{request.person.pk}:{request.POST.get('token', '')[:32]}",
    )
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")
