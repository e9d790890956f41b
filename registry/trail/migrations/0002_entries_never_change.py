"""The database refuses to change or remove an entry of the trail."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_entries_and_heads")]

    operations = [*forbid_changes("trail_trailentry")]
