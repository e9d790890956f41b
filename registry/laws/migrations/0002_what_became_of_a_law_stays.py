"""Amendments and repeals stay as they were told; a mistake is taken back by a further row."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("laws", "0001_laws_and_what_became_of_them"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [*forbid_changes("laws_lawchange")]
