"""What the export commands share: options, errors in plain words, whole files only."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registry.organisation.models import Unit
from registry.tables.formats import FORMATS
from registry.trail.recording import record_now

from .exporting import NothingPublished, written
from .models import Publication

Edition = Publication.Edition


class ExportCommand(BaseCommand):
    """Writes the Table that `table_of_unit(unit, edition)` gives; what is no table of rows has
    `formats` of its own, and its own `content_of` and `said_of`.
    """

    table_of_unit = None
    formats = FORMATS
    out_help = "写到哪个文件"

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, metavar="CODE", help="单位代码")
        parser.add_argument(
            "--edition",
            choices=Edition.values,
            default=Edition.PUBLIC.value,
            help="版别：public 面向社会（默认），inside 单位内部",
        )
        parser.add_argument("--format", required=True, choices=list(self.formats), help="文件格式")
        parser.add_argument("--out", required=True, metavar="PATH", help=self.out_help)

    def handle(self, *, unit, edition, out, **options):
        found = Unit.objects.filter(code=unit).first()
        if found is None:
            raise CommandError(f"没有代码为 {unit} 的单位。请核对代码，大小写要一致。")
        try:
            table = self.table_of_unit(found, edition)
        except NothingPublished as nothing:
            raise CommandError(with_hint(str(nothing), edition)) from nothing
        self.write(table, options["format"], out)
        record_now(by=None, action="export.downloaded", unit=found, target=table.number)
        self.stdout.write(f"已写入 {out}：{table.title}，{self.said_of(table)}。")

    def write(self, table, format_name, out):
        save(out, self.content_of(table, format_name))

    def content_of(self, table, format_name):
        return written(table, format_name)

    def said_of(self, table):
        return f"编号 {table.number}"


def with_hint(text, edition):
    if edition == Edition.PUBLIC:
        return f"{text}如要导出单位内部版，请加 --edition inside。"
    return text


def save(out, content):
    """Write beside the file, then rename: nobody finds half a file under the name."""
    path = Path(out)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"不能写入 {out}：{error.strerror}。请检查目录和权限。") from error
