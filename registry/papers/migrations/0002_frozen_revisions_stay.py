"""A frozen revision stays: the database refuses to change it."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_papers_and_revisions"), ("trail", "0002_entries_never_change")]

    operations = [
        *forbid_changes("papers_revision", when_sql="OLD.digest IS NOT NULL"),
    ]
