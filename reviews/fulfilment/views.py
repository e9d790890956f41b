"""措施落实: the list, one turn with handing in and looking at it, the switch of a unit."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.files.storing import FileRefused
from registry.organisation.models import Seat, Unit
from registry.paging.keyset import Key, query_page
from registry.papers.stamps import status_of
from registry.tasks.forms import hand_in_form
from registry.tasks.models import Task
from reviews.refusals import Refused
from risks.models import RiskPoint

from . import carrying, checkers, switching
from .forms import CheckForm, TurnFilter
from .models import MeasureFinding, MeasureTurn

ORDER = (Key("task__due_on", date), Key("pk"))
FAULTY = 422
WHO_CARRIES = "措施落实情况由责任岗位来报告；对方交来纸质材料的，防控办可以代为登记。"
WHO_CHECKS = "核对由科室负责人、分管领导或防控办来做，报告落实情况的人不能自己核对。"
WHO_TAKES_BACK = "只有报告的人可以撤回。"


@require_safe
@vary_on_headers("HX-Request")
def measure_turn_list(request):
    if request.person is None or not request.reach.takes_part:
        raise Http404
    turns = MeasureTurn.objects.visible_to(request.person)
    form = TurnFilter(request.GET, turns=turns, reader=request.person)
    page, today = query_page(form.narrowed().listed(), ORDER, request.GET), timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "rows": [{"turn": turn, "state": turn.task.state_on(today)} for turn in page],
        "today": today,
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "fulfilment/_turn_rows.html", context)
    answers = request.reach.holds_any(*ANSWERING_SEATS)
    context |= {
        "figures": _figures(turns, today) if answers else None,
        "switches": _switches(request.reach),
    }
    return render(request, "fulfilment/turn_list.html", context)


def _figures(turns, today):
    """Of this year's turns: how many there are, done in time, what was found. One query."""
    done, found = Q(task__done_at__isnull=False), Q(finding__isnull=False)
    late = Q(task__done_at=None, task__waived_at=None, task__due_on__lt=today)
    return turns.filter(task__due_on__year=today.year).aggregate(
        opened=Count("pk"),
        in_time=Count("pk", filter=done & Q(task__done_at__date__lte=F("task__due_on"))),
        late=Count("pk", filter=late),
        to_check=Count("pk", filter=done & ~found),
        applied=Count("pk", filter=Q(finding__applied=MeasureFinding.Applied.YES)),
        wanting=Count("pk", filter=found & ~Q(finding__applied=MeasureFinding.Applied.YES)),
    )


def _switches(reach):
    """The person's own units as an office, each with what counts for it."""
    units = Unit.objects.filter(pk__in=reach.units_of(Seat.PREVENTION_OFFICE)).order_by("path")
    return [{"unit": unit, "row": row} for unit, row in switching.counting_for(units).items()]


@require_http_methods(["GET", "HEAD", "POST"])
def measure_turn(request, pk):
    """The turn; posting is handing it in, by the post or by an office that enters it."""
    with transaction.atomic():
        turn = _fetch(request, pk, for_update=request.method == "POST")
        may = _may(request, turn)
        if request.method == "POST" and not may["carry"]:
            raise PermissionDenied(WHO_CARRIES)
        form = hand_in_form(request, turn.task) if may["carry"] and not _settled(turn) else None
        if request.method == "POST" and form is None:
            messages.warning(request, "这一次已经报告过，或者已经免办。")
            return redirect("measure-turn", pk)
        if request.method == "POST" and form.is_valid() and _handed_in(request, turn, form):
            messages.success(request, "已报告落实情况，已请另外的人核对。")
            return redirect("measure-turn", turn.task_id)
    return _page(request, turn, may, form=form)


@require_POST
def measure_take_back(request, pk):
    turn = _fetch(request, pk)
    if turn.task.done_by_id != request.person.pk:
        raise PermissionDenied(WHO_TAKES_BACK)
    try:
        carrying.take_back(turn=turn, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "已撤回，写过的内容和材料都还在，改好再交。")
    return redirect("measure-turn", turn.task_id)


