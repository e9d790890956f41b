"""`manage.py install_laws`: the levels and the national laws that come with us."""

from django.core.management.base import BaseCommand

from registry.laws.shipped import shipped_laws


class Command(BaseCommand):
    help = "装入随软件提供的法规目录；已经有的不动，可以反复运行。"

    def handle(self, *args, **options):
        new = shipped_laws()
        if new:
            self.stdout.write(f"装入法规 {len(new)} 部。")
        elif options["verbosity"] > 1:
            self.stdout.write("随软件提供的法规都已装入。")
