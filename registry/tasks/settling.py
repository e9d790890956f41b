"""What becomes of a task: done, taken back, waived; each a conditional update with its trail.

Who may do it is asked before (`TaskQuerySet`); here stands what a task can come to.
"""

from django.db import transaction
from django.utils import timezone

from registry.files.storing import check_text, discard, store
from registry.tables.text import chinese_time
from registry.trail.recording import record

from .models import Task, TaskFile


class Refused(Exception):
    """It cannot be done; the message is for the person in front of the screen."""


@transaction.atomic
def complete(*, task, by, note="", files=()):
    """Done, with a note and evidence; twice by the same person is once."""
    task = _locked(task)
    if task.done_at is not None and task.done_by_id == by.pk:
        return task
    _refuse_settled(task)
    task.note, task.done_at, task.done_by = note, timezone.now(), by
    _move(task, Task.objects.unsettled(), ["note", "done_at", "done_by"])
    for upload in files:
        content_type = check_text(upload, upload.name)
        kept = store(stream=upload, name=upload.name, content_type=content_type, by=by)
        TaskFile.objects.create(task=task, file=kept)
    record(by=by, action="task.done", unit=task.unit, target=task)
    return task


@transaction.atomic
def take_back(*, task, by):
    """Not done after all; what was written and handed in stays to go on with."""
    task = _locked(task)
    if task.done_at is None:
        raise Refused("这项任务还没有完成，不用撤回。")
    task.done_at = task.done_by = None
    _move(task, Task.objects.filter(done_at__isnull=False), ["done_at", "done_by"])
    record(by=by, action="task.taken_back", unit=task.unit, target=task)
    return task


@transaction.atomic
def waive(*, task, why, by):
    """Not to be done by anybody any more, for a reason; `by` None is the clock."""
    task = _locked(task)
    _refuse_settled(task)
    task.waived_at, task.waived_by, task.waived_why = timezone.now(), by, why
    _move(task, Task.objects.unsettled(), ["waived_at", "waived_by", "waived_why"])
    record(by=by, action="task.waived", unit=task.unit, target=task)
    return task


@transaction.atomic
def complete_together(tasks, *, by):
    """Many that one act has done; also those that the clock had closed in between."""
    told = {"done_at": timezone.now(), "done_by": by}
    told |= {"waived_at": None, "waived_by": None, "waived_why": ""}
    return _move_many(tasks.filter(done_at__isnull=True), "task.done", by, **told)


@transaction.atomic
def waive_together(tasks, *, why, by):
    """Many for one reason; `by` None is the clock. How many there were."""
    told = {"waived_at": timezone.now(), "waived_by": by, "waived_why": why}
    return _move_many(tasks.unsettled(), "task.waived", by, **told)


def _move_many(tasks, action, by, **values):
    """In one conditional update, with one entry of the trail for each unit and kind."""
    locked = tasks.order_by("pk").select_for_update(of=("self",)).select_related("unit")
    rows = list(locked)
    tasks.model.objects.filter(pk__in=[task.pk for task in rows]).update(**values)
    for unit, kind in sorted({(t.unit, t.kind) for t in rows}, key=lambda x: (x[0].pk, x[1])):
        record(by=by, action=action, unit=unit, target=kind, target_kind="tasks.task")
    return len(rows)


@transaction.atomic
def remove_file(*, kept, by):
    """Take a file out again, as long as the task is not done."""
    task = _locked(kept.task)
    _refuse_settled(task)
    stored = kept.file
    kept.delete()
    discard(stored)
    record(by=by, action="task.file_removed", unit=task.unit, target=task)


def _locked(task):
    locked = Task.objects.select_for_update(of=("self",)).select_related("unit", "done_by")
    return locked.get(pk=task.pk)


def _refuse_settled(task):
    if task.done_at is not None:
        when = timezone.localtime(task.done_at)
        raise Refused(f"这项任务已由{task.done_by.name}在 {chinese_time(when)} 完成。")
    if task.waived_at is not None:
        raise Refused("这项任务已经免办。")


def _move(task, still, fields):
    """Only from where it was read to be: the lock says so, and this holds without one."""
    values = {field: getattr(task, field) for field in fields}
    if not still.filter(pk=task.pk).update(**values):
        raise Refused("这项任务刚刚有了变化，请刷新后再看。")
