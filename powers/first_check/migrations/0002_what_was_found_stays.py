"""What the first check found, and the answers, stay as the catalogue was handed in."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("first_check", "0001_findings_of_the_first_check"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [*forbid_changes("first_check_checkfinding", when_sql="OLD.frozen_at IS NOT NULL")]
