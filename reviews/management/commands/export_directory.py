"""`manage.py export_directory --unit CODE --format xlsx --out FILE`: as last published."""

from reviews.export_command import ExportCommand
from reviews.exporting import directory_of_unit


class Command(ExportCommand):
    help = "导出一个单位最近发布的《廉政风险点和风险等级目录》。"
    table_of_unit = staticmethod(directory_of_unit)
