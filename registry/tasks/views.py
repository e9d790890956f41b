"""The page of one task: what is due, handing it in, undoing that, waiving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.files.storing import FileRefused, attachment_response
from registry.trail.recording import record_now

from . import settling
from .forms import WaiveForm, hand_in_form
from .models import Task, TaskFile

FAULTY, STALE = 422, 409
ELSEWHERE = "这项任务由岗位上的人或本单位防控办办理。"


@require_http_methods(["GET", "HEAD", "POST"])
def task_detail(request, pk):
    """The task, and the form to hand it in for whoever may; posting it is handing it in."""
    with transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",))
        task = _seen(request, pk, locked if request.method == "POST" else Task.objects)
        may = _may(request, task)
        if request.method == "POST" and not may["hand_in"]:
            raise PermissionDenied(ELSEWHERE)
        form = hand_in_form(request, task) if may["hand_in"] else None
        if request.method == "POST" and form.is_valid() and _handed_in(request, task, form):
            messages.success(request, "已记为完成。交错了可以撤回。")
            return redirect("task-detail", task.pk)
    return _page(request, task, may, form)


@require_POST
def task_take_back(request, pk):
    task = _seen(request, pk)
    if not _may(request, task)["do"]:
        raise PermissionDenied(ELSEWHERE)
    try:
        settling.take_back(task=task, by=request.person)
    except settling.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已撤回，写过的内容和材料都还在，改好再交。")
    return redirect("task-detail", task.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def task_waive(request, pk):
    task = _seen(request, pk)
    if not _may(request, task)["run"]:
        raise PermissionDenied("免办由本单位或上级单位的防控办登记。")
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settling.waive(task=task, why=form.cleaned_data["why"], by=request.person)
        except settling.Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "已登记免办，不再提醒。")
        return redirect("task-detail", task.pk)
    context = {"task": task, "form": form, "crumbs": _crumbs(task, "免办")}
    status = FAULTY if form.errors else 200
    return render(request, "tasks/task_waive.html", context, status=status)


@require_safe
def task_file(request, pk, file_pk):
    task = _seen(request, pk)
    kept = get_object_or_404(TaskFile.objects.select_related("file"), task=task, pk=file_pk)
    record_now(by=request.person, action="task.file_downloaded", unit=task.unit, target=task)
    return attachment_response(kept.file)


@require_POST
def task_file_remove(request, pk, file_pk):
    task = _seen(request, pk)
    if not _may(request, task)["do"]:
        raise PermissionDenied(ELSEWHERE)
    kept = get_object_or_404(TaskFile.objects.select_related("file"), task=task, pk=file_pk)
    try:
        settling.remove_file(kept=kept, by=request.person)
    except settling.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已移除这个文件。")
    return redirect("task-detail", task.pk)


def _seen(request, pk, tasks=Task.objects):
    """A task this person sees; any other does not exist."""
    if request.person is None:
        raise Http404
    seen = Task.objects.visible_to(request.person).filter(pk=pk)
    return get_object_or_404(tasks.listed().filter(pk__in=seen.values("pk")))


def _may(request, task):
    """What this person may do with it: `do` it, `run` it as the office, `hand_in` here and now."""
    tasks, today = Task.objects.filter(pk=task.pk), timezone.localdate()
    own = tasks.addressed_to(request.person, today).exists()
    runs = tasks.run_by(request.reach).exists()
    does = (own or runs) and task.sort.is_handed_in
    return {"own": own, "run": runs, "do": does, "hand_in": does and not task.is_settled}


def _handed_in(request, task, form):
    facts = form.cleaned_data
    try:
        with transaction.atomic():
            settling.complete(
                task=task, by=request.person, note=facts["note"], files=facts["files"]
            )
    except FileRefused as refusal:
        form.add_error("files", refusal.messages)
    except settling.Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def _page(request, task, may, form):
    today = timezone.localdate()
    context = {
        "task": task,
        "state": task.state_on(today),
        "today": today,
        "people": task.people_on(today),
        "files": task.files.select_related("file"),
        "may": may,
        "form": form,
        "place": task.sort.where(task) if task.sort.where and may["own"] else "",
        "crumbs": _crumbs(task),
    }
    status = 200
    if form is not None and form.errors:
        status = STALE if form.is_stale else FAULTY
    return render(request, "tasks/task_detail.html", context, status=status)


def _crumbs(task, *further):
    found = [{"label": "任务", "url": reverse("task-list")}]
    if not further:
        return [*found, {"label": task.title}]
    found.append({"label": task.title, "url": reverse("task-detail", args=[task.pk])})
    return [*found, *({"label": label} for label in further)]
