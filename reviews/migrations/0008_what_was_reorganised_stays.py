"""A reorganisation that was carried out is history: the database refuses to change it."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0009_reorganisations"),
        ("reviews", "0007_who_took_a_draft_over"),
    ]

    operations = [
        *forbid_changes("organisation_reorganisation", when_sql="OLD.applied_at IS NOT NULL"),
    ]
