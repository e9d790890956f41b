"""Work of the trail that waits in the queue: the daily checkpoint and the auditor's export."""

from datetime import time
from io import BytesIO

from django.utils import timezone

from registry.jobs.kinds import Document, job_kind
from registry.jobs.schedule import duty
from registry.organisation.models import AdminRole
from registry.tables.description import Column, Source, Table
from registry.tables.formats import FORMATS

from . import checkpoints
from .forms import TrailFilter
from .models import TrailEntry

COLUMNS = [
    Column("at", "时间", width=36),
    Column("actor", "人员", width=22),
    Column("account", "账号", width=26),
    Column("action", "操作", width=30),
    Column("target", "对象", width=50),
    Column("unit", "单位", width=40),
    Column("outcome", "结果", width=18),
    Column("origin", "来源地址", width=30),
    Column("chain", "链", width=20),
    Column("seq", "序号", width=16),
    Column("digest", "校验码", width=60),
]


def is_auditor(owner, arguments):
    return owner.admin_role == AdminRole.AUDIT


@job_kind("trail.export", label="导出操作记录", allowed=is_auditor)
def export_trail(work):
    """The entries the auditor filtered, oldest first, as a spreadsheet."""
    wanted = TrailFilter(work.arguments["filter"])
    if not wanted.is_valid():
        wanted = TrailFilter({})
    entries = TrailEntry.objects.matching(**wanted.conditions()).order_by("id")
    table = Table(
        title="操作记录",
        source=Source("register", f"来源：操作留痕，{checkpoints.latest_line()}", True),
        columns=COLUMNS,
        rows=_rows(entries, work),
        compiled_on=timezone.localdate(),
    )
    chosen, out = FORMATS["xlsx"], BytesIO()
    chosen.write(table, out)
    return Document(chosen.file_name(table), chosen.content_type, out.getvalue())


def _rows(entries, work):
    total = max(entries.count(), 1)
    for number, entry in enumerate(entries.iterator(chunk_size=2000), start=1):
        if number % 500 == 0:
            work.progress(number * 100 // total, f"已写入 {number} 条")
        yield {
            "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            "actor": entry.actor_name,
            "account": entry.account_name,
            "action": entry.action_label,
            "target": entry.target_ref,
            "unit": entry.unit_name,
            "outcome": entry.get_outcome_display(),
            "origin": entry.origin,
            "chain": entry.chain,
            "seq": entry.seq,
            "digest": entry.digest,
        }


@duty("trail.checkpoint", label="生成留痕校验点", daily_at=time(1, 30))
def write_checkpoint():
    checkpoints.write()
