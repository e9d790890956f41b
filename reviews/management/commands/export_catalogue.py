"""`manage.py export_catalogue --unit CODE --format xlsx --out FILE`: as last published."""

from reviews.export_command import ExportCommand
from reviews.exporting import catalogue_of_unit


class Command(ExportCommand):
    help = "导出一个单位最近发布的职权目录。"
    table_of_unit = staticmethod(catalogue_of_unit)
