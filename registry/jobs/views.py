"""My downloads (我的下载): what I asked for, how far it is, and the finished file."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.files.storing import attachment_response
from registry.trail.recording import record

from . import queueing
from .kinds import is_offered, kind_named
from .models import Job

SHOWN = 100


@require_safe
@vary_on_headers("HX-Request")
def downloads(request):
    mine = Job.objects.of(request.person).select_related("result")[:SHOWN]
    context = {"jobs": mine, "any_active": any(job.is_active for job in mine)}
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"jobs/{'_job_rows' if fragment else 'job_list'}.html", context)


@require_safe
def download_file(request, pk):
    job = get_object_or_404(
        Job.objects.of(request.person).select_related("result"), pk=pk, result__isnull=False
    )
    if not is_offered(job.kind) or not kind_named(job.kind).allowed(request.person, job.arguments):
        raise Http404
    with transaction.atomic():
        record(
            by=request.person,
            action="export.downloaded",
            unit=request.person.unit,
            target=job.title,
            target_kind=job.kind,
        )
    return attachment_response(job.result)


@require_POST
def download_retry(request, pk):
    job = get_object_or_404(Job.objects.of(request.person), pk=pk)
    if queueing.retry(job=job, by=request.person):
        messages.success(request, "已重新排队，完成后在这里可以看到。")
    else:
        messages.info(request, "这个任务现在不需要重试。")
    return redirect("downloads")


@require_POST
def download_cancel(request, pk):
    job = get_object_or_404(Job.objects.of(request.person), pk=pk)
    if queueing.cancel(job=job, by=request.person):
        messages.success(request, "已取消，任务没有执行。")
    else:
        messages.info(request, "任务已经开始或已结束，不能再取消。")
    return redirect("downloads")