@require_POST
def measure_check(request, pk):
    turn = _fetch(request, pk)
    may = _may(request, turn)
    if not may["check"]:
        raise PermissionDenied(WHO_CHECKS)
    form = CheckForm(request.POST)
    if form.is_valid():
        try:
            carrying.check(turn=turn, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        else:
            messages.success(request, "已记下核对结果。谢谢您。")
        return redirect("measure-turn", turn.task_id)
    return _page(request, turn, may, check_form=form)


@require_POST
@seat_required(Seat.PREVENTION_OFFICE)
def measure_switch(request, unit_pk):
    """On or off for one's own unit and those below it."""
    units = Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))
    unit = get_object_or_404(units, pk=unit_pk)
    on = request.POST.get("on") == "1"
    switching.switch(unit=unit, on=on, by=request.person)
    messages.success(
        request,
        "已启用。从今天起，到期的措施会开成任务。" if on else "已停用。已经开启的任务还在。",
    )
    return redirect("measure-turn-list")


def _fetch(request, pk, *, for_update=False):
    """The turn with this task, to carry out or to look at; 404 where the person sees neither."""
    if request.person is None:
        raise Http404
    seen = MeasureTurn.objects.visible_to(request.person).filter(Q(task=pk) | Q(checking=pk))
    rows = MeasureTurn.objects.listed().filter(pk__in=seen.order_by().values("pk"))
    turn = get_object_or_404(rows)
    if for_update:  # what the stamp is compared with does not change under it
        MeasureTurn.objects.select_for_update(of=("self",)).get(pk=turn.pk)
        turn = rows.get()
    return turn


def _settled(turn):
    return turn.task.is_settled


def _may(request, turn):
    tasks, today = Task.objects.filter(pk=turn.task_id), timezone.localdate()
    own = tasks.addressed_to(request.person, today).exists()
    looks = turn.task.done_at is not None and not hasattr(turn, "finding")
    return {
        "own": own,
        "carry": own or tasks.run_by(request.reach).exists(),
        "check": checkers.may_check(turn.task, turn.checking, request.reach),
        "check_now": looks and checkers.may_check(turn.task, turn.checking, request.reach),
        "take_back": looks and turn.task.done_by_id == request.person.pk,
    }


def _handed_in(request, turn, form):
    facts = form.cleaned_data
    try:
        with transaction.atomic():
            carrying.carry_out(
                turn=turn, by=request.person, note=facts["note"], files=facts["files"]
            )
    except FileRefused as refusal:
        form.add_error("files", refusal.messages)
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
    else:
        return True
    return False


def _page(request, turn, may, *, form=None, check_form=None):
    today, task = timezone.localdate(), turn.task
    point = RiskPoint.objects.visible_to(request.reach).filter(pk=turn.version.version.point_id)
    context = {
        "turn": turn,
        "task": task,
        "state": task.state_on(today),
        "people": task.people_on(today),
        "files": task.files.select_related("file"),
        "earlier": _earlier(request, turn),
        "reads_point": point.exists(),
        "again": getattr(getattr(turn, "finding", None), "again", None),
        "may": may,
        "form": form,
        "check_form": check_form or (CheckForm() if may["check_now"] else None),
        "crumbs": [
            {"label": "措施落实", "url": reverse("measure-turn-list")},
            {"label": task.title},
        ],
    }
    status = status_of(form) if form is not None else 200
    if check_form is not None:
        status = FAULTY
    return render(request, "fulfilment/turn.html", context, status=status)


def _earlier(request, turn):
    """The latest other turns of the same measure that this person sees."""
    rows = MeasureTurn.objects.visible_to(request.person).exclude(pk=turn.pk)
    return rows.filter(version__measure=turn.version.measure_id).listed().order_by("-pk")[:6]
