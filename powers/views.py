"""The register of powers, inside: the list, one power with its history, the export."""

from secrets import token_hex

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.jobs.queueing import enqueue
from registry.tables.formats import FORMATS

from .background import EXPORT, scope_of
from .content import in_words, labelled
from .filters import PowerFilter
from .history import history_of
from .models import Power

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def power_list(request):
    form = PowerFilter(request.GET, reach=request.reach)
    page = Paginator(form.narrowed().listed(), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(power, in_words(power.in_force)) for power in page],
        "several_units": form.several_units,
        "formats": FORMATS,
        "token": token_hex(8),
        "today": timezone.localdate(),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"powers/{'_power_rows' if fragment else 'power_list'}.html", context)


@require_safe
def power_detail(request, pk):
    powers = Power.objects.visible_to(request.reach).select_related("unit", "in_force")
    power = get_object_or_404(powers, pk=pk, in_force__isnull=False)
    events = history_of(power)
    context = {
        "power": power,
        "words": labelled(in_words(events[0].version)),
        "events": events,
        "today": timezone.localdate(),
        "crumbs": [
            {"label": "职权", "url": reverse("power-list")},
            {"label": power.in_force.name},
        ],
    }
    return render(request, "powers/power_detail.html", context)


@require_POST
def power_export(request):
    """Queue the list as it is narrowed now; the file waits under "my downloads"."""
    if request.POST.get("format") not in FORMATS or not request.reach.takes_part:
        raise Http404
    enqueue(
        kind=EXPORT,
        arguments={
            "format": request.POST["format"],
            "query": request.GET.urlencode(),
            "scope": scope_of(request.reach),
        },
        title=f"职权台账（{FORMATS[request.POST['format']].label}）",
        by=request.person,
        key=f"{EXPORT}:{request.person.pk}:{request.POST.get('token', '')[:32]}",
    )
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")
