"""The exports of the register of risk points, as jobs."""

from datetime import time
from io import BytesIO

from django.http import QueryDict
from django.utils import timezone

from powers.background import scope_of
from registry.access.reach import reach_of
from registry.jobs import moment
from registry.jobs.kinds import Document, JobFailed, job_kind
from registry.jobs.schedule import duty
from registry.organisation.models import Programme
from registry.papers.models import Paper
from registry.tables.description import Source
from registry.tables.formats import FORMATS

from . import arrivals
from .compiled_levels import CompiledLevels, scale_of_line
from .filters import PointFilter
from .ledgers import SHEETS
from .tables import directory_columns, directory_table, point_contents

EXPORT, SHEET_EXPORT = "points.export", "register.sheet"
TITLE = "风险点台账"


def _still_reads(owner, arguments):
    return scope_of(reach_of(owner)) == arguments.get("scope")


@job_kind(EXPORT, label="导出风险点台账", allowed=_still_reads)
def export_points(work):
    """The points the owner may see now, narrowed as on the page the export was asked from."""
    chosen = FORMATS[work.arguments["format"]]
    asked = PointFilter(QueryDict(work.arguments["query"]), reach=reach_of(work.owner))
    table = register_table(asked, timezone.localdate())
    if not table.rows:
        raise JobFailed("没有符合条件的风险点，没有生成文件。请放宽筛选条件再试。")
    work.progress(30, f"正在生成，共 {len(table.rows)} 条")
    stream = BytesIO()
    chosen.write(table, stream)
    return Document(chosen.file_name(table), chosen.content_type, stream.getvalue())


@job_kind(SHEET_EXPORT, label="导出台账表册", allowed=_still_reads)
def export_sheet(work):
    """One of the sheets of the register, whole, narrowed as on the page it was asked from."""
    chosen, sheet = FORMATS[work.arguments["format"]], SHEETS[work.arguments["sheet"]]
    asked = sheet.asks(QueryDict(work.arguments["query"]), reach=reach_of(work.owner))
    items = list(sheet.items(asked))
    if not items:
        raise JobFailed("没有符合条件的内容，没有生成文件。请放宽筛选条件再试。")
    work.progress(30, f"正在生成，共 {len(items)} 行")
    table = sheet.draw(asked, items, asked.day)
    stream = BytesIO()
    chosen.write(table, stream)
    return Document(chosen.file_name(table), chosen.content_type, stream.getvalue())


def register_table(asked, day):
    """The register on a day (内部资料), in the columns of the directory [0]."""
    versions = list(asked.versions())
    units = {version.point.unit for version in versions}
    levels = CompiledLevels(scale_of_line(asked.compiling_line, day.year))
    contents = point_contents(versions, day, Programme.Names.FULL, levels.scale)
    covers = Paper.Covers.SUBTREE if len(units) > 1 else Paper.Covers.UNIT
    return directory_table(
        contents,
        Source.register(day),
        columns=directory_columns(covers, contents),
        title=TITLE,
        unit_name=next(iter(units)).name if len(units) == 1 else "",
        compiled_on=day,
        notes=levels.notes_of(asked.versions()),
    )


@duty("arrivals.remind", label="提醒签收到岗告知书", daily_at=time(8, 15))
def remind_of_arrivals():
    arrivals.remind(moment.today())
