"""The exports of the register of powers, as jobs."""

from io import BytesIO

from django.http import QueryDict
from django.utils import timezone

from registry.access.reach import reach_of
from registry.jobs.kinds import Document, JobFailed, job_kind
from registry.organisation.models import Seat
from registry.papers.digest import digest_of
from registry.tables.formats import FORMATS

from .chart_files import CHART_FORMATS, written
from .charted import volume_of_powers
from .filters import PowerFilter
from .tables import register_table

EXPORT, CHARTS = "powers.export", "powers.charts"


def scope_of(reach):
    """What somebody may read, as a short word: an export is fetched only while it is the same."""
    places = (
        reach.subtrees,
        reach.units_of("leading_group"),
        reach.headed_sections | reach.supervised_sections,
        reach.units_of(Seat.INFORMATION_KEEPER),
        reach.post_ids,
    )
    return digest_of([sorted(place) for place in places])[:16]


def _still_reads(owner, arguments):
    return scope_of(reach_of(owner)) == arguments.get("scope")


@job_kind(EXPORT, label="导出职权台账", allowed=_still_reads)
def export_powers(work):
    """The powers the owner may see now, narrowed as on the page the export was asked from."""
    chosen = FORMATS[work.arguments["format"]]
    query = QueryDict(work.arguments["query"])
    powers = PowerFilter(query, reach=reach_of(work.owner)).narrowed().listed()
    table = register_table(powers, timezone.localdate())
    if not table.rows:
        raise JobFailed("没有符合条件的职权，没有生成文件。请放宽筛选条件再试。")
    work.progress(30, f"正在生成，共 {len(table.rows)} 项")
    stream = BytesIO()
    chosen.write(table, stream)
    return Document(chosen.file_name(table), chosen.content_type, stream.getvalue())


@job_kind(CHARTS, label="导出流程图汇编", allowed=_still_reads)
def export_charts(work):
    """The charts of the powers the owner may see now, narrowed as on the page it was asked from."""
    reach, query = reach_of(work.owner), QueryDict(work.arguments["query"])
    volume = volume_of_powers(PowerFilter(query, reach=reach).narrowed().listed(), reach)
    if not volume.figures:
        raise JobFailed("这些职权还没有办理环节，没有生成文件。请先在职权目录里填写办理环节。")
    work.progress(30, f"正在画图，共 {len(volume.figures)} 张")
    name = work.arguments["format"]
    content_type = CHART_FORMATS[name].content_type
    return Document(f"{volume.title}.{name}", content_type, written(volume, name))
