"""`manage.py install_schemes`: the scale and the ways to propose a level that come with us."""

from django.core.management.base import BaseCommand

from registry.organisation.defaults import shipped_schemes
from registry.organisation.models import Scheme


class Command(BaseCommand):
    help = "装入随软件提供的等级表和等级评定办法；已经有的不动，可以反复运行。"

    def handle(self, *args, **options):
        before = set(Scheme.objects.values_list("pk", flat=True))
        new = [scheme for scheme in shipped_schemes() if scheme.pk not in before]
        for scheme in new:
            self.stdout.write(f"装入：{scheme}")
        if not new and options["verbosity"] > 1:
            self.stdout.write("随软件提供的等级评定办法都已装入。")
