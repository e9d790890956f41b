"""That a rule was superseded or repealed stays as it was told; a further row takes it back."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0001_rules_and_what_became_of_them"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [*forbid_changes("rules_rulechange")]
