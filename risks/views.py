"""The register of risk points, inside: the list, one point with its history, the export."""

from secrets import token_hex

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from powers.background import scope_of
from registry.jobs.queueing import enqueue
from registry.organisation.models import Programme
from registry.paging.columns import Columns
from registry.paging.keyset import query_page
from registry.rules.models import Rule
from registry.tables.formats import FORMATS

from .background import EXPORT, TITLE
from .filters import PointFilter
from .history import history_of
from .models import REGISTER_ORDER, RiskPoint, Suggestion
from .responsibility import Responsibilities, told
from .sheet_views import sheet_tabs
from .tables import Matters, point_contents
from .wording import DIRECTIONS
from .workflow_charts import has_workflows

# The sentence of the point stands among them, whatever is chosen.
COLUMNS = {
    "power": "职权或职责",
    "level": "等级",
    "kind": "风险类型",
    "section": "科室与岗位",
    "responsible": "责任人",
    "measures": "防控措施",
    "leader": "主管领导",
    "visibility": "公开范围",
}
USUAL = ("power", "level", "section", "responsible", "leader")


@require_safe
@vary_on_headers("HX-Request")
def point_list(request):
    form = PointFilter(request.GET, reach=request.reach)
    page = query_page(form.versions(), REGISTER_ORDER, request.GET, count=form.count)
    shown = page.rows
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "columns": Columns.asked(COLUMNS, USUAL, request.GET),
        "rows": list(zip(shown, point_contents(shown, today, Programme.Names.FULL), strict=True)),
        "several_units": form.several_units,
        "formats": FORMATS,
        "sheet_tabs": sheet_tabs(),
        "token": token_hex(8),
        "today": today,
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"risks/{'_point_rows' if fragment else 'point_list'}.html", context)


@require_safe
def point_detail(request, pk):
    points = RiskPoint.objects.visible_to(request.reach).select_related(
        "unit", "section", "post__section"
    )
    point = get_object_or_404(points, pk=pk, in_force__isnull=False)
    today = timezone.localdate()
    events = history_of(point)
    version = events[0].version
    version.point = point
    context = {
        "point": point,
        "version": version,
        "measures": _measures(version, today),
        "matters": Matters([version]),
        "facts": _facts(version, today),
        "events": events,
        "has_workflow": point.post_id in has_workflows([point.post]) if point.post else False,
        "raised": _raised(request, point, today),
        "today": today,
        "crumbs": [{"label": "风险点", "url": reverse("point-list")}, {"label": version.risk}],
    }
    return render(request, "risks/point_detail.html", context)


def _measures(version, day):
    """[(measure, state of the rule it rests on, or None)]."""
    measures = list(version.measures.all())
    cited = Rule.objects.filter(pk__in={measure.rule_id for measure in measures})
    states = {rule.pk: rule.state_on(day) for rule in cited.listed()}
    return [(measure, states.get(measure.rule_id)) for measure in measures]


def _raised(request, point, day):
    """(suggestion it came from, whether this person may read it); who raised it is read there."""
    behind = Suggestion.objects.behind(point)
    if request.person is None:
        return [(each, False) for each in behind]
    seen = set(behind.seen_by(request.person, day).values_list("pk", flat=True))
    return [(each, each.pk in seen) for each in behind]


def _facts(version, today):
    """What stands beside the sentence: whose it is, on what it hangs, who answers for it."""
    point = version.point
    matters = Matters([version])
    responsible = Responsibilities([version], today).of(version)
    places = [point.unit.name, point.owner_section, point.post]
    return [
        {"label": "所在岗位", "value": " · ".join(str(place) for place in places if place)},
        {"label": "岗位职责", "value": matters.duties.get(version.duty_now, "")},
        {"label": "职权或环节", "value": matters.matter(version)},
        {"label": "风险类型", "value": version.get_kind_display()},
        {
            "label": "查找方式",
            "value": f"{version.get_found_by_display()}（{version.get_way_display()}）",
            "help": f"{DIRECTIONS[version.found_by]}，{version.get_presence_display()}风险",
        },
        {"label": "管理责任", "value": told(responsible.manages)},
        {"label": "领导责任", "value": told(responsible.answers)},
        {"label": "公开范围", "value": version.get_visibility_display(), "help": version.ground},
    ]


@require_POST
def point_export(request):
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
        title=f"{TITLE}（{FORMATS[request.POST['format']].label}）",
        by=request.person,
        key=f"{EXPORT}:{request.person.pk}:{request.POST.get('token', '')[:32]}",
    )
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")
