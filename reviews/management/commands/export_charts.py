"""`manage.py export_charts --unit CODE --format pdf --out FILE`: the charts as last published."""

from django.core.management.base import BaseCommand, CommandError

from powers.chart_files import CHART_FORMATS, written
from registry.organisation.models import Unit
from registry.trail.recording import record_now
from reviews.export_command import save, with_hint
from reviews.exporting import NothingPublished
from reviews.models import Publication
from reviews.published_charts import charts_of_unit

Edition = Publication.Edition


class Command(BaseCommand):
    help = "导出一个单位最近发布的职权目录的全部流程图，按目录的顺序，A4 横排。"

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, metavar="CODE", help="单位代码")
        parser.add_argument(
            "--edition",
            choices=Edition.values,
            default=Edition.PUBLIC.value,
            help="版别：public 面向社会（默认），inside 单位内部",
        )
        parser.add_argument("--format", required=True, choices=list(CHART_FORMATS), help="文件格式")
        parser.add_argument("--out", required=True, metavar="FILE", help="写到哪个文件")

    def handle(self, *, unit, edition, out, **options):
        found = Unit.objects.filter(code=unit).first()
        if found is None:
            raise CommandError(f"没有代码为 {unit} 的单位。请核对代码，大小写要一致。")
        try:
            volume = charts_of_unit(found, edition)
        except NothingPublished as nothing:
            raise CommandError(with_hint(str(nothing), edition)) from nothing
        save(out, written(volume, options["format"]))
        record_now(by=None, action="export.downloaded", unit=found, target=volume.number)
        self.stdout.write(f"已写入 {out}：{volume.title}，共 {len(volume.figures)} 张。")
