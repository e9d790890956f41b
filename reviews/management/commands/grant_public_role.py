"""`manage.py grant_public_role ROLE`: SQL for an account that reads publications only."""

import re

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from reviews.public_role import grants


class Command(BaseCommand):
    help = "列出（或执行）让一个 PostgreSQL 账号只读公开件的 SQL 语句；账号要先建好。"

    def add_arguments(self, parser):
        parser.add_argument("role", help="账号名称，如 public_site")
        parser.add_argument("--apply", action="store_true", help="直接执行；默认只列出")

    def handle(self, *args, role, apply, **options):
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,62}", role):
            raise CommandError("账号名称只能用字母、数字和下划线，以字母或下划线开头。")
        statements = list(grants(role))
        if not apply:
            self.stdout.write("".join(f"{statement};\n" for statement in statements))
            return
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有账号和权限；现在用的不是 PostgreSQL。")
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"账号 {role} 现在只读得到公开件。")
