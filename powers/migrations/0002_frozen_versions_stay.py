"""A frozen version stays: the database refuses to change it."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("powers", "0001_powers_and_versions"), ("trail", "0002_entries_never_change")]

    operations = [
        *forbid_changes("powers_powerversion", when_sql="OLD.digest IS NOT NULL"),
    ]
