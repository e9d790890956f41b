"""Frozen versions stay: the database refuses to change them."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0001_duties_points_measures"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("risks_pointversion", when_sql="OLD.digest IS NOT NULL"),
        *forbid_changes("risks_dutyversion", when_sql="OLD.digest IS NOT NULL"),
    ]
