"""`manage.py export_charts --unit CODE --format pdf --out FILE`: the charts as last published."""

from powers.chart_files import CHART_FORMATS, written
from reviews.export_command import ExportCommand
from reviews.published_charts import charts_of_unit


class Command(ExportCommand):
    help = "导出一个单位最近发布的职权目录的全部流程图，按目录的顺序，A4 横排。"
    table_of_unit = staticmethod(charts_of_unit)
    formats = CHART_FORMATS

    def content_of(self, volume, format_name):
        return written(volume, format_name)

    def said_of(self, volume):
        return f"共 {len(volume.figures)} 张"
