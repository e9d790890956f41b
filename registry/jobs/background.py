"""Duties of the queue itself: results that were kept long enough, and bytes nobody owns."""

from datetime import time, timedelta

from django.db import transaction
from django.utils import timezone

from registry.files.storing import discard
from registry.files.upkeep import sweep

from .models import Job
from .schedule import duty

KEPT = timedelta(days=7)


@duty("downloads.clean", label="清理到期的下载", every=timedelta(hours=1))
def clean_downloads():
    """Jobs that ended seven days ago go, with their files."""
    ended = Job.objects.filter(finished_at__lt=timezone.now() - KEPT)
    for job in ended.select_related("result").order_by("pk")[:1000]:
        with transaction.atomic():
            stored = job.result
            removed, _ = Job.objects.filter(pk=job.pk, finished_at=job.finished_at).delete()
            if removed and stored is not None:
                discard(stored)


@duty("files.sweep", label="清理无主的文件", daily_at=time(3, 0))
def sweep_files():
    return f"清理 {sweep()} 个文件"
