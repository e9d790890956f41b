"""`manage.py export_form --paper NUMBER --format pdf --out FILE`: a paper as last handed in."""

from io import BytesIO

from django.core.management.base import BaseCommand, CommandError

from registry.papers.models import Paper
from registry.trail.recording import record_now
from reviews.export_command import save
from reviews.printing import print_paper


class Command(BaseCommand):
    help = "导出一份办件的打印件（最近一次提交的内容和已有的签署）。"

    def add_arguments(self, parser):
        parser.add_argument("--paper", required=True, metavar="NUMBER", help="办件编号")
        parser.add_argument("--format", required=True, choices=["pdf"], help="文件格式")
        parser.add_argument("--out", required=True, metavar="FILE", help="写到哪个文件")

    def handle(self, *, paper, out, **options):
        papers = Paper.objects.select_related("unit", "section", "post", "holder", "programme")
        found = papers.filter(number=paper).first()
        if found is None:
            raise CommandError(f"没有编号为 {paper} 的办件。请核对编号；未提交的表还没有编号。")
        revision = found.revisions.filter(submitted_at__isnull=False).order_by("-no").first()
        revision.paper = found
        stream = BytesIO()
        print_paper(found, revision, stream)
        save(out, stream.getvalue())
        record_now(by=None, action="export.downloaded", unit=found.unit, target=found)
        self.stdout.write(f"已写入 {out}：{found.title}，编号 {found.number}。")
