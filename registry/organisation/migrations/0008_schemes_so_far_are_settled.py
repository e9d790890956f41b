"""Schemes made before there were drafts are in use, or were meant to be."""

from django.db import migrations
from django.db.models import F


def settle(apps, schema_editor):
    schemes = apps.get_model("organisation", "Scheme").objects.filter(settled_at__isnull=True)
    schemes.update(settled_at=F("made_at"))


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_scheme_drafts")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
