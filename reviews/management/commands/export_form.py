"""`manage.py export_form --paper NUMBER --format pdf --out FILE`: a paper as last handed in.

`--copies 3` for a form in three copies, `--blank-names` for one that is signed by hand.
"""

from io import BytesIO

from django.core.management.base import BaseCommand, CommandError

from registry.papers.models import Paper
from registry.trail.recording import record_now
from reviews.export_command import save
from reviews.printing import MOST_COPIES, PAPER_FORMATS, Wanted, is_form, print_paper


class Command(BaseCommand):
    help = "导出一份办件的打印件（最近一次提交的内容和已有的签署）。"

    def add_arguments(self, parser):
        parser.add_argument("--paper", required=True, metavar="NUMBER", help="办件编号")
        parser.add_argument("--format", required=True, choices=PAPER_FORMATS, help="文件格式")
        parser.add_argument(
            "--copies",
            type=int,
            default=1,
            choices=range(1, MOST_COPIES + 1),
            metavar="N",
            help=f"份数，1 到 {MOST_COPIES}（默认 1；一式三份填 3）",
        )
        parser.add_argument(
            "--blank-names",
            action="store_const",
            dest="names",
            const="blank",
            default="printed",
            help="不印姓名，留给手写签名（只用于有意见栏的表）",
        )
        parser.add_argument("--out", required=True, metavar="FILE", help="写到哪个文件")

    def handle(self, *, paper, out, **options):
        papers = Paper.objects.select_related("unit", "section", "post", "holder", "programme")
        found = papers.filter(number=paper).first()
        if found is None:
            raise CommandError(f"没有编号为 {paper} 的办件。请核对编号；未提交的表还没有编号。")
        wanted = Wanted(options["format"], options["copies"], options["names"])
        if wanted.names == "blank" and not is_form(found):
            raise CommandError("这份办件没有签名栏，不能用 --blank-names。请去掉这个选项再导出。")
        revision = found.revisions.filter(submitted_at__isnull=False).order_by("-no").first()
        revision.paper = found
        stream = BytesIO()
        print_paper(found, revision, stream, wanted=wanted)
        save(out, stream.getvalue())
        record_now(by=None, action="export.downloaded", unit=found.unit, target=found)
        self.stdout.write(f"已写入 {out}：{found.title}，编号 {found.number}。")
