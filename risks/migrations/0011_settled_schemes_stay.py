"""A scheme that is in use stays as it is: the database refuses to change its rules."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0008_schemes_so_far_are_settled"),
        ("risks", "0010_level_after_measures"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes(
            "organisation_scheme",
            when_sql="OLD.settled_at IS NOT NULL",
            columns=["code", "version", "kind", "scale_id", "unit_id", "rules", "settled_at"],
        ),
    ]
