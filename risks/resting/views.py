"""The page of a rule with the measures that rest on it; the points where a rule is wanting."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from registry.rules.models import Rule, RuleChange
from risks.models import RiskPoint

from .forms import GapFilter
from .grounds import Ages, Gap, citing, points_wanting, wanting
from .mending import way_of

PAGE = 50


@require_safe
def rule_detail(request, pk):
    rules = Rule.objects.visible_to(request.reach)
    rule = get_object_or_404(rules.select_related("unit", "file"), pk=pk)
    today = timezone.localdate()
    measures = citing(rule, RiskPoint.objects.in_force().visible_to(request.reach))
    changes = rule.changes.select_related("replaced_by", "made_by", "takes_back", "taken_back_by")
    replaces = RuleChange.objects.standing().filter(replaced_by=rule, rule__in=rules)
    context = {
        "rule": rule,
        "state": rule.state_on(today),
        "today": today,
        "page_obj": Paginator(measures, PAGE).get_page(request.GET.get("page")),
        "posts": rule.posts.select_related("section"),
        "changes": changes.order_by("-on", "-pk"),
        "replaces": replaces.select_related("rule"),
        "may_keep": Rule.objects.kept_by(request.reach).filter(pk=rule.pk).exists(),
        "crumbs": [{"label": "制度", "url": reverse("rule-list")}, {"label": rule.title}],
    }
    return render(request, "risks/rule_detail.html", context)


@require_safe
@vary_on_headers("HX-Request")
def rule_gaps(request):
    """By what is wanting; each row leads to the form, and to the rule that has lapsed or is old."""
    today = timezone.localdate()
    form = GapFilter(request.GET, reach=request.reach)
    points = form.narrowed()
    ages = Ages.of(points, today.year)
    counts = {gap: points_wanting(gap, points, ages, today).count() for gap in Gap}
    gap = form.asked_gap or next((each for each, count in counts.items() if count), Gap.MISSING)
    page = Paginator(points_wanting(gap, points, ages, today).listed(), PAGE).get_page(
        request.GET.get("page")
    )
    shown = {}
    versions = [point.in_force_id for point in page]
    measures = wanting(gap, points, ages, today).filter(version__in=versions)
    for measure in measures.select_related("rule"):
        shown.setdefault(measure.version_id, []).append(measure)
    context = {
        "form": form,
        "gap": gap,
        "tabs": [_tab(request, each, count, each == gap) for each, count in counts.items()],
        "page_obj": page,
        "rows": [
            {
                "point": point,
                "measures": shown[point.in_force_id],
                "way": way_of(point, request.reach),
            }
            for point in page
        ],
        "today": today,
        "crumbs": [{"label": "制度", "url": reverse("rule-list")}, {"label": "要补的制度"}],
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"risks/{'_rule_gap_rows' if fragment else 'rule_gaps'}.html", context)


def _tab(request, gap, count, active):
    query = request.GET.copy()
    query["gap"] = gap.value
    query.pop("page", None)
    url = f"{request.path}?{query.urlencode()}"
    return {"label": gap.label, "url": url, "active": active, "count": count}
