"""What an office said of a power after its law changed stays as it was said."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("resting", "0001_powers_looked_at_after_a_change"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [*forbid_changes("resting_lookedat")]
