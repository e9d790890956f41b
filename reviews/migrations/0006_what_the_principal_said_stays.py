"""Confirmations stay as decisions do: the database refuses to change them."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_what_the_principal_said"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("reviews_confirmation"),
        *forbid_changes("reviews_sentbackrow"),
    ]
