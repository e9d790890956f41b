"""监督检查: the list, the plan, what was found, the bulletin, what was mended."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Unit
from registry.papers.stamps import status_of
from registry.trail.recording import record_now
from reviews.letter_file import letter_file
from reviews.refusals import Refused

from . import inspecting
from .bulletin import letter_of
from .filters import InspectionFilter
from .forms import BulletinForm, FoundForm, MendedForm, PlanForm
from .models import INSPECTING_SEATS, InspectedPoint, Inspection

PAGE_SIZE = 30
FAULTY = 422
WHO_INSPECTS = "监督检查由防控办、纪检监察机构安排，检查情况由安排检查的部门来写。"


@require_safe
def inspection_list(request):
    """One's own, planned and carried out; and the bulletins that concern one."""
    visible = Inspection.objects.visible_to(request.reach)
    form = InspectionFilter(request.GET, rows=visible)
    shown = form.narrowed().select_related("unit", "office_unit")
    missing = Q(points__mend_by__isnull=False)
    shown = shown.annotate(
        drawn=Count("points"),
        looked_at=Count("points", filter=~Q(points__found="")),
        to_mend=Count("points", filter=missing),
        mended=Count("points", filter=missing & Q(points__mended_at__isnull=False)),
    )
    context = {
        "form": form,
        "page_obj": Paginator(shown.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "inspects": request.reach.holds_any(*INSPECTING_SEATS),
    }
    return render(request, "inspections/inspection_list.html", context)


@seat_required(*INSPECTING_SEATS)
def inspection_add(request):
    offices = inspecting.offices_of(request.reach)
    under = Q()
    for _, unit in offices:
        under |= Q(path__startswith=unit.path)
    form = PlanForm(
        request.POST or None,
        offices=offices,
        units=Unit.objects.open().filter(under),
        initial={"on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        office, office_unit = form.offices[form.cleaned_data["office"]]
        try:
            made = inspecting.plan(
                office=office,
                office_unit=office_unit,
                unit=form.cleaned_data["unit"],
                content=form.content,
                by=request.person,
            )
        except Refused as refusal:
            form.add_error("unit", refusal.in_one_line)
        else:
            messages.success(request, "风险点已经抽好，只有本部门看得到。")
            return redirect("inspection", made.pk)
    context = {"form": form, "crumbs": _crumbs(label="安排检查")}
    return render(request, "inspections/inspection_form.html", context, status=status_of(form))


@require_safe
def inspection(request, pk):
    found, is_ours = _fetch(request, pk)
    return render(request, "inspections/inspection.html", _shown(request, found, is_ours))


def _shown(request, found, is_ours):
    whole = is_ours or request.reach.reads_whole(found.unit)
    points = _points(found, request.reach, whole=whole)
    near = set(
        found.points.filter(InspectedPoint.near_q(request.reach)).values_list("pk", flat=True)
    )
    return {
        "inspection": found,
        "is_ours": is_ours,
        "whole": whole,
        "points": [
            {"point": each, "may_mend": found.is_told and each.is_to_be_mended and each.pk in near}
            for each in points
        ],
        "all_found": all(each.found for each in points),
        "bulletin_form": BulletinForm(),
        "mended_form": MendedForm(),
        "today": timezone.localdate(),
        "crumbs": _crumbs(found),
    }


def _points(found, reach, *, whole):
    points = found.points.all() if whole else found.points.filter(InspectedPoint.near_q(reach))
    points = points.select_related(
        "version__level", "version__point__post", "version__point__section", "mended_by"
    )
    points = points.select_related("version__point__unit")
    return list(points.prefetch_related("version__measures").order_by("position"))


def inspection_found(request, pk):
    """All points on one page; what is not looked at yet stays open."""
    found = _ours(request, pk)
    if found.is_told:
        return _refused(request, found, inspecting.TOLD)
    points = _points(found, request.reach, whole=True)
    form = FoundForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        try:
            inspecting.write_down(inspection=found, found=form.content, by=request.person)
        except Refused as refusal:
            return _refused(request, found, refusal.in_one_line)
        messages.success(request, "检查情况已保存。")
        return redirect("inspection", found.pk)
    context = {
        "inspection": found,
        "form": form,
        "rows": list(form.rows()),
        "crumbs": _crumbs(found, "检查情况"),
    }
    if form.is_stale:
        context["stale_rows"] = list(form.stale_rows(f"text-{point.pk}" for point in points))
    return render(request, "inspections/inspection_found.html", context, status=status_of(form))


@require_POST
def inspection_bulletin(request, pk):
    found = _ours(request, pk)
    form = BulletinForm(request.POST)
    if form.is_valid():
        try:
            bulletin = form.cleaned_data["bulletin"]
            inspecting.issue_bulletin(inspection=found, bulletin=bulletin, by=request.person)
            messages.success(request, "通报已经发出，有关岗位收到了消息。")
            return redirect("inspection", found.pk)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
    context = _shown(request, found, True) | {"bulletin_form": form}
    return render(request, "inspections/inspection.html", context, status=FAULTY)


@require_POST
def inspection_call_off(request, pk):
    found = _ours(request, pk)
    try:
        inspecting.call_off(inspection=found, by=request.person)
    except Refused as refusal:
        return _refused(request, found, refusal.in_one_line)
    messages.success(request, "这次检查已取消。")
    return redirect("inspection-list")


@require_POST
def inspection_mended(request, pk, point_pk):
    found, is_ours = _fetch(request, pk)
    point = get_object_or_404(found.points.select_related("inspection__unit"), pk=point_pk)
    if not found.points.filter(InspectedPoint.near_q(request.reach), pk=point.pk).exists():
        raise PermissionDenied(inspecting.NOT_YOURS)
    form = MendedForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            inspecting.report_mended(point=point, text=text, by=request.person)
            messages.success(request, "整改情况已交给检查部门。谢谢您。")
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        return redirect("inspection", found.pk)
    context = _shown(request, found, is_ours) | {"mended_form": form, "asked": point.pk}
    return render(request, "inspections/inspection.html", context, status=FAULTY)


@require_safe
def inspection_letter(request, pk, format_name):
    """The bulletin on paper, for whoever reads all of it."""
    found, is_ours = _fetch(request, pk)
    whole = is_ours or request.reach.reads_whole(found.unit)
    if not (found.is_told and whole):
        raise Http404
    points = _points(found, request.reach, whole=True)
    file = letter_file(letter_of(found, points), f"监督检查通报-{found.pk}", format_name)
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    return file


def _fetch(request, pk):
    """(inspection, whether it is the person's office's), or 404."""
    found = Inspection.objects.visible_to(request.reach)
    found = found.select_related("unit", "office_unit", "created_by", "issued_by")
    found = get_object_or_404(found, pk=pk)
    is_ours = Inspection.objects.of_office(request.reach).filter(pk=found.pk).exists()
    return found, is_ours


def _ours(request, pk):
    found, is_ours = _fetch(request, pk)
    if not is_ours:
        raise PermissionDenied(WHO_INSPECTS)
    return found


def _refused(request, found, text):
    messages.warning(request, text)
    return redirect("inspection", found.pk)


def _crumbs(found=None, label=""):
    steps = [{"label": "监督检查", "url": reverse("inspection-list")}]
    if found is not None:
        url = reverse("inspection", args=[found.pk]) if label else ""
        steps.append({"label": str(found), "url": url})
    return [*steps, {"label": label}] if label else steps
