"""找全: which units, steps, powers, points, measures and posts are covered, and what is missing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from powers import flow
from powers.content import content_of
from powers.models import FlowNode, Power, PowerVersion
from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.papers.stamps import StampedForm, status_of
from reviews.coverage import board, export
from reviews.coverage.asking import CoverageFilter
from reviews.coverage.grid import Reader, lines_of
from reviews.coverage.lines import columns_of
from risks.coverage import no_risk
from risks.coverage.sheets import SHEETS
from risks.models import NoRisk

PAGE_SIZE = 50
TITLE = "找全"


class NoRiskForm(StampedForm):
    reason = forms.CharField(
        label="理由",
        max_length=NoRisk._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：只按名单送达文书，没有裁量；送达回证由收件人当面签字。",
        error_messages={
            "required": "请写一句理由。",
            "max_length": "理由请控制在 %(limit_value)d 个字以内。",
        },
    )


@require_safe
@seat_required(*ANSWERING_SEATS)
def coverage(request):
    """All units one answers for, page by page, each number with its list."""
    today = timezone.localdate()
    form = CoverageFilter(request.GET, reach=request.reach, today=today)
    counts = board.counts_of(request.person, form, form.units)
    page = Paginator(form.units, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "numbers": board.NUMBERS,
        "page_obj": page,
        "rows": list(board.rows_of(page, counts)),
        "sum": board.sum_of(counts) if len(form.units) > 1 else None,
        "notes": board.NOTES,
    }
    return render(request, "reviews/coverage.html", context)


@require_safe
@seat_required(*ANSWERING_SEATS)
def coverage_sheet(request, name):
    """One sheet, of all units or one, whole or only what is missing."""
    form = _form(request, name)
    page = Paginator(form.rows(), PAGE_SIZE).get_page(request.GET.get("page"))
    reader = Reader(request.person, request.reach, form.today)
    columns = columns_of(name, form.one_unit is None)
    lines = lines_of(name, page.object_list, reader)
    context = {
        "name": name,
        "sheet": form.sheet,
        "form": form,
        "page_obj": page,
        "columns": columns,
        "lines": list(_shown(columns, lines)),
        "tabs": _tabs(name, form),
        "crumbs": [{"label": TITLE, "url": reverse("coverage")}, {"label": form.sheet.label}],
    }
    return render(request, "reviews/coverage_sheet.html", context)


def _shown(columns, lines):
    """(title, value, whether it stands above already) of each cell."""
    above = {}
    for line in lines:
        same = True
        cells = []
        for column in columns:
            value = line[column.key]
            same = same and column.merge and above.get(column.key) == value
            cells.append((column.title, value, same))
        yield cells
        above = line


def _form(request, name):
    if name not in SHEETS:
        raise Http404
    asked = {"reach": request.reach, "today": timezone.localdate(), "sheet": SHEETS[name]}
    return CoverageFilter(request.GET, **asked)


def _tabs(name, form):
    """The other sheets of the same place."""
    asked = {"unit": form.one_unit.code} if form.one_unit else {"unit_named": form.place.named}
    place = f"?{urlencode(asked)}" if all(asked.values()) else ""
    return [
        {
            "label": sheet.label,
            "url": f"{reverse('coverage-sheet', args=[code])}{place}",
            "active": code == name,
        }
        for code, sheet in SHEETS.items()
    ]


@require_POST
@seat_required(*ANSWERING_SEATS)
def coverage_export(request):
    """Queue the table of units, or the sheet that is named, as it is narrowed now."""
    name = request.GET.get("sheet", "")
    if name and name not in SHEETS:
        raise Http404
    export.queue(name=name, query=request.GET, reach=request.reach, by=request.person)
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")


@require_http_methods(["GET", "HEAD", "POST"])
def coverage_step(request, pk):
    """无风险说明: why this step needs no risk point; or that it is to be looked at again."""
    powers = Power.objects.in_force().of_register(request.reach)
    nodes = FlowNode.objects.filter(version__in_force_for__in=powers)
    nodes = nodes.select_related("version__power__unit", "version__power__in_force")
    node = get_object_or_404(nodes, pk=pk)
    power = node.version.power
    if not no_risk.may_note(request.reach, power):
        raise PermissionDenied("无风险说明由承办科室负责人或者防控办写。")
    with transaction.atomic():
        standing = no_risk.standing_at([node.pk]).get(node.pk)
        current = [node.version_id, standing.pk if standing else 0]
        form = NoRiskForm(request.POST or None, current=current)
        if request.method == "POST" and form.is_valid():
            _write(request, node, form.cleaned_data["reason"])
            sheet = reverse("coverage-sheet", args=["steps"])
            return redirect(f"{sheet}?unit={power.unit.code}")
    return _step_page(request, node, form, standing)


def _write(request, node, reason):
    given = {"node": node, "reason": reason, "by": request.person}
    try:
        if "take_back" in request.POST:
            no_risk.take_back(**given)
            messages.success(request, "已收回说明，这个环节重新列为待查找。")
        else:
            no_risk.note(**given)
            messages.success(request, f"已记下“{node.label}”没有风险的理由。")
    except no_risk.NotNoted as refusal:
        messages.warning(request, str(refusal))


def _step_page(request, node, form, standing):
    content = content_of(PowerVersion.objects.with_content().get(pk=node.version_id))
    said = next(each for each in flow.said(content) if each["label"] == node.label)
    sheet = f"{reverse('coverage-sheet', args=['steps'])}?unit={node.version.power.unit.code}"
    context = {
        "node": node,
        "power": node.version.power,
        "said": flow.sentence(said),
        "form": form,
        "standing": standing,
        "notes": no_risk.notes_of(node),
        "sheet_url": sheet,
        "crumbs": [
            {"label": TITLE, "url": reverse("coverage")},
            {"label": "职权环节", "url": sheet},
            {"label": f"{node.version.name}：{node.label}"},
        ],
    }
    return render(request, "reviews/coverage_step.html", context, status=status_of(form))
