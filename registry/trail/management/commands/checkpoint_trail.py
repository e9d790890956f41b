"""`manage.py checkpoint_trail`: sign the heads of all chains into a file outside the database."""

from django.core.management.base import BaseCommand, CommandError

from registry.trail import checkpoints


class Command(BaseCommand):
    help = "生成一个留痕校验点文件。"

    def handle(self, *args, **options):
        try:
            path = checkpoints.write()
        except checkpoints.Contradiction as flaw:
            raise CommandError(f"没有生成校验点，现有留痕与之前的校验点不一致：{flaw}") from flaw
        self.stdout.write(f"{path}\n{checkpoints.latest_line()}")
