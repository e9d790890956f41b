"""`manage.py load_demo`: a bureau, three schools and two years of papers, in an empty database."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.access.passwords import make_initial_password
from registry.organisation.models import Unit
from reviews.demo.loading import load


class Command(BaseCommand):
    help = "装入演示数据：一个区教育体育局和三所学校，去年和今年的办件。只装入空的数据库。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="已有单位时什么也不做，不算错误。"
        )

    def handle(self, *args, **options):
        if Unit.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "数据库里已经有单位，没有装入演示数据。请换一个空的数据库（DATABASE_URL）再试。"
            )
        if settings.IN_PRODUCTION:
            raise CommandError("正式环境不装入演示数据。")
        given = os.environ.get("DEMO_PASSWORD", "")
        password = given or make_initial_password()
        load(password=password, say=self.stdout.write)
        self.stdout.write(self.style.SUCCESS("演示数据已装入。"))
        if not given:
            self.stdout.write(f"演示账号的密码（只显示这一次）：{password}")
