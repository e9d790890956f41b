"""`manage.py import_opinions FILE`: opinions that come back from a site without a server, as JSON
lines (`reviews.missive_file`). Everything or nothing; sent twice it has the effect of once.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews import missive_file
from reviews.refusals import NotReady


class Command(BaseCommand):
    help = "收入从静态网站带回的公众意见（每行一个 JSON 对象）；有一行不对就一行也不收。"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="UTF-8 编码的 .jsonl 文件")

    def handle(self, *, file, **options):
        try:
            with Path(file).open("rb") as stream:
                content = stream.read(missive_file.MOST_BYTES + 1)
        except OSError as error:
            raise CommandError(f"打不开 {file}：{error.strerror}。") from error
        try:
            new = missive_file.take_in(content)
        except NotReady as refusal:
            raise CommandError("没有收入任何一行。\n" + "\n".join(refusal.problems)) from refusal
        self.stdout.write(f"新收入 {new} 条，由接收的纪检监察机构分办。请删去带来的文件。")
