"""`manage.py export_charts --unit CODE --format pdf --out FILE`: the charts as last published.

As pictures they fill a folder, one file for each power; named `….svg`, all stand in one file.
"""

from dataclasses import replace
from pathlib import Path

from django.core.management.base import CommandError

from powers.chart_files import CHART_FORMATS, written
from registry.tables.formats import safe_for_files
from reviews.export_command import ExportCommand, save
from reviews.published_charts import charts_of_unit

NAME = 60  # characters: with three bytes each a file system takes 80


class Command(ExportCommand):
    help = "导出一个单位最近发布的职权目录的全部流程图，按目录的顺序，A4 横排。"
    out_help = (
        "写到哪个文件；格式为 svg 时写到哪个目录，每项职权一个文件（以 .svg 结尾则合成一个文件）"
    )
    table_of_unit = staticmethod(charts_of_unit)
    formats = CHART_FORMATS

    def write(self, volume, format_name, out):
        if format_name == "svg" and not out.endswith(".svg"):
            _fill_folder(volume, Path(out))
        else:
            save(out, written(volume, format_name))

    def said_of(self, volume):
        return f"共 {len(volume.figures)} 张"


def _fill_folder(volume, folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"不能建立目录 {folder}：{error.strerror}。请检查路径和权限。"
        ) from error
    for place, figure in enumerate(volume.figures, start=1):
        alone = replace(volume, title=figure.title, figures=[figure])
        name = f"{figure.serial or place:03d}-{safe_for_files(figure.name)[:NAME]}.svg"
        save(folder / name, written(alone, "svg"))
