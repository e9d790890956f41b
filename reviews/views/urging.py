"""到期未办: due steps by seat and unit, 催办, and the list of what was urged."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.organisation.working_days import days_between
from registry.papers.models import Paper
from reviews import holdups, urging, waiting
from reviews.models import Urging
from reviews.progress_forms import ProgressFilter
from reviews.refusals import AlreadyUrged, NotAllowed
from reviews.visibility import papers_visible_to

PAGE_SIZE = 30
ON_PAPER = 100  # rows of a list that is made to be printed


@require_safe
@seat_required(*ANSWERING_SEATS)
def due_list(request):
    """Steps that are due, the oldest first; whoever may not open the paper reads where it waits."""
    today = timezone.localdate()
    form = ProgressFilter(request.GET, reach=request.reach)
    steps = _narrowed(holdups.due_steps(request.reach, today), form, "paper")
    papers = papers_visible_to(request.person).filter(pk=OuterRef("paper")).order_by()
    mine = urging.may_urge(Paper.objects.filter(pk=OuterRef("paper")), request.person)
    last = Urging.objects.filter(step=OuterRef("pk")).order_by("-on").values("on")[:1]
    steps = steps.annotate(opens=Exists(papers), urgeable=Exists(mine), urged=Subquery(last))
    steps = steps.select_related(
        "paper__unit", "paper__post", "paper__section", "paper__programme", "unit", "section"
    )
    page = Paginator(steps.order_by("due_on", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    late = days_between({(step.unit.path, step.due_on, today) for step in page})
    rows = [_due_row(step, late[step.unit.path, step.due_on, today]) for step in page]
    context = {"form": form, "page_obj": page, "rows": rows, "today": today}
    return render(request, "reviews/due_list.html", context)


@require_POST
def step_urge(request, pk):
    """One step urged; the same again that day tells who did."""
    today = timezone.localdate()
    steps = holdups.due_steps(request.reach, today).select_related("paper", "unit", "section")
    step = get_object_or_404(steps, pk=pk)
    try:
        urging.urge(step=step, by=request.person)
    except AlreadyUrged as refusal:
        messages.info(request, refusal.text)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.text) from refusal
    else:
        messages.success(request, "已提醒该办的人，这次催办已经记下。")
    narrowed = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('due-list')}{narrowed}")


@require_safe
@seat_required(*ANSWERING_SEATS)
def urging_list(request):
    """What was urged, the latest first; made to be printed."""
    form = ProgressFilter(request.GET, reach=request.reach)
    found = _narrowed(Urging.objects.visible_to(request.reach), form, "step__paper")
    found = found.select_related("step__paper__unit", "step__unit", "step__section", "by")
    found = found.select_related("step__decision", "step__paper__programme")
    found = found.annotate(is_open=Exists(waiting.open_steps().filter(pk=OuterRef("step"))))
    page = Paginator(found.order_by("-at", "-pk"), ON_PAPER).get_page(request.GET.get("page"))
    rows = [_urged_row(each) for each in page]
    return render(
        request, "reviews/urging_list.html", {"form": form, "page_obj": page, "rows": rows}
    )


def _narrowed(found, form, paper):
    found = found.filter(form.place.narrowed(f"{paper}__unit"))
    return (
        found.filter(**{f"{paper}__programme__year": form.year_asked}) if form.year_asked else found
    )


def _due_row(step, days):
    return {"step": step, "seat": holdups.seat_of(step), "days": days}


def _urged_row(urged):
    decision = getattr(urged.step, "decision", None)
    return {
        "urging": urged,
        "seat": holdups.seat_of(urged.step),
        "kind": urged.step.paper.get_kind_display(),
        "decided_at": decision.at if decision else None,
    }
