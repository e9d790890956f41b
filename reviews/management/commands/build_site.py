"""`manage.py build_site --out DIR`: the public site as files that open without a server."""

from django.core.management.base import BaseCommand, CommandError

from reviews.disk_site.assets import MissingAsset
from reviews.disk_site.pages import BrokenLink, write_site
from reviews.disk_site.placing import NotOurs, fresh_directory


class Command(BaseCommand):
    help = "把公开网站写成一个文件夹，不用服务器，双击 index.html 就能看、能查、能核对。"

    def add_arguments(self, parser):
        parser.add_argument("--out", required=True, help="文件夹；原来生成的会整个换成新的")

    def handle(self, *args, out, **options):
        try:
            with fresh_directory(out) as root:
                site = write_site(root)
        except NotOurs as error:
            raise CommandError(
                f"{error} 里有别的东西，没有改动。请换一个空的文件夹，或先把它移走。"
            ) from error
        except MissingAsset as error:
            raise CommandError(f"缺少样式文件 {error}：请先运行 collectstatic。") from error
        except BrokenLink as error:
            raise CommandError(f"有一页没有生成成功（{error}），原来的文件夹没有改动。") from error
        self.stdout.write(f"已生成 {len(site.written)} 页（份），在 {out}。")
