"""`manage.py verify_trail`: exit 1 and name the first bad entry of each chain."""

from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from registry.trail import checkpoints, verifying
from registry.trail.models import TrailEntry


class Command(BaseCommand):
    help = "核对操作留痕是否完整；被改动、删除、调换、外加或截尾时指出第一条并以 1 退出。"

    def handle(self, *args, **options):
        found = list(chain(verifying.flaws(), checkpoints.flaws()))
        if found:
            raise CommandError("操作留痕不完整：\n" + "\n".join(f"- {flaw}" for flaw in found))
        entries, files = TrailEntry.objects.count(), len(checkpoints.paths())
        self.stdout.write(f"操作留痕完整：{entries} 条记录，{files} 个校验点。")
