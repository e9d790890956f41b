"""What runs outside a request: the register as a file, and what systems know and nobody entered."""

from datetime import time
from io import BytesIO

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from powers.background import scope_of
from registry.access.reach import reach_of
from registry.jobs import moment
from registry.jobs.kinds import Document, JobFailed, job_kind
from registry.jobs.schedule import duty
from registry.notices.notifying import notify
from registry.tables.formats import FORMATS

from . import receiving
from .filters import ExerciseFilter
from .models import ReceivedRecord, RegisteredPower
from .sheets import table_of

EXPORT = "exercises.export"
NOTHING = "没有符合条件的登记，没有生成文件。请放宽筛选条件再试。"


def _still_reads(owner, arguments):
    return scope_of(reach_of(owner)) == arguments.get("scope")


@job_kind(EXPORT, label="导出运行登记", allowed=_still_reads)
def export_exercises(work):
    """The rows the owner may see now, narrowed as on the page the file was asked from."""
    chosen = FORMATS[work.arguments["format"]]
    form = ExerciseFilter(QueryDict(work.arguments["query"]), reach=reach_of(work.owner))
    found = form.narrowed().listed().order_by("unit__path", "decided_on", "pk")
    table = table_of(found, timezone.localdate(), getattr(form.only_unit, "name", ""))
    if not table.rows:
        raise JobFailed(NOTHING)
    work.progress(30, f"正在生成，共 {len(table.rows)} 条")
    stream = BytesIO()
    chosen.write(table, stream)
    return Document(chosen.file_name(table), chosen.content_type, stream.getvalue())


@duty("exercises.not_entered", label="提醒核对业务系统来件", daily_at=time(8, 0))
def remind_of_records():
    """Once a week for each power with records that should have been entered by now."""
    today = moment.today()
    year, week, _ = today.isocalendar()
    overdue = ReceivedRecord.objects.waiting().filter(due_on__lt=today)
    counts = dict(overdue.order_by().values_list("registered").annotate(Count("pk")))
    rows = RegisteredPower.objects.open().filter(pk__in=counts)
    for registered in rows.select_related("unit", "section"):
        notify(
            people=receiving.people_of(registered, today),
            text=f"“{registered.name}”有 {counts[registered.pk]} 条系统来件过了登记期限，请核对。",
            url=reverse("record-list"),
            key=f"records-due:{registered.pk}:{year}-{week}",
            kind="exercise",
        )
